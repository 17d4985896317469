"""The files of a search index as they are written, each only where it does not stand already."""

from __future__ import annotations

import hashlib
import json
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.manifest import Made
from noticeboard.incremental.output_tree import ASIDE, FormerFiles

FOLDER = "search-index"
AHEAD = 1000
"""Files that may wait in memory until they are written."""


def former_index(
    site_dir: Path, cache: Cache | None = None, last: Path | None = None
) -> FormerFiles:
    """The folder for a new index of the site, with the files in it that the former site left;
    `last` is the site that the last build has made."""
    new = site_dir / FOLDER / "new"
    shutil.rmtree(new.parent, ignore_errors=True)
    new.parent.mkdir(parents=True)
    version = _version(site_dir / ASIDE)
    if version:
        version.rename(new)
    new.mkdir(exist_ok=True)
    return FormerFiles(new, cache, _version(last) if last else None)


def _version(site_dir: Path) -> Path | None:
    """The folder with the one version of a site's index."""
    return next((path for path in site_dir.glob(f"{FOLDER}/*/") if path.is_dir()), None)


class IndexOutput:
    """Writes files where the `former` ones stand, and hashes their names and content in order;
    `sums` are in the end the SHA-256 of each by address."""

    def __init__(self, former: FormerFiles) -> None:
        self.root = former.root
        self._former = former
        former.stay()
        self._hash = hashlib.sha256()
        # Beside the work: the disk may take as long as the arrays.
        self._writer = ThreadPoolExecutor(1)
        self.sums: dict[str, str] = {}
        self._standing: dict[str, Made] = {}
        self._written: list[tuple[str, Future[Made]]] = []
        for folder in ("keys", "texts"):
            (self.root / folder).mkdir(exist_ok=True)

    def text(self, name: str, raw: bytes) -> bytes:
        """Write the file; returns the SHA-256 of its content."""
        digest = self._add(name, hashlib.sha256(raw).digest())
        if len(self._written) >= AHEAD:
            self._written[-AHEAD][1].result()
        self._written.append((name, self._writer.submit(self._write, name, raw, digest)))
        return digest

    def take_over(self, name: str, digest: bytes) -> bool:
        """Let the former file stand that has this SHA-256; False if there is none."""
        found = self._former.find(name, digest)
        if found:
            self._add(name, digest)
            self._standing[name] = found
        return bool(found)

    def json(self, name: str, value: Any) -> bytes:
        """Write the value as JSON; returns the SHA-256 of its content."""
        return self.text(name, as_json(value).encode())

    def finish(self) -> str:
        """The version, once all is written; raises OSError where a file could not be."""
        self._writer.shutdown()
        written = {name: future.result() for name, future in self._written}
        self._former.close({**self._standing, **written})
        version = self._hash.hexdigest()[:16]
        base = f"{FOLDER}/{version}/"
        for name, made in (*self._standing.items(), *written.items()):
            self.sums[base + name] = made.sha256.hex()
        self.root = self.root.rename(self.root.with_name(version))
        return version

    def _add(self, name: str, digest: bytes) -> bytes:
        self._hash.update(f"{name}\0".encode() + digest)
        return digest

    def _write(self, name: str, raw: bytes, digest: bytes) -> Made:
        standing = self._former.find(name, digest)
        if standing:
            return standing
        return Made(digest, digest, state=self._former.write(self.root / name, name, raw))


def as_json(value: Any) -> str:
    """JSON as short as can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
