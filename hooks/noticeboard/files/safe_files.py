"""Read regular files only, with a size limit and without following links."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_TYPE_NAMES = {
    stat.S_IFLNK: "符号链接",
    stat.S_IFIFO: "管道",
    stat.S_IFSOCK: "套接字",
    stat.S_IFCHR: "设备",
    stat.S_IFBLK: "设备",
}


def special_file_type(path: Path) -> str | None:
    """Return the Chinese name of a link, pipe, socket or device; None for files and folders."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        return None
    return _TYPE_NAMES.get(stat.S_IFMT(mode))


def is_regular_file(path: Path) -> bool:
    """Return whether the path itself is a regular file; False for invalid paths."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def list_regular_files(folder: Path | str) -> list[Path]:
    """Return all regular files below a folder, sorted, without hidden files and folders."""
    paths: list[Path] = []
    for parent, folders, names in os.walk(folder):
        # `os.walk` descends only into the folders that remain in this list.
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(parent, name) for name in names if not name.startswith(".")]
    return sorted(filter(is_regular_file, paths))


def unreadable_folders(folder: Path) -> list[OSError]:
    """Return why folders below this one, or itself, cannot be read."""
    errors: list[OSError] = []
    for _ in os.walk(folder, onerror=errors.append):
        pass
    return errors


def read_regular_file(path: Path, max_bytes: int) -> bytes:
    """Return the content of a regular file; raise OSError for other types and larger files.

    Never blocks, as opening a pipe would, and never follows a link, even if it replaces the file
    between a check and this call.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(f"{path} is no regular file")
    with os.fdopen(handle, "rb") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(f"{path} is larger than {max_bytes} bytes")
    return content
