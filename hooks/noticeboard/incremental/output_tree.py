"""The folder that a build writes the site into, with the files of an earlier site still in it.

A file is reused if it was rendered from the same inputs and nothing has touched it since, or if it
still has its SHA-256. Anything else in the folder is removed.
"""

# Paths are strings: to make a Path takes longer than the call, for each file of the site.
# ruff: noqa: PTH103, PTH108, PTH120, PTH123

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Container
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.manifest import (
    FileState,
    Manifest,
    ManifestEntry,
    deserialize,
    manifest_key,
    serialize,
)

T = TypeVar("T")


class OutputTree:
    """The files below `root`, and what earlier builds recorded of them in `cache`.

    `last` is the site of the last build: files that `root` lacks are linked from it, so no file
    is ever written in place. The folders `excluded` (names directly below `root`) are left alone.
    """

    def __init__(
        self,
        root: Path,
        cache: Cache | None = None,
        last: Path | None = None,
        excluded: Container[str] = (),
    ) -> None:
        self.root, self._last = root, last
        self._cache = cache or Cache()
        self.manifest = self._load(root)
        self._last_manifest = self._load(last) if last else {}
        self._present: set[str] = set()
        self._remove_unknown(root, "", excluded)

    def reuse(
        self, address: str, fingerprint: bytes | None, stamp: bytes = b""
    ) -> ManifestEntry | None:
        """Return the entry of a file that is as a build would render it now, or None."""
        entry = self.manifest.get(address)
        if entry and _matches(entry, fingerprint, stamp) and address in self._present:
            return _verified(entry, f"{self.root}/{address}")
        entry = self._last_manifest.get(address)
        matches = entry and _matches(entry, fingerprint, stamp)
        return self._link(entry, address) if entry and matches else None

    def content(
        self, address: str, fingerprint: bytes | None
    ) -> tuple[ManifestEntry, bytes] | None:
        """Return a file's entry and content if only its stamp may differ, else None."""
        for root, manifest in ((self.root, self.manifest), (self._last, self._last_manifest)):
            entry = manifest.get(address)
            if root and entry and fingerprint and entry.fingerprint == fingerprint:
                with suppress(OSError):
                    content = (root / address).read_bytes()
                    if hashlib.sha256(content).digest() == entry.sha256:
                        return entry, content
        return None

    def write(self, address: str, content: bytes) -> FileState:
        """Write a new file at the address, never into one that the last site may share."""
        path = f"{self.root}/{address}"
        if address in self._present:
            with suppress(FileNotFoundError):
                os.unlink(path)
        with _in_folder(path, lambda: open(path, "xb")) as file:
            file.write(content)
            file.flush()
            return FileState.of(os.fstat(file.fileno()))

    def finish(self, manifest: Manifest) -> None:
        """Remove every file that is not in the manifest, and record it for the next builds."""
        for address in self._present - manifest.keys():
            self._remove(self.root / address)
        self._save(self.root, manifest)
        # A new link changes the inode of the last site's file.
        relinked = {
            address: entry._replace(state=manifest[address].state)
            for address, entry in self._last_manifest.items()
            if address in manifest and _was_relinked(entry.state, manifest[address].state)
        }
        if self._last and relinked:
            self._save(self._last, {**self._last_manifest, **relinked})

    def _remove(self, path: Path) -> None:
        """Remove a file, and the folders that are empty without it."""
        path.unlink(missing_ok=True)
        with suppress(OSError):
            for folder in path.parents[: len(path.relative_to(self.root).parts) - 1]:
                folder.rmdir()

    def _load(self, folder: Path) -> Manifest:
        with suppress(OSError):
            for _, value in self._cache.get_many([manifest_key(folder.stat())]):
                return deserialize(value)
        return {}

    def _save(self, folder: Path, manifest: Manifest) -> None:
        with suppress(OSError):
            self._cache.put({manifest_key(folder.stat()): serialize(manifest)})

    def _remove_unknown(self, folder: Path | str, base: str, excluded: Container[str] = ()) -> bool:
        """Remove what the manifest does not know; return whether anything is left."""
        is_empty = True
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in list(entries):
                address = base + entry.name
                if entry.is_dir(follow_symlinks=False):
                    kept = address in excluded or self._remove_unknown(entry.path, f"{address}/")
                    if not kept:
                        shutil.rmtree(entry.path, ignore_errors=True)
                elif kept := address in self.manifest and entry.is_file(follow_symlinks=False):
                    self._present.add(address)
                else:
                    Path(entry).unlink(missing_ok=True)
                is_empty = is_empty and not kept
        return not is_empty

    def _link(self, entry: ManifestEntry, address: str) -> ManifestEntry | None:
        """Link the last site's file to the address; None if it is not what its entry says."""
        assert self._last
        source, target = f"{self._last}/{address}", f"{self.root}/{address}"
        with suppress(OSError):
            if address in self._present:
                os.unlink(target)
            before = FileState.of(os.lstat(source))
            _in_folder(target, lambda: os.link(source, target))
            # Another build may have replaced the last site in the meantime.
            after = FileState.of(os.lstat(target))
            if before == entry.state and after[:3] == before[:3]:
                return entry._replace(state=after)
            verified = _verified(entry, target)
            if not verified:
                os.unlink(target)
            return verified
        return None


def _matches(entry: ManifestEntry, fingerprint: bytes | None, stamp: bytes) -> bool:
    return bool(fingerprint) and (entry.fingerprint, entry.stamp) == (fingerprint, stamp)


def _verified(entry: ManifestEntry, path: str) -> ManifestEntry | None:
    """Return the entry with the file's present state if the file is untouched or has its hash."""
    with suppress(OSError):
        state = FileState.of(os.lstat(path))
        if state == entry.state:
            return entry
        if hashlib.sha256(Path(path).read_bytes()).digest() == entry.sha256:
            return entry._replace(state=state)
    return None


def _was_relinked(before: FileState, after: FileState) -> bool:
    return before.inode == after.inode and before != after


def _in_folder(path: str, create: Callable[[], T]) -> T:
    """Return what `create` returns, which creates the path; create the folders that are missing."""
    try:
        return create()
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return create()


def addresses_below(folder: Path) -> Collection[str]:
    """Return the addresses of all files below a folder, sorted."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)
