"""The pages of inspection rounds, each with a chart of its units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from noticeboard.history.log import History
from noticeboard.history.round_changes import round_log
from noticeboard.model.dates import latest
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.round_status import RoundStatus, UnitStatus
from noticeboard.model.vocabularies import UNIT_STATE_LABELS, UnitState
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.text.paging import paginate
from noticeboard.text.shorten import shorten

MAX_NAME = 11
"""Characters of a unit's name in the chart; the table below it has the whole name."""
ROW = 2.9
"""The height of a unit's row, in ems."""


@dataclass(frozen=True, slots=True)
class UnitBar:
    """A unit in the chart: `y` of its row in ems, `width` and `due` in percent of the scale.

    `width` is None where the days are not known, or no publication is expected.
    """

    unit: UnitStatus
    y: float
    name: str
    label: str
    width: float | None
    due: float | None

    @property
    def late(self) -> float:
        """The part of the bar beyond the limit, in percent of the scale."""
        return round(max(0.0, (self.width or 0) - self.due), 1) if self.due is not None else 0.0


@dataclass(frozen=True, slots=True)
class RoundChart:
    """The bars from top to bottom, the height in ems, the days of the whole scale."""

    bars: tuple[UnitBar, ...]
    height: float
    days: int
    states: tuple[UnitState, ...]

    @property
    def has_late(self) -> bool:
        """Whether a bar goes beyond its limit."""
        return any(bar.late for bar in self.bars)


def round_chart(status: RoundStatus) -> RoundChart:
    """Lay out the bars of the units, all on one scale that begins with the feedback."""
    waits = [unit.days or 0 for unit in status.units]
    deadlines = [_days_to_deadline(unit) or 0 for unit in status.units]
    longest = max([*waits, *deadlines, 1])
    bars = tuple(
        UnitBar(
            unit,
            round(index * ROW + 1, 2),
            shorten(unit.unit, MAX_NAME),
            _bar_label(unit),
            None if unit.days is None else round(100 * max(unit.days, 0) / longest, 1),
            round(100 * deadline / longest, 1) if deadline else None,
        )
        for index, (unit, deadline) in enumerate(zip(status.units, deadlines, strict=True))
    )
    return RoundChart(bars, round(len(bars) * ROW, 2), longest, tuple(status.counts))


def _days_to_deadline(unit: UnitStatus) -> int | None:
    return unit.feedback.days_to(unit.due) if unit.due else None


def _bar_label(unit: UnitStatus) -> str:
    """Return the state in at most eight characters and a number."""
    if unit.state == "published" and unit.days is not None:
        return f"{unit.days}天后公布"
    if unit.state == "overdue":
        return f"逾期{unit.days_late}天"
    if unit.state in ("pending", "unpublished") and unit.days is not None:
        return f"已{unit.days}天，未公布"
    return unit.label


def round_pages(
    statuses: Sequence[RoundStatus],
    history: History | None = None,
    groups: NoticeGroups | None = None,
) -> Iterator[PageGroup]:
    """Yield the list of rounds, then a page for each, whose units link to their pages in `groups`."""
    yield _round_list(statuses)
    yield (round_page(status, history or History(), groups) for status in statuses)


def _round_list(statuses: Sequence[RoundStatus]) -> PageGroup:
    title = "巡察轮次"
    description = "每一轮巡察里，哪些单位已经公布整改情况，哪些还没有"
    for pager, part in paginate("rounds/", statuses):
        context = {"rounds": part, "pager": pager, "heading": title}
        newest = latest((status.last_change for status in part), None)
        page = list_page(pager, "rounds.html", title, description, context, ())
        yield replace(page, last_change=newest)


def round_page(
    status: RoundStatus, history: History, groups: NoticeGroups | None = None
) -> SitePage:
    """Return the page of one round."""
    name = status.round.name
    versions = history.rounds.get(status.round.slug, ())
    return SitePage(
        f"rounds/{status.round.slug}.md",
        "round.html",
        name,
        f"{name}，{status.summary}",
        {
            "round": status,
            "chart": round_chart(status),
            "unit_links": [
                groups.known_unit_url(one.region, one.unit) if groups else ""
                for one in status.units
            ],
            "changes": round_log(status.round, versions, history.contents),
            "heading": name,
            "state_labels": UNIT_STATE_LABELS,
        },
        last_change=status.last_change,
    )
