"""Arrays that hold one run of values after another."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import Ints


def starts_of_runs(values: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Return where a value differs from the one before it, True for the first one."""
    return np.concatenate(([True], values[1:] != values[:-1]))


def ranges(sizes: Ints) -> Ints:
    """Return 0 … size - 1 for each size, one after another."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
