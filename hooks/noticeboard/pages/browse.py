"""Register -> the ways in: pages by region, unit, pinyin initial and kind of inspection.

Every list has pages of PER_PAGE, an index of names too, so that no page grows with the register.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from noticeboard.model.groups import (
    SECTIONS,
    NoticeGroup,
    NoticeGroups,
    UnitGroup,
    initial_url,
)
from noticeboard.model.slugs import slug
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.text.paging import PER_PAGE, split

ON_HOME = 8


def group_pages(groups: NoticeGroups) -> Iterator[PageGroup]:
    """Every page of the ways in."""
    yield from _unit_indexes(groups)
    yield _unit_pages(groups)
    yield _index("regions/", "按地区查看", groups.below(""), "largest")
    yield _region_pages(groups)
    yield _inspection_pages(groups)


def home_groups(groups: NoticeGroups) -> Mapping[str, object]:
    """What the home page offers beside the years."""
    top = groups.below("")
    while len(top) == 1:
        region = next(path for path, group in groups.regions.items() if group is top[0])
        deeper = groups.below(region)
        if not deeper:
            break
        top = deeper
    return {"regions": top[:ON_HOME], "initials": _letters(groups)}


def units_json(groups: NoticeGroups) -> str:
    """What the filter of `/units/` reads: a list of `[address, name, pinyin without hyphens]`."""
    rows = [[unit.url, unit.name, slug(unit.name).replace("-", "")] for unit in groups.units]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _unit_indexes(groups: NoticeGroups) -> Iterator[PageGroup]:
    yield _unit_index(groups, "units/", "各单位", groups.units, "")
    for letter, units in groups.initials.items():
        address = initial_url(letter)
        title = f"拼音以{letter}开头的单位" if letter != "#" else "其他单位"
        yield _unit_index(groups, address, title, units, letter)


def _unit_pages(groups: NoticeGroups) -> PageGroup:
    for unit in groups.units:
        yield from _notices(unit, unit.name, "unit.html", {"unit": unit})


def _unit_index(
    groups: NoticeGroups, base: str, title: str, units: Sequence[UnitGroup], letter: str
) -> PageGroup:
    for pager, part in split(base, units):
        view = {
            "units": part,
            "pager": pager,
            "heading": title,
            "letter": letter,
            "initials": _letters(groups),
        }
        newest = [unit.newest for unit in part]
        description = f"{title}，共{len(units)}个，每个单位的通报和联系方式"
        yield list_page(pager, "units.html", title, description, view, newest)


def _letters(groups: NoticeGroups) -> list[tuple[str, str, int]]:
    """(letter, address, number of units)."""
    return [(letter, initial_url(letter), len(units)) for letter, units in groups.initials.items()]


def _region_pages(groups: NoticeGroups) -> PageGroup:
    for region, group in groups.regions.items():
        title = " ".join(region.split("/"))
        above = [groups.regions[path] for path in _above(region)]
        trail = [(step.url, step.name) for step in above]
        deeper = groups.below(region)
        all_below = f"{group.url}all/" if deeper[PER_PAGE:] else ""
        view = {"trail": trail, "below": deeper[:PER_PAGE], "all_below": all_below, "region": group}
        yield from _notices(group, title, "region.html", view)
        if all_below:
            yield from _index(all_below, f"{title}的下级地区", deeper, "below")


def _above(region: str) -> Iterator[str]:
    parts = region.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _inspection_pages(groups: NoticeGroups) -> PageGroup:
    found_groups = groups.inspections
    # The heading, the first of its entries, and where the rest are.
    sections = [
        (name, found[:PER_PAGE], f"inspections/{SECTIONS[name]}/" if found[PER_PAGE:] else "")
        for name, found in found_groups.items()
    ]
    title, text = "按巡察查看", "按巡察的级别、类型和巡察组查看通报"
    view = {"sections": sections, "heading": title, "total": len(groups.register.notices)}
    change = groups.register.last_change
    yield SitePage(
        "inspections/index.md", "inspections.html", title, text, view, last_change=change
    )
    for name, found in found_groups.items():
        if found[PER_PAGE:]:
            yield from _index(f"inspections/{SECTIONS[name]}/", f"{name}查看", found, "inspections")
        for group in found:
            yield from _notices(group, group.name, "group.html", {})


def _index(base: str, title: str, entries: Sequence[NoticeGroup], role: str) -> PageGroup:
    for pager, part in split(base, entries):
        view = {"entries": part, "pager": pager, "heading": title, "role": role}
        description = f"{title}，共{len(entries)}处"
        newest = [group.newest for group in part]
        yield list_page(pager, "groups.html", title, description, view, newest)


def _notices(
    group: NoticeGroup, title: str, template: str, view: Mapping[str, object]
) -> PageGroup:
    description = f"{title}的巡察整改通报，共{group.total}篇"
    for pager, part in split(group.url, group.notices):
        full = {**view, "notices": part, "pager": pager, "heading": title}
        yield list_page(pager, template, title, description, full, part)
