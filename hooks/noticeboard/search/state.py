"""What one build of the search index leaves for the next: a file that proves itself or is not used.

The file begins with the SHA-256 of all that follows, then of the program that wrote it; then a
line of JSON with the arrays' names, types and lengths, and the arrays.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from noticeboard.search import encoding as search_chunks
from noticeboard.search import segments as search_units
from noticeboard.search import trie as search_trie
from noticeboard.search.corpus import Texts
from noticeboard.search.segments import Segments, SplitPoints

NAME = "search-index.bin"
DIGEST = 32
_PACKAGES = ("numpy", "opencc")


@dataclass(frozen=True, slots=True)
class State:
    """A finished index: `digests` has 32 bytes for each notice, in the order of their numbers, and
    `sources` as many for what each was made from, zeros where that is not known."""

    digests: bytes
    sources: bytes
    texts: Texts
    units: Segments
    fold_table: str


def parts(digests: bytes) -> list[bytes]:
    """Digests that stand one after the other."""
    return [digests[at : at + DIGEST] for at in range(0, len(digests), DIGEST)]


def read(folder: Path | None) -> State | None:
    """What the last build left, None where there is nothing whole, or another program's."""
    if not folder:
        return None
    # Whatever is wrong with the file, the index is made without it.
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
        raw = memoryview((folder / NAME).read_bytes())
        if raw[DIGEST : 2 * DIGEST] == program() and hashlib.sha256(raw[DIGEST:]).digest() == bytes(
            raw[:DIGEST]
        ):
            return _state(raw[2 * DIGEST :])
    return None


def write(folder: Path | None, state: State) -> None:
    """Leave this for the next build, if the disk lets us."""
    if not folder:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=f"{NAME}.")
        try:
            with os.fdopen(handle, "wb") as file:
                _write(file, state)
            Path(name).replace(folder / NAME)
        except OSError:
            Path(name).unlink()
            raise


@cache
def _sources() -> tuple[bytes, ...]:
    folder = Path(__file__).parent
    return tuple(
        path.read_bytes() for path in (folder / "folding.py", *sorted(folder.glob("search*.py")))
    )


def program() -> bytes:
    """The digest of all that the index depends on beside the notices."""
    versions = [sys.version, *(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)]
    limits = [search_trie.LEAF_LIMIT, search_chunks.GRAIN, search_units.CHUNK_BYTES]
    made = hashlib.sha256(repr((versions, limits)).encode())
    for source in _sources():
        made.update(hashlib.sha256(source).digest())
    return made.digest()


def _arrays(state: State) -> dict[str, NDArray[Any]]:
    texts, units = state.texts, state.units
    strings = json.dumps([list(units.cuts.heads), list(units.cuts.separators), state.fold_table])
    # The widest first, so that each stands where its numbers may.
    return {
        "keys": units.keys,
        "bounds": units.bounds,
        "reach": units.reach,
        "at": units.cuts.at,
        "bodies": units.cuts.bodies,
        "alphabet": texts.alphabet,
        "sizes": texts.sizes,
        "counts": texts.counts,
        "text": texts.text,
        "ranks": texts.ranks,
        "lines": units.text,
        "digests": np.frombuffer(state.digests, np.uint8),
        "sources": np.frombuffer(state.sources, np.uint8),
        "strings": np.frombuffer(strings.encode(), np.uint8),
    }


def _write(file: Any, state: State) -> None:
    arrays = _arrays(state)
    layout = [(name, array.dtype.str, len(array)) for name, array in arrays.items()]
    head = json.dumps(layout)
    pieces: list[bytes | memoryview] = [
        program(),
        head.encode() + b" " * (-(len(head) + 1) % 8) + b"\n",
    ]
    pieces += [
        np.ascontiguousarray(array).data.cast("B") for array in arrays.values() if len(array)
    ]
    made = hashlib.sha256()
    file.write(bytes(DIGEST))
    for piece in pieces:
        made.update(piece)
        file.write(piece)
    file.seek(0)
    file.write(made.digest())


def _state(raw: memoryview) -> State:
    end = bytes(raw[:4096]).index(b"\n") + 1
    arrays: dict[str, NDArray[Any]] = {}
    for name, kind, count in json.loads(bytes(raw[:end])):
        arrays[name] = np.frombuffer(raw, kind, count, end)
        end += arrays[name].nbytes
    heads, separators, table = json.loads(arrays["strings"].tobytes())
    cuts = SplitPoints(arrays["at"], arrays["bodies"], heads, separators)
    return State(
        arrays["digests"].tobytes(),
        arrays["sources"].tobytes(),
        Texts(*(arrays[name] for name in ("text", "alphabet", "sizes", "ranks", "counts"))),
        Segments(arrays["keys"], arrays["bounds"], arrays["reach"], arrays["lines"], cuts),
        table,
    )
