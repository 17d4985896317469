"""The keys of the dictionary: the nodes of a suffix trie, pruned where few notices remain.

A node represents all positions of the text at which its key starts. A node with at most LEAF_LIMIT
notices has no children, and where the same text follows all positions of a node, the run has no
nodes of its own (path compression).

A term that is not a key is looked up by its longest prefix that is one. Either that key has at
most LEAF_LIMIT notices, whose texts are read, or the same text follows all its positions: the term
then has the key's posting list or no matches.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import CHARACTER_BITS, GRAM, Corpus, Ints, count_values

LEAF_LIMIT = 24
"""The most notices of a node without children."""

BATCH_POSITIONS = 1 << 19
"""Positions that are refined at a time, at about 200 bytes of memory each."""

RANK_BITS = 2
NO_PARENT = -1


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes in the order of their keys; all arrays but `postings` have one entry per node.

    The key of node i is text[position[i] : position[i] + length[i]]. `parent` is the node with the
    longest proper prefix of the key, or NO_PARENT. `postings` holds one ascending number for each
    notice of each node: node, rank (RANK_BITS) and notice (`notice_bits`), packed in this order.

    `lookahead` has one entry for each key of one or two characters: how many characters were read
    from the positions of this key and of the keys after it, up to the next such key.
    """

    position: Ints
    length: Ints
    parent: Ints
    postings: NDArray[np.uint64]
    notice_bits: int
    lookahead: Ints


def plan_batches(codes: NDArray[np.uint16]) -> Iterator[tuple[int, int]]:
    """Yield ranges (start, end) of first characters with about BATCH_POSITIONS positions each.

    `codes` holds the first character of each position that is to be refined.
    """
    counts = count_values(codes, int(codes.max(initial=0)) + 1)
    start, last = 1, len(counts)
    while start < last:
        size, end = int(counts[start]), start + 1
        while end < last and size + counts[end] <= BATCH_POSITIONS:
            size += int(counts[end])
            end += 1
        if size:
            yield start, end
        start = end


def build_nodes(
    corpus: Corpus, positions: Ints, prefix_length: int = 0, max_passes: int | None = None
) -> Nodes:
    """Return the nodes whose keys start at one of the ascending positions.

    The positions must be all those that start with certain characters (`prefix_length` 0), or all
    those that start with certain pairs of characters (`prefix_length` 1); the latter skips the
    keys of one character and requires that each first character has several successors.
    `max_passes` limits the depth.
    """
    return _Refinement(corpus, positions, prefix_length).run(max_passes)


@dataclass(slots=True)
class _Groups:
    """Groups of positions with a common prefix that still have to be divided.

    `members` holds the groups one after another, as ascending indices into the batch's positions.
    The other arrays have one entry per group: its size, the length of the prefix known to be
    common, the nearest node, and where the group starts in the batch's suffix array (the array of
    all its positions, sorted by the text that follows).
    """

    members: Ints
    size: Ints
    depth: Ints
    node: Ints
    suffix_index: Ints


@dataclass(slots=True)
class _PassNodes:
    """The nodes of one pass in the order of discovery; arrays as in `Nodes` and `_Groups`."""

    suffix_index: Ints
    position: Ints
    length: Ints
    parent: Ints
    posting_node: NDArray[np.uint32]
    posting_notice: NDArray[np.unsignedinteger]
    posting_rank: NDArray[np.uint8]


