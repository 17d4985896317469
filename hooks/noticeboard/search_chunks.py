"""The search dictionary as text: one line a key, in chunks that the browser fetches singly.

A chunk's first line holds the lengths of the keys that its first key begins with, separated by
spaces. Every other line is a key: how many characters it shares with the key before (a number),
its other characters, then for each rank that has notices the rank's mark and the notices. These
are ascending, each as the number of notices left out since the one before; or, where that is
shorter, a BITMAP mark and six notices a character, the first in the lowest bit.

A number is written in digits of base 45, the lowest first. A digit is ZERO + its value, and the
last one's is below 45; the others have 45 added, and count with it.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from noticeboard.search_trie import Corpus, Ints, Nodes

BASE = 45
ZERO = ord("#")
MARKS = ' !"}'
"""The mark of each rank, best first. No mark is a letter, a digit of a number, or a line's end."""
BITMAP = "~"
BITMAP_BITS = 6
CHUNK_CHARACTERS = 40_000


class Chunk(NamedTuple):
    """`first` sorts after every key of the chunk before and not after any of its own."""

    first: str
    content: str


def chunks(source: Corpus, nodes: Nodes, notice_count: int) -> Iterator[Chunk]:
    """The chunks of one batch of nodes, in key order."""
    lists = _Lists(nodes, notice_count)
    shared = np.minimum(np.roll(nodes.length, 1), nodes.length - 1)
    shared[0] = 0
    rough = np.cumsum(lists.node_width + nodes.length - shared + 2)
    cuts = np.unique(np.searchsorted(rough, np.arange(0, rough[-1], CHUNK_CHARACTERS)))
    separators = [_key(source, nodes, cut, int(shared[cut]) + 1) for cut in cuts]
    shared[cuts] = 0
    text, offsets = _lines(source, nodes, lists, shared)
    bounds = [*offsets[cuts], len(text)]
    for cut, separator, start, end in zip(cuts, separators, bounds, bounds[1:], strict=False):
        ancestors = " ".join(map(str, _ancestors(nodes, int(cut))))
        yield Chunk(separator, f"{ancestors}\n{text[start:end].tobytes().decode('utf-32-le')}")


def _key(source: Corpus, nodes: Nodes, node: int, length: int) -> str:
    place = nodes.place[node]
    return "".join(chr(source.alphabet[code - 1]) for code in source.text[place : place + length])


def _ancestors(nodes: Nodes, node: int) -> list[int]:
    """Lengths of the keys that the node's key begins with, ascending."""
    lengths = []
    while (node := int(nodes.owner[node])) >= 0:
        lengths.append(int(nodes.length[node]))
    return lengths[::-1]


class _Lists:
    """The notices of every node as numbers and marks; arrays have one entry a pair."""

    def __init__(self, nodes: Nodes, notice_count: int) -> None:
        runs = nodes.pairs >> np.uint64(nodes.notice_bits)
        notice = (nodes.pairs & np.uint64((1 << nodes.notice_bits) - 1)).astype(np.int64)
        self.starts_run = _changes(runs)
        self.rank = (runs[self.starts_run] & np.uint64(3)).astype(np.int64)
        node = (runs >> np.uint64(2)).astype(np.int64)
        self.first = np.flatnonzero(_changes(node))
        self.gap = np.diff(notice, prepend=-1) - 1
        self.gap[self.starts_run] = notice[self.starts_run]
        self.digits = _digits(self.gap)
        self.bitmaps = self._choose_bitmaps(notice, notice_count)
        self.width = self.digits + self.starts_run
        for start, bits in self.bitmaps.items():
            self.width[start] = 2 + len(bits)
        self.node_width = np.add.reduceat(self.width, self.first)
        self.node = node

    def _choose_bitmaps(self, notice: Ints, count: int) -> dict[int, NDArray[np.uint32]]:
        """First pair -> characters, for runs that are shorter so; their numbers are taken away."""
        starts = np.flatnonzero(self.starts_run)
        ends = np.append(starts[1:], len(notice))
        chosen = {}
        limit = -(-count // BITMAP_BITS)
        for run in np.flatnonzero(np.add.reduceat(self.digits, starts) > limit + 1):
            start, end = int(starts[run]), int(ends[run])
            bits = np.zeros(limit * BITMAP_BITS, np.uint32)
            bits[notice[start:end]] = 1
            weights = np.uint32(1) << np.arange(BITMAP_BITS, dtype=np.uint32)
            chosen[start] = bits.reshape(-1, BITMAP_BITS) @ weights + np.uint32(ZERO)
            self.digits[start:end] = 0
        return chosen


def _lines(
    source: Corpus, nodes: Nodes, lists: _Lists, shared: Ints
) -> tuple[NDArray[np.uint32], Ints]:
    """All lines as code points, and where each line starts."""
    shared_digits = _digits(shared)
    tail = nodes.length - shared
    head = shared_digits + tail
    size = head + lists.node_width + 1
    offsets = np.cumsum(size) - size
    text = np.full(int(size.sum()), ord("\n"), np.uint32)
    _write_numbers(text, offsets, shared, shared_digits)
    within = _within(tail)
    places = np.repeat(nodes.place + shared, tail) + within
    written = np.repeat(offsets + shared_digits, tail) + within
    text[written] = source.alphabet[source.text[places].astype(np.int64) - 1]
    begin = np.cumsum(lists.width) - lists.width
    at = begin + (offsets + head - begin[lists.first])[lists.node]
    text[at[lists.starts_run]] = np.array([ord(mark) for mark in MARKS], np.uint32)[lists.rank]
    _write_numbers(text, at + lists.starts_run, lists.gap, lists.digits)
    for start, bits in lists.bitmaps.items():
        text[at[start] + 1] = ord(BITMAP)
        text[at[start] + 2 : at[start] + 2 + len(bits)] = bits
    return text, offsets


def _changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """True where a value differs from the one before, and at the first."""
    return np.concatenate(([True], values[1:] != values[:-1]))


def _within(sizes: Ints) -> Ints:
    """0 … size - 1 for each size, one after another."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _digits(values: Ints) -> Ints:
    """How many digits each number takes."""
    digits = np.ones(len(values), np.int64)
    power = limit = BASE
    while (more := values >= limit).any():
        digits += more
        power *= BASE
        limit += power
    return digits


def _write_numbers(text: NDArray[np.uint32], at: Ints, values: Ints, digits: Ints) -> None:
    """Write each number from its place on; those of no digits are left out."""
    chosen = np.flatnonzero(digits)
    at, values, digits = at[chosen], values[chosen], digits[chosen]
    while len(at):
        last = digits == 1
        text[at] = ZERO + np.where(last, values, BASE + values % BASE)
        more = ~last
        at, values, digits = at[more] + 1, values[more] // BASE - 1, digits[more] - 1
