"""A text as an array of code points, which one lookup in a table converts or classifies at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

CODE_POINTS = sys.maxunicode + 1
"""The size of a table over all code points."""


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(points: NDArray[np.uint32]) -> str:
    """Return the text of code points."""
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def value_table(ranges: Iterable[tuple[int, int, int]]) -> NDArray[np.uint8]:
    """Return a table of small values from ranges (start, end, value); later ranges prevail."""
    table = np.zeros(CODE_POINTS, np.uint8)
    for start, end, value in ranges:
        table[start:end] = value
    return table
