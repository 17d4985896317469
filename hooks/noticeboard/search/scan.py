"""Documents, query terms, and the brute-force scan whose answer the index must reproduce."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, overload

from noticeboard.search.folding import fold, fold_with_origins

BlockKind = Literal["title", "unit", "heading", "body"]
BLOCK_KINDS: tuple[BlockKind, ...] = ("title", "unit", "heading", "body")
"""Kinds of blocks, best rank first: a rank is an index into this."""

MAX_EXCERPTS = 2
CONTEXT_BEFORE, CONTEXT_AFTER = 24, 56
"""Characters of context that an excerpt shows before and after its first match."""

_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_TERM = re.compile(f'["“]([^"“”]*)["”](?=[{_SPACE}]|$)|[^{_SPACE}]+')


class Block(NamedTuple):
    """A piece of a notice's text; a term never matches across two blocks."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A notice as the search sees it.

    `url` is relative to the site's root. `fingerprint` is a digest (32 bytes) of all inputs of the
    document, empty if it is not known.
    """

    id: str
    url: str
    title: str
    unit: str
    issuer: str
    region: tuple[str, ...]
    authority: str
    kind: str
    published: str
    status: Literal["in_force", "corrected", "withdrawn"]
    has_attachments: bool
    blocks: Sequence[Block]
    fingerprint: bytes = b""


class LazyBlocks(Sequence[Block]):
    """Blocks that are computed on each access, so that they occupy no memory in between."""

    def __init__(self, compute: Callable[[], Sequence[Block]]) -> None:
        self._compute = compute

    def __len__(self) -> int:
        return len(self._compute())

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | Sequence[Block]:
        return self._compute()[index]

    def __iter__(self) -> Iterator[Block]:
        return iter(self._compute())


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


def newest_first(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """Return the documents, newest first, then by id.

    The index numbers notices in this order, and hits of equal rank appear in it.
    """
    by_id = sorted(documents, key=lambda document: document.id)
    return sorted(by_id, key=lambda document: document.published, reverse=True)


def scan(documents: Iterable[SearchDocument], query: str) -> list[Hit]:
    """Return the hits of `query`, best first, by reading every block of every document."""
    return Scanner(documents).scan(query)


class Scanner:
    """Documents that are folded once and scanned for many queries."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._documents = [
            (document, fold_blocks(document)) for document in newest_first(documents)
        ]

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
            if (rank := _rank(blocks, terms)) is not None
        ]
        return sorted(matches, key=lambda match: match[0])


def fold_blocks(document: SearchDocument) -> list[tuple[int, str]]:
    """Return (rank, folded text) of each block, best rank first."""
    blocks = [(BLOCK_KINDS.index(block.kind), fold(block.text)) for block in document.blocks]
    return sorted(blocks, key=lambda block: block[0])


def _rank(blocks: Sequence[tuple[int, str]], terms: Sequence[str]) -> int | None:
    """Return the worst over the terms of each term's best rank, None if a term does not match."""
    worst = 0
    for term in terms:
        # The blocks are sorted by rank, so the first match is the best.
        best = next((rank for rank, text in blocks if term in text), None)
        if best is None:
            return None
        worst = max(worst, best)
    return worst


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
    start = max(0, matches[0][0] - CONTEXT_BEFORE)
    end = min(len(text), matches[0][1] + CONTEXT_AFTER)
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
