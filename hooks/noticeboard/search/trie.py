"""The keys of the search dictionary: the nodes of a suffix trie, cut off where few notices remain.

A node stands for the places of the text that begin with its key. Below a node with at most
`LEAF_LIMIT` notices there are no others, and a run of characters that all places of a node share
makes no nodes of its own. So a term that is no key has the places of its longest key, all or none
of them, or few enough notices to look into.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import CHARACTER_BITS, GRAM, Corpus, Ints, frequency

LEAF_LIMIT = 24
"""Notices up to which a key is not divided further."""

BATCH = 1 << 19
"""Places refined at a time: bounds the memory, about 200 bytes a place."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Keys in code-point order. All arrays but `pairs` have one entry a node.

    The key of node i is text[place[i] : place[i] + length[i]]; `owner` is the node with the
    longest key that this one's begins with, -1 for none. `pairs` is ascending, one entry for each
    notice of each node: node, rank, notice, packed with 2 and `notice_bits` bits. `reach` has one
    entry for each key of one or two characters: how many characters were read from where it and
    those after it, up to the next such key, begin.
    """

    place: Ints
    length: Ints
    owner: Ints
    pairs: NDArray[np.uint64]
    notice_bits: int
    reach: Ints


def batches(starts: NDArray[np.uint16]) -> Iterator[tuple[int, int]]:
    """Ranges of first characters, first and end, with about BATCH places each; `starts` holds the
    character of each place that is to be refined."""
    counts = frequency(starts, int(starts.max(initial=0)) + 1)
    first, last = 1, len(counts)
    while first < last:
        size, end = int(counts[first]), first + 1
        while end < last and size + counts[end] <= BATCH:
            size += int(counts[end])
            end += 1
        if size:
            yield first, end
        first = end


def nodes(source: Corpus, places: Ints, stem: int = 0, rounds: int | None = None) -> Nodes:
    """The nodes whose keys begin at one of the ascending places, in order.

    The places are all that begin with some characters. With `stem` 1 they are all that begin with
    some pairs of characters, and the nodes those of two characters and more, where one character
    is known to be followed by several. `rounds` bounds the keys' length.
    """
    return _Refinement(source, places, stem).nodes(rounds)


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
    stem: int
    count: int = 0
    found: list[_Found] = field(default_factory=list)
    read: list[tuple[Ints, Ints]] = field(default_factory=list)

    def nodes(self, rounds: int | None) -> Nodes:
        """All nodes of the batch, or those of so many rounds, in key order."""
        groups = self._first_groups()
        while len(groups.members) and rounds != len(self.found):
            self.read.append((groups.slot, groups.depth + 1))
            groups = self._divide(groups)
        return self._ordered()

    def _first_groups(self) -> _Groups:
        starts = self.source.text[self.places] if self.stem else np.zeros_like(self.places)
        members = np.argsort(starts, kind="stable")
        first = np.flatnonzero(np.diff(starts[members], prepend=-1))
        size = np.diff(first, append=len(members))
        depth = np.full(len(first), self.stem)
        return _Groups(members, size, depth, np.full(len(first), -1), first)

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
        # The very first groups always branch: the empty key, or keys of which only a part is here.
        branches = (children[parent] > 1) | (groups.depth[parent] == self.stem)
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
        reach = self._reach(slot[order], length[order])
        return Nodes(place[order], length[order], position[owner[order]], pairs, bits, reach)

    def _reach(self, slot: Ints, length: Ints) -> Ints:
        starts, reach = slot[length <= 2], length[length <= 2]
        for read_slot, read_length in self.read:
            unit = np.searchsorted(starts, read_slot, side="right") - 1
            np.maximum.at(reach, np.maximum(unit, 0), read_length)
        return reach


def _equal_characters(unlike: NDArray[np.uint64]) -> Ints:
    """How many of the first GRAM characters have no bit set."""
    equal = np.zeros(len(unlike), np.int64)
    for count in range(1, GRAM + 1):
        equal += unlike & np.uint64((1 << CHARACTER_BITS * count) - 1) == 0
    return equal
