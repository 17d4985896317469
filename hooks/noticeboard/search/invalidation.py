"""Which segments of the dictionary are stale after some notices have changed.

A segment depends only on the next `lookahead` characters after each of its positions (its
*windows*). It is stale if the windows of a changed notice differ, unless they differ only below a
leaf.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from noticeboard.search import trie
from noticeboard.search.corpus import Corpus, FoldedTexts, Ints
from noticeboard.search.segments import SECOND_CHARACTER, Prefixes, Segments

Windows = dict[str, int]
"""Text after a position, as far as the segment's lookahead -> the best rank of such a position."""


@dataclass(slots=True)
class StaleSegments:
    """Segments to rebuild, by code point or by prefix (see `Segments`).

    `characters`: all segments of a first character. `single_characters`: the segment that holds
    only the key of this one character. `pairs`: segments of two characters.
    """

    characters: set[int] = field(default_factory=set)
    single_characters: set[int] = field(default_factory=set)
    pairs: set[int] = field(default_factory=set)

    def mask(self, prefixes: Prefixes) -> NDArray[np.bool_]:
        """Return which of the prefixes are stale."""
        stale = [point << 32 for point in self.single_characters] + list(self.pairs)
        is_stale = np.isin(prefixes, np.array(stale, np.uint64))
        characters = np.array(list(self.characters), np.uint64)
        return is_stale | np.isin(prefixes >> np.uint64(32), characters)


def find_stale_segments(
    segments: Segments, old: FoldedTexts, new: FoldedTexts, changed: Sequence[int], corpus: Corpus
) -> StaleSegments:
    """Return what to rebuild of `segments`, the dictionary of the texts `old`.

    `changed` are the numbers of the notices that differ between `old` and `new`; all notices have
    the same number in both. `corpus` is the corpus of `new`.
    """
    comparison = _Comparison(segments)
    differences = comparison.differences(old, new, changed)
    certain = {
        prefix for prefix, common in differences.items() if not _may_be_pruned(prefix, common)
    }
    uncertain = {prefix: common for prefix, common in differences.items() if prefix not in certain}
    # The old texts may have had one more notice with a common text for each that changed.
    limit = trie.LEAF_LIMIT - len(changed)
    stale = StaleSegments()
    for prefix in certain | _with_more_notices(corpus, uncertain, limit):
        comparison.add(stale, prefix)
    for point in stale.single_characters | {prefix >> 32 for prefix in stale.pairs}:
        if not comparison.remains_divided(point, stale, corpus):
            stale.characters.add(point)
    return stale


def _may_be_pruned(prefix: int, common: Iterable[str]) -> bool:
    """Return whether a segment's keys may end before all of its differences.

    Segments of one character never qualify: their posting lists hold every change.
    """
    return prefix & SECOND_CHARACTER != 0 and all(len(text) >= 2 for text in common)


