"""All the text that is searched, folded, as arrays in which every later step looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.folding import fold
from noticeboard.search.scan import KINDS, SearchDocument

CHARACTER_BITS = 16
GRAM = 4
"""Characters that may be read at once: so many zeros stand after the last block."""

COUNTED_AT_ONCE = 1 << 20

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """The folded blocks, notice after notice, each notice's best-ranking blocks first.

    `text` holds a 0 after every block, otherwise 1 + the index into `alphabet`, which is sorted,
    so that codes sort as code points do; it may hold characters that no text does. `sizes` (the
    zero included) and `ranks` have one entry a block, `counts` (of blocks) one a notice.
    """

    text: NDArray[np.uint16]
    alphabet: NDArray[np.uint32]
    sizes: NDArray[np.int32]
    ranks: NDArray[np.uint8]
    counts: NDArray[np.int32]

    def spans(self) -> tuple[Ints, Ints]:
        """Where each notice's text, and its blocks, begin; and at last where they end."""
        blocks = np.concatenate(([0], np.cumsum(self.counts, dtype=np.int64)))
        places = np.concatenate(([0], np.cumsum(self.sizes, dtype=np.int64)))
        return places[blocks], blocks


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts with the notice and the rank of each place; `ends` the ascending places of the zeros."""

    text: NDArray[np.uint16]
    alphabet: NDArray[np.uint32]
    notice: NDArray[np.unsignedinteger]
    rank: NDArray[np.uint8]
    ends: Ints


def folded(document: SearchDocument) -> list[tuple[int, str]]:
    """(rank, folded text) of each block, best rank first."""
    blocks = [(KINDS.index(block.kind), fold(block.text)) for block in document.blocks]
    return sorted(blocks, key=lambda block: block[0])


def texts(notices: Sequence[Sequence[tuple[int, str]]]) -> Texts:
    """From each notice's `folded` blocks; raises ValueError past 65,535 different characters."""
    concat = "".join(f"{text}\0" for blocks in notices for _, text in blocks) + "\0" * GRAM
    points = np.frombuffer(concat.encode("utf-32-le"), np.uint32)
    del concat
    used = np.flatnonzero(frequency(points, int(points.max()) + 1))
    alphabet = used[1:].astype(np.uint32)
    if len(alphabet) >= 1 << CHARACTER_BITS:
        raise ValueError("the notices hold more than 65,535 different characters")
    codes = np.zeros(int(used[-1]) + 1, np.uint16)
    codes[used] = np.arange(len(used))
    return Texts(
        codes[points],
        alphabet,
        np.array([len(text) + 1 for blocks in notices for _, text in blocks], np.int32),
        np.array([rank for blocks in notices for rank, _ in blocks], np.uint8),
        np.array([len(blocks) for blocks in notices], np.int32),
    )


def merge_texts(old: Texts, fresh: Texts, origins: Sequence[tuple[bool, int]]) -> Texts:
    """Notices from two texts in a new order: for each whether it is a fresh one, and its number.

    Raises ValueError where both together hold more than 65,535 different characters.
    """
    alphabet = np.union1d(old.alphabet, fresh.alphabet)
    if len(alphabet) >= 1 << CHARACTER_BITS:
        raise ValueError("the notices hold more than 65,535 different characters")
    both = [_recoded(old, alphabet), _recoded(fresh, alphabet)]
    spans = [part.spans() for part in both]
    pieces, sizes, ranks = [], [], []
    for number, index in origins:
        part, (places, blocks) = both[number], spans[number]
        pieces.append(part.text[places[index] : places[index + 1]])
        sizes.append(part.sizes[blocks[index] : blocks[index + 1]])
        ranks.append(part.ranks[blocks[index] : blocks[index + 1]])
    return Texts(
        np.concatenate([*pieces, np.zeros(GRAM, np.uint16)]),
        alphabet,
        np.concatenate(sizes),
        np.concatenate(ranks),
        np.array([both[number].counts[index] for number, index in origins], np.int32),
    )


def _recoded(part: Texts, alphabet: NDArray[np.uint32]) -> Texts:
    if np.array_equal(part.alphabet, alphabet):
        return part
    codes = np.zeros(len(part.alphabet) + 1, np.uint16)
    codes[1:] = np.searchsorted(alphabet, part.alphabet) + 1
    return Texts(codes[part.text], alphabet, part.sizes, part.ranks, part.counts)


def corpus(source: Texts) -> Corpus:
    """The texts with notice and rank at each place."""
    count = len(source.counts)
    number = np.uint16 if count <= 1 << 16 else np.uint32
    owners = np.repeat(np.arange(count, dtype=number), source.counts)
    return Corpus(
        source.text,
        source.alphabet,
        np.repeat(owners, source.sizes),
        np.repeat(source.ranks, source.sizes),
        np.cumsum(source.sizes, dtype=np.int64) - 1,
    )


def frequency(values: NDArray[np.unsignedinteger], size: int) -> Ints:
    """How often each number below `size` occurs."""
    counts = np.zeros(size, np.int64)
    # bincount makes its argument eight bytes wide: only some of it at a time.
    for start in range(0, len(values), COUNTED_AT_ONCE):
        counts += np.bincount(values[start : start + COUNTED_AT_ONCE], minlength=size)
    return counts
