"""Query terms, excerpts, and the brute-force scan whose answer the index must reproduce."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noticeboard.search.documents import SearchDocument
from noticeboard.search.ranking import fold_blocks, newest_first, rank_of
from noticeboard.text.folding import fold, fold_with_origins
from noticeboard.text.shorten import around_number

MAX_EXCERPTS = 2
CONTEXT_BEFORE, CONTEXT_AFTER = 24, 56
"""Characters of context that an excerpt shows before and after its first match."""

_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_TERM = re.compile(f'["“]([^"“”]*)["”](?=[{_SPACE}]|$)|[^{_SPACE}]+')


class Excerpt(NamedTuple):
    """A part of a block's original text, with the (start, end) of each match in it."""

    text: str
    matches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice that holds every term; `rank` is the worst of the terms' ranks."""

    document: SearchDocument
    rank: int
    excerpts: tuple[Excerpt, ...]


def parse_terms(query: str) -> tuple[str, ...]:
    """Return the distinct folded terms of a query: its words and "quoted phrases"."""
    terms = (fold(match[0] if match[1] is None else match[1]) for match in _TERM.finditer(query))
    return tuple(dict.fromkeys(term for term in terms if term))


def scan(documents: Iterable[SearchDocument], query: str) -> list[Hit]:
    """Return the hits of `query`, best first, by reading every block of every document."""
    return Scanner(documents).scan(query)


class Scanner:
    """Documents that are folded once and scanned for many queries."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        ordered = newest_first(documents)
        self._documents = list(zip(ordered, fold_blocks(ordered), strict=True))

    def scan(self, query: str) -> list[Hit]:
        """Return the hits of `query`, best first; none if it holds no letter and no digit."""
        terms = parse_terms(query)
        return [
            Hit(document, rank, find_excerpts(document, terms))
            for rank, document in self.match(terms)
        ]

    def match(self, terms: Sequence[str]) -> list[tuple[int, SearchDocument]]:
        """Return (rank, document) of every document that holds all folded terms, best first."""
        matches = [
            (rank, document)
            for document, blocks in (self._documents if terms else ())
            if (rank := rank_of(blocks, terms)) is not None
        ]
        return sorted(matches, key=lambda match: match[0])


def find_excerpts(document: SearchDocument, terms: Sequence[str]) -> tuple[Excerpt, ...]:
    """Return up to MAX_EXCERPTS excerpts that show as many of the folded terms as possible.

    Title and unit come last: a hit shows them anyway.
    """
    candidates = [
        (matched, _excerpt(block.text, terms))
        for block in sorted(document.blocks, key=lambda block: block.kind in ("title", "unit"))
        if (matched := _matched_terms(block.text, terms))
    ]
    chosen: list[Excerpt] = []
    shown: set[str] = set()
    for matched, excerpt in candidates:
        if not matched <= shown:
            chosen.append(excerpt)
            shown |= matched
    chosen += [excerpt for _, excerpt in candidates if excerpt not in chosen]
    return tuple(chosen[:MAX_EXCERPTS])


def _matched_terms(text: str, terms: Sequence[str]) -> set[str]:
    folded = fold(text)
    return {term for term in terms if term in folded}


def _excerpt(text: str, terms: Sequence[str]) -> Excerpt:
    """Return the surroundings of the first match in `text`, which holds one of the terms."""
    matches = match_spans(text, terms)
    start = around_number(text, max(0, matches[0][0] - CONTEXT_BEFORE))[0]
    end = around_number(text, min(len(text), matches[0][1] + CONTEXT_AFTER))[1]
    prefix, suffix = "…" if start else "", "…" if end < len(text) else ""
    shift = len(prefix) - start
    return Excerpt(
        prefix + text[start:end] + suffix,
        tuple((low + shift, high + shift) for low, high in matches if high <= end),
    )


def match_spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Return (start, end) of the matches in `text`, ascending; those that touch are merged."""
    folded, origins = fold_with_origins(text)
    spans = []
    for term in terms:
        start = folded.find(term)
        while start >= 0:
            spans.append((origins[start][0], origins[start + len(term) - 1][1]))
            start = folded.find(term, start + 1)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