class _Comparison:
    """Compares old and new notices as the segments of the old ones see them."""

    def __init__(self, segments: Segments) -> None:
        self._prefixes = segments.prefixes
        self._lookahead = segments.lookahead
        has_second = (segments.prefixes & np.uint64(SECOND_CHARACTER)) != 0
        self._divided = frozenset((segments.prefixes[has_second] >> np.uint64(32)).tolist())
        """First characters whose keys are divided into segments of two characters."""

    def differences(
        self, old: FoldedTexts, new: FoldedTexts, changed: Iterable[int]
    ) -> dict[int, set[str]]:
        """Return the prefix of each segment that sees a difference -> the texts before it."""
        differences: dict[int, set[str]] = {}
        old_reader, new_reader = _BlockReader(old), _BlockReader(new)
        for number in changed:
            before = self._windows(old_reader.blocks(number))
            after = self._windows(new_reader.blocks(number))
            for prefix in before.keys() | after.keys():
                common = _common_starts(before.get(prefix, {}), after.get(prefix, {}))
                if common:
                    differences.setdefault(prefix, set()).update(common)
        return differences

    def add(self, stale: StaleSegments, prefix: int) -> None:
        """Mark a segment as stale."""
        first = prefix >> 32
        if first not in self._divided:
            stale.characters.add(first)
        elif prefix & SECOND_CHARACTER:
            stale.pairs.add(prefix)
        else:
            stale.single_characters.add(first)

    def remains_divided(self, point: int, stale: StaleSegments, corpus: Corpus) -> bool:
        """Return whether a divided character is certain to be divided in the new texts too."""
        low, high = np.searchsorted(
            self._prefixes, np.array([(point << 32) + 1, (point + 1) << 32], np.uint64)
        )
        untouched = [
            prefix for prefix in self._prefixes[low:high].tolist() if prefix not in stale.pairs
        ]
        if len(untouched) < 2:
            return False
        if point not in stale.single_characters:
            return True
        code = int(np.searchsorted(corpus.alphabet, point)) + 1
        notices = np.unique(corpus.notice[np.flatnonzero(corpus.text == code)])
        return len(notices) > trie.LEAF_LIMIT

    def _windows(self, blocks: Sequence[tuple[int, str]]) -> dict[int, Windows]:
        """Return the windows of each segment on a notice's blocks (see `_BlockReader.blocks`)."""
        positions = [(rank, text, at) for rank, text in blocks for at in range(len(text) - 1)]
        prefixes, lengths = self._segments_of([text[at : at + 2] for _, text, at in positions])
        windows: dict[int, Windows] = {}
        for (rank, text, at), prefix, length in zip(positions, prefixes, lengths, strict=True):
            # The best rank comes first.
            windows.setdefault(prefix, {}).setdefault(text[at : at + length], rank)
            first = ord(text[at])
            if first in self._divided:
                windows.setdefault(first << 32, {}).setdefault(text[at], rank)
        return windows

    def _segments_of(self, pairs: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return the prefix and the lookahead of the segments that hold pairs of characters."""
        prefixes = [
            ord(pair[0]) << 32 | (ord(pair[1]) if ord(pair[0]) in self._divided else 0)
            for pair in pairs
        ]
        if not len(self._prefixes):
            return prefixes, [2] * len(prefixes)
        wanted = np.array(prefixes, np.uint64)
        index = np.minimum(np.searchsorted(self._prefixes, wanted), len(self._prefixes) - 1)
        lengths = np.where(self._prefixes[index] == wanted, self._lookahead[index], 2)
        return prefixes, lengths.tolist()


def _common_starts(before: Windows, after: Windows) -> set[str]:
    """Return, for each window in which the two differ, its longest start with the same rank."""
    differing = {window for window, _ in before.items() ^ after.items()}
    return {
        next(
            window[:length]
            for length in range(len(window))
            if _best_rank(before, window[: length + 1]) != _best_rank(after, window[: length + 1])
        )
        for window in differing
    }


def _best_rank(windows: Windows, start: str) -> int | None:
    return min((rank for window, rank in windows.items() if window.startswith(start)), default=None)


def _with_more_notices(corpus: Corpus, texts: Mapping[int, set[str]], limit: int) -> set[int]:
    """Return the segments for which more than `limit` notices contain one of the given texts.

    A text in fewer notices ends in a leaf, and nothing after it was read.
    """
    positions = positions_of_pairs(corpus, texts)
    prefixes = _prefixes_at(corpus, positions)
    order = np.argsort(prefixes, kind="stable")
    positions, prefixes = positions[order], prefixes[order]
    result = set()
    for prefix, starts in texts.items():
        low, high = np.searchsorted(prefixes, np.array([prefix, prefix + 1], np.uint64))
        if any(_count_notices(corpus, positions[low:high], start) > limit for start in starts):
            result.add(prefix)
    return result


def _count_notices(corpus: Corpus, positions: Ints, text: str) -> int:
    """Return how many notices hold `text` at positions that start with its first two characters."""
    codes = np.searchsorted(corpus.alphabet, [ord(character) for character in text]) + 1
    for offset, code in enumerate(codes[2:].tolist(), 2):
        positions = positions[corpus.text[positions + offset] == code]
    return len(np.unique(corpus.notice[positions]))


class _BlockReader:
    """Decodes the blocks of single notices."""

    def __init__(self, texts: FoldedTexts) -> None:
        self._texts = texts
        self._positions, self._blocks = texts.notice_bounds()
        self._points = np.concatenate((np.zeros(1, np.uint32), texts.alphabet))

    def blocks(self, number: int) -> list[tuple[int, str]]:
        """Return (rank, text with its closing zero) of a notice's blocks, best rank first."""
        start, end = self._positions[number], self._positions[number + 1]
        points = self._points[self._texts.text[start:end]]
        texts = points.tobytes().decode("utf-32-le").split("\0")[:-1]
        ranks = self._texts.ranks[self._blocks[number] : self._blocks[number + 1]].tolist()
        return [(rank, f"{text}\0") for rank, text in zip(ranks, texts, strict=True)]


def positions_of_characters(corpus: Corpus, points: Iterable[int]) -> Ints:
    """Return the ascending positions of some code points."""
    is_wanted = np.zeros(len(corpus.alphabet) + 1, np.bool_)
    is_wanted[1:] = np.isin(corpus.alphabet, np.array(list(points), np.uint32))
    return np.flatnonzero(is_wanted[corpus.text])


def positions_of_pairs(corpus: Corpus, prefixes: Iterable[int]) -> Ints:
    """Return the ascending positions of some pairs of characters, packed as in `Segments`."""
    wanted = np.array(sorted(prefixes), np.uint64)
    positions = positions_of_characters(corpus, (wanted >> np.uint64(32)).tolist())
    return positions[np.isin(_prefixes_at(corpus, positions), wanted)]


def _prefixes_at(corpus: Corpus, positions: Ints) -> Prefixes:
    points = np.concatenate((np.zeros(1, np.uint64), corpus.alphabet.astype(np.uint64)))
    return points[corpus.text[positions]] << np.uint64(32) | points[corpus.text[positions + 1]]
