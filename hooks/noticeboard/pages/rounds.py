"""Rounds -> their pages, the picture of a round in figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from noticeboard.model.round_status import STATES, RoundStatus, State, UnitStatus
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.text.paging import split

LONGEST_NAME = 11
"""Characters of a unit's name in the picture; the table below it has the whole name."""
ROW = 2.9
"""The height of a unit's row, in ems."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A unit in the picture: `y` of its row in ems, `width` and `due` in per cent of the whole.

    `width` is None where the days are not known, or no publication is waited for.
    """

    unit: UnitStatus
    y: float
    name: str
    words: str
    width: float | None
    due: float | None


@dataclass(frozen=True, slots=True)
class RoundPicture:
    """All bars from the top down, the height in ems, the days that the whole width stands for."""

    bars: tuple[Bar, ...]
    height: float
    days: int
    states: tuple[State, ...]


def draw(status: RoundStatus) -> RoundPicture:
    """Place the units below each other, all on one scale that begins with the feedback."""
    waits = [unit.days or 0 for unit in status.units]
    limits = [_due_days(unit) or 0 for unit in status.units]
    longest = max([*waits, *limits, 1])
    bars = tuple(
        Bar(
            unit,
            round(index * ROW + 1, 2),
            _short(unit.unit),
            _words(unit),
            None if unit.days is None else round(100 * max(unit.days, 0) / longest, 1),
            None if not (limit := _due_days(unit)) else round(100 * limit / longest, 1),
        )
        for index, unit in enumerate(status.units)
    )
    return RoundPicture(bars, round(len(bars) * ROW, 2), longest, tuple(status.counts))


def _due_days(unit: UnitStatus) -> int | None:
    """Days from feedback to the deadline."""
    return unit.feedback.days_to(unit.due) if unit.due else None


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _words(unit: UnitStatus) -> str:
    """What stands at the end of a row, in at most eight characters and a number."""
    if unit.state == "published" and unit.days is not None:
        return f"{unit.days}天后公布"
    if unit.state == "overdue":
        return f"逾期{unit.late}天"
    if unit.state in ("pending", "unpublished") and unit.days is not None:
        return f"已{unit.days}天，未公布"
    return unit.words


def round_pages(statuses: Sequence[RoundStatus]) -> Iterator[PageGroup]:
    """The list of rounds, and a page for each."""
    yield _round_list(statuses)
    yield map(round_page, statuses)


def _round_list(statuses: Sequence[RoundStatus]) -> PageGroup:
    title = "巡察轮次"
    description = "每一轮巡察里，哪些单位已经公布整改情况，哪些还没有"
    for pager, part in split("rounds/", statuses):
        view = {"rounds": part, "pager": pager, "heading": title}
        days = [status.last_change for status in part]
        newest = max(days, key=lambda day: day.last, default=None)
        page = list_page(pager, "rounds.html", title, description, view, ())
        yield replace(page, last_change=newest)


def round_page(status: RoundStatus) -> SitePage:
    """The page of one round."""
    found = status.round
    return SitePage(
        f"rounds/{found.slug}.md",
        "round.html",
        found.name,
        f"{found.name}，{status.sentence}",
        {"round": status, "picture": draw(status), "heading": found.name, "words": STATES},
        last_change=status.last_change,
    )
