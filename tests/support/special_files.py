"""Create sparse files, sockets, pipes and symbolic links."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def make_sparse_file(path: Path) -> Path:
    """Create a file of a gigabyte that takes no space."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    return path


def make_socket(path: Path) -> Path:
    """Create a Unix socket."""
    path.parent.mkdir(parents=True, exist_ok=True)
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path has at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)
    return path


def make_pipe(path: Path) -> Path:
    """Create a named pipe."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path


def make_symlink(path: Path, target: str) -> Path:
    """Create a symbolic link, whether or not its target exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    return path
