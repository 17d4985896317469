"""The register: all notices in order, indexed by id, year and unit; stale contacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from noticeboard.model.contact import Contact
from noticeboard.model.dates import PartialDate, latest, months_after
from noticeboard.model.notice import Notice
from noticeboard.model.units import UnitKey, UnitRegister
from noticeboard.text.folding import fold


@dataclass(frozen=True, slots=True)
class UnitContact:
    """A unit's current contact, and the notice that states it."""

    key: UnitKey
    notice: Notice

    @property
    def unit(self) -> str:
        """The unit's name."""
        return self.key[1]

    @property
    def regions(self) -> tuple[str, ...]:
        """The names in the region, as the notice states them."""
        return self.notice.regions

    @property
    def contact(self) -> Contact:
        """The contact."""
        return self.notice.contact


@dataclass(frozen=True, slots=True)
class ContactStaleness:
    """The site's limit in months, as of a day; without a limit no contact is stale."""

    months: int | None
    today: date

    def is_stale(self, notice: Notice) -> bool:
        """Return whether the notice's contact was last verified more than `months` ago."""
        if self.months is None or not notice.contact.has_channel:
            return False
        return self.today > months_after(last_verified(notice), self.months)


def last_verified(notice: Notice) -> PartialDate:
    """Return the day the contact was last verified, or the day of publication."""
    return notice.contact.verified or notice.published


class Register:
    """Notices, newest first; notices of one day by id. `units` are their names and relations."""

    def __init__(self, notices: Iterable[Notice], units: UnitRegister | None = None) -> None:
        self.units = units or UnitRegister()
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
    def _first_spellings(self) -> Mapping[UnitKey, str]:
        """(region, folded name) -> the name as it was first published."""
        spellings: dict[UnitKey, str] = {}
        for notice in reversed(self.notices):
            for unit in notice.unit:
                spellings.setdefault((notice.region, fold(unit)), unit)
        return spellings

    def unit_key(self, region: str, unit: str) -> UnitKey:
        """Return what identifies a unit, however it is spelled.

        This is its entry in the register of units, or else the spelling that was first published.
        """
        if entry := self.units.find(region, unit):
            return entry.key
        return region, self._first_spellings.get((region, fold(unit)), unit)

    def unit_keys(self, notice: Notice) -> tuple[UnitKey, ...]:
        """Return what identifies each unit of a notice."""
        return tuple(dict.fromkeys(self.unit_key(notice.region, unit) for unit in notice.unit))

    @cached_property
    def by_unit(self) -> Mapping[UnitKey, tuple[Notice, ...]]:
        """Notices by `unit_key`, sorted by region and unit; a joint notice belongs to each unit."""
        units = defaultdict(list)
        for notice in self.notices:
            for key in self.unit_keys(notice):
                units[key].append(notice)
        return {key: tuple(units[key]) for key in sorted(units)}

    @cached_property
    def contacts(self) -> tuple[UnitContact, ...]:
        """Each unit once, with the contact of its newest notice that is not withdrawn and has one.

        Without such a notice it is that of the newest.
        """
        contacts = []
        for key, notices in self.by_unit.items():
            valid = [notice for notice in notices if not notice.withdrawn] or [notices[0]]
            newest = next((notice for notice in valid if notice.contact.has_channel), valid[0])
            contacts.append(UnitContact(key, newest))
        return tuple(contacts)

    @cached_property
    def contact_notices(self) -> Mapping[UnitKey, Notice]:
        """The notice that states the current contact of each unit."""
        return {entry.key: entry.notice for entry in self.contacts}

    def of_same_unit(self, notice: Notice) -> tuple[Notice, ...]:
        """Return the other notices of the notice's units, newest first."""
        keys = self.unit_keys(notice)
        ids = {other.id for key in keys for other in self.by_unit[key]} - {notice.id}
        if len(keys) == 1:
            return tuple(other for other in self.by_unit[keys[0]] if other.id in ids)
        return tuple(other for other in self.notices if other.id in ids)
