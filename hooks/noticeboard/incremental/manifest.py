"""What builds have told of the files that they made, as one piece: a site has tens of thousands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from struct import Struct
from typing import NamedTuple

State = tuple[int, int, int, int]
"""Inode, bytes, and nanoseconds of the last change of content and of inode."""

UNKNOWN: State = (0, 0, 0, 0)

_ENTRY = Struct("<33p33pqq9p4q")
_LENGTH = Struct("<q")
_BETWEEN = "\0"  # no file's name holds it


class Made(NamedTuple):
    """A file that a build has made: the digest of its sources, its SHA-256, what of it is no part
    of those sources (where in it, in bytes, and its digest), and its state when it was written.

    Both digests have at most 32 bytes, that of the part 8; without sources nothing is told of it.
    """

    key: bytes | None
    sha256: bytes
    at: int = 0
    length: int = 0
    stamp: bytes = b""
    state: State = UNKNOWN


class MadeFiles(Mapping[str, Made]):
    """Address -> file, as `told` has written it; each is read when it is asked for."""

    def __init__(self, raw: bytes = b"") -> None:
        length = _LENGTH.unpack_from(raw)[0] if raw else 0
        names = raw[_LENGTH.size : _LENGTH.size + length].decode("utf-8", "surrogateescape")
        self._entries = raw[_LENGTH.size + length :]
        places = range(0, len(self._entries), _ENTRY.size)
        addresses = names.split(_BETWEEN) if names else []
        self._places = dict(zip(addresses, places, strict=True))

    def __getitem__(self, address: str) -> Made:
        key, sha256, at, length, stamp, *state = _ENTRY.unpack_from(
            self._entries, self._places[address]
        )
        return Made(key, sha256, at, length, stamp, tuple(state))

    def __contains__(self, address: object) -> bool:
        return address in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def told(files: Mapping[str, Made]) -> bytes:
    """The files for `MadeFiles`, those without sources left out."""
    kept = {address: made for address, made in files.items() if made.key}
    names = _BETWEEN.join(kept).encode("utf-8", "surrogateescape")
    entries = (_ENTRY.pack(*made[:5], *made.state) for made in kept.values())
    return b"".join([_LENGTH.pack(len(names)), names, *entries])
