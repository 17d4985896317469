"""The text format of the dictionary: a line per key of a segment, in key order.

docs-dev/search-index.md specifies it. A line holds: how many characters the key shares with the
key before (a number), its other characters, the text common to all its occurrences if there is
any, for each rank that has notices the rank's mark and a posting list, and for a leaf the hashes of
the characters that follow. A number is written in digits of base 45, the lowest first; see
`_count_digits`.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import Corpus, Ints
from noticeboard.search.runs import ranges, starts_of_runs
from noticeboard.search.trie import HASH_BITS, RANK_BITS, Nodes

BASE = 45
ZERO = ord("#")
FIRST_HASH = ZERO + BASE
"""The byte of the hash 0: hashes look like the first digit of a number that has no last one."""
RANK_MARKS = ' !"}'
"""The mark of each rank, best first: neither letters, nor digits of numbers, nor line ends."""
BITMAP = COMMON = "~"
"""The mark of a bitmap, after that of a rank; and of the common text, directly after the key."""
BITMAP_BITS = 6
MAX_COMMON = 12
"""The most characters of a common text that a line holds."""

Bytes = NDArray[np.uint8]


def encode_lines(corpus: Corpus, nodes: Nodes, notice_count: int) -> Bytes:
    """Return the lines of one batch of nodes, in key order."""
    # The key before is this key's parent, or is below a sibling, which differs in the last character.
    shared = np.minimum(np.roll(nodes.length, 1), nodes.length - 1)
    shared[0] = 0
    lists = _PostingLists(nodes, notice_count)
    common = np.minimum(nodes.reach - nodes.length, MAX_COMMON)
    shared_digits = _count_digits(shared)
    # The common text follows the key in the text, and a mark precedes it.
    lengths = nodes.length - shared + common
    positions = np.repeat(nodes.position + shared, lengths) + ranges(lengths)
    codes = corpus.text[positions].astype(np.int64) - 1
    utf8, utf8_widths = _utf8(corpus.alphabet)
    widths = utf8_widths[codes]
    ends = np.cumsum(widths)
    last = np.cumsum(lengths) - 1
    head_sizes = shared_digits + np.diff(ends[last], prepend=0) + (common > 0)
    sizes = head_sizes + np.add.reduceat(lists.widths, lists.first) + 1
    starts = np.cumsum(sizes) - sizes

    lines = np.full(int(sizes.sum()), ord("\n"), np.uint8)
    _write_numbers(lines, starts, shared, shared_digits)
    character_starts = ends - widths
    targets = np.repeat(starts + shared_digits - character_starts[last - lengths + 1], lengths)
    targets += character_starts
    marked = np.flatnonzero(common)
    first_common = last[marked] - common[marked] + 1
    lines[targets[first_common]] = ord(COMMON)
    targets[ranges(common[marked]) + np.repeat(first_common, common[marked])] += 1
    lines[targets] = utf8[0][codes]
    for byte in range(1, 4):
        chosen = np.flatnonzero(widths > byte)
        lines[targets[chosen] + byte] = utf8[byte][codes[chosen]]
    lists.write(lines, starts + head_sizes)
    return lines


@cache
def encode_number(value: int) -> bytes:
    """Return a number as lines contain it."""
    values = np.array([value], np.int64)
    digits = _count_digits(values)
    target = np.zeros(int(digits[0]), np.uint8)
    _write_numbers(target, np.zeros(1, np.int64), values, digits)
    return target.tobytes()


class _PostingLists:
    """The posting lists of every node as numbers and marks.

    A *run* is a node's posting list of one rank. Arrays have one entry per posting, except `rank`
    (per run) and `first` (the first posting of each node). `digits` is the length of each gap as a
    number, 0 in a bitmap; `widths` are bytes, including those of the hashes at the end of the line.
    `bitmaps` maps the first posting of a run to the characters of its bitmap.
    """

    def __init__(self, nodes: Nodes, notice_count: int) -> None:
        runs = nodes.postings >> np.uint64(nodes.notice_bits + 2 * HASH_BITS)
        low = (nodes.postings & np.uint64((1 << nodes.notice_bits + 2 * HASH_BITS) - 1)).astype(
            np.int64
        )
        notices, self.hashes = low >> 2 * HASH_BITS, low & ((1 << 2 * HASH_BITS) - 1)
        self.starts_run = starts_of_runs(runs)
        self.rank = (runs[self.starts_run] & np.uint64((1 << RANK_BITS) - 1)).astype(np.int64)
        self.node = (runs >> np.uint64(RANK_BITS)).astype(np.int64)
        self.first = np.flatnonzero(starts_of_runs(self.node))
        self.in_leaf = nodes.is_leaf[self.node]
        self.gaps = np.diff(notices, prepend=-1) - 1
        self.gaps[self.starts_run] = notices[self.starts_run]
        self.digits = _count_digits(self.gaps)
        self.bitmaps = self._choose_bitmaps(notices, notice_count)
        self.list_widths = self.digits + self.starts_run
        for start, characters in self.bitmaps.items():
            self.list_widths[start] = 2 + len(characters)
        self.widths = self.list_widths + 2 * self.in_leaf

    def _choose_bitmaps(self, notices: Ints, notice_count: int) -> dict[int, Bytes]:
        """Return the bitmaps of the runs that are shorter as one, and set their digits to 0."""
        starts = np.flatnonzero(self.starts_run)
        ends = np.append(starts[1:], len(notices))
        size = -(-notice_count // BITMAP_BITS)
        weights = np.uint8(1) << np.arange(BITMAP_BITS, dtype=np.uint8)
        bitmaps = {}
        for run in np.flatnonzero(np.add.reduceat(self.digits, starts) > size + 1):
            start, end = int(starts[run]), int(ends[run])
            bits = np.zeros(size * BITMAP_BITS, np.uint8)
            bits[notices[start:end]] = 1
            bitmaps[start] = bits.reshape(-1, BITMAP_BITS) @ weights + np.uint8(ZERO)
            self.digits[start:end] = 0
        return bitmaps

    def write(self, target: Bytes, starts_of_nodes: Ints) -> None:
        """Write the posting lists and the hashes of each node from its start on."""
        offset = np.cumsum(self.list_widths) - self.list_widths
        start = offset + (starts_of_nodes - offset[self.first])[self.node]
        marks = np.array([ord(mark) for mark in RANK_MARKS], np.uint8)
        target[start[self.starts_run]] = marks[self.rank]
        _write_numbers(target, start + self.starts_run, self.gaps, self.digits)
        for run, characters in self.bitmaps.items():
            body = start[run] + 2
            target[body - 1] = ord(BITMAP)
            target[body : body + len(characters)] = characters
        chosen = np.flatnonzero(self.in_leaf)
        node = self.node[chosen]
        lists_end = starts_of_nodes + np.add.reduceat(self.list_widths, self.first)
        at = lists_end[node] + 2 * (chosen - self.first[node])
        target[at] = FIRST_HASH + (self.hashes[chosen] >> HASH_BITS)
        target[at + 1] = FIRST_HASH + (self.hashes[chosen] & ((1 << HASH_BITS) - 1))


def _utf8(alphabet: NDArray[np.uint32]) -> tuple[Bytes, Ints]:
    """Return the first to the fourth UTF-8 byte of each character, and their number."""
    encoded = [chr(point).encode() for point in alphabet]
    padded = np.frombuffer(b"".join(one.ljust(4) for one in encoded), np.uint8)
    return np.ascontiguousarray(padded.reshape(-1, 4).T), np.array(
        [len(one) for one in encoded], np.int64
    )


def _count_digits(values: Ints) -> Ints:
    """Return the number of digits of each value.

    A little-endian varint in bijective base BASE: every digit but the last has BASE added as a
    continuation mark, and each carry is reduced by one, so each number has exactly one encoding.
    """
    digits = np.ones(len(values), np.int64)
    power = limit = BASE
    while (is_longer := values >= limit).any():
        digits += is_longer
        power *= BASE
        limit += power
    return digits


def _write_numbers(target: Bytes, starts: Ints, values: Ints, digits: Ints) -> None:
    """Write each value from its start on; skip those with 0 digits."""
    single, longer = np.flatnonzero(digits == 1), np.flatnonzero(digits > 1)
    target[starts[single]] = ZERO + values[single]
    starts, values, digits = starts[longer], values[longer], digits[longer]
    while len(starts):
        is_last = digits == 1
        target[starts] = ZERO + np.where(is_last, values, BASE + values % BASE)
        rest = ~is_last
        starts, values, digits = starts[rest] + 1, values[rest] // BASE - 1, digits[rest] - 1
