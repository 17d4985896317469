"""Digests of inputs: equal digests mean equal results."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path


def digest(*parts: bytes | str) -> bytes:
    """Return the SHA-256 of the parts, in order and each with its length."""
    result = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        result.update(len(raw).to_bytes(8, "big"))
        result.update(raw)
    return result.digest()


def code_digest(*folders: Path) -> bytes:
    """Return the digest of the program: all files below `folders`, Python, installed packages."""
    parts: list[bytes | str] = list(_versions())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                parts += (path.relative_to(folder).as_posix(), path.read_bytes())
    return digest(*parts)


@cache
def program_digest() -> bytes:
    """Return the digest of this package and of everything that it runs on."""
    return code_digest(Path(__file__).parents[1])


@cache
def _versions() -> tuple[str, ...]:
    # Reading the metadata of all packages takes a fifth of a second; their folders name the version.
    folders = {Path(folder).resolve() for folder in sys.path if Path(folder).is_dir()}
    packages = (path.stem for folder in folders for path in folder.glob("*.dist-info"))
    return sys.version, *sorted(packages)
