"""Notice files -> readings, by all cores, and only what is not known yet."""

from __future__ import annotations

import hashlib
import pickle
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache as once
from pathlib import Path
from typing import Any, TypeVar

from noticeboard.build.bodies import Bodies, body_key
from noticeboard.incremental.cache import Cache, code_digest, key
from noticeboard.incremental.pool import parallel_map
from noticeboard.incremental.progress import steps
from noticeboard.model.problems import Problem
from noticeboard.model.slugs import known_syllables
from noticeboard.reading.reader import MAX_BYTES, ParsedNotice, notice_paths, read_file
from noticeboard.rules import check_alone
from noticeboard.text.rendering import render

AT_ONCE = 1_000
"""Values that wait in memory until they are kept."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's reading, its problems as far as they are its own, and what both were made from.

    `digest` stands for all of that: content, path, this program; `sha256`, in hexadecimal, for
    the content. Both are empty where nothing is kept.
    """

    parsed: ParsedNotice
    problems: Sequence[Problem]
    digest: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """With what results are made: where they are kept, and by how many processes at once.

    `recent` has the results of this process's last build by key, and is given those of this one.
    """

    cache: Cache = field(default_factory=Cache)
    processes: int = 1
    recent: dict[bytes, Any] | None = None

    def results(
        self,
        label: str,
        work: Callable[[T], tuple[R, Mapping[bytes, bytes]]],
        items: Sequence[T],
        keys: Sequence[bytes | None],
    ) -> list[R]:
        """What `work` makes of each item, from the cache where its key is known there.

        With it come values by key that are to be kept too. An item with the key None is never
        kept. `label` names the step while it goes on.
        """
        made = self._known([found for found in keys if found])
        missing = [number for number, found in enumerate(keys) if found not in made]

        def written(number: int) -> tuple[int, bytes, Mapping[bytes, bytes]]:
            # What is kept and what another process sends is the same, written once.
            result, more = work(items[number])
            return number, pickle.dumps(result, -1), more

        results: list[Any] = [made.get(found) for found in keys]
        kept: dict[bytes, bytes] = {}
        for number, value, more in steps(
            label, parallel_map(written, missing, self.processes), len(missing)
        ):
            results[number] = pickle.loads(value)
            found = keys[number]
            if found:
                kept.update(more)
                kept[found] = value
            if len(kept) > AT_ONCE:
                self.cache.put(kept)
                kept.clear()
        self.cache.put(kept)
        if self.recent is not None:
            self.recent.clear()
            self.recent.update((k, r) for k, r in zip(keys, results, strict=True) if k)
        return results

    def _known(self, keys: Sequence[bytes]) -> dict[bytes | None, Any]:
        """The results that need not be made."""
        recent = self.recent or {}
        known: dict[bytes | None, Any] = {k: recent[k] for k in keys if k in recent}
        for found, value in self.cache.get(k for k in keys if k not in known):
            known[found] = pickle.loads(value)
        return known


def load(
    notices_dir: Path,
    workshop: Workshop,
    files: Iterable[Path] | None = None,
    *,
    keep_bodies: bool = False,
) -> list[Loaded]:
    """As `parsed.read_all`, with each file's own problems; `keep_bodies` for `bodies_of`."""
    notices_dir = notices_dir.absolute()
    paths = notice_paths(notices_dir, files)
    keeps = workshop.cache.keeps
    sums = [_sha256(path) if keeps else None for path in paths]
    keys = [
        _file_key(path, notices_dir, found, keep_bodies) if found else None
        for path, found in zip(paths, sums, strict=True)
    ]

    def work(path: Path) -> tuple[tuple[ParsedNotice, list[Problem]], Mapping[bytes, bytes]]:
        parsed = read_file(path, notices_dir)
        notice = parsed.notice
        found = digests[path]
        texts = {}
        if keep_bodies and notice and found:
            texts[body_key(found)] = pickle.dumps(render(notice.body, notice.id), -1)
        return (parsed, check_alone(parsed)), texts

    digests = dict(zip(paths, keys, strict=True))
    made = workshop.results("读取通报", work, paths, keys)
    return [
        Loaded(parsed, problems, found or b"", content.hex() if content else "")
        for (parsed, problems), found, content in zip(made, keys, sums, strict=True)
    ]


def bodies_of(loaded: Iterable[Loaded], cache: Cache) -> Bodies:
    """The rendered texts of the notices."""
    known = [(entry.parsed.notice, entry.digest) for entry in loaded]
    notices = {notice.id: notice for notice, _ in known if notice}
    digests = {notice.id: digest for notice, digest in known if notice}
    return Bodies(notices, digests, cache)


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


def _sha256(path: Path) -> bytes | None:
    """None for what is no readable plain file of a notice's size, and is soon refused."""
    with suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and found.st_size <= MAX_BYTES:
            return hashlib.sha256(path.read_bytes()).digest()
    return None


def _file_key(path: Path, notices_dir: Path, content: bytes, with_body: bool) -> bytes:
    shown = path.as_posix().removeprefix(notices_dir.parent.as_posix())
    return key("text" if with_body else "file", program(), shown, content)
