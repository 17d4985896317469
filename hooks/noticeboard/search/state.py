"""The state of an index that the next build starts from: one file of plain data.

The file holds the SHA-256 of all that follows, the digest of the program that wrote it, a line of
JSON with the length of each array of `_DTYPES`, and the arrays. A file that is damaged, of another
program or not consistent in itself is ignored, which costs time. The checksum does not prove who
wrote the file: `is_trusted` refuses a folder that others can write to.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from noticeboard.incremental.cache import is_trusted
from noticeboard.incremental.digests import code_digest, digest
from noticeboard.search import encoding, segments, trie
from noticeboard.search.corpus import GRAM, FoldedTexts
from noticeboard.search.documents import BLOCK_KINDS
from noticeboard.search.segments import Segments, SplitPoints
from noticeboard.text.folding import FOLD_TABLE

STATE_FILE = "search-index.bin"
DIGEST_BYTES = 32

# The widest types first, so that every array is aligned.
_DTYPES = {
    "prefixes": np.uint64,
    "bounds": np.int64,
    "lookahead": np.int64,
    "split_starts": np.int64,
    "split_content_starts": np.int64,
    "alphabet": np.uint32,
    "sizes": np.int32,
    "block_counts": np.int32,
    "text": np.uint16,
    "ranks": np.uint8,
    "lines": np.uint8,
    "text_digests": np.uint8,
    "fingerprints": np.uint8,
    "strings": np.uint8,
}
_ALIGNMENT = 8
_MAX_HEADER = 4096


@dataclass(frozen=True, slots=True)
class IndexState:
    """A finished index.

    `text_digests` and `fingerprints` hold DIGEST_BYTES for each notice in the order of their
    numbers: the SHA-256 of its file `texts/<n>.json`, and `SearchDocument.fingerprint` or zeros.
    """

    text_digests: bytes
    fingerprints: bytes
    texts: FoldedTexts
    segments: Segments


def split_digests(digests: bytes) -> list[bytes]:
    """Return the digests out of their concatenation."""
    return [digests[at : at + DIGEST_BYTES] for at in range(0, len(digests), DIGEST_BYTES)]


def load_state(folder: Path | None) -> IndexState | None:
    """Return the state that the last build saved, None if there is none that can be used."""
    if not folder or not is_trusted(folder):
        return None
    with suppress(OSError, ValueError, TypeError, OverflowError, RecursionError):
        raw = memoryview((folder / STATE_FILE).read_bytes())
        checksum, program = bytes(raw[:DIGEST_BYTES]), raw[DIGEST_BYTES : 2 * DIGEST_BYTES]
        if program == _program() and hashlib.sha256(raw[DIGEST_BYTES:]).digest() == checksum:
            state = _decode(raw[2 * DIGEST_BYTES :])
            return state if all(_consistency(state)) else None
    return None


def save_state(folder: Path | None, state: IndexState) -> None:
    """Save the state for the next build; on a disk error nothing is saved, and the next build is a full one."""
    if not folder:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=f"{STATE_FILE}.")
        try:
            with os.fdopen(handle, "wb") as file:
                _write(file, state)
            Path(name).replace(folder / STATE_FILE)
        except OSError:
            Path(name).unlink()
            raise


def _program() -> bytes:
    """Return the digest of everything but the notices that the index depends on."""
    limits = (trie.LEAF_LIMIT, encoding.SPLIT_BYTES, segments.CHUNK_BYTES)
    return digest(code_digest(Path(__file__).parent), FOLD_TABLE.read_bytes(), repr(limits))


def _arrays(state: IndexState) -> dict[str, NDArray[Any]]:
    texts, points = state.texts, state.segments.split_points
    strings = json.dumps([list(points.headers), list(points.separators)])
    return {
        "prefixes": state.segments.prefixes,
        "bounds": state.segments.bounds,
        "lookahead": state.segments.lookahead,
        "split_starts": points.starts,
        "split_content_starts": points.content_starts,
        "alphabet": texts.alphabet,
        "sizes": texts.sizes,
        "block_counts": texts.block_counts,
        "text": texts.text,
        "ranks": texts.ranks,
        "lines": state.segments.lines,
        "text_digests": np.frombuffer(state.text_digests, np.uint8),
        "fingerprints": np.frombuffer(state.fingerprints, np.uint8),
        "strings": np.frombuffer(strings.encode(), np.uint8),
    }


def _write(file: IO[bytes], state: IndexState) -> None:
    arrays = [array.astype(_DTYPES[name], copy=False) for name, array in _arrays(state).items()]
    lengths = json.dumps([len(array) for array in arrays]).encode()
    padding = b" " * (-(len(lengths) + 1) % _ALIGNMENT)
    checksum = hashlib.sha256()
    file.write(bytes(DIGEST_BYTES))
    for part in (_program(), lengths + padding + b"\n", *map(_buffer, arrays)):
        checksum.update(part)
        file.write(part)
    file.seek(0)
    file.write(checksum.digest())


def _buffer(array: NDArray[Any]) -> bytes | memoryview:
    return np.ascontiguousarray(array).data.cast("B") if len(array) else b""


def _decode(raw: memoryview) -> IndexState:
    """Return the state in the bytes; raise ValueError or TypeError if they hold none."""
    start = bytes(raw[:_MAX_HEADER]).index(b"\n") + 1
    lengths = json.loads(bytes(raw[:start]))
    arrays: dict[str, NDArray[Any]] = {}
    for (name, dtype), length in zip(_DTYPES.items(), lengths, strict=True):
        if length < 0:
            raise ValueError("negative length")
        arrays[name] = np.frombuffer(raw, dtype, length, start)
        start += arrays[name].nbytes
    headers, separators = json.loads(arrays["strings"].tobytes())
    if not isinstance(headers, list) or not isinstance(separators, list):
        raise TypeError("no lists of strings")
    points = SplitPoints(
        arrays["split_starts"], arrays["split_content_starts"], headers, separators
    )
    return IndexState(
        arrays["text_digests"].tobytes(),
        arrays["fingerprints"].tobytes(),
        FoldedTexts(
            *(arrays[name] for name in ("text", "alphabet", "sizes", "ranks", "block_counts"))
        ),
        Segments(
            arrays["prefixes"], arrays["bounds"], arrays["lookahead"], arrays["lines"], points
        ),
    )


def _consistency(state: IndexState) -> Iterator[bool]:
    """Yield whether the arrays fit each other, so that no later step reads out of bounds."""
    yield from _text_consistency(state)
    yield from _segment_consistency(state)
    points, lines = state.segments.split_points, state.segments.lines
    lengths = map(len, (points.starts, points.content_starts, points.headers, points.separators))
    yield len(set(lengths)) == 1
    yield _is_ascending(points.starts, 0)
    yield bool((points.starts < points.content_starts).all())
    yield bool((points.content_starts <= len(lines)).all())
    yield all(_is_text(text) for text in (*points.headers, *points.separators))


def _text_consistency(state: IndexState) -> Iterator[bool]:
    texts, count = state.texts, len(state.texts.block_counts)
    yield len(state.text_digests) == len(state.fingerprints) == count * DIGEST_BYTES
    yield bool((texts.block_counts >= 0).all() and (texts.sizes > 0).all())
    yield int(texts.block_counts.sum(dtype=np.int64)) == len(texts.sizes) == len(texts.ranks)
    yield bool((texts.ranks < len(BLOCK_KINDS)).all())
    yield _is_ascending(texts.alphabet, 1)
    yield _are_characters(texts.alphabet)
    size = int(texts.sizes.sum(dtype=np.int64))
    zeros = np.append(np.cumsum(texts.sizes, dtype=np.int64) - 1, size + np.arange(GRAM))
    yield len(texts.text) == size + GRAM
    yield np.array_equal(np.flatnonzero(texts.text == 0), zeros)
    yield int(texts.text.max()) <= len(texts.alphabet)


def _segment_consistency(state: IndexState) -> Iterator[bool]:
    prefixes, bounds = state.segments.prefixes, state.segments.bounds
    first, second = prefixes >> np.uint64(32), prefixes & np.uint64(segments.SECOND_CHARACTER)
    yield len(bounds) == len(prefixes) + 1 == len(state.segments.lookahead) + 1
    yield _is_ascending(prefixes, 1)
    yield bool(np.isin(first, state.texts.alphabet).all())
    yield bool((np.isin(second, state.texts.alphabet) | (second == 0)).all())
    yield bool((state.segments.lookahead > 0).all())
    yield bool(bounds[0] == 0 and bounds[-1] == len(state.segments.lines))
    yield _is_ascending(bounds, 0)


def _is_ascending(values: NDArray[Any], minimum: int) -> bool:
    """Return whether the values ascend strictly from `minimum` or a greater number."""
    return not len(values) or bool(values[0] >= minimum and (values[1:] > values[:-1]).all())


def _are_characters(points: NDArray[np.uint32]) -> bool:
    is_surrogate = (points >= 0xD800) & (points < 0xE000)
    return not is_surrogate.any() and bool((points < 0x110000).all())


def _is_text(value: object) -> bool:
    # Lone surrogates raise UnicodeEncodeError, which is a ValueError.
    return isinstance(value, str) and bool(value.encode())
