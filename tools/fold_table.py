"""Write the table with which Python and the browser fold texts.

`python tools/fold_table.py` writes hooks/noticeboard/text/fold_table.json from this Python's Unicode
data, OpenCC's dictionaries and the radicals of `noticeboard.text.lookalikes`.
"""

import json
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from opencc import OpenCC

from noticeboard.text.folding import DIGITS, FIRST_DIGIT, FOLD_TABLE
from noticeboard.text.lookalikes import RADICALS

FIRST_CHINESE = "\u2e80"
CATEGORIES_WITHOUT_NAMES = frozenset(("Cn", "Co", "Cs"))
"""Unassigned, private use, surrogates."""
NEWER_IDEOGRAPHS = (range(0x2EBF0, 0x2EE5E), range(0x31350, 0x323B0), range(0x323B0, 0x3347A))
"""Extensions I, H and J of Unicode 15 to 17: ideographs neither decompose nor have a case, so that
they can be kept although this Python may not know them."""
HANGUL_VOWELS_AND_TAILS = (range(0x1161, 0x1176), range(0x11A8, 0x11C3))


def fold_table() -> dict[str, Any]:
    """Return the content of fold_table.json; `noticeboard.text.folding` describes it."""
    categories = _categories()
    # Private use and surrogates are neither kept nor replaced, so the tables can omit them.
    named = [
        chr(point)
        for point, category in enumerate(categories)
        if category not in CATEGORIES_WITHOUT_NAMES
    ]
    kept = [character for character in named if categories[ord(character)][0] in "LN"]
    simplified = simplify(kept)
    replacements = []
    for character in named:
        if unicodedata.is_normalized("NFKC", character):
            standard = RADICALS.get(character, character).casefold()
            letters = (part for part in standard if categories[ord(part)][0] in "LN")
            folded = "".join(simplified.get(part, part) for part in letters)
            if folded not in ("", character):
                replacements.append((character, folded))
    single = [(ord(old), ord(new)) for old, new in replacements if len(new) == 1]
    return {
        "unicode": unicodedata.unidata_version,
        "kept": _ranges(map(ord, kept)),
        "unknown": _ranges(point for point, category in enumerate(categories) if category == "Cn"),
        "joiners": _ranges(ord(character) for character in named if _is_joiner(character)),
        "from": [point - before for before, point in pairwise([0, *(old for old, _ in single)])],
        "high": "".join(chr(FIRST_DIGIT + new // DIGITS) for _, new in single),
        "low": "".join(chr(FIRST_DIGIT + new % DIGITS) for _, new in single),
        "long": {old: new for old, new in replacements if len(new) > 1},
    }


def simplify(characters: Iterable[str]) -> dict[str, str]:
    """Return the simplified form of each character that has another one."""
    # Sorted: the converter misses a character now and then, depending on what is before it.
    candidates = sorted(character for character in characters if character >= FIRST_CHINESE)
    # One call for all is faster; one character a line prevents conversions of phrases.
    lines = OpenCC("t2s").convert("\n".join(candidates)).split("\n")
    return {old: new for old, new in zip(candidates, lines, strict=True) if old != new}


def _is_joiner(character: str) -> bool:
    """Return whether NFKC may join the character to the one before it."""
    category = unicodedata.category(character)
    first = character
    if unicodedata.decomposition(character):
        first = unicodedata.normalize("NFKD", character)[0]
        category = unicodedata.category(first)
    return (
        category[0] == "M"
        or first in _second_parts()
        or any(ord(first) in points for points in HANGUL_VOWELS_AND_TAILS)
    )


@cache
def _second_parts() -> frozenset[str]:
    """Return the second characters of all canonical decompositions."""
    second_parts = set()
    for point, category in enumerate(_categories()):
        if category in CATEGORIES_WITHOUT_NAMES:
            continue
        parts = unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second_parts.add(chr(int(parts[1], 16)))
    return frozenset(second_parts)


@cache
def _categories() -> tuple[str, ...]:
    """Return the category of every code point."""
    categories = list(map(unicodedata.category, map(chr, range(0x110000))))
    for points in NEWER_IDEOGRAPHS:
        categories[points.start : points.stop] = ["Lo"] * len(points)
    return tuple(categories)


def _ranges(points: Iterable[int]) -> list[int]:
    """Return ascending code points as ranges: gap since the last range, length, gap, length, …"""
    ranges: list[int] = []
    end = 0
    for point in points:
        if ranges and point == end:
            ranges[-1] += 1
        else:
            ranges += [point - end, 1]
        end = point + 1
    return ranges


def content() -> bytes:
    """Return the bytes of fold_table.json."""
    text = json.dumps(fold_table(), ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


if __name__ == "__main__":
    FOLD_TABLE.write_bytes(content())
