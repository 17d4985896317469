"""The facets that the search page filters by.

docs/assets/search/facets.js has their labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from noticeboard.search.documents import SearchDocument

FACETS: dict[str, Callable[[SearchDocument], str]] = {
    "year": lambda document: document.published[:4],
    "region": lambda document: "/".join(document.region),
    "category": lambda document: document.category,
    "authority": lambda document: document.authority,
    "kind": lambda document: document.kind,
    "attachments": lambda document: "yes" if document.has_attachments else "no",
    "status": lambda document: document.status,
    "channel": lambda document: document.channels,
    "progress": lambda document: "yes" if document.has_progress else "no",
}
RANGES: dict[str, Callable[[SearchDocument], str]] = {
    "date": lambda document: document.published,
    "days": lambda document: "" if document.days is None else str(document.days),
}
"""What the page filters by range and sorts by."""

FIRST_INDEX = ord("]")
"""The character of the index 0: neither it nor the characters after it have escapes in JSON."""


def facet_columns(documents: Sequence[SearchDocument]) -> dict[str, Any]:
    """Return for each facet and range its sorted values, and for each notice the index of its value.

    The indices are characters of one string, from FIRST_INDEX on.
    """
    columns = {}
    for name, value_of in (FACETS | RANGES).items():
        values_by_notice = [value_of(document) for document in documents]
        values = sorted(set(values_by_notice))
        index = {value: chr(FIRST_INDEX + number) for number, value in enumerate(values)}
        columns[name] = {"values": values, "notices": "".join(index[v] for v in values_by_notice)}
    return columns
