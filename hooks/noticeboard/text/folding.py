"""Text folding: the normal form that search compares, identical in Python and the browser.

To fold a text: drop the code points that are unknown, normalize to NFKC, replace radicals by the
ideographs they represent, case-fold, convert traditional to simplified Chinese character by character,
then keep letters and digits. `fold_table.json`, which `tools/fold_table.py` writes and the browser
reads too, holds all steps but NFKC, so that the result does not depend on the version of Python.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLD_TABLE = Path(__file__).with_name("fold_table.json")
"""`kept`, `unknown` and `joiners` are ranges of code points: gap since the last range, length, gap,
length, … `from` holds the gaps between the code points that fold to a single character after NFKC; the
strings `high` and `low` hold the two digits of each result (see DIGITS), which compress well. `long` maps characters that fold to several. A joiner is a character that NFKC may join to
the one before it."""

DIGITS, FIRST_DIGIT = 90, ord("#")
"""A code point of a result is written in base DIGITS, the digit 0 as FIRST_DIGIT."""

_CODE_POINTS = 0x110000
_MEMO_SIZE = 1 << 16
# Values of the array of folded code points that are no code points.
_DROPPED, _SPECIAL, _NOT_COMPUTED = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def fold(text: str) -> str:
    """Return the folded form of `text`: only letters and digits, without case or variants."""
    try:
        return "".join(map(_FOLDED.__getitem__, text))
    except KeyError:
        pass  # Some character may join the one before it.
    unknown = _table().unknown
    known = "".join(character for character in text if not unknown[ord(character)])
    return "".join(map(_FOLDED_NFKC.__getitem__, unicodedata.normalize("NFKC", known)))


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return the folded form of each text, by one look-up in an array for all of them."""
    points = np.frombuffer("\0".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    if not texts or np.count_nonzero(points == 0) >= len(texts):
        return [fold(text) for text in texts]
    folded = _folded_points(points)
    result = folded[folded < _NOT_COMPUTED].tobytes().decode("utf-32-le").split("\0")
    ends = np.flatnonzero(points == 0)
    for number in np.unique(np.searchsorted(ends, np.flatnonzero(folded == _SPECIAL))):
        result[number] = fold(texts[number])
    return result


def normalization_segments(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the segments of `text` that fold independently of each other.

    The concatenation of the folded segments equals the folded text.
    """
    joiners = _table().joiners
    start = 0
    for index, character in enumerate(text):
        if index > start and not joiners[ord(character)]:
            yield start, index
            start = index
    if text:
        yield start, len(text)


def fold_with_origins(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the folded text and, for each of its characters, its source span in `text`."""
    folded: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in normalization_segments(text):
        segment = fold(text[start:end])
        folded.append(segment)
        origins.extend([(start, end)] * len(segment))
    return "".join(folded), origins


class _Table(NamedTuple):
    """The content of `fold_table.json`; the first three hold a byte for each code point."""

    kept: bytes
    unknown: bytes
    joiners: bytes
    replacements: dict[str, str]


@cache
def _table() -> _Table:
    data = json.loads(FOLD_TABLE.read_bytes())
    unknown = _members(data["unknown"])
    return _Table(
        _members(data["kept"]).tobytes(),
        unknown.tobytes(),
        (_members(data["joiners"]) | unknown).tobytes(),
        dict(_single_replacements(data)) | data["long"],
    )


def _single_replacements(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    digits = zip(data["high"], data["low"], strict=True)
    for point, (high, low) in zip(accumulate(data["from"]), digits, strict=True):
        yield chr(point), chr(DIGITS * (ord(high) - FIRST_DIGIT) + ord(low) - FIRST_DIGIT)


def _members(ranges: Sequence[int]) -> NDArray[np.bool_]:
    """Return for each code point whether it is in the ranges."""
    bounds = np.cumsum(ranges)
    members = np.zeros(_CODE_POINTS, np.bool_)
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        members[start:end] = True
    return members


def _fold_normalized(character: str) -> str:
    kept, _, _, replacements = _table()
    return replacements.get(character) or (character if kept[ord(character)] else "")


def _fold_non_joiner(character: str) -> str:
    """Return the folded form of a character that never joins another; KeyError for the others."""
    if _table().joiners[ord(character)]:
        raise KeyError(character)
    return "".join(map(_fold_normalized, unicodedata.normalize("NFKC", character)))


@cache
def _folded_point_of() -> NDArray[np.uint32]:
    """Return the array that `_folded_points` fills with the characters that occur."""
    folded = np.full(_CODE_POINTS, _NOT_COMPUTED, np.uint32)
    folded[0] = 0  # separates the texts
    return folded


def _folded_points(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return for each code point the one it folds to, `_DROPPED`, or `_SPECIAL` if neither."""
    table = _folded_point_of()
    folded = table[points]
    for point in np.unique(points[folded == _NOT_COMPUTED]):
        character = chr(point)
        text = "" if _table().joiners[point] else _fold_non_joiner(character)
        is_special = len(text) > 1 or _table().joiners[point]
        table[point] = _SPECIAL if is_special else ord(text) if text else _DROPPED
    return table[points]


class _Memo(dict[str, str]):
    """A bounded memo of a function of one character; on hits 30 % faster than `lru_cache`."""

    def __init__(self, compute: Callable[[str], str]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, character: str) -> str:
        if len(self) >= _MEMO_SIZE:
            self.clear()
        self[character] = folded = self._compute(character)
        return folded


_FOLDED = _Memo(_fold_non_joiner)
_FOLDED_NFKC = _Memo(_fold_normalized)
