"""Read the published notices of an earlier commit (`check --base`)."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from noticeboard.history.log import commit_time
from noticeboard.incremental.git import (
    GitError,
    GitMissingError,
    decode_name,
    git,
    git_text,
    read_objects,
)
from noticeboard.model.dates import beijing_date
from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.reader import ParsedNotice, read_bytes
from noticeboard.reading.source_files import ROUNDS


@contextmanager
def _translate_git_errors() -> Iterator[None]:
    try:
        yield
    except GitMissingError:
        raise NoticeboardError("--base 需要 git，请先安装") from None
    except GitError as error:
        raise NoticeboardError(f"--base：Git 读不出来：{error.explain()}") from None


@dataclass(frozen=True)
class Baseline:
    """The notices of one commit, and the files of it that changed since.

    Paths are those of messages, such as `notices/2024/x.md`; `folder` is that of the notices, and
    `day` that of the commit in Beijing. `changes` maps each changed path to a status letter (M
    modified, D deleted, T another type), `blobs` each published path to the object id of its
    content. `only` holds the paths of a limited check, None when everything is checked.
    """

    folder: Path
    day: date
    changes: dict[str, str]
    blobs: dict[str, str]
    only: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """The folder's own name, the first part of all paths."""
        return self.folder.name

    def covers(self, path: str) -> bool:
        """Return whether the check includes a path."""
        return _covers(self.only, path)

    def has(self, path: Path) -> bool:
        """Return whether a missing file or folder was published."""
        name = f"{self.name}/{path.absolute().relative_to(self.folder).as_posix()}"
        return any(gone == name or gone.startswith(f"{name}/") for gone in self.changes)

    @cached_property
    def notices(self) -> dict[str, ParsedNotice]:
        """The published version of every covered notice that was changed or deleted since."""
        # Notices lie two levels below notices/; deeper Markdown is no notice.
        paths = [
            path
            for path in self.changed_files(".md")
            if path.count("/") == 2 and not path.startswith(f"{self.name}/{ROUNDS}/")
        ]
        files = zip(paths, self.contents(paths), strict=True)
        return {path: read_bytes(raw, path) for path, raw in files}

    def changed_files(self, suffix: str) -> list[str]:
        """Return the covered published files with this ending that were changed or deleted."""
        return [path for path in self.changes if path.endswith(suffix)]

    @_translate_git_errors()
    def contents(self, paths: Sequence[str]) -> list[bytes]:
        """Return the published content of each path."""
        objects = read_objects(self.folder, [self.blobs[path] for path in paths])
        return [objects[self.blobs[path]] for path in paths]

    def attachments(self, notice_path: str) -> list[tuple[str, str]]:
        """Return path and status letter of each published file of a notice that changed since."""
        folder = notice_path.removesuffix(".md") + "/"
        return [(path, status) for path, status in self.changes.items() if path.startswith(folder)]


@_translate_git_errors()
def read_baseline(revision: str, notices_dir: Path, only: Sequence[Path] | None = None) -> Baseline:
    """Read the baseline of a check: `revision`, or its merge base with HEAD.

    Raise NoticeboardError when Git is missing, the folder is in no repository, or the revision is
    unknown.
    """
    folder = notices_dir.absolute()
    commit = _merge_base(folder, _resolve(folder, revision))
    limits = None
    if only is not None:
        limits = frozenset(
            f"{folder.name}/{p.absolute().relative_to(folder).as_posix()}" for p in only
        )
        limits = None if f"{folder.name}/." in limits else limits
    changes, blobs = {}, {}
    for path, mode, blob in _published_files(folder, commit):
        name = f"{folder.name}/{path}"
        status = _status(folder / path, mode, blob) if _covers(limits, name) else ""
        blobs[name] = blob
        if status:
            changes[name] = status
    return Baseline(folder, _day(folder, commit), changes, blobs, limits)


def _day(folder: Path, commit: str) -> date:
    """Return the day of a commit; where its time is impossible, the first of all days."""
    moment = commit_time(git_text(folder, "log", "-1", "--format=%ct", commit).strip())
    return beijing_date(moment) if moment else date.min


def _covers(only: frozenset[str] | None, path: str) -> bool:
    return only is None or any(path == limit or path.startswith(f"{limit}/") for limit in only)


def _published_files(folder: Path, commit: str) -> Iterator[tuple[str, str, str]]:
    """Yield path, mode and object id of every file of a commit below the folder."""
    for line in git(folder, "ls-tree", "-r", "-z", commit, "--", ".", fetch=True).split(b"\0")[:-1]:
        details, _, path = line.partition(b"\t")
        mode, _, blob = details.decode().split(" ")
        yield decode_name(path), mode, blob


def _status(path: Path, mode: str, blob: str) -> str:
    """Compare a file with its object id; empty when they are equal.

    The bytes themselves are compared, not what Git's index and filters say of them.
    """
    try:
        state = path.lstat()
        if stat.S_IFMT(state.st_mode) != stat.S_IFMT(int(mode, 8)):
            return "T"
        content = path.readlink().as_posix().encode() if path.is_symlink() else path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return "D"
    except OSError:
        return "M"  # it cannot be read, and the check says so
    new = hashlib.sha256() if len(blob) == hashlib.sha256().digest_size * 2 else hashlib.sha1()
    new.update(b"blob %d\0" % len(content) + content)
    return "" if new.hexdigest() == blob else "M"


def _resolve(folder: Path, revision: str) -> str:
    options = ("--verify", "--quiet", "--end-of-options")
    try:
        return git_text(folder, "rev-parse", *options, f"{revision}^{{commit}}").strip()
    except GitError as error:
        if str(error):
            raise
        raise NoticeboardError(
            f"--base：没有“{revision}”这个版本；写分支名或提交编号，如 origin/main"
        ) from None


def _merge_base(folder: Path, commit: str) -> str:
    """Return the commit where HEAD branched off, so that later commits of the base do not count."""
    try:
        return git_text(folder, "merge-base", commit, "HEAD").strip()
    except GitError as error:
        if str(error):
            raise
        return commit  # a shallow or unrelated history
