"""Write a revision's notices into a folder, as data: no code of the revision is run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from noticeboard.files.filenames import escape_hidden, name_fault
from noticeboard.incremental.git import GitError, decode_name, git, read_objects
from noticeboard.model.problems import NoticeboardError, Problem
from noticeboard.pull_request.hosts import FOLDER
from noticeboard.reading.removed import FILE as REMOVED
from noticeboard.reading.source_files import file_problem

MAX_FILES = 50_000
MAX_BYTES = 50_000_000
MAX_PATH_BYTES = 1_000
_REMOVED = f"{FOLDER}/{REMOVED}"
"""`deploy/publish --remove` writes it, and the check reports what it takes off."""
_REGULAR_MODES = {"100644", "100755"}


class TreeEntry(NamedTuple):
    """A file of a revision, as `git ls-tree` lists it; `size` in bytes.

    `path` has the bytes that are not UTF-8 escaped, as a path of the file system.
    """

    mode: str
    blob: str
    size: int
    path: str


def checkout_notices(
    repository: Path, revision: str, target: Path, trusted: frozenset[TreeEntry] = frozenset()
) -> list[Problem]:
    """Write the files below notices/ of a revision into the new folder `target`.

    Symbolic links, submodules, hidden and oversized files and those with a name that no notice may
    have are left out and returned as problems, unless they are `trusted`. Raises NoticeboardError when the revision is unknown or has too many
    files.
    """
    target.mkdir(parents=True)
    problems, accepted = [], []
    for entry in list_files(repository, revision):
        refusal = _refusal(entry)
        if refusal is None:
            accepted.append(entry)
        elif entry not in trusted:
            problems.append(refusal)
    with _translate_git_errors():
        contents = read_objects(repository, [entry.blob for entry in accepted])
    for entry in accepted:
        path = target / entry.path.removeprefix(f"{FOLDER}/")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[entry.blob])
        except OSError as error:
            message = f"这个文件存不下来：{error.strerror}"
            problems.append(_problem(entry, message, "换一个文件名，或放进别的文件夹"))
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


def merge_into_head(repository: Path, revision: str) -> str:
    """Return the commit, or the tree, that HEAD becomes when the revision is merged.

    A request that branched off long ago is checked as it would be published. Raises
    NoticeboardError for a conflict.
    """
    commit = _git(repository, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    name = commit.decode().strip()
    try:
        git(repository, "merge-base", "--is-ancestor", "HEAD", name)
        return name
    except GitError:
        merge = ("merge-tree", "--write-tree", "--name-only", "-z", "HEAD", name)
    try:
        output = git(repository, *merge, fetch=True)
    except GitError as error:
        # The tree, the files in conflict, an empty field, and messages.
        files = decode_name(error.output.partition(b"\0\0")[0]).split("\0")[1:]
        if not files:
            raise NoticeboardError(f"合并不了要检查的提交：{error.explain()}") from None
        raise NoticeboardError(
            f"与目标分支的改动冲突：{escape_hidden('、'.join(files))}；"
            "先在请求的网页上解决冲突，或把目标分支合并进来，再检查"
        ) from None
    return output.partition(b"\0")[0].decode()


def list_files(repository: Path, revision: str) -> list[TreeEntry]:
    """Return the files below notices/ of a revision, by path. Raises NoticeboardError."""
    command = ["ls-tree", "-r", "-z", "--long", "--end-of-options", revision, f"{FOLDER}/"]
    entries = []
    for line in _git(repository, *command).split(b"\0")[:-1]:
        details, _, path = line.partition(b"\t")
        mode, _, blob, size = details.decode().split()
        entries.append(TreeEntry(mode, blob, 0 if size == "-" else int(size), decode_name(path)))
    if len(entries) > MAX_FILES:
        raise NoticeboardError(f"{FOLDER}/ 里有 {len(entries):,} 个文件，超过上限 {MAX_FILES:,}")
    return entries


def _refusal(entry: TreeEntry) -> Problem | None:
    help_text = "通报和附件都用普通文件，直接放进文件夹"
    parts = entry.path.split("/")
    is_hidden = any(part == "" or part.startswith(".") for part in parts)
    if is_hidden and entry.path != _REMOVED:
        return _problem(entry, "名称以点开头的文件不能提交", help_text)
    fault = next(filter(None, map(name_fault, parts)), None)
    if fault:
        return _problem(entry, *fault, rule="file-name")
    if len(entry.path.encode()) > MAX_PATH_BYTES:
        return _problem(entry, f"文件的路径超过 {MAX_PATH_BYTES} 字节", "少分几层文件夹")
    if entry.mode not in _REGULAR_MODES:
        message = "这不是普通文件（符号链接或子模块），不能作为通报或附件"
        return _problem(entry, message, help_text)
    if entry.size > MAX_BYTES:
        message = f"文件有 {entry.size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
        return _problem(entry, message, help_text)
    return None


def _problem(entry: TreeEntry, message: str, help_text: str, rule: str = "path") -> Problem:
    return file_problem(escape_hidden(entry.path), rule, message, help_text)


def _git(repository: Path, *arguments: str) -> bytes:
    with _translate_git_errors():
        return git(repository, *arguments)


@contextmanager
def _translate_git_errors() -> Iterator[None]:
    try:
        yield
    except GitError as error:
        raise NoticeboardError(f"读不到要检查的提交：{error.explain()}") from None
