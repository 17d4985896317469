"""Rounds as open data: `/api/v1/rounds.json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from noticeboard.exports.api import BASE, as_json
from noticeboard.exports.models import Change, Collection, Data, Day
from noticeboard.history.log import History
from noticeboard.model.round_status import RoundStatus, State, UnitStatus

ADDRESS = f"{BASE}rounds.json"


class UnitStatusData(Data):
    """A unit of a round on the day `as_of`."""

    unit: str
    region: str
    group: str | None
    feedback: Day
    state: State = Field(
        description="published 已公布，overdue 逾期未公布，pending 未到期限，"
        "unpublished 尚未公布而没有期限，exempt 依法不公布，withdrawn 公布后撤回"
    )
    due: Day | None = Field(description="公布期限；没有规定时为空")
    days: int | None = Field(description="从反馈到公布，没有公布的到 as_of，多少天")
    days_late: int = Field(description="超过期限多少天")
    ground: str | None = Field(description="不公布的依据")
    notice: str | None = Field(description="通报编号")
    notice_url: str | None


class RoundData(Data):
    """One round with all its units."""

    slug: str = Field(description="编号，永不改变")
    name: str
    authority: str
    region: str
    feedback: Day
    source: str = Field(description="名单来源")
    due_months: int | None
    due_source: str | None
    as_of: Day
    counts: dict[State, int]
    units: tuple[UnitStatusData, ...]
    corrections: tuple[Change, ...]
    url: str


class RoundList(Collection):
    """Every round, the newest feedback first."""

    rounds: tuple[RoundData, ...]


def rounds_json(
    statuses: Sequence[RoundStatus], history: History, generated_at: datetime, site_url: str
) -> str:
    """The file's content; `site_url` ends with a slash."""
    newest = max((s.last_change for s in statuses), key=lambda day: day.last, default=None)
    return as_json(
        RoundList(
            generated_at=generated_at,
            commit=history.commit,
            total=len(statuses),
            last_modified=None if newest is None else str(newest),
            rounds=tuple(_round(status, site_url) for status in statuses),
        )
    )


def _round(status: RoundStatus, site_url: str) -> RoundData:
    found = status.round
    return RoundData(
        slug=found.slug,
        name=found.name,
        authority=found.authority,
        region=found.region,
        feedback=str(found.feedback),
        source=found.source,
        due_months=status.deadline.months if status.deadline else None,
        due_source=status.deadline.source if status.deadline else None,
        as_of=str(status.as_of),
        counts=dict(status.counts),
        units=tuple(_unit(unit, site_url) for unit in status.units),
        corrections=tuple(Change(date=str(c.date), reason=c.note) for c in found.corrections),
        url=f"{site_url}{status.url}",
    )


def _unit(unit: UnitStatus, site_url: str) -> UnitStatusData:
    return UnitStatusData(
        unit=unit.unit,
        region=unit.region,
        group=unit.group,
        feedback=str(unit.feedback),
        state=unit.state,
        due=str(unit.due) if unit.due else None,
        days=unit.days,
        days_late=unit.late,
        ground=unit.ground,
        notice=unit.notice.id if unit.notice else None,
        notice_url=site_url + unit.notice.url if unit.notice else None,
    )
