"""Results kept from build to build: bytes by the digest of all that they were made from.

One SQLite file, so that two builds at once do not hurt each other. Whatever is wrong with it
costs time, never correctness: an entry that does not carry its own digest is not used, and a
file that cannot be used is made anew, or done without.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import sqlite3
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import cache as once
from pathlib import Path

MAX_BYTES = 4 << 30
"""A larger file is thrown away: what is in it is mostly of versions that are gone."""

_AT_ONCE = 500
_SCHEMA = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, digest BLOB, value BLOB)"


class Cache:
    """Values by key; without a path nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}
        if path:
            with suppress(OSError):
                if path.exists() and path.stat().st_size > MAX_BYTES:
                    path.unlink()
                path.parent.mkdir(parents=True, exist_ok=True)

    @property
    def keeps(self) -> bool:
        """Whether there is a place to keep anything."""
        return self._path is not None

    def get(self, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """(key, value) of those that are there and whole, in no order."""
        wanted = list(keys)
        if not self._path or not wanted:
            return
        try:
            with closing(self._open()) as database:
                for start in range(0, len(wanted), _AT_ONCE):
                    part = wanted[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(part))
                    query = f"SELECT key, digest, value FROM entries WHERE key IN ({marks})"
                    yield from _whole(database.execute(query, part))
        except sqlite3.Error:
            self._throw_away()

    def one(self, key: bytes) -> bytes | None:
        """The value under the key; for many that are asked for one by one."""
        # What is open belongs to one thread of one process.
        place = os.getpid(), threading.get_ident()
        try:
            if self._path and place not in self._connections:
                self._connections[place] = self._open()
            connection = self._connections.get(place)
            query = "SELECT key, digest, value FROM entries WHERE key = ?"
            rows = _whole(connection.execute(query, [key])) if connection else iter(())
            return next((value for _, value in rows), None)
        except sqlite3.Error:
            return None

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep these; a full disk or a locked file keeps none of them."""
        if not self._path or not entries:
            return
        rows = ((key, _digest(value), value) for key, value in entries.items())
        with suppress(sqlite3.Error), closing(self._open()) as database, database:
            database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path or "", timeout=60)
        try:
            # What a power cut loses is made anew, so nothing waits for the disk.
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            database.execute(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _throw_away(self) -> None:
        if self._path:
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _whole(rows: Iterable[tuple[bytes, bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    for key, digest, value in rows:
        if isinstance(value, bytes) and digest == _digest(value):
            yield key, value


def _digest(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=16).digest()


def key(*parts: bytes | str) -> bytes:
    """The digest of the parts, in order and each with its length."""
    made = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode()
        made.update(len(raw).to_bytes(8, "big"))
        made.update(raw)
    return made.digest()


def code_digest(*folders: Path) -> bytes:
    """What results depend on beside their input: every file below the folders, the versions of
    all installed packages, Python's own."""
    parts: list[bytes | str] = list(_versions())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                parts += (path.relative_to(folder).as_posix(), path.read_bytes())
    return key(*parts)


@once
def _versions() -> tuple[str, ...]:
    packages = {f"{d.name}=={d.version}" for d in importlib.metadata.distributions()}
    return sys.version, *sorted(packages)
