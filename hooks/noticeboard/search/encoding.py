"""The text format of the dictionary: a line per key, in key order.

docs-dev/search-index.md specifies it. A line holds: how many characters the key shares with the
key before (a number), its other characters, then for each rank that has notices the rank's mark
and a posting list: ascending notice numbers, delta-encoded: each is stored as the gap to the
previous number, minus one; or, where that is shorter, BITMAP and six notices per character, the first in the lowest
bit. A number is written in digits of base 45, the lowest first; see `_count_digits`.
"""

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import Corpus, Ints
from noticeboard.search.segments import Bytes, Segments, SplitPoints
from noticeboard.search.trie import NO_PARENT, RANK_BITS, Nodes

BASE = 45
ZERO = ord("#")
RANK_MARKS = ' !"}'
"""The mark of each rank, best first: neither letters, nor digits of numbers, nor line ends."""
BITMAP = "~"
BITMAP_BITS = 6
SPLIT_BYTES = 8_000
"""Distance of the split points inside a segment."""


def encode_segments(corpus: Corpus, nodes: Nodes, notice_count: int) -> Segments:
    """Return the lines of one batch of nodes, in key order."""
    # The key before is this key's parent, or is below a sibling, which differs in the last character.
    shared = np.minimum(np.roll(nodes.length, 1), nodes.length - 1)
    shared[0] = nodes.length[0] - 1
    lists = _PostingLists(nodes, notice_count)
    lines, starts, list_starts = _encode_lines(corpus, nodes, lists, shared)
    first_nodes = np.flatnonzero(nodes.length <= 2)
    bounds = np.append(starts[first_nodes], len(lines))
    split_nodes = _split_nodes(bounds, starts)
    split_points = SplitPoints(
        starts[split_nodes],
        list_starts[split_nodes],
        [_header(corpus, nodes, int(node)) for node in split_nodes],
        [_key(corpus, nodes, int(node), int(shared[node]) + 1) for node in split_nodes],
    )
    prefixes = _prefixes(corpus, nodes, first_nodes)
    return Segments(prefixes, bounds, nodes.lookahead, lines, split_points)


def _prefixes(corpus: Corpus, nodes: Nodes, first_nodes: Ints) -> NDArray[np.uint64]:
    """Return the keys of nodes with one or two characters, packed as in `Segments`."""
    position = nodes.position[first_nodes]
    first = corpus.alphabet[corpus.text[position].astype(np.int64) - 1].astype(np.uint64)
    second = np.zeros(len(first_nodes), np.uint64)
    has_two = nodes.length[first_nodes] == 2
    second[has_two] = corpus.alphabet[corpus.text[position[has_two] + 1].astype(np.int64) - 1]
    return first << np.uint64(32) | second


def _split_nodes(bounds: Ints, starts: Ints) -> Ints:
    """Return the first node after every SPLIT_BYTES of each long segment."""
    long_segments = np.flatnonzero(np.diff(bounds) > SPLIT_BYTES)
    targets = [
        np.arange(bounds[segment] + SPLIT_BYTES, bounds[segment + 1], SPLIT_BYTES)
        for segment in long_segments
    ]
    nodes = np.unique(np.searchsorted(starts, np.concatenate([np.zeros(0, np.int64), *targets])))
    nodes = nodes[nodes < len(starts)]
    return nodes[~np.isin(starts[nodes], bounds)]


def _header(corpus: Corpus, nodes: Nodes, node: int) -> str:
    """Return the start of a chunk up to the node's posting lists: ancestor lengths, full key."""
    ancestors = " ".join(map(str, _ancestor_lengths(nodes, node)))
    return f"{ancestors}\n{chr(ZERO)}{_key(corpus, nodes, node, int(nodes.length[node]))}"


def _key(corpus: Corpus, nodes: Nodes, node: int, length: int) -> str:
    position = nodes.position[node]
    codes = corpus.text[position : position + length]
    return "".join(chr(corpus.alphabet[code - 1]) for code in codes)


def _ancestor_lengths(nodes: Nodes, node: int) -> list[int]:
    """Return the lengths of the keys that are proper prefixes of the node's key, ascending."""
    # Every single character is a key, also where it is not among these nodes.
    lengths = {1}
    while (node := int(nodes.parent[node])) != NO_PARENT:
        lengths.add(int(nodes.length[node]))
    return sorted(lengths)


