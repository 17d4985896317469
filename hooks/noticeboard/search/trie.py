"""The keys of a segment: the nodes of a suffix trie, pruned where few notices remain.

A node represents all positions of the text at which its key starts. A node with at most LEAF_LIMIT
notices, a *leaf*, has no children. Where the same text follows all positions of a node, that text
has no nodes of its own (path compression): `reach` says where it ends.

A term that is not a key is looked up by its longest prefix that is one. If that is a leaf, two
hashed characters after each occurrence exclude nearly all notices that do not hold the term, and
the texts of the others are read. Otherwise the common text of the key decides for all its notices.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import CHARACTER_BITS, GRAM, Corpus, Ints
from noticeboard.search.runs import starts_of_runs

LEAF_LIMIT = 4
"""The most notices of a node without children."""

BATCH_POSITIONS = 1 << 19
"""Positions that are refined at a time, at about 200 bytes of memory each."""

RANK_BITS = 2

HASHES = 43
"""A hashed character is its code point modulo HASHES, or one of the two numbers after these."""
END_HASH = HASHES
"""The block ends here."""
ANY_HASH = HASHES + 1
"""The key occurs several times in the notice, with different characters here."""
HASH_BITS = 6


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes in the order of their keys; all arrays but `postings` have one entry per node.

    The key of node i is text[position[i] : position[i] + length[i]]. The text up to
    position[i] + reach[i] is common to all its positions; for a leaf it is not known, and `reach`
    is the length. `postings` holds one ascending number for each notice of each node: node, rank
    (RANK_BITS), notice (`notice_bits`), and for a leaf the hashes of the two characters that follow
    its key (HASH_BITS each), packed in this order.
    """

    position: Ints
    length: Ints
    reach: Ints
    is_leaf: NDArray[np.bool_]
    postings: NDArray[np.uint64]
    notice_bits: int


def batches(corpus: Corpus) -> Iterator[Ints]:
    """Yield the ascending positions of one range of first characters after another, without zeros."""
    counts = np.bincount(corpus.text, minlength=len(corpus.alphabet) + 1)
    counts[0] = 0
    batch_of_code = np.cumsum(counts) // BATCH_POSITIONS
    batch_of_code[0] = -1
    batch_of_position = batch_of_code.astype(np.int32)[corpus.text]
    for number in np.unique(batch_of_code[1:]):
        yield np.flatnonzero(batch_of_position == number)


def build_nodes(corpus: Corpus, positions: Ints) -> Nodes:
    """Return the nodes whose keys start at the positions: all those of certain characters."""
    return _Refinement(corpus, positions).run()


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
    is_leaf: NDArray[np.bool_]
    posting_node: NDArray[np.uint32]
    posting_notice: NDArray[np.uint32]
    posting_rank: NDArray[np.uint8]
    posting_hashes: NDArray[np.uint16]


@dataclass(slots=True)
class _Children:
    """The groups of one pass divided by their next character; arrays as in `_Groups`."""

    group: Ints
    character: Ints
    first: Ints
    size: Ints
    members: Ints


