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
INSPECTION_FOLDERS = {BY_LEVEL: "level", BY_KIND: "kind", BY_GROUP: "group"}
"""Sections of the inspection index, with the folder of each."""


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """One entry of an index: its name, the address of its page, its notices (never empty)."""

    name: str
    url: str
    notices: tuple[Notice, ...]

    @property
    def total(self) -> int:
        """The number of notices."""
        return len(self.notices)

    @property
    def newest(self) -> Notice:
        """The newest notice."""
        return self.notices[0]

    @property
    def display_fields(self) -> tuple[object, ...]:
        """All that index pages show of the group; fingerprints are made of it."""
        return self.name, self.url, self.total, self.newest


@dataclass(frozen=True, slots=True)
class UnitGroup(NoticeGroup):
    """The notices of one unit, and the notice that states its current contact."""

    regions: tuple[str, ...]
    initial: str
    contact_notice: Notice

    @property
    def contact(self) -> Contact:
        """The unit's current contact."""
        return self.contact_notice.contact

    @property
    def display_fields(self) -> tuple[object, ...]:
        """All that index pages show of the unit."""
        fields = (self.name, self.url, self.total, self.newest)
        return *fields, self.regions, self.initial, self.contact_notice


class NoticeGroups:
    """The groups of a register; addresses are relative to the site's root."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.unit_slugs: Mapping[tuple[str, str], str] = unit_slugs(register.notices)
        """(region, unit) -> the last segment of the unit's address."""

    @cached_property
    def units(self) -> tuple[UnitGroup, ...]:
        """Every unit, sorted by region and unit."""
        return tuple(
            UnitGroup(
                name=contact.unit,
                url=self.unit_url(notices[0]),
                notices=notices,
                regions=notices[0].regions,
                initial=initial(contact.unit),
                contact_notice=contact.notice,
            )
            for notices, contact in zip(
                self.register.by_unit.values(), self.register.contacts, strict=True
            )
        )

    @cached_property
    def initials(self) -> Mapping[str, tuple[UnitGroup, ...]]:
        """Units by the capital letter of their pinyin."""
        by_letter = defaultdict(list)
        for unit in sorted(self.units, key=lambda unit: (slug(unit.name), unit.url)):
            by_letter[unit.initial].append(unit)
        return {letter: tuple(by_letter[letter]) for letter in sorted(by_letter)}

    @cached_property
    def regions(self) -> Mapping[str, NoticeGroup]:
        """Each region (`A/B`) with the notices of it and its subregions, the largest first."""
        by_region = defaultdict(list)
        for notice in self.register.notices:
            for depth in range(len(notice.regions)):
                by_region["/".join(notice.regions[: depth + 1])].append(notice)
        groups = {
            region: NoticeGroup(region.rpartition("/")[2], region_url(region), tuple(notices))
            for region, notices in by_region.items()
        }
        order = sorted(groups, key=lambda region: (-groups[region].total, region))
        return {region: groups[region] for region in order}

    @cached_property
    def inspections(self) -> Mapping[str, tuple[NoticeGroup, ...]]:
        """The groups by level, kind and inspection group, the largest first."""
        return {
            BY_LEVEL: self._grouped("level", lambda notice: (notice.inspection.authority, "")),
            BY_KIND: self._grouped("kind", lambda notice: (notice.inspection.kind or "", "")),
            BY_GROUP: self._grouped(
                "group", lambda notice: (notice.inspection.group, notice.region)
            ),
        }

    def unit_url(self, notice: Notice) -> str:
        """Return the address of the page of a notice's unit."""
        return f"units/{self.unit_slugs[notice.region, notice.unit]}/"

    def region_url(self, notice: Notice) -> str:
        """Return the address of the page of a notice's region."""
        return region_url(notice.region)

    def subregions(self, region: str) -> tuple[NoticeGroup, ...]:
        """Return the regions one level below; those of "" are the top level."""
        return self._subregions.get(region, ())

    @cached_property
    def _subregions(self) -> Mapping[str, tuple[NoticeGroup, ...]]:
        by_parent = defaultdict(list)
        for path, group in self.regions.items():
            by_parent[path.rpartition("/")[0]].append(group)
        return {region: tuple(groups) for region, groups in by_parent.items()}

    def _grouped(
        self, folder: str, key_of: Callable[[Notice], tuple[str, str]]
    ) -> tuple[NoticeGroup, ...]:
        """Group by (name, region), leaving out notices without a name, the largest first."""
        by_key = defaultdict(list)
        for notice in self.register.notices:
            key = key_of(notice)
            if key[0]:
                by_key[key].append(notice)
        groups = (
            NoticeGroup(
                f"{region.rpartition('/')[2]} {name}".strip(),
                f"inspections/{folder}/{region_slug(region) + '/' if region else ''}{slug(name)}/",
                tuple(notices),
            )
            for (name, region), notices in by_key.items()
        )
        return tuple(sorted(groups, key=lambda group: (-group.total, group.url)))


def region_url(region: str) -> str:
    """Return the address of a region's page."""
    return f"regions/{region_slug(region)}/"


def initial_url(letter: str) -> str:
    """Return the address of the list of units under a letter."""
    return f"units/initial/{'other' if letter == '#' else letter.lower()}/"
