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
    "authority": lambda document: document.authority,
    "kind": lambda document: document.kind,
    "attachments": lambda document: "yes" if document.has_attachments else "no",
    "status": lambda document: document.status,
}


def facet_columns(documents: Sequence[SearchDocument]) -> dict[str, Any]:
    """Return for each facet its sorted values, and for each notice the index of its value."""
    columns = {}
    for name, value_of in FACETS.items():
        values_by_notice = [value_of(document) for document in documents]
        values = sorted(set(values_by_notice))
        index = {value: number for number, value in enumerate(values)}
        columns[name] = {"values": values, "notices": [index[v] for v in values_by_notice]}
    return columns
