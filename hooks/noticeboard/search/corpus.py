"""The folded text of all notices as arrays: what every later step reads.

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

_COUNT_SLICE = 1 << 20

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FoldedTexts:
    """The folded blocks of all notices in order, each notice's blocks with the best rank first.

    `text` holds character codes: 0 after every block, otherwise 1 + the index into `alphabet`, an
    ascending array of code points (codes sort like code points) that may hold unused ones.
    `sizes` (in characters, with the closing zero) and `ranks` have one entry per block,
    `block_counts` one per notice.
    """

    text: NDArray[np.uint16]
    alphabet: NDArray[np.uint32]
    sizes: NDArray[np.int32]
    ranks: NDArray[np.uint8]
    block_counts: NDArray[np.int32]

    def notice_bounds(self) -> tuple[Ints, Ints]:
        """Return the first position and the first block of each notice, and the ends of both."""
        blocks = np.concatenate(([0], np.cumsum(self.block_counts, dtype=np.int64)))
        positions = np.concatenate(([0], np.cumsum(self.sizes, dtype=np.int64)))
        return positions[blocks], blocks


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts with the notice and the rank of each position.

    `block_ends` are the ascending positions of the zeros that close blocks.
    """

    text: NDArray[np.uint16]
    alphabet: NDArray[np.uint32]
    notice: NDArray[np.unsignedinteger]
    rank: NDArray[np.uint8]
    block_ends: Ints


def encode_texts(notices: Sequence[Sequence[tuple[int, str]]]) -> FoldedTexts:
    """Return the (rank, folded text) blocks of each notice as arrays.

    Raise ValueError if there are more than 65,535 different characters.
    """
    blocks = [block for notice in notices for block in notice]
    # Freed early: with four bytes a character it is the largest object of all.
    concatenation = "".join(f"{text}\0" for _, text in blocks) + "\0" * GRAM
    points = np.frombuffer(concatenation.encode("utf-32-le"), np.uint32)
    del concatenation
    used = np.flatnonzero(count_values(points, int(points.max()) + 1))
    alphabet = used[1:].astype(np.uint32)
    _check_alphabet(alphabet)
    codes = np.zeros(int(used[-1]) + 1, np.uint16)
    codes[used] = np.arange(len(used))
    return FoldedTexts(
        codes[points],
        alphabet,
        np.array([len(text) + 1 for _, text in blocks], np.int32),
        np.array([rank for rank, _ in blocks], np.uint8),
        np.array([len(notice) for notice in notices], np.int32),
    )


def merge_texts(
    old: FoldedTexts, new: FoldedTexts, origins: Sequence[tuple[bool, int]]
) -> FoldedTexts:
    """Return notices from two texts; `origins` holds (is new, number there) for each of them.

    Raise ValueError if both texts together have more than 65,535 different characters.
    """
    alphabet = np.union1d(old.alphabet, new.alphabet)
    _check_alphabet(alphabet)
    sources = [_recode(old, alphabet), _recode(new, alphabet)]
    bounds = [source.notice_bounds() for source in sources]
    texts, sizes, ranks = [], [], []
    for is_new, number in origins:
        source, (positions, blocks) = sources[is_new], bounds[is_new]
        texts.append(source.text[positions[number] : positions[number + 1]])
        sizes.append(source.sizes[blocks[number] : blocks[number + 1]])
        ranks.append(source.ranks[blocks[number] : blocks[number + 1]])
    return FoldedTexts(
        np.concatenate([*texts, np.zeros(GRAM, np.uint16)]),
        alphabet,
        np.concatenate(sizes),
        np.concatenate(ranks),
        np.array([sources[is_new].block_counts[number] for is_new, number in origins], np.int32),
    )


def _check_alphabet(alphabet: NDArray[np.uint32]) -> None:
    if len(alphabet) >= 1 << CHARACTER_BITS:
        raise ValueError("the notices hold more than 65,535 different characters")


def _recode(texts: FoldedTexts, alphabet: NDArray[np.uint32]) -> FoldedTexts:
    if np.array_equal(texts.alphabet, alphabet):
        return texts
    codes = np.zeros(len(texts.alphabet) + 1, np.uint16)
    codes[1:] = np.searchsorted(alphabet, texts.alphabet) + 1
    return FoldedTexts(codes[texts.text], alphabet, texts.sizes, texts.ranks, texts.block_counts)


def build_corpus(texts: FoldedTexts) -> Corpus:
    """Return the texts with the notice and the rank of each position."""
    count = len(texts.block_counts)
    dtype = np.uint16 if count <= 1 << 16 else np.uint32
    notice_of_block = np.repeat(np.arange(count, dtype=dtype), texts.block_counts)
    return Corpus(
        texts.text,
        texts.alphabet,
        np.repeat(notice_of_block, texts.sizes),
        np.repeat(texts.ranks, texts.sizes),
        np.cumsum(texts.sizes, dtype=np.int64) - 1,
    )


def count_values(values: NDArray[np.unsignedinteger], size: int) -> Ints:
    """Return how often each number below `size` occurs in `values`."""
    counts = np.zeros(size, np.int64)
    # bincount copies its argument to eight bytes a number: one slice at a time bounds the memory.
    for start in range(0, len(values), _COUNT_SLICE):
        counts += np.bincount(values[start : start + _COUNT_SLICE], minlength=size)
    return counts
