"""Output of the index files: each is written only if an earlier build has not left it already."""

from __future__ import annotations

import hashlib
import json
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.manifest import ManifestEntry
from noticeboard.incremental.output_tree import OutputTree

INDEX_FOLDER = "search-index"
MAX_PENDING = 1000
"""Files that may wait in memory for the disk."""

_STAGING = "new"


def open_index_tree(
    site_dir: Path, cache: Cache | None = None, last: Path | None = None
) -> OutputTree:
    """Return the folder for a new index of a site, with the files of the site's present index.

    Everything else in the index folder is removed. `last` is the site that the last build wrote:
    files are linked from its index.
    """
    staging = site_dir / INDEX_FOLDER / _STAGING
    staging.mkdir(parents=True, exist_ok=True)
    current = _version_folder(site_dir)
    for path in staging.parent.iterdir():
        if path.is_dir() and path != current:
            shutil.rmtree(path)
        elif path != current:
            path.unlink()
    if current and current != staging:
        current.rename(staging)
    return OutputTree(staging, cache, _version_folder(last) if last else None)


def _version_folder(site_dir: Path) -> Path | None:
    """Return the folder of the one version of a site's index."""
    folders = (path for path in site_dir.glob(f"{INDEX_FOLDER}/*") if path.is_dir())
    return max(folders, key=lambda path: path.name != _STAGING, default=None)


class IndexWriter:
    """Writes the files of one version of the index into a tree.

    `checksums` holds the SHA-256 of each file by address once `finish` has returned, and `root`
    the folder of the version.
    """

    def __init__(self, tree: OutputTree) -> None:
        self.root = tree.root
        self.checksums: dict[str, str] = {}
        self._tree = tree
        self._hash = hashlib.sha256()
        # The disk may take as long as the computation: they overlap.
        self._executor = ThreadPoolExecutor(1)
        self._reused: dict[str, ManifestEntry] = {}
        self._pending: list[tuple[str, Future[ManifestEntry]]] = []

    def write(self, name: str, content: bytes) -> bytes:
        """Write a file; return its SHA-256."""
        digest = self._add(name, hashlib.sha256(content).digest())
        if len(self._pending) >= MAX_PENDING:
            self._pending[-MAX_PENDING][1].result()
        self._pending.append((name, self._executor.submit(self._write, name, content, digest)))
        return digest

    def write_json(self, name: str, value: Any) -> bytes:
        """Write a value as JSON; return the SHA-256 of the file."""
        return self.write(name, as_json(value).encode())

    def reuse(self, name: str, digest: bytes) -> bool:
        """Keep the file of an earlier build that has this SHA-256; return whether there is one."""
        entry = self._tree.reuse(name, digest)
        if entry:
            self._add(name, digest)
            self._reused[name] = entry
        return bool(entry)

    def finish(self) -> str:
        """Move the files to the folder of their version and return it.

        Raise OSError if a file could not be written.
        """
        self._executor.shutdown()
        manifest = self._reused | {name: future.result() for name, future in self._pending}
        self._tree.finish(manifest)
        version = self._hash.hexdigest()[:16]
        self.checksums = {
            f"{INDEX_FOLDER}/{version}/{name}": entry.sha256.hex()
            for name, entry in manifest.items()
        }
        self.root = self.root.rename(self.root.with_name(version))
        return version

    def _add(self, name: str, digest: bytes) -> bytes:
        self._hash.update(f"{name}\0".encode() + digest)
        return digest

    def _write(self, name: str, content: bytes, digest: bytes) -> ManifestEntry:
        reused = self._tree.reuse(name, digest)
        return reused or ManifestEntry(digest, digest, state=self._tree.write(name, content))


def as_json(value: Any) -> str:
    """Return the shortest JSON of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
