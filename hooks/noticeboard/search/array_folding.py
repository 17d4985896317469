"""Text folding of many texts at once, by arrays; the result is that of `folding.fold`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from noticeboard.text.folding import CODE_POINTS, fold, fold_non_joiner, fold_table

# Values of the array of folded code points that are no code points.
_DROPPED, _SPECIAL, _NOT_COMPUTED = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


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


@cache
def _folded_point_of() -> NDArray[np.uint32]:
    """Return the array that `_folded_points` fills with the characters that occur."""
    folded = np.full(CODE_POINTS, _NOT_COMPUTED, np.uint32)
    folded[0] = 0  # separates the texts
    return folded


def _folded_points(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return for each code point the one it folds to, `_DROPPED`, or `_SPECIAL` if neither."""
    table = _folded_point_of()
    folded = table[points]
    for point in np.unique(points[folded == _NOT_COMPUTED]):
        character = chr(point)
        text = "" if fold_table().joiners[point] else fold_non_joiner(character)
        is_special = len(text) > 1 or fold_table().joiners[point]
        table[point] = _SPECIAL if is_special else ord(text) if text else _DROPPED
    return table[points]
