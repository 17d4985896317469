"""Inspection rounds as open data: `/api/v1/rounds.json` and a feed of each round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from noticeboard.exports.api import BASE, as_json, metadata
from noticeboard.exports.feed_formats import Feed, FeedEntry
from noticeboard.exports.models import Change, Collection, Data, Day
from noticeboard.history.log import History
from noticeboard.model.dates import start_of_day
from noticeboard.model.round_status import RoundStatus, UnitStatus
from noticeboard.model.vocabularies import UnitState

ROUNDS_ADDRESS = f"{BASE}rounds.json"


class UnitStatusData(Data):
    """A unit of a round on the day `as_of`."""

    unit: str
    region: str
    group: str | None
    feedback: Day
    state: UnitState = Field(
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
    counts: dict[UnitState, int]
    units: tuple[UnitStatusData, ...]
    corrections: tuple[Change, ...]
    url: str


class RoundList(Collection):
    """Every round, the newest feedback first."""

    rounds: tuple[RoundData, ...]


def rounds_json(
    statuses: Sequence[RoundStatus], history: History, generated_at: datetime, site_url: str
) -> str:
    """Return the content of `rounds.json`; `site_url` ends with a slash."""
    changes = [status.last_change for status in statuses]
    return as_json(
        RoundList(
            **metadata(history, generated_at, len(statuses), changes),
            rounds=tuple(round_entry(status, site_url) for status in statuses),
        )
    )


def round_feed(status: RoundStatus, site_url: str) -> Feed:
    """Return the feed of a round, an entry for each unit, newest change first.

    The id of an entry is the unit's anchor on the round's page; it changes when the unit's state
    does: at publication, and on the first day overdue.
    """
    page = site_url + status.url
    units = sorted(status.units, key=lambda unit: unit.last_change.last, reverse=True)
    entries = [
        FeedEntry(
            id=f"{page}#{unit.anchor}",
            url=site_url + unit.notice.url if unit.notice else f"{page}#{unit.anchor}",
            title=f"【{unit.label}】{unit.unit}",
            updated=start_of_day(unit.last_change),
            content=_state_text(unit),
            content_type="text",
        )
        for unit in units
    ]
    return Feed(page, status.round.name, start_of_day(status.last_change), entries)


def _state_text(unit: UnitStatus) -> str:
    """Describe a unit's state in sentences that stay true until it changes."""
    sentences = [f"{unit.feedback.chinese}反馈。"]
    if unit.due:
        sentences.append(f"公布期限：{unit.due.chinese}。")
    if unit.notice:
        sentences.append(f"{unit.notice.published.chinese}公布。")
    if unit.notice and unit.notice.withdrawn:
        withdrawn = unit.notice.withdrawn
        sentences.append(f"{withdrawn.date.chinese}撤回：{withdrawn.reason}")
    if unit.state == "exempt":
        sentences.append(f"不公布的依据：{unit.ground}")
    return "".join(sentences)


def round_entry(status: RoundStatus, site_url: str) -> RoundData:
    """Return a round as the list of rounds shows it; `site_url` ends with a slash."""
    record = status.round
    return RoundData(
        slug=record.slug,
        name=record.name,
        authority=record.authority,
        region=record.region,
        feedback=str(record.feedback),
        source=record.source,
        due_months=status.deadline.months if status.deadline else None,
        due_source=status.deadline.source if status.deadline else None,
        as_of=str(status.as_of),
        counts=dict(status.counts),
        units=tuple(_unit(unit, site_url) for unit in status.units),
        corrections=tuple(Change(date=str(c.date), reason=c.note) for c in record.corrections),
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
        days_late=unit.days_late,
        ground=unit.ground,
        notice=unit.notice.id if unit.notice else None,
        notice_url=site_url + unit.notice.url if unit.notice else None,
    )
