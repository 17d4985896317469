"""Register -> the ways in: pages by region, unit, pinyin initial and kind of inspection.

Every list has pages of PER_PAGE, an index of names too, so that no page grows with the register.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from noticeboard.model.groups import SECTIONS, Unit, Way, Ways, initial_url
from noticeboard.model.slugs import slug
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.text.paging import PER_PAGE, split

ON_HOME = 8


def ways_pages(ways: Ways) -> Iterator[PageGroup]:
    """Every page of the ways in."""
    yield from _unit_indexes(ways)
    yield _unit_pages(ways)
    yield _index("regions/", "按地区查看", ways.below(""), "largest")
    yield _region_pages(ways)
    yield _inspection_pages(ways)


def home_ways(ways: Ways) -> Mapping[str, object]:
    """What the home page offers beside the years."""
    top = ways.below("")
    while len(top) == 1:
        region = next(path for path, way in ways.regions.items() if way is top[0])
        deeper = ways.below(region)
        if not deeper:
            break
        top = deeper
    return {"regions": top[:ON_HOME], "initials": _letters(ways)}


def units_json(ways: Ways) -> str:
    """What the filter of `/units/` reads: a list of `[address, name, pinyin without hyphens]`."""
    rows = [[unit.url, unit.name, slug(unit.name).replace("-", "")] for unit in ways.units]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _unit_indexes(ways: Ways) -> Iterator[PageGroup]:
    yield _unit_index(ways, "units/", "各单位", ways.units, "")
    for letter, units in ways.initials.items():
        address = initial_url(letter)
        title = f"拼音以{letter}开头的单位" if letter != "#" else "其他单位"
        yield _unit_index(ways, address, title, units, letter)


def _unit_pages(ways: Ways) -> PageGroup:
    for unit in ways.units:
        yield from _notices(unit, unit.name, "unit.html", {"unit": unit})


def _unit_index(ways: Ways, base: str, title: str, units: Sequence[Unit], letter: str) -> PageGroup:
    for pager, part in split(base, units):
        view = {
            "units": part,
            "pager": pager,
            "heading": title,
            "letter": letter,
            "initials": _letters(ways),
        }
        newest = [unit.newest for unit in part]
        description = f"{title}，共{len(units)}个，每个单位的通报和联系方式"
        yield list_page(pager, "units.html", title, description, view, newest)


def _letters(ways: Ways) -> list[tuple[str, str, int]]:
    """(letter, address, number of units)."""
    return [(letter, initial_url(letter), len(units)) for letter, units in ways.initials.items()]


def _region_pages(ways: Ways) -> PageGroup:
    for region, way in ways.regions.items():
        title = " ".join(region.split("/"))
        above = [ways.regions[path] for path in _above(region)]
        trail = [(step.url, step.name) for step in above]
        deeper = ways.below(region)
        all_below = f"{way.url}all/" if deeper[PER_PAGE:] else ""
        view = {"trail": trail, "below": deeper[:PER_PAGE], "all_below": all_below, "region": way}
        yield from _notices(way, title, "region.html", view)
        if all_below:
            yield from _index(all_below, f"{title}的下级地区", deeper, "below")


def _above(region: str) -> Iterator[str]:
    parts = region.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _inspection_pages(ways: Ways) -> PageGroup:
    groups = ways.inspections
    # The heading, the first of its entries, and where the rest are.
    sections = [
        (name, found[:PER_PAGE], f"inspections/{SECTIONS[name]}/" if found[PER_PAGE:] else "")
        for name, found in groups.items()
    ]
    title, text = "按巡察查看", "按巡察的级别、类型和巡察组查看通报"
    view = {"sections": sections, "heading": title, "total": len(ways.register.notices)}
    change = ways.register.last_change
    yield SitePage(
        "inspections/index.md", "inspections.html", title, text, view, last_change=change
    )
    for name, found in groups.items():
        if found[PER_PAGE:]:
            yield from _index(f"inspections/{SECTIONS[name]}/", f"{name}查看", found, "inspections")
        for way in found:
            yield from _notices(way, way.name, "way.html", {})


def _index(base: str, title: str, entries: Sequence[Way], role: str) -> PageGroup:
    for pager, part in split(base, entries):
        view = {"entries": part, "pager": pager, "heading": title, "role": role}
        description = f"{title}，共{len(entries)}处"
        newest = [way.newest for way in part]
        yield list_page(pager, "ways.html", title, description, view, newest)


def _notices(way: Way, title: str, template: str, view: Mapping[str, object]) -> PageGroup:
    description = f"{title}的巡察整改通报，共{way.total}篇"
    for pager, part in split(way.url, way.notices):
        full = {**view, "notices": part, "pager": pager, "heading": title}
        yield list_page(pager, template, title, description, full, part)
