"""Register -> the ways in: pages by region, unit, pinyin initial and kind of inspection.

Every list has pages of PER_PAGE, an index of names too, so that no page grows with the register.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from noticeboard.model.contact import Contact
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.model.slugs import initial, region_slug, slug, unit_slugs
from noticeboard.pages.base import PER_PAGE, PageGroup, SitePage, list_page, split

ON_HOME = 8
BY_LEVEL, BY_KIND, BY_GROUP = "按级别", "按类型", "按巡察组"
SECTIONS = {BY_LEVEL: "level", BY_KIND: "kind", BY_GROUP: "group"}
"""The ways by inspection, with the folder of each."""


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of an index: what it is called, where it leads, how many notices lie there."""

    name: str
    url: str
    notices: tuple[Notice, ...]

    @property
    def total(self) -> int:
        """The number of its notices."""
        return len(self.notices)

    @property
    def newest(self) -> Notice:
        """Its newest notice; no way is without one."""
        return self.notices[0]

    @property
    def shown(self) -> tuple[object, ...]:
        """All that pages show of it; the notices themselves are given to them apart."""
        return self.name, self.url, self.total, self.newest


@dataclass(frozen=True, slots=True)
class Unit(Way):
    """A unit with its place and the notice that names its present contact."""

    regions: tuple[str, ...]
    initial: str
    source: Notice

    @property
    def contact(self) -> Contact:
        """Where to object now: what `source` says."""
        return self.source.contact

    @property
    def shown(self) -> tuple[object, ...]:
        """As of any way."""
        known = (self.name, self.url, self.total, self.newest)
        return *known, self.regions, self.initial, self.source


class Ways:
    """The groups of a register, with their addresses (relative to the site's root)."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._slugs = unit_slugs(register.notices)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every unit, in the order of region and unit."""
        contacts = self.register.contacts
        return tuple(
            Unit(unit, self.unit_url(notices[0]), notices, notices[0].regions, initial(unit), to)
            for ((_, unit), notices), to in zip(
                self.register.by_unit.items(), (entry.notice for entry in contacts), strict=True
            )
        )

    @cached_property
    def initials(self) -> Mapping[str, tuple[Unit, ...]]:
        """Capital letter -> its units, by pinyin."""
        found = defaultdict(list)
        for unit in sorted(self.units, key=lambda unit: (slug(unit.name), unit.url)):
            found[unit.initial].append(unit)
        return {letter: tuple(found[letter]) for letter in sorted(found)}

    @cached_property
    def regions(self) -> Mapping[str, Way]:
        """`A/B` -> the notices of the region and of all below it; largest number first."""
        groups = defaultdict(list)
        for notice in self.register.notices:
            for depth in range(len(notice.regions)):
                groups["/".join(notice.regions[: depth + 1])].append(notice)
        ways = (
            Way(region.rpartition("/")[2], region_url(region), tuple(groups[region]))
            for region in groups
        )
        by_region = dict(zip(groups, ways, strict=True))
        order = sorted(by_region, key=lambda region: (-by_region[region].total, region))
        return {region: by_region[region] for region in order}

    @cached_property
    def inspections(self) -> Mapping[str, tuple[Way, ...]]:
        """Level, kind, group -> their ways; the largest number first."""
        return {
            BY_LEVEL: self._grouped("level", lambda notice: (notice.inspection.authority, "")),
            BY_KIND: self._grouped("kind", lambda notice: (notice.inspection.kind or "", "")),
            BY_GROUP: self._grouped(
                "group", lambda notice: (notice.inspection.group, notice.region)
            ),
        }

    @property
    def addresses(self) -> Mapping[tuple[str, str], str]:
        """(region, unit) -> the last part of the unit's address."""
        return self._slugs

    def unit_url(self, notice: Notice) -> str:
        """The address of the page of a notice's unit."""
        return f"units/{self._slugs[notice.region, notice.unit]}/"

    def region_url(self, notice: Notice) -> str:
        """The address of the page of a notice's region."""
        return region_url(notice.region)

    def below(self, region: str) -> tuple[Way, ...]:
        """The regions one step below; below "" are the largest."""
        return self._below.get(region, ())

    @cached_property
    def _below(self) -> Mapping[str, tuple[Way, ...]]:
        found = defaultdict(list)
        for path, way in self.regions.items():
            found[path.rpartition("/")[0]].append(way)
        return {region: tuple(found[region]) for region in found}

    def _grouped(self, folder: str, of: Callable[[Notice], tuple[str, str]]) -> tuple[Way, ...]:
        groups = defaultdict(list)
        for notice in self.register.notices:
            key = of(notice)
            if key[0]:
                groups[key].append(notice)
        ways = (
            Way(
                f"{region.rpartition('/')[2]} {name}".strip(),
                f"inspections/{folder}/{region_slug(region) + '/' if region else ''}{slug(name)}/",
                tuple(notices),
            )
            for (name, region), notices in groups.items()
        )
        return tuple(sorted(ways, key=lambda way: (-way.total, way.url)))


def region_url(region: str) -> str:
    """The address of a region's page."""
    return f"regions/{region_slug(region)}/"


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


def initial_url(letter: str) -> str:
    """The address of the units under a letter."""
    return f"units/initial/{'other' if letter == '#' else letter.lower()}/"


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
