"""Facets of the matches of a query, counted as docs/assets/search/facet-counts.js does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noticeboard.search.facets import FACETS


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many matches there are under the selected values, and without them.

    `facets` holds for each facet how many matches each value has under the other facets; `passing`
    the values as stored that pass, for each facet with a selection.
    """

    total: int
    unfiltered: int
    facets: Mapping[str, Mapping[str, int]]
    passing: Mapping[str, Sequence[object]]


def count_facets(
    groups: Sequence[tuple[Sequence[object], int]], selected: Mapping[str, Sequence[str]]
) -> FacetCounts:
    """Count groups of matches: the values of all facets in the order of FACETS, and a number."""
    facets = {facet: Counter(dict.fromkeys(selected.get(facet, ()), 0)) for facet in FACETS}
    passing = [
        {
            value
            for value in {values[number] for values, _ in groups}
            if not selected.get(facet)
            or not set(selected[facet]).isdisjoint(names_of(facet, value))
        }
        for number, facet in enumerate(FACETS)
    ]
    total = unfiltered = 0
    by_value: Counter[tuple[str, object]] = Counter()
    for values, count in groups:
        unfiltered += count
        failed = [
            facet
            for facet, value, own in zip(FACETS, values, passing, strict=True)
            if value not in own
        ]
        if not failed:
            total += count
        if len(failed) <= 1:
            for facet, value in zip(FACETS, values, strict=True):
                if not failed or facet in failed:
                    by_value[facet, value] += count
    for (facet, value), count in by_value.items():
        for name in names_of(facet, value):
            facets[facet][name] += count
    chosen = {
        facet: sorted(own, key=str)
        for facet, own in zip(FACETS, passing, strict=True)
        if selected.get(facet)
    }
    return FacetCounts(total, unfiltered, facets, chosen)


def names_of(facet: str, value: object) -> list[str]:
    """Return the values that a notice counts for.

    A region also counts for those that contain it; several authorities or kinds are joined by 、.
    """
    text = str(value)
    if facet != "region":
        return [name for name in text.split("、") if name]
    parts = [part for part in text.split("/") if part]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]
