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

FOLD_TABLE = Path(__file__).with_name("fold_table.json")
"""`kept`, `unknown` and `joiners` are ranges of code points: gap since the last range, length, gap,
length, … A joiner is a character that NFKC may join to the one before it. `from` holds the gaps
between the code points that fold to a single character after NFKC; the strings `high` and `low`
hold the two digits of each result (see DIGITS), which compress well. `long` maps characters that
fold to several."""

DIGITS, FIRST_DIGIT = 90, ord("#")
"""A code point of a result is written in base DIGITS, the digit 0 as FIRST_DIGIT."""

CODE_POINTS = 0x110000
_MEMO_SIZE = 1 << 16


def fold(text: str) -> str:
    """Return the folded form of `text`: only letters and digits, without case or variants."""
    try:
        return "".join(map(_FOLDED.__getitem__, text))
    except KeyError:
        pass  # Some character may join the one before it.
    unknown = fold_table().unknown
    known = "".join(character for character in text if not unknown[ord(character)])
    return "".join(map(_FOLDED_NFKC.__getitem__, unicodedata.normalize("NFKC", known)))


def normalization_segments(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the segments of `text` that fold independently of each other.

    The concatenation of the folded segments equals the folded text.
    """
    joiners = fold_table().joiners
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
def fold_table() -> _Table:
    """Return the table of `fold_table.json`, read once."""
    data = json.loads(FOLD_TABLE.read_bytes())
    return _Table(
        _members(data["kept"]),
        _members(data["unknown"]),
        _members(data["joiners"], data["unknown"]),
        dict(_single_replacements(data)) | data["long"],
    )


def _single_replacements(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    digits = zip(data["high"], data["low"], strict=True)
    for point, (high, low) in zip(accumulate(data["from"]), digits, strict=True):
        yield chr(point), chr(DIGITS * (ord(high) - FIRST_DIGIT) + ord(low) - FIRST_DIGIT)


def _members(*tables: Sequence[int]) -> bytes:
    """Return for each code point whether it is in the ranges of a table."""
    members = bytearray(CODE_POINTS)
    for ranges in tables:
        bounds = list(accumulate(ranges))
        for start, end in zip(bounds[::2], bounds[1::2], strict=True):
            members[start:end] = b"\1" * (end - start)
    return bytes(members)


def _fold_normalized(character: str) -> str:
    kept, _, _, replacements = fold_table()
    return replacements.get(character) or (character if kept[ord(character)] else "")


def fold_non_joiner(character: str) -> str:
    """Return the folded form of a character that never joins another; KeyError for the others."""
    if fold_table().joiners[ord(character)]:
        raise KeyError(character)
    return "".join(map(_fold_normalized, unicodedata.normalize("NFKC", character)))


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


_FOLDED = _Memo(fold_non_joiner)
_FOLDED_NFKC = _Memo(_fold_normalized)
