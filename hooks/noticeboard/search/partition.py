"""The division of the notices into segments, which are indexed and cached one by one.

A segment is a year of publication. While it holds more than `max_notices`, it is divided into
half-years, quarters, months, half-months, days, and at last by the bits of the SHA-256 of the id.
Which segment a notice is in depends only on its date and id, on how many notices share its period,
and on `max_notices`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from noticeboard.search.documents import SearchDocument

MAX_NOTICES = 896
"""The most notices of a segment, as long as MAX_SEGMENTS such segments can hold all notices."""
MAX_SEGMENTS = 32
"""If this number of full segments cannot hold all notices, the limit is doubled until it can."""

_ID_BITS = 256

_LEVELS: tuple[Callable[[SearchDocument], object], ...] = (
    lambda document: document.published[:4],
    lambda document: document.published[5:7] > "06",
    lambda document: (document.published[5:7] > "03") + (document.published[5:7] > "09"),
    lambda document: document.published[:7],
    lambda document: document.published[8:10] > "15",
    lambda document: document.published,
)


def max_notices(count: int) -> int:
    """Return the most notices of a segment if there are `count` notices in all."""
    limit = MAX_NOTICES
    while limit * MAX_SEGMENTS < count:
        limit *= 2
    return limit


def partition(documents: Iterable[SearchDocument]) -> list[list[SearchDocument]]:
    """Return the segments, oldest first, each with its notices as the index numbers them.

    The numbers ascend with the date of publication, and descend with the id within a day.
    """
    ordered = sorted(documents, key=lambda document: document.id, reverse=True)
    ordered.sort(key=lambda document: document.published)
    return list(_divide(ordered, max_notices(len(ordered)), 0))


def _divide(
    documents: Sequence[SearchDocument], limit: int, level: int
) -> Iterator[list[SearchDocument]]:
    """Yield the documents, which agree in all levels before this one, in segments."""
    if level and len(documents) <= limit:
        yield list(documents)
    else:
        label = _LEVELS[level] if level < len(_LEVELS) else _id_bit(level - len(_LEVELS))
        # Stable, so that the order remains within each part.
        for _, part in groupby(sorted(documents, key=label), label):  # type: ignore[arg-type]
            yield from _divide(list(part), limit, level + 1)


def _id_bit(number: int) -> Callable[[SearchDocument], int]:
    def bit(document: SearchDocument) -> int:
        digest = int.from_bytes(hashlib.sha256(document.id.encode()).digest(), "big")
        return digest >> (_ID_BITS - 1 - number) & 1

    return bit
