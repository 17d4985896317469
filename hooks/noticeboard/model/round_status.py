"""Rounds and notices -> who has published, who is due, who is overdue, who need not and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from noticeboard.model.dates import PartialDate, months_after
from noticeboard.model.notice import Notice
from noticeboard.model.rounds import Deadline, Published, Round, RoundUnit
from noticeboard.model.slugs import slug

State = Literal["published", "withdrawn", "pending", "overdue", "unpublished", "exempt"]
STATES: Mapping[State, str] = {
    "published": "已公布",
    "overdue": "逾期未公布",
    "pending": "未到期限",
    "unpublished": "尚未公布",
    "exempt": "不公布",
    "withdrawn": "公布后撤回",
}
"""Each state in words, in the order of the page. Without a deadline nothing is due or overdue."""


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """A unit of a round on one day.

    `anchor` is its place on the round's page; `days` run from feedback to publication, or to that
    day for who has not published, None when one of them is known to the month only; `late` is the
    number of days beyond `due`, 0 when in time or without a deadline.
    """

    unit: str
    region: str
    group: str | None
    feedback: PartialDate
    state: State
    anchor: str
    notice: Notice | None
    ground: str | None
    due: PartialDate | None
    days: int | None
    late: int

    @property
    def words(self) -> str:
        """The state in Chinese."""
        return STATES[self.state]

    @property
    def last_change(self) -> PartialDate:
        """The day since which it is so; no build moves it."""
        if self.notice:
            return self.notice.last_change
        if self.state == "overdue" and self.due:
            return as_day(self.due.last + timedelta(days=1))
        return self.feedback


@dataclass(frozen=True)
class RoundStatus:
    """A round as it stands on the day `as_of`."""

    round: Round
    units: tuple[UnitStatus, ...]
    deadline: Deadline | None
    as_of: PartialDate

    @property
    def url(self) -> str:
        """The address of its page, from the site's root."""
        return f"rounds/{self.round.slug}/"

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """How many units stand how; the states that there are, in the page's order."""
        counted = Counter(unit.state for unit in self.units)
        return {state: counted[state] for state in STATES if counted[state]}

    @property
    def sentence(self) -> str:
        """The counts in words."""
        told = "，".join(f"{STATES[state]}{number}个" for state, number in self.counts.items())
        return f"共{len(self.units)}个单位：{told}"

    @property
    def last_change(self) -> PartialDate:
        """The newest change of the round or of a unit's state."""
        days = [self.round.feedback, *(unit.last_change for unit in self.units)]
        days += [correction.date for correction in self.round.corrections]
        return max(days, key=lambda day: day.last)


def all_statuses(
    rounds: Iterable[Round], notices: Iterable[Notice], deadline: Deadline | None, as_of: date
) -> tuple[RoundStatus, ...]:
    """Every round as it stands on a day, the newest feedback first.

    `deadline` is the site's; a round's own goes before it.
    """
    published = Published(notices)
    by_slug = sorted(rounds, key=lambda found: found.slug)
    order = sorted(by_slug, key=lambda found: found.feedback.last, reverse=True)
    return tuple(round_status(found, published, deadline, as_of) for found in order)


def round_status(
    found: Round, published: Published, deadline: Deadline | None, as_of: date
) -> RoundStatus:
    """One round as it stands on a day."""
    if found.due_months:
        deadline = Deadline(found.due_months, found.due_source or "")
    today = as_day(as_of)
    names = _anchors(found)
    units = tuple(
        _unit_status(unit, found, published.of(unit, found), deadline, today, anchor)
        for unit, anchor in zip(found.units, names, strict=True)
    )
    return RoundStatus(found, units, deadline, today)


def _unit_status(
    unit: RoundUnit,
    of: Round,
    notice: Notice | None,
    deadline: Deadline | None,
    today: PartialDate,
    anchor: str,
) -> UnitStatus:
    feedback = of.feedback_of(unit)
    due = as_day(months_after(feedback, deadline.months)) if deadline else None
    state = _state(unit, notice, due, today)
    until = notice.published if notice else today
    late = (until.first - due.last).days if due and state != "exempt" else 0
    return UnitStatus(
        unit=unit.unit,
        region=of.region_of(unit),
        group=unit.group,
        feedback=feedback,
        state=state,
        anchor=anchor,
        notice=notice,
        ground=unit.ground,
        due=due if state != "exempt" else None,
        days=feedback.days_to(until) if state != "exempt" else None,
        late=max(0, late),
    )


def _state(
    unit: RoundUnit, notice: Notice | None, due: PartialDate | None, today: PartialDate
) -> State:
    if notice:
        return "withdrawn" if notice.withdrawn else "published"
    if unit.ground:
        return "exempt"
    if due is None:
        return "unpublished"
    return "overdue" if today.first > due.last else "pending"


def _anchors(found: Round) -> Sequence[str]:
    """A place on the page for each unit, which stays when units are added below."""
    used: set[str] = set()
    names = []
    for unit in found.units:
        name = f"u-{slug(unit.unit)}"
        if name in used:
            whole = f"{found.region_of(unit)}/{unit.unit}/{unit.group or ''}"
            name = f"{name}-{hashlib.sha256(whole.encode()).hexdigest()[:6]}"
        used.add(name)
        names.append(name)
    return names


def as_day(day: date) -> PartialDate:
    """A calendar day as the other dates are."""
    return PartialDate(day.year, day.month, day.day)
