"""The publication status of each unit of a round, as of a day."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from noticeboard.model.dates import PartialDate, latest, months_after
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.model.rounds import Deadline, NoticeIndex, Round, RoundUnit
from noticeboard.model.slugs import slug
from noticeboard.model.vocabularies import UNIT_STATE_LABELS, UnitState


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """The status of one unit of a round.

    `anchor` is its fragment on the round's page. `days` run from feedback to publication, or to
    the day of the status; None when one of them is known to the month only. `days_late` count
    from `due`; 0 when in time or without a deadline. `candidates` are the notices that make the state
    unclear.
    """

    unit: str
    region: str
    group: str | None
    feedback: PartialDate
    state: UnitState
    anchor: str
    notice: Notice | None
    ground: str | None
    due: PartialDate | None
    days: int | None
    days_late: int
    candidates: tuple[Notice, ...] = ()

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return UNIT_STATE_LABELS[self.state]

    @property
    def last_change(self) -> PartialDate:
        """The day the state began; it does not depend on the day of the build."""
        if self.notice:
            return self.notice.last_change
        if self.state == "overdue" and self.due:
            return PartialDate.from_date(self.due.last + timedelta(days=1))
        return self.feedback


@dataclass(frozen=True)
class RoundStatus:
    """The status of a round on the day `as_of`."""

    round: Round
    units: tuple[UnitStatus, ...]
    deadline: Deadline | None
    as_of: PartialDate

    @property
    def url(self) -> str:
        """The address of its page, relative to the site's root."""
        return f"rounds/{self.round.slug}/"

    @cached_property
    def counts(self) -> Mapping[UnitState, int]:
        """The number of units in each state that occurs, in the page's order."""
        counted = Counter(unit.state for unit in self.units)
        return {state: counted[state] for state in UNIT_STATE_LABELS if counted[state]}

    @property
    def summary(self) -> str:
        """The counts as a Chinese sentence."""
        parts = (f"{UNIT_STATE_LABELS[state]}{number}个" for state, number in self.counts.items())
        return f"共{len(self.units)}个单位：{'，'.join(parts)}"

    @property
    def last_change(self) -> PartialDate:
        """The newest change of the round or of a unit's state."""
        days = [self.round.feedback, *(unit.last_change for unit in self.units)]
        days += [correction.date for correction in self.round.corrections]
        return latest(days, self.round.feedback)


def all_statuses(
    rounds: Iterable[Round], register: Register, deadline: Deadline | None, as_of: date
) -> tuple[RoundStatus, ...]:
    """Return the status of every round, the newest feedback first.

    `deadline` is the site's default; a round's own takes precedence.
    """
    index = NoticeIndex(register)
    by_slug = sorted(rounds, key=lambda one: one.slug)
    newest_first = sorted(by_slug, key=lambda one: one.feedback.last, reverse=True)
    return tuple(round_status(one, index, deadline, as_of) for one in newest_first)


def round_status(
    round_: Round, index: NoticeIndex, deadline: Deadline | None, as_of: date
) -> RoundStatus:
    """Return the status of one round."""
    if round_.due_months:
        deadline = Deadline(round_.due_months, round_.due_source or "")
    today = PartialDate.from_date(as_of)
    units = tuple(
        _unit_status(unit, anchor, round_, index, deadline, today)
        for unit, anchor in zip(round_.units, _anchors(round_), strict=True)
    )
    return RoundStatus(round_, units, deadline, today)


def _unit_status(
    unit: RoundUnit,
    anchor: str,
    round_: Round,
    index: NoticeIndex,
    deadline: Deadline | None,
    today: PartialDate,
) -> UnitStatus:
    notice = index.find(unit, round_)
    candidates = () if notice or unit.notice else tuple(index.candidates(unit, round_))
    feedback = round_.feedback_of(unit)
    due = PartialDate.from_date(months_after(feedback, deadline.months)) if deadline else None
    state = _state(unit, notice, candidates, due, today)
    exempt = state == "exempt"
    # Nothing is counted while it is unclear whether the unit has published.
    counted = state not in ("exempt", "unclear")
    until = notice.published if notice else today
    days_late = (until.first - due.last).days if due and counted else 0
    return UnitStatus(
        unit=unit.unit,
        region=round_.region_of(unit),
        group=unit.group,
        feedback=feedback,
        state=state,
        anchor=anchor,
        notice=notice,
        ground=unit.ground,
        due=None if exempt else due,
        days=feedback.days_to(until) if counted else None,
        days_late=max(0, days_late),
        candidates=candidates,
    )


def _state(
    unit: RoundUnit,
    notice: Notice | None,
    candidates: Sequence[Notice],
    due: PartialDate | None,
    today: PartialDate,
) -> UnitState:
    if notice:
        return "withdrawn" if notice.withdrawn else "published"
    if unit.ground:
        return "exempt"
    if candidates:
        return "unclear"
    if due is None:
        return "unpublished"
    return "overdue" if today.first > due.last else "pending"


def _anchors(round_: Round) -> Sequence[str]:
    """Return a fragment for each unit that does not change when units are added below."""
    used: set[str] = set()
    anchors = []
    for unit in round_.units:
        anchor = f"u-{slug(unit.unit)}"
        if anchor in used:
            key = f"{round_.region_of(unit)}/{unit.unit}/{unit.group or ''}"
            anchor = f"{anchor}-{hashlib.sha256(key.encode()).hexdigest()[:6]}"
        used.add(anchor)
        anchors.append(anchor)
    return anchors
