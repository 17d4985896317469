"""Word-level differences between two texts, grouped into hunks with context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]
CHANGES: tuple[Kind, ...] = ("removed", "added")

CONTEXT_CHARS = 18
"""Unchanged characters shown on either side of a change."""
MAX_SPAN_CHARS = 400
"""Longer spans are truncated."""
MAX_TOKENS = 3_000
"""Longer paragraphs are shown whole: comparing words takes quadratic time."""

# A number, date, Latin word or address is one token, and so is each Chinese character.
_TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.:@/_%—–-]+[0-9A-Za-z]+)*%?|.", re.DOTALL)
_MIN_SIMILARITY = 0.4
_MAX_ISLAND_CHARS = 2


class Span(NamedTuple):
    """A run of text that stayed, was added or was removed.

    `length` counts all its characters; `text` may hold only the first of them.
    """

    kind: Kind
    text: str
    length: int

    @property
    def truncated(self) -> bool:
        """Whether `text` is incomplete."""
        return self.length > len(self.text)


@dataclass(frozen=True, slots=True)
class Hunk:
    """One or more neighbouring changes with their context; spans in reading order."""

    spans: tuple[Span, ...]

    def text(self, kind: Kind) -> str:
        """Return the shown text of one kind."""
        return "".join(span.text for span in self.spans if span.kind == kind)


def diff_texts(old: str, new: str) -> tuple[Hunk, ...]:
    """Return the differences in order; empty lines and blanks at line ends are ignored."""
    old_lines, new_lines = _lines(old), _lines(new)
    opcodes = SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes()
    hunks: list[Hunk] = []
    for tag, a, b, c, d in opcodes:
        if tag != "equal":
            hunks += _diff_lines(old_lines[a:b], new_lines[c:d])
    return tuple(hunks)


def diff_sentences(old: str, new: str) -> tuple[Span, ...]:
    """Return the words of both texts, none left out; none if the texts have little in common."""
    runs = _runs(old, new)
    return tuple(Span(kind, text, len(text)) for kind, text in runs) if runs else ()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _diff_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    """Compare changed lines one by one when their number is the same, otherwise as a whole."""
    if len(old) == len(new):
        for old_line, new_line in zip(old, new, strict=True):
            yield from _diff_words(old_line, new_line)
    else:
        yield from _diff_words("\n".join(old), "\n".join(new))


def _diff_words(old: str, new: str) -> Iterator[Hunk]:
    runs = _runs(old, new)
    if runs:
        yield from _hunks(runs)
        return
    pairs = zip(CHANGES, (old, new), strict=True)
    yield Hunk(tuple(_span(kind, text) for kind, text in pairs if text))


def _runs(old: str, new: str) -> list[tuple[Kind, str]]:
    """Return the runs of words of both texts; none if the texts are long or have little in common."""
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, old_tokens, new_tokens, autojunk=False)
    small = max(len(old_tokens), len(new_tokens)) <= MAX_TOKENS
    if not small or not old or not new or matcher.quick_ratio() < _MIN_SIMILARITY:
        return []
    runs: list[tuple[Kind, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(old_tokens[a:b])))
        else:
            runs += [("removed", "".join(old_tokens[a:b])), ("added", "".join(new_tokens[c:d]))]
    return list(_merge_islands(runs))


def _merge_islands(runs: Iterable[tuple[Kind, str]]) -> Iterator[tuple[Kind, str]]:
    """Merge changes that are separated by only a character or two of unchanged text."""
    filled = [run for run in runs if run[1]]
    last = len(filled) - 1
    spread: list[tuple[Kind, str]] = []
    for index, (kind, text) in enumerate(filled):
        inner = 0 < index < last and "\n" not in text
        if kind == "same" and inner and len(text) <= _MAX_ISLAND_CHARS:
            spread += [("removed", text), ("added", text)]
        else:
            spread.append((kind, text))
    # Between two unchanged texts, all removals come before all additions.
    for same, group in groupby(spread, key=lambda run: run[0] == "same"):
        neighbours = list(group)
        for kind in ("same",) if same else CHANGES:
            text = "".join(text for run_kind, text in neighbours if run_kind == kind)
            if text:
                yield kind, text


def _hunks(runs: Sequence[tuple[Kind, str]]) -> Iterator[Hunk]:
    """Split at long unchanged runs, keeping a little context around each change."""
    spans: list[Span] = []
    for index, (kind, text) in enumerate(runs):
        first, last = index == 0, index == len(runs) - 1
        short = not first and not last and len(text) <= 2 * CONTEXT_CHARS
        if kind != "same" or short:
            spans.append(_span(kind, text))
            continue
        if not first:
            yield Hunk((*spans, _span("same", _head(text))))
            spans = []
        if not last:
            spans = [_span("same", _tail(text))]
    if any(span.kind != "same" for span in spans):
        yield Hunk(tuple(spans))


def _head(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= CONTEXT_CHARS else f"{line[:CONTEXT_CHARS]}…"


def _tail(text: str) -> str:
    line = text.rpartition("\n")[2]
    return line if len(line) <= CONTEXT_CHARS else f"…{line[-CONTEXT_CHARS:]}"


def _span(kind: Kind, text: str) -> Span:
    return Span(kind, text[:MAX_SPAN_CHARS], len(text))
