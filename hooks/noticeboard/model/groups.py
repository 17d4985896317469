"""Groups of notices that share a unit, a region or an inspection, with their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from noticeboard.model.contact import Contact
from noticeboard.model.dates import PartialDate
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register, UnitContact
from noticeboard.model.slugs import (
    DistinctSlugs,
    initial,
    publication_order,
    region_slugs,
    slug,
    unit_slugs,
)
from noticeboard.model.units import UnitKey
from noticeboard.model.vocabularies import FIELDS

BY_LEVEL, BY_KIND, BY_GROUP, BY_CATEGORY = "按级别", "按类型", "按巡察组", "按整改类别"
INSPECTION_FOLDERS = {
    BY_LEVEL: "level",
    BY_KIND: "kind",
    BY_GROUP: "group",
    BY_CATEGORY: "category",
}
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
class UnitLink:
    """A unit that another one continues, or that continues it; `url` is empty without a page."""

    kind: Literal["predecessor", "successor"]
    name: str
    url: str
    date: PartialDate


@dataclass(frozen=True, slots=True)
class UnitGroup(NoticeGroup):
    """The notices of one unit, and the notice that states its current contact."""

    regions: tuple[str, ...]
    initial: str
    contact_notice: Notice
    field: str
    relations: tuple[UnitLink, ...]

    @property
    def contact(self) -> Contact:
        """The unit's current contact."""
        return self.contact_notice.contact

    @property
    def display_fields(self) -> tuple[object, ...]:
        """All that index pages show of the unit."""
        fields = (self.name, self.url, self.total, self.newest)
        return *fields, self.regions, self.initial, self.contact_notice, self.relations


