"""Characters and pairs of characters as numbers: the entries of the inverted index.

A number has 32 bits: the code of the first character in the upper half, that of the second, or 0, in the
lower half, less 2^31 because PostgreSQL's integers are signed. The code of a character is its code
point; those beyond 16 bits share the 2,048 codes of the surrogates, which no text contains. So equal
numbers mean equal characters unless such a code occurs, and a comparison with the text decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

_SURROGATES, _SURROGATE_CODES = 0xD800, 0x800
_MIN = -(1 << 31)


def grams_of(texts: Iterable[str]) -> list[int]:
    """Return the numbers of all characters, and of all pairs of adjacent ones in the same text."""
    grams: set[int] = set()
    for text in texts:
        codes = list(_codes(text))
        grams.update((code << 16) + _MIN for code in codes)
        grams.update(_pairs(codes))
    return sorted(grams)


def grams_of_term(term: str) -> list[int]:
    """Return the numbers that every text with a term has: those of its pairs of characters."""
    codes = list(_codes(term))
    return sorted(set(_pairs(codes))) if len(codes) > 1 else [(codes[0] << 16) + _MIN]


def is_exact(term: str) -> bool:
    """Return whether a text with the numbers of a term always holds the term."""
    return len(term) <= 2 and all(ord(character) <= 0xFFFF for character in term)


def _codes(text: str) -> Iterator[int]:
    for point in map(ord, text):
        yield point if point <= 0xFFFF else _SURROGATES + point % _SURROGATE_CODES


def _pairs(codes: list[int]) -> Iterator[int]:
    return ((first << 16) + second + _MIN for first, second in pairwise(codes))