@dataclass(slots=True)
class _Refinement:
    """Radix sort of the positions of one batch, breadth first: each pass reads a character."""

    corpus: Corpus
    positions: Ints
    prefix_length: int
    count: int = 0
    passes: list[_PassNodes] = field(default_factory=list)
    reads: list[tuple[Ints, Ints]] = field(default_factory=list)
    """For each pass the suffix indices of its groups, and how many characters it has read."""

    def run(self, max_passes: int | None) -> Nodes:
        """Divide until no group is left, or for `max_passes`."""
        groups = self._initial_groups()
        while len(groups.members) and max_passes != len(self.passes):
            self.reads.append((groups.suffix_index, groups.depth + 1))
            groups = self._divide(groups)
        return self._in_key_order()

    def _initial_groups(self) -> _Groups:
        if self.prefix_length:
            codes = self.corpus.text[self.positions]
        else:
            codes = np.zeros(len(self.positions), np.uint16)
        members = np.argsort(codes, kind="stable")
        first = np.flatnonzero(np.diff(codes[members].astype(np.int64), prepend=-1))
        size = np.diff(first, append=len(members))
        depth = np.full(len(first), self.prefix_length)
        return _Groups(members, size, depth, np.full(len(first), NO_PARENT), first)

    def _divide(self, groups: _Groups) -> _Groups:
        """Divide every group by its next character; return the groups to divide further."""
        group, character, first, members = self._sort_by_next_character(groups)
        size = np.diff(first, append=len(members))
        depth = groups.depth[group] + 1
        # An initial group branches in any case: it holds only some of the children.
        branches = (np.bincount(group)[group] > 1) | (depth == self.prefix_length + 1)
        is_node = branches & (character != 0)
        start = np.cumsum(groups.size) - groups.size
        suffix_index = groups.suffix_index[group] + first - start[group]

        notice = self.corpus.notice[self.positions[members]]
        is_first_of_notice = np.concatenate(([True], notice[1:] != notice[:-1]))
        is_first_of_notice[first] = True
        number = np.cumsum(is_node) - 1 + self.count
        posted = is_first_of_notice & np.repeat(is_node, size)
        self.passes.append(
            _PassNodes(
                suffix_index[is_node],
                self.positions[members[first[is_node]]],
                depth[is_node],
                groups.node[group][is_node],
                np.repeat(number.astype(np.uint32), size)[posted],
                notice[posted],
                # Positions ascend, and a notice's blocks start with the best rank.
                self.corpus.rank[self.positions[members[posted]]],
            )
        )
        self.count += int(is_node.sum())
        counts = np.add.reduceat(is_first_of_notice, first, dtype=np.int64)
        is_open = (character != 0) & (counts > LEAF_LIMIT)
        remaining = _Groups(
            members[np.repeat(is_open, size)],
            size[is_open],
            depth[is_open],
            np.where(is_node, number, groups.node[group])[is_open],
            suffix_index[is_open],
        )
        self._skip_common_text(remaining, ~branches[is_open])
        return remaining

    def _sort_by_next_character(self, groups: _Groups) -> tuple[Ints, Ints, Ints, Ints]:
        """Return group, character and first member of each child, and the members in this order."""
        bits = np.uint64(len(self.positions).bit_length())
        group = np.repeat(np.arange(len(groups.size)), groups.size)
        following = self.corpus.text[self.positions[groups.members] + groups.depth[group]]
        # Sorting one packed number is faster than an indirect sort.
        packed = (group.astype(np.uint64) << np.uint64(CHARACTER_BITS)) | following
        packed = (packed << bits) | groups.members.astype(np.uint64)
        packed.sort()
        members = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        packed >>= bits
        first = np.flatnonzero(np.concatenate(([True], packed[1:] != packed[:-1])))
        child = packed[first].astype(np.int64)
        return child >> CHARACTER_BITS, child & ((1 << CHARACTER_BITS) - 1), first, members

    def _skip_common_text(self, groups: _Groups, is_single: NDArray[np.bool_]) -> None:
        """Increase the depth of the groups marked `is_single` by the text that all members share."""
        text, block_ends = self.corpus.text, self.corpus.block_ends
        # Every GRAM characters of the text as one number, overlapping.
        grams = np.ndarray((len(text) - GRAM + 1,), "<u8", text, strides=(2,))
        chosen = np.flatnonzero(is_single)
        positions = self.positions[groups.members[np.repeat(is_single, groups.size)]]
        size = groups.size[chosen]
        while len(chosen):
            first = np.cumsum(size) - size
            depth = groups.depth[chosen]
            end = block_ends[np.searchsorted(block_ends, positions[first])]
            limit = end - positions[first]
            read = grams[positions + np.repeat(depth, size)]
            difference = np.bitwise_or.reduceat(read ^ np.repeat(read[first], size), first)
            depth = np.minimum(depth + _equal_characters(difference), limit)
            groups.depth[chosen] = depth
            continues = (difference == 0) & (depth < limit)
            positions = positions[np.repeat(continues, size)]
            chosen, size = chosen[continues], size[continues]

    def _in_key_order(self) -> Nodes:
        """Return the nodes of all passes, sorted by suffix index, then by length."""
        suffix_index = np.concatenate([one.suffix_index for one in self.passes])
        length = np.concatenate([one.length for one in self.passes])
        order = np.lexsort((length, suffix_index))
        renumbered = np.empty(len(order) + 1, np.int64)
        renumbered[order] = np.arange(len(order))
        renumbered[NO_PARENT] = NO_PARENT
        position = np.concatenate([one.position for one in self.passes])
        parent = np.concatenate([one.parent for one in self.passes])
        notice_bits = max(1, int(self.corpus.notice[-1]).bit_length())
        return Nodes(
            position[order],
            length[order],
            renumbered[parent[order]],
            self._pack_postings(renumbered, notice_bits),
            notice_bits,
            self._lookahead(suffix_index[order], length[order]),
        )

    def _pack_postings(self, renumbered: Ints, notice_bits: int) -> NDArray[np.uint64]:
        node = np.concatenate([one.posting_node for one in self.passes])
        postings: NDArray[np.uint64] = renumbered[node].astype(np.uint64) << np.uint64(RANK_BITS)
        postings |= np.concatenate([one.posting_rank for one in self.passes])
        postings <<= np.uint64(notice_bits)
        postings |= np.concatenate([one.posting_notice for one in self.passes])
        postings.sort()
        return postings

    def _lookahead(self, suffix_index: Ints, length: Ints) -> Ints:
        """Return for each key of up to two characters the longest read among its suffixes."""
        starts, lookahead = suffix_index[length <= 2], length[length <= 2]
        for read_index, read_length in self.reads:
            key = np.searchsorted(starts, read_index, side="right") - 1
            np.maximum.at(lookahead, np.maximum(key, 0), read_length)
        return lookahead


def _equal_characters(difference: NDArray[np.uint64]) -> Ints:
    """Return how many of the first GRAM characters have no bit set."""
    equal = np.zeros(len(difference), np.int64)
    for count in range(1, GRAM + 1):
        equal += difference & np.uint64((1 << CHARACTER_BITS * count) - 1) == 0
    return equal
