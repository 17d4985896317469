"""A persistent cache: bytes under the digest of all their inputs, in one SQLite file.

SQLite lets two builds run at once. An entry is used only if it matches its own checksum; a file
that cannot be used is deleted, or the build does without a cache.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from noticeboard.incremental.git import is_tracked

FILE = "results.sqlite"
MAX_BYTES = 4 << 30
"""A larger file is deleted: most of its entries belong to versions that no longer exist."""

_KEYS_PER_QUERY = 500
_SCHEMA = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, digest BLOB, value BLOB)"


def open_cache(folder: Path) -> Cache:
    """Return the cache in `folder`, or one that stores nothing if the folder is not trusted."""
    return Cache(folder / FILE) if is_trusted(folder) else Cache()


def is_trusted(folder: Path) -> bool:
    """Return whether this user alone, and no commit, can have written what is in the folder.

    A folder that does not exist yet is trusted; it is created for this user alone.
    """
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        places = [folder, *folder.glob(f"{FILE}*")]
        states = [place.lstat() for place in places]
    except OSError:
        return False
    ours = all(state.st_uid == os.geteuid() for state in states)
    shared = any(stat.S_ISLNK(s.st_mode) or s.st_mode & stat.S_IWOTH for s in states)
    return ours and not shared and not is_tracked(folder)


class Cache:
    """Values by key; without a path it stores nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}
        if path:
            with suppress(OSError):
                if path.exists() and path.stat().st_size > MAX_BYTES:
                    path.unlink()
                path.parent.mkdir(parents=True, exist_ok=True)

    @property
    def is_persistent(self) -> bool:
        """Whether entries are stored at all."""
        return self._path is not None

    def get_many(self, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield (key, value) of the stored entries that are intact, in any order."""
        wanted = list(keys)
        if not self._path or not wanted:
            return
        try:
            with closing(self._open()) as database:
                for start in range(0, len(wanted), _KEYS_PER_QUERY):
                    part = wanted[start : start + _KEYS_PER_QUERY]
                    marks = ",".join("?" * len(part))
                    query = f"SELECT key, digest, value FROM entries WHERE key IN ({marks})"
                    yield from _intact(database.execute(query, part))
        except sqlite3.Error:
            self._delete()

    def get(self, key: bytes) -> bytes | None:
        """Return one value, through a connection that stays open for the next call."""
        # A connection belongs to one thread of one process.
        owner = os.getpid(), threading.get_ident()
        try:
            if self._path and owner not in self._connections:
                self._connections[owner] = self._open()
            connection = self._connections.get(owner)
            query = "SELECT key, digest, value FROM entries WHERE key = ?"
            rows = _intact(connection.execute(query, [key])) if connection else iter(())
            return next((value for _, value in rows), None)
        except sqlite3.Error:
            return None

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Store the entries; none of them if the disk is full or the file is locked."""
        if not self._path or not entries:
            return
        rows = ((key, _checksum(value), value) for key, value in entries.items())
        with suppress(sqlite3.Error), closing(self._open()) as database, database:
            database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)

    def retain(self, keys: Iterable[bytes]) -> None:
        """Remove all other entries; their space is used again."""
        if not self._path:
            return
        with suppress(sqlite3.Error), closing(self._open()) as database, database:
            database.execute("CREATE TEMP TABLE retained (key BLOB PRIMARY KEY)")
            database.executemany("INSERT OR IGNORE INTO retained VALUES (?)", zip(keys))
            database.execute("DELETE FROM entries WHERE key NOT IN (SELECT key FROM retained)")

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path or "", timeout=60)
        try:
            # Entries lost in a power cut are computed again, so nothing waits for the disk.
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            database.execute(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _delete(self) -> None:
        if self._path:
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _intact(rows: Iterable[tuple[bytes, bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    for key, checksum, value in rows:
        if isinstance(value, bytes) and checksum == _checksum(value):
            yield key, value


def _checksum(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=16).digest()
