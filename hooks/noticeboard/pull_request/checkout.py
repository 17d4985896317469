"""Write a revision's notices into a folder, as data: no code of the revision is run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from noticeboard.incremental.git import GitError, git, read_objects
from noticeboard.model.problems import NoticeboardError, Problem
from noticeboard.pull_request.hosts import FOLDER

MAX_FILES = 50_000
MAX_BYTES = 50_000_000
_REGULAR_MODES = {"100644", "100755"}


class TreeEntry(NamedTuple):
    """A file of a revision, as `git ls-tree` lists it; `size` in bytes."""

    mode: str
    blob: str
    size: int
    path: str


def checkout_notices(
    repository: Path, revision: str, target: Path, trusted: frozenset[TreeEntry] = frozenset()
) -> list[Problem]:
    """Write the files below notices/ of a revision into the new folder `target`.

    Symbolic links, submodules, hidden and oversized files are left out and returned as problems,
    unless they are `trusted`. Raises NoticeboardError when the revision is unknown or has too many
    files.
    """
    target.mkdir(parents=True)
    problems, accepted = [], []
    for entry in list_files(repository, revision):
        reason = _refusal(entry)
        if reason is None:
            accepted.append(entry)
        elif entry not in trusted:
            help_text = "通报和附件都用普通文件，直接放进文件夹"
            problems.append(Problem(entry.path, 1, 1, "path", "error", reason, help_text))
    with _translate_git_errors():
        contents = read_objects(repository, [entry.blob for entry in accepted])
    for entry in accepted:
        path = target / entry.path.removeprefix(f"{FOLDER}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[entry.blob])
    return problems


def replace_notices(repository: Path, revision: str, notices_dir: Path) -> list[Problem]:
    """Replace the notices of the working tree with those of a revision; see `checkout_notices`.

    Raises NoticeboardError when that would lose uncommitted work.
    """
    if _git(repository, "status", "--porcelain", "--", str(notices_dir.absolute())):
        raise NoticeboardError(f"{notices_dir} 里有没有提交的改动；先提交，或换一个文件夹再检查")
    target = notices_dir.with_name(f".{notices_dir.name}.request")
    shutil.rmtree(target, ignore_errors=True)
    try:
        trusted = frozenset(list_files(repository, "HEAD"))
        problems = checkout_notices(repository, revision, target, trusted)
        shutil.rmtree(notices_dir)
        target.rename(notices_dir)
    finally:
        shutil.rmtree(target, ignore_errors=True)
    return problems


def list_files(repository: Path, revision: str) -> list[TreeEntry]:
    """Return the files below notices/ of a revision, by path. Raises NoticeboardError."""
    command = ["ls-tree", "-r", "-z", "--long", "--end-of-options", revision, f"{FOLDER}/"]
    entries = []
    for line in _git(repository, *command).decode("utf-8", "replace").split("\0")[:-1]:
        details, _, path = line.partition("\t")
        mode, _, blob, size = details.split()
        entries.append(TreeEntry(mode, blob, 0 if size == "-" else int(size), path))
    if len(entries) > MAX_FILES:
        raise NoticeboardError(f"{FOLDER}/ 里有 {len(entries):,} 个文件，超过上限 {MAX_FILES:,}")
    return entries


def _refusal(entry: TreeEntry) -> str | None:
    if any(part == "" or part.startswith(".") for part in entry.path.split("/")):
        return "名称以点开头的文件不能提交"
    if entry.mode not in _REGULAR_MODES:
        return "这不是普通文件（符号链接或子模块），不能作为通报或附件"
    if entry.size > MAX_BYTES:
        return f"文件有 {entry.size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
    return None


def _git(repository: Path, *arguments: str) -> bytes:
    with _translate_git_errors():
        return git(repository, *arguments)


@contextmanager
def _translate_git_errors() -> Iterator[None]:
    try:
        yield
    except GitError as error:
        raise NoticeboardError(f"读不到要检查的提交：{error}") from None
