"""A revision's notices -> files in a folder: as data, nothing of the revision is run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from noticeboard.history.git import GitError, contents, git
from noticeboard.model.problems import NoticeboardError, Problem
from noticeboard.pull_request.hosts import FOLDER

MAX_FILES = 50_000
MAX_BYTES = 50_000_000
_REGULAR = {"100644", "100755"}


class Entry(NamedTuple):
    """A file of a revision: its mode, the name of its content, its size in bytes, its path."""

    mode: str
    content: str
    size: int
    path: str


def take(
    repository: Path, revision: str, into: Path, known: frozenset[Entry] = frozenset()
) -> list[Problem]:
    """Write the files below notices/ of a revision below the new folder `into`.

    Symbolic links, submodules, hidden files and files too large are left out and come back as
    problems, but for those in `known`.
    NoticeboardError when the revision is not there or holds too many files.
    """
    into.mkdir(parents=True)
    problems, wanted = [], []
    for entry in entries(repository, revision):
        reason = _refusal(entry)
        if reason and entry in known:
            continue
        if reason:
            remedy = "通报和附件都用普通文件，直接放进文件夹"
            problems.append(Problem(entry.path, 1, 1, "path", "error", reason, remedy))
        else:
            wanted.append(entry)
    with _answering():
        found = contents(repository, [entry.content for entry in wanted])
    for entry in wanted:
        target = into / entry.path.removeprefix(f"{FOLDER}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(found[entry.content])
    return problems


def replace_notices(repository: Path, revision: str, notices_dir: Path) -> list[Problem]:
    """Put a revision's notices in the place of those in the working folder; as `take`.

    NoticeboardError when that would lose work that is not committed.
    """
    if _git(repository, "status", "--porcelain", "--", str(notices_dir.absolute())):
        raise NoticeboardError(f"{notices_dir} 里有没有提交的改动；先提交，或换一个文件夹再检查")
    fresh = notices_dir.with_name(f".{notices_dir.name}.request")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        problems = take(repository, revision, fresh, frozenset(entries(repository, "HEAD")))
        shutil.rmtree(notices_dir)
        fresh.rename(notices_dir)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return problems


def entries(repository: Path, revision: str) -> list[Entry]:
    """The files below notices/ of a revision, by path."""
    command = ["ls-tree", "-r", "-z", "--long", "--end-of-options", revision, f"{FOLDER}/"]
    found = []
    for line in _git(repository, *command).decode("utf-8", "replace").split("\0")[:-1]:
        facts, _, path = line.partition("\t")
        mode, _, content, size = facts.split()
        found.append(Entry(mode, content, 0 if size == "-" else int(size), path))
    if len(found) > MAX_FILES:
        raise NoticeboardError(f"{FOLDER}/ 里有 {len(found):,} 个文件，超过上限 {MAX_FILES:,}")
    return found


def _refusal(entry: Entry) -> str | None:
    """Why a file is not taken; None when it is."""
    if any(part == "" or part.startswith(".") for part in entry.path.split("/")):
        return "名称以点开头的文件不能提交"
    if entry.mode not in _REGULAR:
        return "这不是普通文件（符号链接或子模块），不能作为通报或附件"
    if entry.size > MAX_BYTES:
        return f"文件有 {entry.size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
    return None


def _git(repository: Path, *arguments: str) -> bytes:
    with _answering():
        return git(repository, *arguments)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except GitError as error:
        raise NoticeboardError(f"读不到要检查的提交：{error}") from None
