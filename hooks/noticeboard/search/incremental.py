"""Which parts of the dictionary a changed notice touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from noticeboard.search import trie as search_trie
from noticeboard.search.corpus import Corpus, Ints, Texts
from noticeboard.search.segments import Segments

Windows = dict[int, dict[str, int]]
"""Unit -> what its keys may see of the text from a place on -> the best rank of such a place."""


@dataclass(slots=True)
class Touched:
    """What is to be made anew: of some characters all units, of others the one of the single
    character; and units of two characters, as keys like in `Segments`. All are code points."""

    whole: set[int] = field(default_factory=set)
    single: set[int] = field(default_factory=set)
    pairs: set[int] = field(default_factory=set)

    def gone(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Of which units the old lines no longer hold."""
        single = np.array([point << 32 for point in self.single], np.uint64)
        pairs = np.array(list(self.pairs), np.uint64)
        whole = np.array(list(self.whole), np.uint64)
        first = keys >> np.uint64(32)
        return np.isin(keys, single) | np.isin(keys, pairs) | np.isin(first, whole)


class Comparison:
    """Compares old and new notices against the units made of the old ones."""

    def __init__(self, units: Segments) -> None:
        self._keys = units.keys
        self._reach = units.reach
        first = units.keys >> np.uint64(32)
        self._divided = frozenset(first[(units.keys & np.uint64(0xFFFFFFFF)) != 0].tolist())

    def touched(self, old: Texts, new: Texts, changed: Iterable[int], source: Corpus) -> Touched:
        """What the notices of these numbers touch; `source` is of the new texts, and all notices
        have the same numbers in both."""
        numbers = list(changed)
        result, doubtful = Touched(), dict[int, set[str]]()
        olds, news = _Reader(old), _Reader(new)
        for number in numbers:
            before, after = (self._windows(one.blocks(number)) for one in (olds, news))
            for unit in before.keys() | after.keys():
                if starts := _alike(before.get(unit, {}), after.get(unit, {})):
                    doubtful.setdefault(unit, set()).update(starts)
        sure = {unit for unit, starts in doubtful.items() if not self._may_stay(unit, starts)}
        doubtful = {unit: starts for unit, starts in doubtful.items() if unit not in sure}
        # The old texts, which are gone, may have had as many more notices with some characters.
        limit = search_trie.LEAF_LIMIT - len(numbers)
        for unit in sure | _divided_further(source, doubtful, limit):
            self._add(result, unit)
        for point in result.single | {key >> 32 for key in result.pairs}:
            if not self._still_divided(point, result, source):
                result.whole.add(point)
        return result

    def _may_stay(self, unit: int, starts: Iterable[str]) -> bool:
        """Whether a unit's keys may be the same though the texts differ after these starts."""
        return unit & 0xFFFFFFFF != 0 and all(len(start) >= 2 for start in starts)

    def _add(self, result: Touched, unit: int) -> None:
        first = unit >> 32
        if first not in self._divided:
            result.whole.add(first)
        elif unit & 0xFFFFFFFF:
            result.pairs.add(unit)
        else:
            result.single.add(first)

    def _still_divided(self, point: int, result: Touched, source: Corpus) -> bool:
        """Whether a divided character surely remains one in the new texts."""
        low, high = np.searchsorted(
            self._keys, np.array([(point << 32) + 1, (point + 1) << 32], np.uint64)
        )
        others = [key for key in self._keys[low:high].tolist() if key not in result.pairs]
        if len(others) < 2:
            return False
        if point not in result.single:
            return True
        code = int(np.searchsorted(source.alphabet, point)) + 1
        notices = np.unique(source.notice[np.flatnonzero(source.text == code)])
        return len(notices) > search_trie.LEAF_LIMIT

    def _windows(self, blocks: Sequence[tuple[int, str]]) -> Windows:
        """Blocks best rank first, each with its closing zero."""
        places = [(rank, text, at) for rank, text in blocks for at in range(len(text) - 1)]
        units, lengths = self._units([text[at : at + 2] for _, text, at in places])
        windows: Windows = {}
        for (rank, text, at), unit, length in zip(places, units, lengths, strict=True):
            windows.setdefault(unit, {}).setdefault(text[at : at + length], rank)
            first = ord(text[at])
            if first in self._divided:
                windows.setdefault(first << 32, {}).setdefault(text[at], rank)
        return windows

    def _units(self, pairs: Sequence[str]) -> tuple[list[int], list[int]]:
        """The unit to which places that begin with two characters belong, and how much of the
        text after such a place it has seen."""
        points = [(ord(pair[0]), ord(pair[1])) for pair in pairs]
        wanted = [
            first << 32 | (second if first in self._divided else 0) for first, second in points
        ]
        if not len(self._keys):
            return wanted, [2] * len(wanted)
        asked = np.array(wanted, np.uint64)
        index = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        lengths = np.where(self._keys[index] == asked, self._reach[index], 2)
        return wanted, lengths.tolist()


