"""The keys of the search dictionary: the nodes of a suffix trie, cut off where few notices remain.

A node stands for the places of the text that begin with its key. Below a node with at most
`LEAF_LIMIT` notices there are no others, and a run of characters that all places of a node share
makes no nodes of its own. So a term that is no key has the places of its longest key, all or none
of them, or few enough notices to look into.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

LEAF_LIMIT = 24
"""Notices up to which a key is not divided further."""

BATCH = 1 << 20
"""Places refined at a time: bounds the memory, about 200 bytes a place."""

CHARACTER_BITS = 16
GRAM = 4
"""Characters compared at once along a run that all places of a node share."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All folded blocks, notice after notice, each notice's best-ranking blocks first.

    `text` holds 0 between blocks, otherwise 1 + the index into `alphabet`, which is sorted, so
    that codes sort as code points do. `notice` and `rank` have one entry a place, `ends` the
    ascending places of the zeros.
    """

    text: NDArray[np.uint16]
    notice: NDArray[np.unsignedinteger]
    rank: NDArray[np.uint8]
    ends: Ints
    alphabet: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Nodes:
    """Keys in code-point order. All arrays but `pairs` have one entry a node.

    The key of node i is text[place[i] : place[i] + length[i]]; `owner` is the node with the
    longest key that this one's begins with, -1 for none. `pairs` is ascending, one entry for each
    notice of each node: node, rank, notice, packed with `rank_bits` and `notice_bits`.
    """

    place: Ints
    length: Ints
    owner: Ints
    pairs: NDArray[np.uint64]
    notice_bits: int


def corpus(notices: Sequence[Sequence[tuple[int, str]]]) -> Corpus:
    """From the (rank, folded text) of each notice's blocks; raises ValueError past 65,535
    different characters."""
    ordered = [sorted(blocks, key=lambda block: block[0]) for blocks in notices]
    joined = "".join(f"{text}\0" for blocks in ordered for _, text in blocks) + "\0" * GRAM
    points = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    del joined
    used = np.flatnonzero(_frequency(points, int(points.max()) + 1))
    if len(used) > 1 << CHARACTER_BITS:
        raise ValueError("the notices hold more than 65,535 different characters")
    codes = np.zeros(int(used[-1]) + 1, np.uint16)
    codes[used] = np.arange(len(used))
    sizes = np.array([len(text) + 1 for blocks in ordered for _, text in blocks], np.int64)
    ranks = np.array([rank for blocks in ordered for rank, _ in blocks], np.uint8)
    counts = np.array([len(blocks) for blocks in ordered], np.int64)
    number = np.uint16 if len(notices) <= 1 << 16 else np.uint32
    owners = np.repeat(np.arange(len(notices), dtype=number), counts)
    return Corpus(
        codes[points],
        np.repeat(owners, sizes),
        np.repeat(ranks, sizes),
        np.cumsum(sizes) - 1,
        used[1:].astype(np.uint32),
    )


def batches(source: Corpus) -> Iterator[tuple[int, int]]:
    """The corpus in parts for `nodes`: the first and the end of a range of first characters."""
    frequency = _frequency(source.text, len(source.alphabet) + 1)
    first, last = 1, len(source.alphabet) + 1
    while first < last:
        size, end = int(frequency[first]), first + 1
        while end < last and size + frequency[end] <= BATCH:
            size += int(frequency[end])
            end += 1
        yield first, end
        first = end


def nodes(source: Corpus, batch: tuple[int, int]) -> Nodes:
    """The nodes whose keys begin with a character of the batch, in order."""
    first, end = batch
    chosen = (source.text >= first) & (source.text < end)
    return _Refinement(source, np.flatnonzero(chosen)).nodes()


@dataclass(slots=True)
class _Groups:
    """Places that are still to be divided, as indices into a batch's places.

    `members` are group after group, ascending in each. The others have one entry a group: how
    many members, the length of the text they are known to share, their nearest node, and the
    position of the first of them were all places of the batch sorted by the text that follows.
    """

    members: Ints
    size: Ints
    depth: Ints
    owner: Ints
    slot: Ints


@dataclass(slots=True)
class _Found:
    """What one round found, arrays as in `Nodes`, but by number of discovery."""

    slot: Ints
    place: Ints
    length: Ints
    owner: Ints
    pair_node: NDArray[np.uint32]
    pair_notice: NDArray[np.unsignedinteger]
    pair_rank: NDArray[np.uint8]


@dataclass(slots=True)
class _Refinement:
    """Divides the places of one batch, level by level, into nodes."""

    source: Corpus
    places: Ints
    count: int = 0
    found: list[_Found] = field(default_factory=list)

    def nodes(self) -> Nodes:
        """All nodes of the batch, in key order."""
        zero = np.zeros(1, np.int64)
        everything = np.arange(len(self.places))
        groups = _Groups(everything, zero + len(everything), zero, zero - 1, zero)
        while len(groups.members):
            groups = self._divide(groups)
        return self._ordered()

    def _divide(self, groups: _Groups) -> _Groups:
        """One round: every group by its next character; what is left to divide further."""
        parent, character, first, members = self._sorted(groups)
        size = np.diff(first, append=len(members))
        notice = self.source.notice[self.places[members]]
        fresh = np.ones(len(members), bool)
        fresh[1:] = notice[1:] != notice[:-1]
        fresh[first] = True
        distinct = np.add.reduceat(fresh, first, dtype=np.int64)
        children = np.bincount(parent, minlength=len(groups.size))
        # The very first group is the empty key, which is no node and always branches.
        branches = (children[parent] > 1) | (groups.depth[parent] == 0)
        begin = np.cumsum(groups.size) - groups.size
        slot = groups.slot[parent] + first - begin[parent]
        is_node = branches & (character != 0)
        owner = groups.owner[parent]
        number = np.cumsum(is_node) - 1 + self.count
        chosen = fresh & np.repeat(is_node, size)
        self.found.append(
            _Found(
                slot[is_node],
                self.places[members[first[is_node]]],
                groups.depth[parent][is_node] + 1,
                owner[is_node],
                np.repeat(number.astype(np.uint32), size)[chosen],
                notice[chosen],
                self.source.rank[self.places[members[chosen]]],
            )
        )
        self.count += int(is_node.sum())
        depth = groups.depth[parent] + 1
        owner = np.where(is_node, number, owner)
        alive = (character != 0) & (distinct > LEAF_LIMIT)
        rest = members[np.repeat(alive, size)]
        left = _Groups(rest, size[alive], depth[alive], owner[alive], slot[alive])
        self._skip_shared(left, ~branches[alive])
        return left

    def _sorted(self, groups: _Groups) -> tuple[Ints, Ints, Ints, Ints]:
        """Members by group, next character and place: (group, character and first member of each
        child; members)."""
        bits = len(self.places).bit_length()
        group = np.repeat(np.arange(len(groups.size)), groups.size)
        following = self.source.text[self.places[groups.members] + groups.depth[group]]
        keys = (group.astype(np.uint64) << np.uint64(CHARACTER_BITS)) | following
        keys = (keys << np.uint64(bits)) | groups.members.astype(np.uint64)
        keys.sort()
        members = (keys & np.uint64((1 << bits) - 1)).astype(np.int64)
        keys >>= np.uint64(bits)
        first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        child = keys[first].astype(np.int64)
        return child >> CHARACTER_BITS, child & ((1 << CHARACTER_BITS) - 1), first, members

    def _skip_shared(self, groups: _Groups, single: NDArray[np.bool_]) -> None:
        """Move the depth of the groups marked `single` to the end of the text they share."""
        text = self.source.text
        # Every GRAM characters of the text as one number, overlapping.
        grams = np.ndarray((len(text) - GRAM + 1,), "<u8", text, strides=(2,))
        chosen = np.flatnonzero(single)
        places = self.places[groups.members[np.repeat(single, groups.size)]]
        size = groups.size[chosen]
        while len(chosen):
            first = np.cumsum(size) - size
            depth = groups.depth[chosen]
            ends = self.source.ends
            limit = ends[np.searchsorted(ends, places[first])] - places[first]
            seen = grams[places + np.repeat(depth, size)]
            unlike = np.bitwise_or.reduceat(seen ^ np.repeat(seen[first], size), first)
            depth = np.minimum(depth + _equal_characters(unlike), limit)
            groups.depth[chosen] = depth
            on = (unlike == 0) & (depth < limit)
            places, chosen, size = places[np.repeat(on, size)], chosen[on], size[on]

    def _ordered(self) -> Nodes:
        """What all rounds found, in key order: by slot, then by length."""
        slot = np.concatenate([found.slot for found in self.found])
        length = np.concatenate([found.length for found in self.found])
        order = np.lexsort((length, slot))
        position = np.empty(len(order) + 1, np.int64)
        position[order] = np.arange(len(order))
        position[-1] = -1
        bits = max(1, int(self.source.notice[-1]).bit_length())
        node = np.concatenate([found.pair_node for found in self.found])
        pairs = position[node].astype(np.uint64) << np.uint64(2)
        pairs |= np.concatenate([found.pair_rank for found in self.found])
        pairs <<= np.uint64(bits)
        pairs |= np.concatenate([found.pair_notice for found in self.found])
        pairs.sort()
        place = np.concatenate([found.place for found in self.found])
        owner = np.concatenate([found.owner for found in self.found])
        return Nodes(place[order], length[order], position[owner[order]], pairs, bits)


def _frequency(values: NDArray[np.unsignedinteger], size: int) -> Ints:
    """How often each number below `size` occurs."""
    counts = np.zeros(size, np.int64)
    # bincount makes its argument eight bytes wide: only some of it at a time.
    for start in range(0, len(values), BATCH):
        counts += np.bincount(values[start : start + BATCH], minlength=size)
    return counts


def _equal_characters(unlike: NDArray[np.uint64]) -> Ints:
    """How many of the first GRAM characters have no bit set."""
    equal = np.zeros(len(unlike), np.int64)
    for count in range(1, GRAM + 1):
        equal += unlike & np.uint64((1 << CHARACTER_BITS * count) - 1) == 0
    return equal