class _PostingLists:
    """The posting lists of every node as numbers and marks.

    A *run* is a node's posting list of one rank. Arrays have one entry per posting, except `rank`
    (per run) and `first` (the first posting of each node). `digits` is the length of each gap as a
    number, 0 in a bitmap; `widths` are bytes. `bitmaps` maps the first posting of a run to the
    characters of its bitmap.
    """

    def __init__(self, nodes: Nodes, notice_count: int) -> None:
        runs = nodes.postings >> np.uint64(nodes.notice_bits)
        notices = (nodes.postings & np.uint64((1 << nodes.notice_bits) - 1)).astype(np.int64)
        self.starts_run = _changes(runs)
        self.rank = (runs[self.starts_run] & np.uint64((1 << RANK_BITS) - 1)).astype(np.int64)
        self.node = (runs >> np.uint64(RANK_BITS)).astype(np.int64)
        self.first = np.flatnonzero(_changes(self.node))
        self.gaps = np.diff(notices, prepend=-1) - 1
        self.gaps[self.starts_run] = notices[self.starts_run]
        self.digits = _count_digits(self.gaps)
        self.bitmaps = self._choose_bitmaps(notices, notice_count)
        self.widths = self.digits + self.starts_run
        for start, characters in self.bitmaps.items():
            self.widths[start] = 2 + len(characters)

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

    def write(self, target: Bytes, list_starts: Ints) -> None:
        """Write the posting lists of each node from its entry in `list_starts` on."""
        offset = np.cumsum(self.widths) - self.widths
        start = offset + (list_starts - offset[self.first])[self.node]
        marks = np.array([ord(mark) for mark in RANK_MARKS], np.uint8)
        target[start[self.starts_run]] = marks[self.rank]
        _write_numbers(target, start + self.starts_run, self.gaps, self.digits)
        for run, characters in self.bitmaps.items():
            body = start[run] + 2
            target[body - 1] = ord(BITMAP)
            target[body : body + len(characters)] = characters


def _encode_lines(
    corpus: Corpus, nodes: Nodes, lists: _PostingLists, shared: Ints
) -> tuple[Bytes, Ints, Ints]:
    """Return all lines in UTF-8, the start of each, and the start of its posting lists."""
    # A line: digits of `shared`, UTF-8 of the key's other characters, posting lists, line feed.
    shared_digits = _count_digits(shared)
    key_lengths = nodes.length - shared
    positions = np.repeat(nodes.position + shared, key_lengths) + _ranges(key_lengths)
    codes = corpus.text[positions].astype(np.int64) - 1
    utf8, utf8_widths = _utf8(corpus.alphabet)
    widths = utf8_widths[codes]
    ends = np.cumsum(widths)
    last = np.cumsum(key_lengths) - 1
    head_sizes = shared_digits + np.diff(ends[last], prepend=0)
    sizes = head_sizes + np.add.reduceat(lists.widths, lists.first) + 1
    starts = np.cumsum(sizes) - sizes

    lines = np.full(int(sizes.sum()), ord("\n"), np.uint8)
    _write_numbers(lines, starts, shared, shared_digits)
    key_starts = (ends - widths)[last - key_lengths + 1]
    targets = np.repeat(starts + shared_digits - key_starts, key_lengths) + ends - widths
    for byte in range(4):
        chosen = np.flatnonzero(widths > byte)
        lines[targets[chosen] + byte] = utf8[codes[chosen], byte]
    lists.write(lines, starts + head_sizes)
    return lines, starts, starts + head_sizes


def _utf8(alphabet: NDArray[np.uint32]) -> tuple[Bytes, Ints]:
    """Return the UTF-8 bytes of each character, padded to four, and their number."""
    encoded = [chr(point).encode() for point in alphabet]
    padded = np.frombuffer(b"".join(one.ljust(4) for one in encoded), np.uint8)
    return padded.reshape(-1, 4), np.array([len(one) for one in encoded], np.int64)


def _changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return where a value differs from the one before; the first does."""
    return np.concatenate(([True], values[1:] != values[:-1]))


def _ranges(sizes: Ints) -> Ints:
    """Return 0 … size - 1 for each size, one after another."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)


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
    chosen = np.flatnonzero(digits)
    starts, values, digits = starts[chosen], values[chosen], digits[chosen]
    while len(starts):
        is_last = digits == 1
        target[starts] = ZERO + np.where(is_last, values, BASE + values % BASE)
        rest = ~is_last
        starts, values, digits = starts[rest] + 1, values[rest] // BASE - 1, digits[rest] - 1