def _alike(before: Mapping[str, int], after: Mapping[str, int]) -> set[str]:
    """The longest starts that are alike in both of windows that are not."""
    differing = {window for window, _ in before.items() ^ after.items()}
    return {
        next(
            window[:length]
            for length in range(len(window))
            if _best(before, window[: length + 1]) != _best(after, window[: length + 1])
        )
        for window in differing
    }


def _best(windows: Mapping[str, int], start: str) -> int | None:
    return min((rank for window, rank in windows.items() if window.startswith(start)), default=None)


def _divided_further(source: Corpus, doubtful: Mapping[int, set[str]], limit: int) -> set[int]:
    """The units of two characters with a start, out of those given, that more than `limit` notices
    hold: what follows after others has not been read."""
    places = places_of_pairs(source, doubtful)
    units = _pairs_at(source, places)
    order = np.argsort(units, kind="stable")
    places, units = places[order], units[order]
    found = set()
    for unit, starts in doubtful.items():
        low, high = np.searchsorted(units, np.array([unit, unit + 1], np.uint64))
        if any(_notices_with(source, places[low:high], start) > limit for start in starts):
            found.add(unit)
    return found


def _notices_with(source: Corpus, places: Ints, start: str) -> int:
    """How many notices hold the start, at places that begin with its first two characters."""
    codes = np.searchsorted(source.alphabet, [ord(character) for character in start]) + 1
    for offset, code in enumerate(codes[2:].tolist(), 2):
        places = places[source.text[places + offset] == code]
    return len(np.unique(source.notice[places]))


class _Reader:
    """The blocks of single notices as text."""

    def __init__(self, source: Texts) -> None:
        self._source = source
        self._places, self._blocks = source.spans()
        self._points = np.concatenate((np.zeros(1, np.uint32), source.alphabet))

    def blocks(self, number: int) -> list[tuple[int, str]]:
        """(rank, text with its closing zero) of a notice's blocks."""
        start, end = self._places[number], self._places[number + 1]
        points = self._points[self._source.text[start:end]]
        texts = points.tobytes().decode("utf-32-le").split("\0")[:-1]
        ranks = self._source.ranks[self._blocks[number] : self._blocks[number + 1]].tolist()
        return [(rank, f"{text}\0") for rank, text in zip(ranks, texts, strict=True)]


def places_of(source: Corpus, points: Iterable[int]) -> Ints:
    """Where the texts hold one of the characters, ascending."""
    return np.flatnonzero(_table(source, points)[source.text])


def places_of_pairs(source: Corpus, pairs: Iterable[int]) -> Ints:
    """Where the texts hold one of the pairs of characters, ascending."""
    wanted = np.array(sorted(pairs), np.uint64)
    places = places_of(source, (wanted >> np.uint64(32)).tolist())
    return places[np.isin(_pairs_at(source, places), wanted)]


def _pairs_at(source: Corpus, places: Ints) -> NDArray[np.uint64]:
    """The two characters at each place, like the keys of `Segments`."""
    points = np.concatenate((np.zeros(1, np.uint64), source.alphabet.astype(np.uint64)))
    return points[source.text[places]] << np.uint64(32) | points[source.text[places + 1]]


def _table(source: Corpus, points: Iterable[int]) -> NDArray[np.bool_]:
    """For each code whether it is one of the characters."""
    table = np.zeros(len(source.alphabet) + 1, np.bool_)
    table[1:] = np.isin(source.alphabet, np.array(list(points), np.uint32))
    return table
