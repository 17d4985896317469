"""Pages that list the notices of each region, unit, pinyin initial and inspection.

Every list has pages of PER_PAGE entries, the indexes too, so that no page grows with the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import urlencode

from noticeboard.model.groups import (
    BY_CATEGORY,
    INSPECTION_FOLDERS,
    NoticeGroup,
    NoticeGroups,
    UnitGroup,
    field_url,
    initial_url,
)
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.pages.region_front import region_front
from noticeboard.pages.round_links import RoundLinks
from noticeboard.text.paging import PER_PAGE, paginate
from noticeboard.text.rendering import RenderedBody

REGIONS_ON_HOME = 8


def group_pages(
    groups: NoticeGroups,
    rounds: RoundLinks | None = None,
    bodies: Mapping[str, RenderedBody] | None = None,
) -> Iterator[PageGroup]:
    """Yield the indexes and the pages of all groups; those of units and regions name the rounds.

    Those of regions quote the texts in `bodies`, by id.
    """
    rounds = rounds or RoundLinks()
    yield from _unit_indexes(groups)
    yield _unit_pages(groups, rounds)
    yield _old_unit_pages(groups)
    yield _group_index("regions/", "按地区查看", groups.subregions(""), "个地区")
    yield _region_pages(groups, rounds, bodies or {})
    yield _inspection_pages(groups)


def home_groups(groups: NoticeGroups) -> Mapping[str, object]:
    """Return what the home page links to: the top regions, the initials of units.

    The top regions are those of the first level that has more than one.
    """
    top = groups.subregions("")
    while len(top) == 1:
        region = next(path for path, group in groups.regions.items() if group is top[0])
        subregions = groups.subregions(region)
        if not subregions:
            break
        top = subregions
    return {"regions": top[:REGIONS_ON_HOME], "initials": _initials(groups)}


def _unit_indexes(groups: NoticeGroups) -> Iterator[PageGroup]:
    by_field = [unit for units in groups.fields.values() for unit in units]
    by_field += [unit for unit in groups.units if not unit.field]
    yield _unit_index(groups, "units/", "各单位", by_field)
    for letter, units in groups.initials.items():
        title = f"拼音以{letter}开头的单位" if letter != "#" else "其他单位"
        yield _unit_index(groups, initial_url(letter), title, units, letter=letter)
    for field, units in groups.fields.items():
        yield _unit_index(groups, field_url(field), f"{field}领域的单位", units, field=field)


def _unit_index(
    groups: NoticeGroups,
    base: str,
    title: str,
    units: Sequence[UnitGroup],
    letter: str = "",
    field: str = "",
) -> PageGroup:
    description = f"{title}，共{len(units)}个，每个单位的通报和联系方式"
    shared = {"heading": title, "letter": letter, "initials": _initials(groups), "field": field}
    shared["fields"] = [(name, field_url(name), len(own)) for name, own in groups.fields.items()]
    for pager, part in paginate(base, units):
        parts = [(name, list(units)) for name, units in groupby(part, key=lambda one: one.field)]
        context = {**shared, "units": part, "units_by_field": parts, "pager": pager}
        newest = [unit.newest for unit in part]
        yield list_page(pager, "units.html", title, description, context, newest)


def _initials(groups: NoticeGroups) -> list[tuple[str, str, int]]:
    """Return (letter, address, number of units)."""
    return [(letter, initial_url(letter), len(units)) for letter, units in groups.initials.items()]


def _unit_pages(groups: NoticeGroups, rounds: RoundLinks) -> PageGroup:
    for unit in groups.units:
        key = groups.register.unit_key("/".join(unit.regions), unit.name)
        context = {"unit": unit, "rounds": rounds.of_unit(key)}
        yield from _notice_lists(unit, unit.name, "unit.html", context)


def _old_unit_pages(groups: NoticeGroups) -> PageGroup:
    """Yield a page at each address of a unit whose spellings were joined."""
    for url, key in groups.old_unit_urls.items():
        context = {"heading": key[1], "unit_url": groups.unit_url(*key)}
        description = f"{key[1]}的通报和联系方式"
        yield SitePage(f"{url}index.md", "unit-moved.html", key[1], description, context, bulk=True)


def _region_pages(
    groups: NoticeGroups, rounds: RoundLinks, bodies: Mapping[str, RenderedBody]
) -> PageGroup:
    for region, group in groups.regions.items():
        title = " ".join(region.split("/"))
        ancestors = [groups.regions[path] for path in _ancestors(region)]
        subregions = groups.subregions(region)
        index_url = f"{group.url}all/" if subregions[PER_PAGE:] else ""
        context = {
            "region": group,
            "trail": [(ancestor.url, ancestor.name) for ancestor in ancestors],
            "subregions": subregions[:PER_PAGE],
            "subregions_url": index_url,
            "open_rounds": rounds.open_in(region),
            "front": region_front(region, group.notices, groups, rounds, bodies),
            "search_region": urlencode({"region": region}),
        }
        yield from _notice_lists(group, title, "region.html", context)
        if index_url:
            yield from _group_index(index_url, f"{title}的下级地区", subregions, "个地区")


def _ancestors(region: str) -> Iterator[str]:
    parts = region.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _inspection_pages(groups: NoticeGroups) -> PageGroup:
    # Heading, first groups, address of the index with all of them.
    sections: list[tuple[str, Sequence[NoticeGroup], str]] = []
    for heading, members in groups.inspections.items():
        index_url = f"inspections/{INSPECTION_FOLDERS[heading]}/" if members[PER_PAGE:] else ""
        sections.append((heading, members[:PER_PAGE], index_url))
    title, description = "按巡察查看", "按巡察的级别、类型和巡察组查看通报"
    register = groups.register
    context = {"sections": sections, "heading": title, "total": len(register.notices)}
    yield SitePage(
        "inspections/index.md",
        "inspections.html",
        title,
        description,
        context,
        last_change=register.last_change,
    )
    for heading, _, index_url in sections:
        members = groups.inspections[heading]
        if index_url:
            yield from _group_index(index_url, f"{heading}查看", members, "项")
        for group in members:
            feed = group.url if heading == BY_CATEGORY else ""
            yield from _notice_lists(group, group.name, "group.html", {"feed": feed})


def _group_index(
    base: str, title: str, groups: Sequence[NoticeGroup], measure_word: str
) -> PageGroup:
    """Yield the pages of an index; `measure_word` follows the number of groups, such as `个地区`."""
    description = f"{title}，共{len(groups)}处"
    for pager, part in paginate(base, groups):
        context = {"entries": part, "pager": pager, "heading": title, "measure_word": measure_word}
        newest = [group.newest for group in part]
        yield list_page(pager, "groups.html", title, description, context, newest)


def _notice_lists(
    group: NoticeGroup, title: str, template: str, context: Mapping[str, object]
) -> PageGroup:
    description = f"{title}的巡察整改通报，共{group.total}篇"
    for pager, part in paginate(group.url, group.notices):
        full = {**context, "notices": part, "pager": pager, "heading": title}
        yield list_page(pager, template, title, description, full, part)
