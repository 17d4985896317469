"""The manifest of a site: what each file was rendered from, and the state in which it was left."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from struct import Struct
from struct import error as StructError
from typing import NamedTuple

from noticeboard.incremental.digests import digest

_FIELDS = Struct("<33p33pqq9p4q")
_LENGTH = Struct("<q")
_SEPARATOR = "\0"  # no file name contains it


class FileState(NamedTuple):
    """The `stat` fields that reveal a change of a file; times in nanoseconds."""

    inode: int = 0
    size: int = 0
    mtime: int = 0
    ctime: int = 0

    @classmethod
    def of(cls, status: os.stat_result) -> FileState:
        """Return the state that `stat` reports."""
        return cls(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def file_states(paths: Iterable[Path]) -> Mapping[Path, FileState]:
    """Return the state of each path that exists; a link has a state of its own."""
    states = {}
    for path in paths:
        with suppress(OSError):
            states[path] = FileState.of(path.lstat())
    return states


class ManifestEntry(NamedTuple):
    """A generated file.

    `fingerprint` and `sha256` have at most 32 bytes; a file without a fingerprint is never reused.
    The stamp is the part of the content that every commit changes: its offset and length in bytes,
    and the digest of its value (at most 8 bytes). The fingerprint does not cover it.
    """

    fingerprint: bytes | None
    sha256: bytes
    stamp_offset: int = 0
    stamp_length: int = 0
    stamp: bytes = b""
    state: FileState = FileState()


Manifest = Mapping[str, ManifestEntry]
"""Address of a file, relative to the site's root -> its entry."""


def manifest_key(folder: os.stat_result) -> bytes:
    """Return the cache key of a folder's manifest; a folder keeps its inode when it is moved."""
    return digest("manifest", f"{folder.st_dev} {folder.st_ino}")


def serialize(manifest: Manifest) -> bytes:
    """Return the reusable entries as bytes: the addresses, then a fixed-size record for each."""
    entries = {address: entry for address, entry in manifest.items() if entry.fingerprint}
    names = _SEPARATOR.join(entries).encode("utf-8", "surrogateescape")
    records = (_FIELDS.pack(*entry[:5], *entry.state) for entry in entries.values())
    return b"".join([_LENGTH.pack(len(names)), names, *records])


def deserialize(raw: bytes) -> Manifest:
    """Return the manifest that `serialize` encoded; an empty one if the bytes are invalid."""
    try:
        start = _LENGTH.size + _LENGTH.unpack_from(raw)[0]
        names = raw[_LENGTH.size : start].decode("utf-8", "surrogateescape")
        records = [_entry(*fields) for fields in _FIELDS.iter_unpack(raw[start:])]
        return dict(zip(names.split(_SEPARATOR) if names else (), records, strict=True))
    except (StructError, ValueError):
        return {}


def _entry(
    fingerprint: bytes, sha256: bytes, offset: int, length: int, stamp: bytes, *state: int
) -> ManifestEntry:
    return ManifestEntry(fingerprint, sha256, offset, length, stamp, FileState(*state))
