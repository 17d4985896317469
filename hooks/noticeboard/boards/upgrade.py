"""Upgrade a board to a newer release, which is first merged, checked and built in another folder."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from noticeboard.boards.merging import merge, worktree
from noticeboard.boards.releases import Release, choose, describe_changes, fetch_releases
from noticeboard.incremental.git import GitError, git, git_text
from noticeboard.model.problems import NoticeboardError

FOLDER = ".cache/upgrade"
_CHANGELOG = "CHANGELOG.md"
_OUTSIDE = ("NOTICES_DIR", "BOARD_CONFIG", "BUNDLE")
"""Variables whose relative paths are relative to the board's own folder."""


def upgrade(root: Path, tag: str | None, report: Callable[[str], None]) -> str:
    """Upgrade the board at `root` to the release with this tag, or to the newest; return what changed.

    Empty when it has the release already. Raise NoticeboardError; then everything is as before.
    """
    _require_clean(root)
    release = choose(fetch_releases(root), tag)
    if _is_merged(root, release):
        return ""
    _require_common_history(root, release)
    report(f"合并 {release.tag}，在 {FOLDER} 里检查、生成一遍……")
    try:
        old = _text(root, "HEAD")
        with worktree(root, root / FOLDER) as tree:
            commit = merge(tree, release)
            _make(root, tree, release)
        git(root, "merge", "--quiet", "--ff-only", commit)
    except GitError as error:
        raise NoticeboardError(f"没有更新，一切照旧：{error.explain()}") from None
    except NoticeboardError as error:
        raise NoticeboardError(f"没有更新，一切照旧。{error}") from None
    return f"已经更新到 {release.tag}。变化：\n\n{describe_changes(old, _text(root, 'HEAD'))}"


def _require_clean(root: Path) -> None:
    try:
        changed = git_text(root, "status", "--porcelain", "--untracked-files=no").splitlines()
        git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except GitError as error:
        raise NoticeboardError(f"这里不是能更新的仓库：{error.explain()}") from None
    if changed:
        names = "、".join(line[3:] for line in changed[:5])
        raise NoticeboardError(f"有没有提交的改动：{names}；先提交（git commit），再更新")


def _is_merged(root: Path, release: Release) -> bool:
    try:
        git(root, "merge-base", "--is-ancestor", release.ref, "HEAD")
        return True
    except GitError:
        return False


def _require_common_history(root: Path, release: Release) -> None:
    try:
        git(root, "merge-base", release.ref, "HEAD")
    except GitError:
        raise NoticeboardError(
            "这个库与上游没有共同的历史（可能是用“Use this template”建的，或是浅克隆），什么也没有改；"
            "浅克隆的先运行 git fetch --unshallow；用模板建的，照 README 重新克隆，再把 notices/ 复制过去"
        ) from None


def _make(root: Path, tree: Path, release: Release) -> None:
    """Check and build the merged board with its own program. Raise NoticeboardError."""
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    for name in _OUTSIDE:
        if environment.get(name):
            environment[name] = str(_path_for(tree, root, environment[name]))
    environment |= {"SITE_DIR": "site", "CACHE_DIR": ".cache/build"}
    for target, what in (("check", "检查没有通过"), ("site", "网站没有生成")):
        run = subprocess.run(["make", "--no-print-directory", target], cwd=tree, env=environment)
        if run.returncode:
            raise NoticeboardError(f"{release.tag} 的{what}，原因见上")


def _path_for(tree: Path, root: Path, value: str) -> Path:
    """Return the path of a variable for the working tree: inside the repository the tree's own."""
    path = (root / value).resolve()
    inside = path.is_relative_to(root.resolve())
    own = tree.resolve() / path.relative_to(root.resolve()) if inside else path
    return own if own.exists() else path


def _text(root: Path, revision: str) -> str:
    try:
        return git_text(root, "show", f"{revision}:{_CHANGELOG}")
    except GitError:
        return ""
