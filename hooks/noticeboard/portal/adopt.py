"""Accept what a member has changed if it passes the checks, and keep the last state otherwise."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from noticeboard.build.loader import NoticeLoader
from noticeboard.files.safe_files import list_regular_files
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.pool import cores
from noticeboard.model.problems import Problem
from noticeboard.portal.baseline import harvested_baseline
from noticeboard.portal.fetch import Fetched, key_of
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.units import read_units
from noticeboard.rules.base import rule_id
from noticeboard.rules.changes.notices import past_deleted
from noticeboard.rules.changes.rounds import past_round_deleted
from noticeboard.rules.check import check_notices

Files = Mapping[str, Path]
"""Path below a board's folder -> a file with its content."""

_DELETED = {rule_id(past_deleted), rule_id(past_round_deleted)}
_OLD = "保留上次收的"
_NONE = "没有收"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one member: what is shown, the next state, the previous one, downloads."""

    shown: Path
    work: Path

    @property
    def new(self) -> Path:
        """The next state while it is checked; its name is the member's id, as messages show it."""
        return self.work / "new" / self.shown.name

    @property
    def old(self) -> Path:
        """The previous state for the moment in which both are exchanged."""
        return self.work / "old"

    @property
    def downloads(self) -> Path:
        """The files fetched, named by their SHA-256."""
        return self.work / "files"

    def recover(self) -> None:
        """Undo an exchange that was interrupted."""
        if not self.shown.exists() and self.old.exists():
            self.old.rename(self.shown)
        for remains in (self.old, self.work / "new"):
            shutil.rmtree(remains, ignore_errors=True)

    def exchange(self) -> None:
        """Show the next state instead of the previous one."""
        if self.shown.exists():
            self.shown.rename(self.old)
        self.new.rename(self.shown)
        for remains in (self.old, self.work / "new", self.downloads):
            shutil.rmtree(remains, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Adoption:
    """How many notices were accepted, were new and had changed; `faults` are in Chinese.

    `held` are those whose last state is kept, because the board altered or dropped them silently.
    """

    total: int = 0
    added: int = 0
    changed: int = 0
    faults: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


def adopt(fetched: Fetched, places: Places, cache: Cache) -> Adoption:
    """Check a member's files against the rules and its last state, and show those that pass.

    What fails is replaced by its last state, and left out if that fails too.
    """
    choice = _Choice(fetched, places)
    written: dict[str, Files] = {}
    while True:
        _write(places.new, written, choice.files)
        written = dict(choice.files)
        if not choice.revert(_check(places, choice.published, cache)):
            break
    places.exchange()
    return choice.adoption()


class _Choice:
    """The files chosen for each key: the member's new ones, its last ones, or none."""

    def __init__(self, fetched: Fetched, places: Places) -> None:
        self._fetched = fetched
        new = _grouped({path: _place(path, fetched, places) for path in fetched.files})
        self._old = _grouped({path: places.shown / path for path in fetched.known})
        self.files: dict[str, Files] = {
            **{key: files for key, files in new.items() if key not in fetched.failed},
            **{key: self._old[key] for key in fetched.failed if key in self._old},
        }
        self.published = [path for path in fetched.known if key_of(path) not in fetched.gone]
        self._left_out: set[str] = set()
        self._held: set[str] = set()
        self._faults: list[str] = []

    def revert(self, problems: Iterable[Problem]) -> bool:
        """Choose earlier files for those with errors; return whether there were any."""
        failed = _failed(problems, self._left_out)
        for key, errors in failed.items():
            is_new = self.files.get(key) is not self._old.get(key)
            previous = self._old.get(key) if is_new else None
            self._faults += (_describe(error, _OLD if previous else _NONE) for error in errors)
            if previous:
                self.files[key] = previous
                if any(error.rule.startswith("past-") for error in errors):
                    self._held.add(key)
            else:
                self.files.pop(key, None)
                self._left_out.add(key)
        return bool(failed)

    def adoption(self) -> Adoption:
        """Return what became of the member's notices."""
        notices = {key for key, files in self.files.items() if f"{key}.md" in files}
        added = notices - self._old.keys()
        changed = [
            key
            for key in notices - added
            if self.files[key] is not self._old[key] and _differs(key, self._fetched)
        ]
        held = tuple(sorted(self._held & notices))
        return Adoption(len(notices), len(added), len(changed), tuple(self._faults), held)


def _differs(key: str, fetched: Fetched) -> bool:
    own = [path for path in fetched.files.keys() | fetched.known.keys() if key_of(path) == key]
    return any(fetched.files.get(path) != fetched.known.get(path) for path in own)


def _place(path: str, fetched: Fetched, places: Places) -> Path:
    sha256 = fetched.files[path]
    known = fetched.known.get(path) == sha256
    return places.shown / path if known else places.downloads / sha256


def _grouped(files: Files) -> dict[str, Files]:
    groups: dict[str, dict[str, Path]] = defaultdict(dict)
    for path, place in files.items():
        groups[key_of(path)][path] = place
    return dict(groups)


def _write(folder: Path, before: Mapping[str, Files], after: Mapping[str, Files]) -> None:
    """Bring the links in a folder from one choice to another."""
    folder.mkdir(parents=True, exist_ok=True)
    for key in before.keys() | after.keys():
        if before.get(key) is after.get(key):
            continue
        for path in before.get(key, ()):
            (folder / path).unlink()
        for path, place in after.get(key, {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(place, folder / path)


def _check(places: Places, published: Iterable[str], cache: Cache) -> list[Problem]:
    folder = places.new
    loaded = NoticeLoader(cache, cores()).load(folder)
    return check_notices(
        [each.parsed for each in loaded],
        folder,
        harvested_baseline(places.shown, folder, published),
        read_rounds(folder),
        units=read_units(folder),
        file_problems=(problem for each in loaded for problem in each.problems),
        cache=cache,
    )


def _failed(problems: Iterable[Problem], left_out: set[str]) -> Mapping[str, list[Problem]]:
    """Return the errors by the key of their file; first of all those of dropped files.

    Once these are back, others may be right again.
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    dropped = [problem for problem in errors if problem.rule in _DELETED]
    failed: dict[str, list[Problem]] = defaultdict(list)
    for problem in dropped or errors:
        key = key_of(problem.path.partition("/")[2])
        if key not in left_out:
            failed[key].append(problem)
    return failed


def _describe(problem: Problem, outcome: str) -> str:
    path = problem.path.partition("/")[2]
    silent = problem.rule.startswith("past-") and problem.rule not in _DELETED
    return (
        f"{path} 第{problem.line}行：{problem.message}；{'没有写更正，' if silent else ''}{outcome}"
    )


def count_notices(folder: Path) -> int:
    """Return the number of notices that a member's folder has."""
    paths = (path.relative_to(folder) for path in list_regular_files(folder))
    return sum(path.suffix == ".md" for path in paths)
