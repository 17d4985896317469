"""Merge a release into a board: what is the office's own stays, the program becomes that of the release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from noticeboard.boards.new_board import CONFIG
from noticeboard.boards.owners import FILES as OWNERS_FILES
from noticeboard.boards.releases import Release
from noticeboard.boards.yaml_edit import get_entries, get_lists, set_entries
from noticeboard.incremental.git import GitError, git, git_text
from noticeboard.model.problems import NoticeboardError

NOTICES = "notices"
_OWN = (NOTICES, *OWNERS_FILES)
"""What an upgrade leaves as the office has it."""


@contextmanager
def worktree(root: Path, folder: Path) -> Iterator[Path]:
    """Yield a second working tree of HEAD in `folder`, which is removed at the end."""
    _remove_worktree(root, folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    git(root, "worktree", "add", "--quiet", "--detach", str(folder.resolve()), "HEAD")
    try:
        yield folder
    finally:
        _remove_worktree(root, folder)


def _remove_worktree(root: Path, folder: Path) -> None:
    for arguments in (
        ("worktree", "remove", "--force", "--force", str(folder.resolve())),
        ("worktree", "prune"),
    ):
        try:
            git(root, *arguments)
        except GitError:
            continue  # there is none


def merge(tree: Path, release: Release) -> str:
    """Merge a release into the working tree `tree`, and return the commit.

    Raise NoticeboardError that names the files in conflict.
    """
    message = f"更新到 {release.tag}"
    identity = _identity(tree)
    try:
        git(tree, *identity, "merge", "--quiet", "--no-ff", "--no-commit", release.ref, fetch=True)
    except GitError as error:
        if not _unmerged(tree):
            raise NoticeboardError(f"合并不了 {release.tag}：{error}") from None
    _keep_own(tree)
    if CONFIG in _unmerged(tree):
        _merge_config(tree)
    conflicts = _unmerged(tree)
    if conflicts:
        raise NoticeboardError(
            f"这些文件贵单位改过，{release.tag} 也改了，程序不能替您决定：{'、'.join(conflicts)}；"
            f"请自己合并：git merge {release.ref}，改好、git add、git commit，再运行 make site"
        )
    git(tree, *identity, "commit", "--quiet", "--no-verify", "--message", message, fetch=True)
    return git_text(tree, "rev-parse", "HEAD").strip()


def _identity(tree: Path) -> tuple[str, ...]:
    """Return options that name a committer, if Git knows none."""
    try:
        git(tree, "config", "user.email", fetch=True)
        return ()
    except GitError:
        return ("-c", "user.name=noticeboard", "-c", "user.email=noticeboard@localhost")


def _unmerged(tree: Path) -> list[str]:
    output = git_text(tree, "diff", "--name-only", "--diff-filter=U", "-z")
    return sorted(set(filter(None, output.split("\0"))))


def _keep_own(tree: Path) -> None:
    """Restore the notices and the owners of HEAD, without what the release has of them."""
    git(tree, "rm", "-r", "-f", "--quiet", "--ignore-unmatch", "--", NOTICES)
    for path in _OWN:
        if git(tree, "ls-tree", "HEAD", "--", path):
            git(tree, "checkout", "--quiet", "HEAD", "--", path)


def _merge_config(tree: Path) -> None:
    """Set in the release's mkdocs.yml every value that the office has changed.

    Leave the conflict if the office has changed a list, such as the navigation.
    """
    base, ours, theirs = (git_text(tree, "show", f":{stage}:{CONFIG}") for stage in (1, 2, 3))
    if get_lists(base) != get_lists(ours):
        return
    before = get_entries(base)
    own = {path: value for path, value in get_entries(ours).items() if before.get(path) != value}
    (tree / CONFIG).write_text(set_entries(theirs, own), "utf-8")
    git(tree, "add", "--", CONFIG)