class NoticeGroups:
    """The groups of a register; addresses are relative to the site's root."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._spelling_slugs = unit_slugs(register.notices)
        self._region_slugs = region_slugs(register.notices)

    @cached_property
    def unit_slugs(self) -> Mapping[UnitKey, str]:
        """`Register.unit_key` -> the last segment of the unit's address."""
        slugs: dict[UnitKey, str] = {}
        for spelling, segment in self._spelling_slugs.items():
            slugs.setdefault(self.register.unit_key(*spelling), segment)
        return slugs

    @cached_property
    def old_unit_urls(self) -> Mapping[str, UnitKey]:
        """Addresses of units before their spellings were joined, which must not break."""
        current = set(self.unit_slugs.values())
        return {
            f"units/{segment}/": self.register.unit_key(*spelling)
            for spelling, segment in self._spelling_slugs.items()
            if segment not in current
        }

    @cached_property
    def units(self) -> tuple[UnitGroup, ...]:
        """Every unit, sorted by region and unit."""
        return tuple(
            self._unit(entry, notices)
            for entry, notices in zip(
                self.register.contacts, self.register.by_unit.values(), strict=True
            )
        )

    def _unit(self, contact: UnitContact, notices: tuple[Notice, ...]) -> UnitGroup:
        record = self.register.units.find(*contact.key)
        return UnitGroup(
            name=contact.unit,
            url=self.unit_url(*contact.key),
            notices=notices,
            regions=tuple(contact.key[0].split("/")),
            initial=initial(contact.unit),
            contact_notice=contact.notice,
            field=(record.field if record else None) or field_of_work(contact.unit),
            relations=self.relations(contact.key),
        )

    @cached_property
    def fields(self) -> Mapping[str, tuple[UnitGroup, ...]]:
        """Units by field of work, the field with the most units first; not those without one."""
        by_field = defaultdict(list)
        for unit in self.units:
            if unit.field:
                by_field[unit.field].append(unit)
        order = sorted(by_field, key=lambda name: (-len(by_field[name]), name))
        return {name: tuple(by_field[name]) for name in order}

    @cached_property
    def units_by_region(self) -> Mapping[str, tuple[UnitGroup, ...]]:
        """Region (`A/B`) -> the units of it and of the places below it."""
        by_region = defaultdict(list)
        for unit in self.units:
            for depth in range(len(unit.regions)):
                by_region["/".join(unit.regions[: depth + 1])].append(unit)
        return {region: tuple(units) for region, units in by_region.items()}

    def relations(self, unit: UnitKey) -> tuple[UnitLink, ...]:
        """Return the predecessors and successors of a unit, with the addresses of their pages."""
        links = []
        for relation in self.register.units.relations(unit):
            key = self.register.unit_key(*relation.unit)
            url = self.unit_url(*key) if key in self.unit_slugs else ""
            links.append(UnitLink(relation.kind, key[1], url, relation.date))
        return tuple(links)

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
            region: NoticeGroup(region.rpartition("/")[2], self._region_url(region), tuple(notices))
            for region, notices in by_region.items()
        }
        order = sorted(groups, key=lambda region: (-groups[region].total, region))
        return {region: groups[region] for region in order}

    @cached_property
    def inspections(self) -> Mapping[str, tuple[NoticeGroup, ...]]:
        """The groups by level, kind and inspection group, the largest first."""
        return {
            BY_LEVEL: self._grouped("level", lambda one, _: [(one.authority, "")]),
            BY_KIND: self._grouped("kind", lambda one, _: [(one.kind or "", "")]),
            BY_GROUP: self._grouped(
                "group", lambda one, notice: [(name, notice.region) for name in one.group]
            ),
            BY_CATEGORY: self.categories,
        }

    @cached_property
    def categories(self) -> tuple[NoticeGroup, ...]:
        """The notices of each category, the largest first."""
        return self._grouped("category", lambda _, notice: [(notice.category, "")])

    def unit_url(self, region: str, unit: str) -> str:
        """Return the address of the page of a unit."""
        return f"units/{self.unit_slugs[self.register.unit_key(region, unit)]}/"

    def known_unit_url(self, region: str, unit: str) -> str:
        """Return the address of a unit's page, empty without a notice of the unit."""
        key = self.register.unit_key(region, unit)
        return self.unit_url(*key) if key in self.unit_slugs else ""

    def unit_links(self, notice: Notice) -> tuple[tuple[str, str], ...]:
        """Return the name of each unit of a notice, as the notice spells it, and its address."""
        return tuple((unit, self.unit_url(notice.region, unit)) for unit in notice.unit)

    def links(self, notice: Notice) -> tuple[str, ...]:
        """Return the addresses of the groups that a notice's page links to."""
        units = (address for _, address in self.unit_links(notice))
        return *units, self.region_url(notice), self.category_url(notice)

    def category_url(self, notice: Notice) -> str:
        """Return the address of the list of a notice's category."""
        return f"inspections/{INSPECTION_FOLDERS[BY_CATEGORY]}/{slug(notice.category)}/"

    def region_url(self, notice: Notice) -> str:
        """Return the address of the page of a notice's region."""
        return self._region_url(notice.region)

    def _region_url(self, region: str) -> str:
        return f"regions/{self._region_slugs[tuple(region.split('/'))]}/"

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
        self, folder: str, keys_of: Callable[[Inspection, Notice], Iterable[tuple[str, str]]]
    ) -> tuple[NoticeGroup, ...]:
        """Group by the (name, region) of each inspection, without empty names, the largest first."""
        by_key = defaultdict(list)
        for notice in self.register.notices:
            keys = (key for one in notice.inspections for key in keys_of(one, notice))
            for key in dict.fromkeys(keys):
                if key[0]:
                    by_key[key].append(notice)
        slugs = DistinctSlugs[tuple[str, str]]()
        for key in sorted(by_key, key=lambda key: publication_order(by_key[key][-1])):
            place = self._region_slugs[tuple(key[1].split("/"))] if key[1] else ""
            slugs.add(key, f"{place}/{slug(key[0])}".strip("/"))
        groups = (
            NoticeGroup(
                f"{region.rpartition('/')[2]} {name}".strip(),
                f"inspections/{folder}/{slugs.by_key[name, region]}/",
                tuple(notices),
            )
            for (name, region), notices in by_key.items()
        )
        return tuple(sorted(groups, key=lambda group: (-group.total, group.url)))


def field_of_work(name: str) -> str:
    """Return the field that the last telling word of a unit's name belongs to, empty without one."""
    ends = {
        (name.rfind(word) + len(word), len(word)): field
        for field, words in FIELDS.items()
        for word in words
        if word in name
    }
    return ends[max(ends)] if ends else ""


def initial_url(letter: str) -> str:
    """Return the address of the list of units under a letter."""
    return f"units/initial/{'other' if letter == '#' else letter.lower()}/"


def field_url(field: str) -> str:
    """Return the address of the list of units in a field of work."""
    return f"units/field/{slug(field)}/"
