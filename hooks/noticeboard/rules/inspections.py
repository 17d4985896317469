"""Inspections of the attachments of many notices, stored by the content of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from noticeboard.attachments.inspection import Inspection
from noticeboard.attachments.types import MAX_BYTES, TYPES
from noticeboard.files.safe_files import read_regular_file
from noticeboard.incremental.digests import digest, program_digest

_JSON = TypeAdapter(Inspection)

Inspect = Callable[[Sequence[Path]], Iterable[Inspection]]
"""Returns the inspection of each file, in order."""


class Store(Protocol):
    """Results under the digest of their inputs, such as `incremental.cache.Cache`."""

    def get(self, key: bytes) -> bytes | None:
        """Return one value."""

    def get_many(self, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield (key, value) of the stored entries, in any order."""

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Store the entries."""


class NoStore:
    """A store that holds nothing."""

    def get(self, key: bytes) -> None:
        """Return nothing."""

    def get_many(self, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield nothing."""
        yield from ()

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Store nothing."""


def not_inspected(paths: Sequence[Path]) -> list[Inspection]:
    """Return an empty inspection of each file, where no program can look into it."""
    return [Inspection() for _ in paths]


class Inspections:
    """The inspections that one check needs; each file is inspected once, by `inspect`."""

    def __init__(self, inspect: Inspect = not_inspected, store: Store | None = None) -> None:
        self.store = store or NoStore()
        self._inspect = inspect
        self._results: dict[Path, tuple[str, Inspection]] = {}

    def load(self, paths: Iterable[Path]) -> None:
        """Inspect many files at once; those of other types, empty or too large are left out."""
        wanted = [path for path in paths if path not in self._results and can_be_inspected(path)]
        sums = {path: _sha256(path) for path in wanted}
        keys = {path: _key(path, sums[path]) for path in wanted}
        known: dict[bytes, Inspection] = {}
        for key, value in self.store.get_many(keys.values()):
            with suppress(ValidationError):
                known[key] = _JSON.validate_json(value)
        missing = [path for path in wanted if keys[path] not in known]
        for path, result in zip(missing, self._inspect(missing), strict=True):
            self._results[path] = sums[path], result
        self.store.put({keys[path]: _JSON.dump_json(self._results[path][1]) for path in missing})
        for path in wanted:
            if path not in self._results:
                self._results[path] = sums[path], known[keys[path]]

    def of(self, path: Path) -> Inspection:
        """Return the inspection of a file; an empty one if it cannot be inspected."""
        self.load([path])
        return self._results[path][1] if path in self._results else Inspection()

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of an inspected file in hexadecimal; empty for other files."""
        return self._results[path][0] if path in self._results else ""


def can_be_inspected(path: Path) -> bool:
    """Return whether a file is of an allowed type and size."""
    return path.suffix.lower() in TYPES and 0 < path.stat().st_size <= MAX_BYTES


def _sha256(path: Path) -> str:
    return hashlib.sha256(read_regular_file(path, MAX_BYTES)).hexdigest()


def _key(path: Path, sha256: str) -> bytes:
    return digest("attachment", program_digest(), path.suffix.lower(), sha256)
