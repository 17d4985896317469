"""The files of the last build, kept beside the site as hard links, so that they need not be made again.

A file stands in the folder under its SHA-256 and is read and compared with it before it is used:
whoever changes a file of the site in its place changes this one too. Whatever is wrong with the
folder costs time, never correctness.
"""

from __future__ import annotations

import errno
import hashlib
import os
import pickle
import shutil
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from noticeboard.cache import Cache
from noticeboard.cache import key as digest


class Made(NamedTuple):
    """A file that a build has made: the digest of its sources, its SHA-256, and where in it, in
    bytes, stands what is no part of those sources."""

    key: bytes | None
    sha256: bytes
    at: int = 0
    length: int = 0


class KeptFiles:
    """Without a folder nothing is kept; `cache` holds the list of what is there."""

    def __init__(self, folder: Path | None = None, cache: Cache | None = None) -> None:
        self._folder = folder
        self._cache = cache or Cache()
        self._list = digest("the files of the last build", folder.name if folder else "")

    @cached_property
    def _known(self) -> Mapping[str, Made]:
        for _, value in self._cache.get([self._list]):
            return {name: Made(*made) for name, made in pickle.loads(value).items()}
        return {}

    def load(self) -> None:
        """Read the list now, before other processes need it too."""
        _ = self._known

    def find(self, address: str, key: bytes | None) -> tuple[Made, bytes] | None:
        """The file that stood at the address, if it was made from the same, and what it holds."""
        made = self._known.get(address) if key else None
        if not made or made.key != key or not self._folder:
            return None
        path = self._path(self._folder, made)
        with suppress(OSError):
            content = path.read_bytes()
            if hashlib.sha256(content).digest() == made.sha256:
                return made, content
            path.unlink()
        return None

    def link(self, made: Made, target: Path) -> bool:
        """Put a file that was found at `target`, where nothing stands; False if that fails."""
        with suppress(OSError):
            target.hardlink_to(self._path(self._folder or Path(), made))
            return True
        return False

    def keep(self, made: Made, source: Path) -> None:
        """Keep the finished file `source`, where the disk lets us."""
        if not self._folder or not made.key:
            return
        path = self._path(self._folder, made)
        with suppress(OSError):
            try:
                path.hardlink_to(source)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.hardlink_to(source)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                _copy(source, path)

    def close(self, made: Mapping[str, Made]) -> None:
        """These are the build's files; forget all others."""
        if not self._folder:
            return
        kept = {name: tuple(one) for name, one in made.items() if one.key}
        self._cache.put({self._list: pickle.dumps(kept, -1)})
        wanted = {one.sha256.hex() for one in made.values()}
        with suppress(OSError):
            for folder in os.scandir(self._folder):
                for file in os.scandir(folder):
                    if folder.name + file.name not in wanted:
                        Path(file).unlink()

    @staticmethod
    def _path(folder: Path, made: Made) -> Path:
        name = made.sha256.hex()
        return folder / name[:2] / name[2:]


def _copy(source: Path, path: Path) -> None:
    """For a site that lies on another disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    shutil.copyfile(source, half)
    half.replace(path)
