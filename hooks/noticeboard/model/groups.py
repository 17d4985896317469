"""Groups of notices that share a unit, a region or an inspection, with their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from noticeboard.model.contact import Contact
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.model.slugs import initial, region_slug, slug, unit_slugs

BY_LEVEL, BY_KIND, BY_GROUP = "按级别", "按类型", "按巡察组"
SECTIONS = {BY_LEVEL: "level", BY_KIND: "kind", BY_GROUP: "group"}
"""The ways by inspection, with the folder of each."""


@dataclass(frozen=True, slots=True)
class NoticeGroup:
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
class UnitGroup(NoticeGroup):
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


class NoticeGroups:
    """The groups of a register, with their addresses (relative to the site's root)."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._slugs = unit_slugs(register.notices)

    @cached_property
    def units(self) -> tuple[UnitGroup, ...]:
        """Every unit, in the order of region and unit."""
        contacts = self.register.contacts
        return tuple(
            UnitGroup(
                unit, self.unit_url(notices[0]), notices, notices[0].regions, initial(unit), to
            )
            for ((_, unit), notices), to in zip(
                self.register.by_unit.items(), (entry.notice for entry in contacts), strict=True
            )
        )

    @cached_property
    def initials(self) -> Mapping[str, tuple[UnitGroup, ...]]:
        """Capital letter -> its units, by pinyin."""
        found = defaultdict(list)
        for unit in sorted(self.units, key=lambda unit: (slug(unit.name), unit.url)):
            found[unit.initial].append(unit)
        return {letter: tuple(found[letter]) for letter in sorted(found)}

    @cached_property
    def regions(self) -> Mapping[str, NoticeGroup]:
        """`A/B` -> the notices of the region and of all below it; largest number first."""
        found_groups = defaultdict(list)
        for notice in self.register.notices:
            for depth in range(len(notice.regions)):
                found_groups["/".join(notice.regions[: depth + 1])].append(notice)
        groups = (
            NoticeGroup(region.rpartition("/")[2], region_url(region), tuple(found_groups[region]))
            for region in found_groups
        )
        by_region = dict(zip(found_groups, groups, strict=True))
        order = sorted(by_region, key=lambda region: (-by_region[region].total, region))
        return {region: by_region[region] for region in order}

    @cached_property
    def inspections(self) -> Mapping[str, tuple[NoticeGroup, ...]]:
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

    def below(self, region: str) -> tuple[NoticeGroup, ...]:
        """The regions one step below; below "" are the largest."""
        return self._below.get(region, ())

    @cached_property
    def _below(self) -> Mapping[str, tuple[NoticeGroup, ...]]:
        found = defaultdict(list)
        for path, group in self.regions.items():
            found[path.rpartition("/")[0]].append(group)
        return {region: tuple(found[region]) for region in found}

    def _grouped(
        self, folder: str, of: Callable[[Notice], tuple[str, str]]
    ) -> tuple[NoticeGroup, ...]:
        found_groups = defaultdict(list)
        for notice in self.register.notices:
            key = of(notice)
            if key[0]:
                found_groups[key].append(notice)
        groups = (
            NoticeGroup(
                f"{region.rpartition('/')[2]} {name}".strip(),
                f"inspections/{folder}/{region_slug(region) + '/' if region else ''}{slug(name)}/",
                tuple(notices),
            )
            for (name, region), notices in found_groups.items()
        )
        return tuple(sorted(groups, key=lambda group: (-group.total, group.url)))


def region_url(region: str) -> str:
    """The address of a region's page."""
    return f"regions/{region_slug(region)}/"


def initial_url(letter: str) -> str:
    """The address of the units under a letter."""
    return f"units/initial/{'other' if letter == '#' else letter.lower()}/"
