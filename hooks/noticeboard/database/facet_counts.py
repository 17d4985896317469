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
    passing: Mapping[str, Sequence[str]]


def count_facets(
    groups: Sequence[tuple[Sequence[str], int]], selected: Mapping[str, Sequence[str]]
) -> FacetCounts:
    """Count groups of matches: the values of all facets in the order of FACETS, and a number."""
    passing = {
        number: {
            value
            for value in {values[number] for values, _ in groups}
            if not set(selected[facet]).isdisjoint(names_of(facet, value))
        }
        for number, facet in enumerate(FACETS)
        if selected.get(facet)
    }
    numbers = range(len(FACETS))
    by_value: list[Counter[str]] = [Counter() for _ in numbers]
    total = unfiltered = 0
    for values, count in groups:
        unfiltered += count
        failed = [number for number, own in passing.items() if values[number] not in own]
        if not failed:
            total += count
        if len(failed) <= 1:
            # Under the other facets, a match that one facet excludes counts for this one.
            for number in failed or numbers:
                by_value[number][values[number]] += count
    names = tuple(FACETS)
    facets = {facet: Counter(dict.fromkeys(selected.get(facet, ()), 0)) for facet in names}
    for number, counts in enumerate(by_value):
        for value, count in counts.items():
            for name in names_of(names[number], value):
                facets[names[number]][name] += count
    chosen = {names[number]: sorted(own) for number, own in passing.items()}
    return FacetCounts(total, unfiltered, facets, chosen)


def names_of(facet: str, value: str) -> list[str]:
    """Return the values that a notice counts for.

    A region also counts for those that contain it; several authorities or kinds are joined by 、.
    """
    if facet != "region":
        return [name for name in value.split("、") if name]
    parts = [part for part in value.split("/") if part]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]
