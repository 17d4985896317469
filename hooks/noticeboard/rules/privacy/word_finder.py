"""Search for the words of several lists in one pass over a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache


class WordFinder:
    """Lists of words of two characters or more; the key of each list is a bit of its own."""

    def __init__(self, lists: Mapping[int, Iterable[str]]) -> None:
        self._words = {key: sorted(words, key=len, reverse=True) for key, words in lists.items()}
        self._by_start: dict[tuple[int, str], list[str]] = defaultdict(list)
        for key, words in self._words.items():
            for word in words:
                self._by_start[key, word[:2]].append(word)
        self._keys: dict[str, int] = defaultdict(int)
        for key, start in self._by_start:
            self._keys[start] |= key
        firsts, seconds = ({start[at] for start in self._keys} for at in (0, 1))
        self._candidates = re.compile(f"{_set_of(firsts)}(?={_set_of(seconds)})")
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
        return [
            (start, self._keys[text[start : start + 2]])
            for start in (match.start() for match in self._candidates.finditer(text))
            if text[start : start + 2] in self._keys
        ]


def _set_of(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"
