"""The order of hits: by rank, then newest first.

docs/assets/search/engine.js orders hits in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from noticeboard.search.array_folding import fold_all
from noticeboard.search.documents import RANKS, SearchDocument
from noticeboard.search.partition import partition


def newest_first(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """Return the documents, newest first, then by id: hits of equal rank appear in this order.

    A day that is divided into several segments is in the order of its segments.
    """
    return [document for segment in partition(documents) for document in segment][::-1]


def fold_blocks(documents: Sequence[SearchDocument]) -> list[list[tuple[int, str]]]:
    """Return (rank, folded text) of each block of each document, best rank first."""
    blocks = [document.blocks for document in documents]
    folded = iter(fold_all([block.text for own in blocks for block in own]))
    ranked = ([(RANKS[block.kind], next(folded)) for block in own] for own in blocks)
    return [sorted(own, key=lambda block: block[0]) for own in ranked]


def rank_of(blocks: Sequence[tuple[int, str]], terms: Sequence[str]) -> int | None:
    """Return the worst over the terms of each term's best rank, None if a term does not match."""
    worst = 0
    for term in terms:
        # The blocks are sorted by rank, so the first match is the best.
        best = next((rank for rank, text in blocks if term in text), None)
        if best is None:
            return None
        worst = max(worst, best)
    return worst
