"""The search dictionary as text: one line a key, in chunks that the browser fetches singly.

A chunk's first line holds the lengths of the keys that its first key begins with, separated by
spaces. Every other line is a key: how many characters it shares with the key before (a number),
its other characters, then for each rank that has notices the rank's mark and the notices. These
are ascending, each as the number of notices left out since the one before; or, where that is
shorter, a BITMAP mark and six notices a character, the first in the lowest bit.

A number is written in digits of base 45, the lowest first. A digit is ZERO + its value, and the
last one's is below 45; the others have 45 added, and count with it.
"""

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import Corpus, Ints
from noticeboard.search.segments import Segments, SplitPoints
from noticeboard.search.trie import Nodes

BASE = 45
ZERO = ord("#")
MARKS = ' !"}'
"""The mark of each rank, best first. No mark is a letter, a digit of a number, or a line's end."""
BITMAP = "~"
BITMAP_BITS = 6
GRAIN = 8_000
"""Bytes of lines in a unit after which it may be cut."""


def units(source: Corpus, nodes: Nodes, notice_count: int) -> Segments:
    """The lines of one batch of nodes, in key order."""
    lists = _Lists(nodes, notice_count)
    shared = np.minimum(np.roll(nodes.length, 1), nodes.length - 1)
    shared[0] = nodes.length[0] - 1
    text, offsets, bodies = _lines(source, nodes, lists, shared)
    starts = np.flatnonzero(nodes.length <= 2)
    place = nodes.place[starts]
    first = source.alphabet[source.text[place].astype(np.int64) - 1].astype(np.uint64)
    second = np.zeros(len(starts), np.uint64)
    two = nodes.length[starts] == 2
    second[two] = source.alphabet[source.text[place[two] + 1].astype(np.int64) - 1]
    bounds = np.append(offsets[starts], len(text))
    inner = _inner(bounds, offsets)
    cuts = SplitPoints(
        offsets[inner],
        bodies[inner],
        [_head(source, nodes, int(node)) for node in inner],
        [_key(source, nodes, int(node), int(shared[node]) + 1) for node in inner],
    )
    return Segments(first << np.uint64(32) | second, bounds, nodes.reach, text, cuts)


def _inner(bounds: Ints, offsets: Ints) -> Ints:
    """The nodes inside units before which these may be cut: the first after every GRAIN bytes."""
    long = np.flatnonzero(np.diff(bounds) > GRAIN)
    wanted = [np.arange(bounds[unit] + GRAIN, bounds[unit + 1], GRAIN) for unit in long]
    nodes = np.unique(np.searchsorted(offsets, np.concatenate([np.zeros(0, np.int64), *wanted])))
    nodes = nodes[nodes < len(offsets)]
    return nodes[~np.isin(offsets[nodes], bounds)]


def _head(source: Corpus, nodes: Nodes, node: int) -> str:
    """What a chunk begins with before the first node's notices: its ancestors and its whole key."""
    ancestors = " ".join(map(str, _ancestors(nodes, node)))
    return f"{ancestors}\n{chr(ZERO)}{_key(source, nodes, node, int(nodes.length[node]))}"


def _key(source: Corpus, nodes: Nodes, node: int, length: int) -> str:
    place = nodes.place[node]
    return "".join(chr(source.alphabet[code - 1]) for code in source.text[place : place + length])


def _ancestors(nodes: Nodes, node: int) -> list[int]:
    """Lengths of the keys that the node's key begins with, ascending."""
    lengths = [int(nodes.length[node])]
    while (node := int(nodes.owner[node])) >= 0:
        lengths.append(int(nodes.length[node]))
    # Every single character is a key, also where it is not among these nodes.
    return sorted({1, *lengths[1:]})


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

    def _choose_bitmaps(self, notice: Ints, count: int) -> dict[int, NDArray[np.uint8]]:
        """First pair -> characters, for runs that are shorter so; their numbers are taken away."""
        starts = np.flatnonzero(self.starts_run)
        ends = np.append(starts[1:], len(notice))
        chosen = {}
        limit = -(-count // BITMAP_BITS)
        for run in np.flatnonzero(np.add.reduceat(self.digits, starts) > limit + 1):
            start, end = int(starts[run]), int(ends[run])
            bits = np.zeros(limit * BITMAP_BITS, np.uint8)
            bits[notice[start:end]] = 1
            weights = np.uint8(1) << np.arange(BITMAP_BITS, dtype=np.uint8)
            chosen[start] = bits.reshape(-1, BITMAP_BITS) @ weights + np.uint8(ZERO)
            self.digits[start:end] = 0
        return chosen


def _lines(
    source: Corpus, nodes: Nodes, lists: _Lists, shared: Ints
) -> tuple[NDArray[np.uint8], Ints, Ints]:
    """All lines in UTF-8, where each line starts, and where in each the notices do."""
    shared_digits = _digits(shared)
    tail = nodes.length - shared
    places = np.repeat(nodes.place + shared, tail) + _within(tail)
    codes = source.text[places].astype(np.int64) - 1
    encoded, widths = _encoded(source.alphabet)
    width = widths[codes]
    last = np.cumsum(tail) - 1
    ends = np.cumsum(width)
    head = shared_digits + np.diff(ends[last], prepend=0)
    size = head + lists.node_width + 1
    offsets = np.cumsum(size) - size
    text = np.full(int(size.sum()), ord("\n"), np.uint8)
    _write_numbers(text, offsets, shared, shared_digits)
    before = np.repeat(offsets + shared_digits - (ends - width)[last - tail + 1], tail)
    written = before + ends - width
    for byte in range(4):
        chosen = np.flatnonzero(width > byte)
        text[written[chosen] + byte] = encoded[codes[chosen], byte]
    _write_lists(text, lists, offsets + head)
    return text, offsets, offsets + head


def _encoded(alphabet: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], Ints]:
    """The bytes of each character in UTF-8, and how many they are."""
    raw = [chr(point).encode() for point in alphabet]
    table = np.frombuffer(b"".join(one.ljust(4) for one in raw), np.uint8)
    return table.reshape(-1, 4), np.array([len(one) for one in raw], np.int64)


def _write_lists(text: NDArray[np.uint8], lists: _Lists, bodies: Ints) -> None:
    """Write the notices of each node from its place in `bodies` on."""
    begin = np.cumsum(lists.width) - lists.width
    at = begin + (bodies - begin[lists.first])[lists.node]
    text[at[lists.starts_run]] = np.array([ord(mark) for mark in MARKS], np.uint8)[lists.rank]
    _write_numbers(text, at + lists.starts_run, lists.gap, lists.digits)
    for start, bits in lists.bitmaps.items():
        text[at[start] + 1] = ord(BITMAP)
        text[at[start] + 2 : at[start] + 2 + len(bits)] = bits


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


def _write_numbers(text: NDArray[np.uint8], at: Ints, values: Ints, digits: Ints) -> None:
    """Write each number from its place on; those of no digits are left out."""
    chosen = np.flatnonzero(digits)
    at, values, digits = at[chosen], values[chosen], digits[chosen]
    while len(at):
        last = digits == 1
        text[at] = ZERO + np.where(last, values, BASE + values % BASE)
        more = ~last
        at, values, digits = at[more] + 1, values[more] // BASE - 1, digits[more] - 1