@dataclass(slots=True)
class _Refinement:
    """Radix sort of the positions of one batch, breadth first: each pass reads a character."""

    corpus: Corpus
    positions: Ints
    count: int = 0
    passes: list[_PassNodes] = field(default_factory=list)
    reaches: list[tuple[Ints, Ints]] = field(default_factory=list)
    """For each pass some nodes, and how far their common text reaches."""

    def run(self) -> Nodes:
        """Divide until no group is left."""
        size = len(self.positions)
        zero, root = np.zeros(1, np.int64), np.full(1, -1)
        groups = _Groups(np.arange(size), np.full(1, size), zero, root, zero)
        while len(groups.members):
            groups = self._divide(groups)
        return self._in_key_order()

    def _divide(self, groups: _Groups) -> _Groups:
        """Divide every group by its next character; return the groups to divide further."""
        children = self._children(groups)
        group, is_end, size = children.group, children.character == 0, children.size
        depth = groups.depth[group] + 1
        # Each single character is a node.
        branches = (np.bincount(group)[group] > 1) | (depth == 1)
        is_node = branches & ~is_end
        notice = self.corpus.notice[self.positions[children.members]]
        is_first_of_notice = starts_of_runs(notice)
        is_first_of_notice[children.first] = True
        counts = np.add.reduceat(is_first_of_notice, children.first, dtype=np.int64)
        is_open = ~is_end & (counts > LEAF_LIMIT)
        start = np.cumsum(groups.size) - groups.size
        suffix_index = groups.suffix_index[group] + children.first - start[group]
        number = np.cumsum(is_node) - 1 + self.count
        self.count += int(is_node.sum())

        self._add_nodes(
            children, suffix_index, depth, is_node, is_node & ~is_open, number, is_first_of_notice
        )
        remaining = _Groups(
            children.members[np.repeat(is_open, size)],
            size[is_open],
            depth[is_open],
            np.where(is_node, number, groups.node[group])[is_open],
            suffix_index[is_open],
        )
        self._skip_common_text(remaining, ~branches[is_open])
        return remaining

    def _add_nodes(
        self,
        children: _Children,
        suffix_index: Ints,
        depth: Ints,
        is_node: NDArray[np.bool_],
        is_leaf: NDArray[np.bool_],
        number: Ints,
        is_first_of_notice: NDArray[np.bool_],
    ) -> None:
        """Record the nodes among the children, and the first member of each of their notices."""
        posted = is_first_of_notice & np.repeat(is_node, children.size)
        positions = self.positions[children.members[posted]]
        self.passes.append(
            _PassNodes(
                suffix_index[is_node],
                self.positions[children.members[children.first[is_node]]],
                depth[is_node],
                is_leaf[is_node],
                np.repeat(number.astype(np.uint32), children.size)[posted],
                self.corpus.notice[positions],
                # Positions ascend, and a notice's blocks start with the best rank.
                self.corpus.rank[positions],
                self._hashes(children, depth, is_leaf, is_first_of_notice)[posted],
            )
        )

    def _children(self, groups: _Groups) -> _Children:
        bits = np.uint64(len(self.positions).bit_length())
        group = np.repeat(np.arange(len(groups.size)), groups.size)
        following = self.corpus.text[self.positions[groups.members] + groups.depth[group]]
        # Sorting one packed number is faster than an indirect sort.
        packed = (group.astype(np.uint64) << np.uint64(CHARACTER_BITS)) | following
        packed = (packed << bits) | groups.members.astype(np.uint64)
        packed.sort()
        members = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        packed >>= bits
        first = np.flatnonzero(starts_of_runs(packed))
        child = packed[first].astype(np.int64)
        size = np.diff(first, append=len(members))
        code = child & ((1 << CHARACTER_BITS) - 1)
        return _Children(child >> CHARACTER_BITS, code, first, size, members)

    def _hashes(
        self,
        children: _Children,
        depth: Ints,
        is_leaf: NDArray[np.bool_],
        is_first_of_notice: NDArray[np.bool_],
    ) -> NDArray[np.uint16]:
        """Return for the first member of each notice of a leaf the packed hashes, else 0."""
        chosen = np.flatnonzero(np.repeat(is_leaf, children.size))
        result = np.zeros(len(children.members), np.uint16)
        if not len(chosen):
            return result
        text = self.corpus.text
        hash_of_code = np.append(END_HASH, self.corpus.alphabet % HASHES).astype(np.uint16)
        next_position = self.positions[children.members[chosen]]
        next_position += np.repeat(depth[is_leaf], children.size[is_leaf])
        following = text[next_position]
        hashes = (
            hash_of_code[following],
            hash_of_code[np.where(following, text[next_position + 1], 0)],
        )
        starts = np.flatnonzero(is_first_of_notice[chosen])
        for one in hashes:
            low, high = np.minimum.reduceat(one, starts), np.maximum.reduceat(one, starts)
            result[chosen[starts]] <<= HASH_BITS
            result[chosen[starts]] |= np.where(low == high, low, ANY_HASH).astype(np.uint16)
        return result

    def _skip_common_text(self, groups: _Groups, is_single: NDArray[np.bool_]) -> None:
        """Increase the depth of the groups marked `is_single` by the text that all members share."""
        text, block_ends = self.corpus.text, self.corpus.block_ends
        # Every GRAM characters of the text as one number, overlapping.
        grams = np.ndarray((len(text) - GRAM + 1,), "<u8", text, strides=(2,))
        single = chosen = np.flatnonzero(is_single)
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
        self.reaches.append((groups.node[single], groups.depth[single]))

    def _in_key_order(self) -> Nodes:
        """Return the nodes of all passes, sorted by suffix index, then by length."""
        suffix_index, position, length, is_leaf = (
            np.concatenate([getattr(one, name) for one in self.passes])
            for name in ("suffix_index", "position", "length", "is_leaf")
        )
        order = np.argsort(suffix_index * (int(length.max()) + 1) + length)
        renumbered = np.empty(len(order), np.int64)
        renumbered[order] = np.arange(len(order))
        reach = length.copy()
        for nodes, reaches in self.reaches:
            reach[nodes] = reaches
        notice_bits = max(1, int(self.corpus.notice[-1]).bit_length())
        return Nodes(
            position[order],
            length[order],
            reach[order],
            is_leaf[order],
            self._pack_postings(renumbered, notice_bits),
            notice_bits,
        )

    def _pack_postings(self, renumbered: Ints, notice_bits: int) -> NDArray[np.uint64]:
        node = np.concatenate([one.posting_node for one in self.passes])
        postings: NDArray[np.uint64] = renumbered[node].astype(np.uint64)
        for name, bits in (
            ("posting_rank", RANK_BITS),
            ("posting_notice", notice_bits),
            ("posting_hashes", 2 * HASH_BITS),
        ):
            postings <<= np.uint64(bits)
            postings |= np.concatenate([getattr(one, name) for one in self.passes])
        postings.sort()
        return postings


def _equal_characters(difference: NDArray[np.uint64]) -> Ints:
    """Return how many of the first GRAM characters have no bit set."""
    equal = np.zeros(len(difference), np.int64)
    for count in range(1, GRAM + 1):
        equal += difference & np.uint64((1 << CHARACTER_BITS * count) - 1) == 0
    return equal
