"""Replaces the published site in one step, or not at all.

The site that was replaced stays in the cache folder: the next build but one begins with its files.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from noticeboard.build.environment import cache_dir, notices_dir
from noticeboard.model.problems import NoticeboardError

ENGINE_FOLDER = ".engine"
"""The folder in the target that the site generator writes its few pages into, and empties first."""
REPLACED = ".old"


def replace_site(root: Path, site_dir: Path, build: Callable[[Path], None]) -> None:
    """Let `build` fill a folder next to `site_dir`, then exchange the two.

    Exceptions of `build` pass through, and leave `site_dir` as it is. Raise NoticeboardError if
    `site_dir` may not be replaced.
    """
    site_dir, root = site_dir.resolve(), root.resolve()
    reason = refusal(root, site_dir)
    if reason:
        raise NoticeboardError(f"SITE_DIR 不能是 {site_dir}：{reason}")
    target, spare = _sibling(site_dir, str(os.getpid())), cache_dir(root) / "site"
    try:
        _create_target(target, spare, site_dir)
        build(target)
        swap(target, site_dir)
    finally:
        _store(target, spare)


def _create_target(target: Path, spare: Path, site_dir: Path) -> None:
    """Move the spare site to the target, or create an empty folder."""
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(site_dir)
        with suppress(OSError):
            spare.rename(target)
            return
        target.mkdir()
    except OSError as error:
        raise NoticeboardError(f"不能在 {site_dir.parent} 里写入：{error.strerror}") from None


def _store(target: Path, spare: Path) -> None:
    """Keep the site that was replaced, or was not finished, for a later build."""
    with suppress(OSError):
        if (target / "index.html").is_file() and not (target / ENGINE_FOLDER).exists():
            spare.parent.mkdir(parents=True, exist_ok=True)
            target.rename(spare)
    shutil.rmtree(target, ignore_errors=True)


def refusal(root: Path, site_dir: Path) -> str | None:
    """Return why a site may not replace what is at `site_dir`, or None if it may.

    Both paths are absolute and without symbolic links.
    """
    if root.is_relative_to(site_dir) or Path.home().resolve().is_relative_to(site_dir):
        return "其中有本项目或您的主目录"
    for source in (notices_dir(root), *(root / name for name in ("docs", "hooks", ".git"))):
        if site_dir.is_relative_to(source.resolve()):
            return f"它在 {source.name}/ 里，那是网站的来源"
        if source.resolve().is_relative_to(site_dir):
            return f"其中有网站的来源 {source.name}/"
    if not site_dir.exists():
        return None
    if not site_dir.is_dir():
        return "它不是文件夹"
    names = {entry.name for entry in site_dir.iterdir()}
    if ".git" in names or (names and not {"index.html", "sitemap.xml"} <= names):
        return "里面有别的文件，不像以前生成的网站；请换一个文件夹，或先把它清空"
    return None


def _sibling(site_dir: Path, suffix: str) -> Path:
    return site_dir.with_name(f".{site_dir.name}.{suffix}")


def remove_leftovers(site_dir: Path) -> None:
    """Remove the folders of killed builds next to `site_dir`; restore a site moved out of the way."""
    pattern = re.compile(rf"\.{re.escape(site_dir.name)}\.(\d+)({re.escape(REPLACED)})?")
    for path in site_dir.parent.iterdir():
        match = pattern.fullmatch(path.name)
        if not match or _is_running(int(match[1])):
            continue
        if match[2] and not site_dir.exists():
            path.rename(site_dir)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return pid != os.getpid()


def swap(target: Path, site_dir: Path) -> None:
    """Exchange `target` and `site_dir`, which need not exist.

    Raise NoticeboardError if that is impossible; `site_dir` is then unchanged.
    """
    replaced = _sibling(site_dir, f"{os.getpid()}{REPLACED}")
    try:
        if not site_dir.exists():
            target.rename(site_dir)
        elif not _exchange(target, site_dir):
            site_dir.rename(replaced)
            try:
                target.rename(site_dir)
            except BaseException:
                replaced.rename(site_dir)
                raise
            replaced.rename(target)
    except OSError as error:
        raise NoticeboardError(f"新网站换不进 {site_dir}：{error.strerror}") from None


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that no reader finds neither; False if unsupported."""
    at_cwd, exchange = -100, 2
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    status: int = renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange)
    return status == 0
