"""Where the other pages name the rounds of inspections: at a notice, a unit, a region, at home.

The links hold no day, so that a page changes only when a unit's state does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from noticeboard.model.dates import PartialDate
from noticeboard.model.register import Register
from noticeboard.model.round_status import RoundStatus
from noticeboard.model.units import UnitKey

MAX_ROUNDS = 4
"""Rounds in the strip of a page, the newest of those with units that have not published."""


class OpenRound(NamedTuple):
    """A round with units that have not published: how many are late, and how many wait."""

    name: str
    url: str
    total: int
    overdue: int
    waiting: int


class LateUnit(NamedTuple):
    """A unit that has not published in time, and the address of its row in the round."""

    unit: str
    round: str
    url: str
    due: PartialDate


class UnitInRound(NamedTuple):
    """A round that a unit is in, and the address of its row there."""

    name: str
    url: str


class RoundLinks:
    """The rounds by the notices, the units and the regions that they name."""

    def __init__(self, statuses: Sequence[RoundStatus] = (), register: Register | None = None):
        self._statuses = statuses
        self._by_notice: dict[str, list[UnitInRound]] = defaultdict(list)
        self._by_unit: dict[UnitKey, list[UnitInRound]] = defaultdict(list)
        for status in statuses:
            for unit in status.units:
                link = UnitInRound(status.round.name, f"{status.url}#{unit.anchor}")
                if unit.notice:
                    self._by_notice[unit.notice.id].append(link)
                if register:
                    self._by_unit[register.unit_key(unit.region, unit.unit)].append(link)

    def of_notice(self, notice_id: str) -> tuple[UnitInRound, ...]:
        """Return the rounds that a notice answers."""
        return tuple(self._by_notice.get(notice_id, ()))

    def of_unit(self, key: UnitKey) -> tuple[UnitInRound, ...]:
        """Return the rounds that a unit is in, the newest first."""
        return tuple(self._by_unit.get(key, ()))

    def late_in(self, region: str) -> tuple[LateUnit, ...]:
        """Return the units of a region and those below it that are late, the longest first."""
        late = [
            LateUnit(unit.unit, status.round.name, f"{status.url}#{unit.anchor}", unit.due)
            for status in self._statuses
            for unit in status.units
            if unit.state == "overdue" and unit.due and f"{unit.region}/".startswith(f"{region}/")
        ]
        return tuple(sorted(late, key=lambda one: one.due.last))

    def open_in(self, region: str = "") -> tuple[OpenRound, ...]:
        """Return the rounds of a region and those below it in which units have not published."""
        rounds = []
        for status in self._statuses:
            counts = status.counts
            overdue = counts.get("overdue", 0)
            waiting = counts.get("unpublished", 0) + counts.get("pending", 0)
            inside = f"{status.round.region}/".startswith(f"{region}/") if region else True
            if inside and (overdue or waiting):
                total = len(status.units)
                rounds.append(OpenRound(status.round.name, status.url, total, overdue, waiting))
        return tuple(sorted(rounds, key=lambda one: not one.overdue)[:MAX_ROUNDS])
