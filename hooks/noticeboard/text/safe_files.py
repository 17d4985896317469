"""Plain files: what else a path may be, and reading no more of one than is wanted."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_KINDS = {
    stat.S_IFLNK: "符号链接",
    stat.S_IFIFO: "管道",
    stat.S_IFSOCK: "套接字",
    stat.S_IFCHR: "设备",
    stat.S_IFBLK: "设备",
}


def special_kind(path: Path) -> str | None:
    """What a path is if it is neither a plain file nor a folder, in Chinese; None if it is."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        return None
    return _KINDS.get(stat.S_IFMT(mode))


def is_plain_file(path: Path) -> bool:
    """Whether a plain file stands at the path itself; False for a path that cannot be."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def plain_files_below(folder: Path | str) -> list[Path]:
    """All plain files below a folder, by path, without those whose name begins with a dot."""
    found = (
        Path(parent, name)
        for parent, _, names in os.walk(folder)
        for name in names
        if not name.startswith(".")
    )
    return sorted(filter(is_plain_file, found))


def read_plain_file(path: Path, most: int) -> bytes:
    """The content of a plain file of at most `most` bytes.

    OSError when it is another kind, is larger, or cannot be read. Nothing is waited for, as it
    would be at a pipe, and no link is followed, even one that has just been put there.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(f"{path} is no plain file")
    with os.fdopen(handle, "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(f"{path} is larger than {most} bytes")
    return content
