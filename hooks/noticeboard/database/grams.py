"""Characters and pairs of characters as numbers: the entries of the inverted index.

A number has 32 bits: the code of the first character in the upper half, that of the second, or 0, in the
lower half, less 2^31 because PostgreSQL's integers are signed. The code of a character is its code
point; those beyond 16 bits share the 2,048 codes of the surrogates, which no text contains. So equal
numbers mean equal characters unless such a code occurs, and a comparison with the text decides.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_SURROGATES, _SURROGATE_CODES = 0xD800, 0x800
_MIN = -(1 << 31)


def grams_of(texts: Iterable[str]) -> list[int]:
    """Return the numbers of all characters, and of all pairs of adjacent ones in the same text."""
    codes = _codes("\n".join(texts))
    is_inside = codes != ord("\n")
    pairs = ((codes[:-1] << 16) + codes[1:])[is_inside[:-1] & is_inside[1:]]
    return _numbers(np.concatenate([codes[is_inside] << 16, pairs]))


def grams_of_term(term: str) -> list[int]:
    """Return the numbers that every text with a term has: those of its pairs of characters."""
    codes = _codes(term)
    return _numbers((codes[:-1] << 16) + codes[1:] if len(codes) > 1 else codes << 16)


def is_exact(term: str) -> bool:
    """Return whether a text with the numbers of a term always holds the term."""
    return len(term) <= 2 and all(ord(character) <= 0xFFFF for character in term)


def _codes(text: str) -> NDArray[np.int64]:
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
    return np.where(points > 0xFFFF, _SURROGATES + points % _SURROGATE_CODES, points)


def _numbers(grams: NDArray[np.int64]) -> list[int]:
    numbers: list[int] = (np.unique(grams) + _MIN).tolist()
    return numbers
