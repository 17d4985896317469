"""Notice files -> readings and rendered texts, by all cores, and only what is not known yet."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache as once
from pathlib import Path
from typing import TypeVar

from noticeboard.addresses import known_syllables
from noticeboard.body import Body, render
from noticeboard.cache import Cache, code_digest, key
from noticeboard.kept_files import KeptFiles
from noticeboard.parallel import spread
from noticeboard.problems import Problem
from noticeboard.progress import steps
from noticeboard.reading import MAX_BYTES, Reading, notice_paths, read_file
from noticeboard.rules import check_alone

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's reading, its problems as far as they are its own, and the digest of both's source.

    `digest` stands for all that the reading was made from: content, path, this program; it is
    empty where nothing is kept. `body` is the rendered text where that was asked for.
    """

    reading: Reading
    problems: Sequence[Problem]
    digest: bytes
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """With what results are made: where they are kept, and by how many processes at once."""

    cache: Cache = field(default_factory=Cache)
    processes: int = 1
    files: KeptFiles = field(default_factory=KeptFiles)

    def results(
        self, label: str, work: Callable[[T], R], items: Sequence[T], keys: Sequence[bytes | None]
    ) -> list[R]:
        """The result of `work` for each item, from the cache where its key is known there.

        An item with the key None is never kept. `label` names the step while it goes on.
        """
        made = dict(self.cache.get(found for found in keys if found))
        missing = [number for number, found in enumerate(keys) if not found or found not in made]
        # What is kept and what another process sends is the same, written once.
        fresh = spread(
            lambda item: pickle.dumps(work(item), -1), [items[n] for n in missing], self.processes
        )
        written = dict(zip(missing, steps(label, fresh, len(missing)), strict=True))
        self.cache.put({found: written[n] for n in missing if (found := keys[n])})
        return [
            pickle.loads(written[number] if number in written else made[found or b""])
            for number, found in enumerate(keys)
        ]


def load(
    notices_dir: Path,
    workshop: Workshop,
    files: Iterable[Path] | None = None,
    *,
    with_bodies: bool = False,
) -> list[Loaded]:
    """As `reading.read_all`, with each file's own problems, and its rendered text if asked for."""
    notices_dir = notices_dir.absolute()
    paths = notice_paths(notices_dir, files)
    keeps = workshop.cache.keeps
    keys = [_file_key(path, notices_dir, with_bodies) if keeps else None for path in paths]

    def work(path: Path) -> tuple[Reading, list[Problem], Body | None]:
        reading = read_file(path, notices_dir)
        notice = reading.notice if with_bodies else None
        body = render(notice.body, notice.id) if notice else None
        return reading, check_alone(reading), body

    made = workshop.results("读取通报", work, paths, keys)
    return [
        Loaded(reading, problems, found or b"", body)
        for (reading, problems, body), found in zip(made, keys, strict=True)
    ]


def bodies_of(loaded: Iterable[Loaded]) -> Mapping[str, Body]:
    """The rendered text of each notice, by id."""
    return {e.reading.notice.id: e.body for e in loaded if e.reading.notice and e.body}


def recall_syllables(cache: Cache) -> Callable[[], None]:
    """Take over how the last build read names in Latin letters; the result keeps it for the next."""
    name = key("syllables", program())
    for _, value in cache.get([name]):
        known_syllables.update(pickle.loads(value))
    known = len(known_syllables)

    def keep() -> None:
        if len(known_syllables) != known:
            cache.put({name: pickle.dumps(known_syllables)})

    return keep


@once
def program() -> bytes:
    """The digest of this package and of all that it runs on."""
    return code_digest(Path(__file__).parent)


def _file_key(path: Path, notices_dir: Path, with_body: bool) -> bytes | None:
    """None for what is no plain file of a notice's size, and is soon refused."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return None
    shown = f"{notices_dir.name}/{path.relative_to(notices_dir).as_posix()}"
    return key("text" if with_body else "file", program(), shown, path.read_bytes())
