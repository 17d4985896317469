"""What the search finds: documents, query terms, and the scan that every other answer must equal."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, overload

from noticeboard.search.folding import fold, fold_with_origins

BlockKind = Literal["title", "unit", "heading", "body"]
KINDS: tuple[BlockKind, ...] = ("title", "unit", "heading", "body")
"""Block kinds from the best rank to the worst; a hit's `rank` is an index into this."""

PASSAGES = 2
BEFORE, AFTER = 24, 56
"""Characters of context on either side of a match in a passage."""

_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_TERM = re.compile(f'["“]([^"“”]*)["”](?=[{_SPACE}]|$)|[^{_SPACE}]+')


class Block(NamedTuple):
    """One piece of a notice's text; a term never matches across two blocks."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A notice as the search sees it. `url` is relative to the site's root; `source`, if not
    empty, is a digest of 32 bytes of all that the document was made from."""

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
    source: bytes = b""


class LazyBlocks(Sequence[Block]):
    """Blocks that are made anew each time they are asked for, and take no room meanwhile."""

    def __init__(self, make: Callable[[], Sequence[Block]]) -> None:
        self._make = make

    def __len__(self) -> int:
        return len(self._make())

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | Sequence[Block]:
        return self._make()[index]

    def __iter__(self) -> Iterator[Block]:
        return iter(self._make())


class Passage(NamedTuple):
    """A stretch of a block's original text, with the (start, end) of each match in it."""

    text: str
    matches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice that holds every term; `rank` is 0 where all stand in the title, to 3."""

    document: SearchDocument
    rank: int
    passages: tuple[Passage, ...]


def terms(query: str) -> tuple[str, ...]:
    """The folded terms of a query: split at white space, a "quoted phrase" kept whole."""
    found = (fold(match[0] if match[1] is None else match[1]) for match in _TERM.finditer(query))
    return tuple(dict.fromkeys(term for term in found if term))


def newest_first(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """The order in which equal hits are shown and in which the index numbers the notices."""
    by_id = sorted(documents, key=lambda document: document.id)
    return sorted(by_id, key=lambda document: document.published, reverse=True)


def scan(documents: Iterable[SearchDocument], query: str) -> list[Hit]:
    """The hits of `query`, best first, by looking at every block of every document."""
    return Scanner(documents).scan(query)


class Scanner:
    """Documents folded once, to be scanned for many queries."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._documents = [
            (document, [(KINDS.index(block.kind), fold(block.text)) for block in document.blocks])
            for document in newest_first(documents)
        ]

    def scan(self, query: str) -> list[Hit]:
        """The hits of `query`, best first; none where it holds no letter and no digit."""
        wanted = terms(query)
        return [
            Hit(document, rank, passages(document, wanted))
            for rank, document in self.matching(wanted)
        ]

    def matching(self, wanted: Sequence[str]) -> list[tuple[int, SearchDocument]]:
        """(rank, document) of every document that holds all folded terms, best first."""
        found = [
            (rank, document)
            for document, blocks in (self._documents if wanted else ())
            if (rank := _rank(blocks, wanted)) is not None
        ]
        return sorted(found, key=lambda pair: pair[0])


def _rank(blocks: Sequence[tuple[int, str]], wanted: Sequence[str]) -> int | None:
    """The worst over the terms of each term's best block, None where a term is in no block."""
    worst = 0
    for term in wanted:
        best = min((rank for rank, text in blocks if term in text), default=None)
        if best is None:
            return None
        worst = max(worst, best)
    return worst


def passages(document: SearchDocument, wanted: Sequence[str]) -> tuple[Passage, ...]:
    """Up to two stretches of text that show the terms, each term once before any twice.

    Falls back on the title and unit where nothing else matches.
    """
    found = [
        (covered, passage)
        for block in sorted(document.blocks, key=lambda block: block.kind in ("title", "unit"))
        if (covered := _covered(block.text, wanted)) and (passage := _passage(block.text, wanted))
    ]
    chosen: list[Passage] = []
    seen: set[str] = set()
    for covered, passage in found:
        if not covered <= seen:
            chosen.append(passage)
            seen |= covered
    chosen += [passage for _, passage in found if passage not in chosen]
    return tuple(chosen[:PASSAGES])


def _covered(text: str, wanted: Sequence[str]) -> set[str]:
    folded = fold(text)
    return {term for term in wanted if term in folded}


def _passage(text: str, wanted: Sequence[str]) -> Passage | None:
    """The stretch of `text` around its first match, None where no term stands in it."""
    matches = marks(text, wanted)
    if not matches:
        return None
    start = max(0, matches[0][0] - BEFORE)
    end = min(len(text), matches[0][1] + AFTER)
    inside = tuple((low - start, high - start) for low, high in matches if high <= end)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    return Passage(
        head + text[start:end] + tail,
        tuple((low + len(head), high + len(head)) for low, high in inside),
    )


def marks(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """(start, end) in `text` of every match, ascending, those that touch or overlap joined."""
    folded, origins = fold_with_origins(text)
    spans = []
    for term in wanted:
        at = folded.find(term)
        while at >= 0:
            spans.append((origins[at][0], origins[at + len(term) - 1][1]))
            at = folded.find(term, at + 1)
    concat: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if concat and start <= concat[-1][1]:
            concat[-1] = (concat[-1][0], max(end, concat[-1][1]))
        else:
            concat.append((start, end))
    return concat
