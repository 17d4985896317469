"""The register: all notices in order, indexed by id, year and unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from noticeboard.model.contact import Contact
from noticeboard.model.dates import PartialDate, latest
from noticeboard.model.notice import Notice


@dataclass(frozen=True, slots=True)
class UnitContact:
    """A unit's current contact, and the notice that states it."""

    unit: str
    regions: tuple[str, ...]
    contact: Contact
    notice: Notice


class Register:
    """Notices, newest first; notices of one day by id."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        by_id = sorted(notices, key=lambda notice: notice.id)
        self.notices = tuple(sorted(by_id, key=lambda notice: notice.published.last, reverse=True))

    @cached_property
    def last_change(self) -> PartialDate | None:
        """The newest publication, correction or withdrawal; None without notices."""
        return latest((notice.last_change for notice in self.notices), None)

    @cached_property
    def by_id(self) -> Mapping[str, Notice]:
        """Notices by id."""
        return {notice.id: notice for notice in self.notices}

    @cached_property
    def by_year(self) -> Mapping[str, tuple[Notice, ...]]:
        """Notices by year of publication, the newest year first."""
        years = defaultdict(list)
        for notice in self.notices:
            years[notice.year].append(notice)
        return {year: tuple(years[year]) for year in sorted(years, reverse=True)}

    @cached_property
    def by_unit(self) -> Mapping[tuple[str, str], tuple[Notice, ...]]:
        """Notices by (region, unit), sorted by region and unit."""
        units = defaultdict(list)
        for notice in self.notices:
            units[notice.region, notice.unit].append(notice)
        return {key: tuple(units[key]) for key in sorted(units)}

    @cached_property
    def contacts(self) -> tuple[UnitContact, ...]:
        """Each unit once, with the contact of its newest notice that is not withdrawn.

        A unit whose notices are all withdrawn keeps the contact of the newest of them.
        """
        contacts = []
        for (_, unit), notices in self.by_unit.items():
            newest = next((notice for notice in notices if not notice.withdrawn), notices[0])
            contacts.append(UnitContact(unit, newest.regions, newest.contact, newest))
        return tuple(contacts)

    def of_same_unit(self, notice: Notice) -> tuple[Notice, ...]:
        """Return the other notices of the notice's unit, newest first."""
        same = self.by_unit[notice.region, notice.unit]
        return tuple(other for other in same if other.id != notice.id)
