"""The folded text of a segment as arrays: what every later step reads.

A *position* is an index into the concatenated text of all blocks of all notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHARACTER_BITS = 16
GRAM = 4
"""Characters that `trie` compares at once; the text ends with as many zeros."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The folded blocks of the notices of a segment, each notice's blocks with the best rank first.

    `text` holds character codes: 0 after every block, otherwise 1 + the index into `alphabet`, the
    ascending code points (so codes sort like code points). `notice` and `rank` belong to the
    position, `block_ends` are the ascending positions of the zeros that close blocks.
    """

    text: NDArray[np.uint16]
    alphabet: NDArray[np.uint32]
    notice: NDArray[np.uint32]
    rank: NDArray[np.uint8]
    block_ends: Ints


def build_corpus(notices: Sequence[Sequence[tuple[int, str]]]) -> Corpus:
    """Return the (rank, folded text) blocks of each notice as arrays.

    Raise ValueError if there are more than 65,535 different characters.
    """
    blocks = [block for notice in notices for block in notice]
    concatenation = "".join(f"{text}\0" for _, text in blocks) + "\0" * GRAM
    points = np.frombuffer(concatenation.encode("utf-32-le"), np.uint32)
    used = np.flatnonzero(np.bincount(points))
    if len(used) > 1 << CHARACTER_BITS:
        raise ValueError("a segment holds more than 65,535 different characters")
    codes = np.zeros(int(used[-1]) + 1, np.uint16)
    codes[used] = np.arange(len(used))
    sizes = np.array([len(text) + 1 for _, text in blocks], np.int64)
    block_counts = [len(notice) for notice in notices]
    notice_of_block = np.repeat(np.arange(len(notices), dtype=np.uint32), block_counts)
    ranks = np.array([rank for rank, _ in blocks], np.uint8)
    return Corpus(
        codes[points],
        used[1:].astype(np.uint32),
        np.repeat(notice_of_block, sizes),
        np.repeat(ranks, sizes),
        np.cumsum(sizes) - 1,
    )
