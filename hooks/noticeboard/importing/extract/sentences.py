"""Sentences of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MAX_SENTENCE = 120


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence that contains `text[start:end]`, at most 120 characters of it."""
    begin = max(text.rfind(mark, 0, start) for mark in "。!?\n;") + 1
    stops = [stop for mark in "。!?\n" if (stop := text.find(mark, end)) >= 0]
    stop = min(stops, default=len(text)) + 1
    if stop - begin > _MAX_SENTENCE:
        begin = max(begin, start - _MAX_SENTENCE // 2)
        stop = min(stop, begin + _MAX_SENTENCE)
    return text[begin:stop]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence; a line break ends one too."""
    for match in re.finditer(r"[^。!?\n]+[。!?\n]?", text):
        yield match.start(), match.end()
