"""Search for the words of several lists in one pass over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from noticeboard.rules.privacy.code_points import CODE_POINTS, code_points

Table = NDArray[np.uint8]


class WordFinder:
    """Lists of words of two characters or more; the key of each list is a bit of its own."""

    def __init__(self, lists: Mapping[int, Iterable[str]]) -> None:
        self._words = {key: sorted(words, key=len, reverse=True) for key, words in lists.items()}
        self._by_start: dict[tuple[int, str], list[str]] = defaultdict(list)
        for key, words in self._words.items():
            for word in words:
                self._by_start[key, word[:2]].append(word)
        self._starts = lru_cache(maxsize=4)(self._find_starts)  # several rules read the same text

    def find(self, text: str, key: int) -> Iterator[tuple[int, int]]:
        """Yield start and end of each word of a list in the text; at one start, the longest."""
        for at, keys in self._starts(text):
            if keys & key:
                for word in self._by_start.get((key, text[at : at + 2]), ()):
                    if text.startswith(word, at):
                        yield at, at + len(word)
                        break

    def _find_starts(self, text: str) -> list[tuple[int, int]]:
        """Return where words can start, by their first two characters, and the bits of their lists."""
        points = code_points(text)
        first, second = self._tables
        keys = first[points[:-1]] & second[points[1:]]
        at = np.flatnonzero(keys)
        return list(zip(at.tolist(), keys[at].tolist(), strict=True))

    @cached_property
    def _tables(self) -> tuple[Table, Table]:
        """Return the bits of the lists in which each character is the first or second of a word."""
        first, second = (np.zeros(CODE_POINTS, np.uint8) for _ in range(2))
        for key, words in self._words.items():
            for word in words:
                first[ord(word[0])] |= key
                second[ord(word[1])] |= key
        return first, second
