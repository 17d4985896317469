"""Arrays of earlier builds, by the digest of their inputs."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from noticeboard.incremental.cache import Cache

Arrays = Mapping[str, NDArray[Any]]


class ArrayCache:
    """Named arrays by key: in a cache of their own or, if that stores nothing, in memory.

    `retain` removes the arrays that were neither read nor kept.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._used: set[bytes] = set()
        self._memory: dict[bytes, Arrays] = {}

    def get(self, key: bytes, compute: Callable[[], Mapping[bytes, Arrays]]) -> Arrays:
        """Return the arrays with this key; without any, store all that `compute` returns by key."""
        self.keep(key)
        if key in self._memory:
            return self._memory[key]
        # Unlike `get`, this deletes a file that is no database.
        raw = dict(self._cache.get_many([key])).get(key)
        arrays = _deserialize(raw) if raw is not None else None
        if arrays is not None:
            return arrays
        computed = compute()
        if self._cache.is_persistent:
            self._cache.put({key: _serialize(arrays) for key, arrays in computed.items()})
        else:
            self._memory.update(computed)
        return computed[key]

    def keep(self, key: bytes) -> None:
        """Let `retain` keep the arrays with this key."""
        self._used.add(key)

    def retain(self) -> None:
        """Remove all other arrays."""
        self._cache.retain(self._used)


def _serialize(arrays: Arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def _deserialize(raw: bytes) -> Arrays | None:
    with suppress(OSError, ValueError, EOFError, BadZipFile), np.load(io.BytesIO(raw)) as file:
        return dict(file)
    return None
