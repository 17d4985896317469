"""The one definition of what text is the same to the search, for Python and for the browser.

Folding is: leave out code points that this Python's Unicode does not know, NFKC, case-fold,
traditional to simplified character by character, then keep letters and digits (Unicode L* and N*).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from opencc import OpenCC

FIRST_CHINESE = "\u2e80"
_UNNAMED = frozenset(("Cn", "Co", "Cs"))
"""The categories without characters of their own: unassigned, private use, surrogates."""
_HANGUL_VOWELS_AND_TAILS = (range(0x1161, 0x1176), range(0x11A8, 0x11C3))


def fold(text: str) -> str:
    """The folded form of `text`: letters and digits only, case and script variants made equal."""
    try:
        return "".join(map(_ALONE.__getitem__, text))
    except KeyError:
        pass  # some character may act on its neighbour
    known = "".join(character for character in text if unicodedata.category(character) != "Cn")
    return "".join(map(_NORMAL.__getitem__, unicodedata.normalize("NFKC", known)))


def segments(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the parts of `text` that fold independently of their neighbours.

    The concatenation of the folded parts is the folded whole.
    """
    start = 0
    for index, character in enumerate(text):
        if index > start and not _joins(character):
            yield start, index
            start = index
    if text:
        yield start, len(text)


def fold_with_origins(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text and, for each of its characters, the (start, end) it comes from in `text`."""
    folded: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in segments(text):
        part = fold(text[start:end])
        folded.append(part)
        origins.extend([(start, end)] * len(part))
    return "".join(folded), origins


@cache
def fold_table() -> dict[str, Any]:
    """What the browser needs to fold as Python does, ready for JSON.

    `kept`, `unknown` and `joiners` are flat lists of code point ranges: the gap since the end of
    the range before, the length, and so on. `from` and `to` are aligned strings of single
    characters after NFKC; `long` maps those whose folded form is not one character.
    """
    categories = _categories()
    # Private use and surrogates are dropped as they stand: the table needs no word of them.
    named = [chr(point) for point, one in enumerate(categories) if one not in _UNNAMED]
    kept = [character for character in named if categories[ord(character)][0] in "LN"]
    simplified = _simplified(kept)
    pairs = [
        (character, folded)
        for character in named
        if (character in simplified or not _is_caseless(character))
        and (folded := _keep(simplified.get(part, part) for part in character.casefold()))
        not in ("", character)
        and unicodedata.is_normalized("NFKC", character)
    ]
    return {
        "unicode": unicodedata.unidata_version,
        "kept": _ranges(map(ord, kept)),
        "unknown": _ranges(point for point, one in enumerate(categories) if one == "Cn"),
        "joiners": _ranges(ord(character) for character in named if _joins(character)),
        "from": "".join(old for old, new in pairs if len(new) == 1),
        "to": "".join(new for _, new in pairs if len(new) == 1),
        "long": {old: new for old, new in pairs if len(new) > 1},
    }


def _is_kept(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _keep(characters: Iterable[str]) -> str:
    return "".join(filter(_is_kept, characters))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplify(character: str) -> str:
    # OpenCC takes no lone surrogates.
    if character < FIRST_CHINESE or "\ud800" <= character <= "\udfff":
        return character
    return str(_converter().convert(character))


def _simplified(characters: list[str]) -> dict[str, str]:
    """The characters that change, converted in one call: a line each, so that no phrase forms."""
    candidates = [character for character in characters if character >= FIRST_CHINESE]
    lines = _converter().convert("\n".join(candidates)).split("\n")
    return {old: new for old, new in zip(candidates, lines, strict=True) if old != new}


def _is_caseless(character: str) -> bool:
    return character.casefold() == character


def _fold_normal(character: str) -> str:
    return _keep("".join(_simplify(part) for part in character.casefold()))


def _joins(character: str) -> bool:
    """Whether NFKC may join the character to the one before it."""
    category = unicodedata.category(character)
    if category == "Cn":
        return True
    first = character
    if unicodedata.decomposition(character):
        first = unicodedata.normalize("NFKD", character)[0]
        category = unicodedata.category(first)
    return (
        category[0] == "M"
        or first in _second_parts()
        or any(ord(first) in points for points in _HANGUL_VOWELS_AND_TAILS)
    )


@cache
def _second_parts() -> frozenset[str]:
    """Characters that stand second in a canonical decomposition of two."""
    found = set()
    for point, category in enumerate(_categories()):
        parts = () if category in _UNNAMED else unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            found.add(chr(int(parts[1], 16)))
    return frozenset(found)


@cache
def _categories() -> tuple[str, ...]:
    """The category of every code point."""
    return tuple(map(unicodedata.category, map(chr, range(0x110000))))


def _ranges(points: Iterable[int]) -> list[int]:
    """Ascending code points as gap, length, gap, length, …"""
    flat: list[int] = []
    end = 0
    for point in points:
        if flat and point == end:
            flat[-1] += 1
        else:
            flat += [point - end, 1]
        end = point + 1
    return flat


class _FoldedNormal(dict[str, str]):
    """The folded form of characters that went through NFKC, each worked out on first use."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = _fold_normal(character)
        return folded


class _FoldedAlone(dict[str, str]):
    """The folded form of characters that fold alike beside any other; KeyError for the rest."""

    def __missing__(self, character: str) -> str:
        if _joins(character):
            raise KeyError(character)
        normal = unicodedata.normalize("NFKC", character)
        self[character] = folded = "".join(map(_fold_normal, normal))
        return folded


_ALONE = _FoldedAlone()
_NORMAL = _FoldedNormal()
