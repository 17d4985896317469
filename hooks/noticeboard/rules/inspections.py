"""Inspections of the attachments of many notices, cached by the content of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from noticeboard.attachments.inspection import Inspection
from noticeboard.attachments.limited import inspect_files
from noticeboard.attachments.types import MAX_BYTES, TYPES
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.digests import digest, program_digest
from noticeboard.text.safe_files import read_regular_file

_JSON = TypeAdapter(Inspection)


class Inspections:
    """The inspections that one check needs; each file is inspected once."""

    def __init__(self, cache: Cache | None = None, processes: int = 1) -> None:
        self.cache = cache or Cache()
        self._processes = processes
        self._results: dict[Path, tuple[str, Inspection]] = {}

    def load(self, paths: Iterable[Path]) -> None:
        """Inspect many files at once; those of other types, empty or too large are left out."""
        wanted = [path for path in paths if path not in self._results and can_be_inspected(path)]
        sums = {path: _sha256(path) for path in wanted}
        keys = {path: _key(path, sums[path]) for path in wanted}
        known: dict[bytes, Inspection] = {}
        for key, value in self.cache.get_many(keys.values()):
            with suppress(ValidationError):
                known[key] = _JSON.validate_json(value)
        missing = [path for path in wanted if keys[path] not in known]
        for path, result in zip(missing, inspect_files(missing, self._processes), strict=True):
            self._results[path] = sums[path], result
        self.cache.put({keys[path]: _JSON.dump_json(self._results[path][1]) for path in missing})
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
