"""The order of hits: by rank, then newest first.

docs/assets/search/engine.js orders hits in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from noticeboard.search.documents import BLOCK_KINDS, SearchDocument
from noticeboard.text.folding import fold_all


def newest_first(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """Return the documents, newest first, then by id.

    The index numbers notices in this order, and hits of equal rank appear in it.
    """
    by_id = sorted(documents, key=lambda document: document.id)
    return sorted(by_id, key=lambda document: document.published, reverse=True)


def fold_blocks(document: SearchDocument) -> list[tuple[int, str]]:
    """Return (rank, folded text) of each block, best rank first."""
    blocks = document.blocks
    ranks = [BLOCK_KINDS.index(block.kind) for block in blocks]
    folded = fold_all([block.text for block in blocks])
    return sorted(zip(ranks, folded, strict=True), key=lambda block: block[0])


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
