"""The tables of `/statistics/`, each with a chart and a CSV file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from noticeboard.files.csv_safety import write_csv
from noticeboard.model.inspection import PROGRESS_STATES
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage
from noticeboard.pages.charts import bar_chart

MAX_ROWS = 20
"""Rows of a table and its chart; the others form one row, or are only in the CSV file."""
MONTHS = 24
BIN_DAYS = 90
BINS = 8
OTHERS = "其他"
TOP_ROWS_NOTE = f"列出前{MAX_ROWS}个，其余合为“{OTHERS}”，全部见 CSV。"

Row = tuple[str, int | float] | tuple[str, int | float, int]
"""A label and its number; a median also has the number of notices behind it."""


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """One table; `name` is the name of its files, without ending.

    The page and the chart show `rows`; the CSV file holds `all_rows`, or `rows` where it is empty.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    all_rows: tuple[Row, ...] = ()

    @property
    def csv(self) -> str:
        """The whole table as CSV."""
        return write_csv([self.columns, *(self.all_rows or self.rows)])

    @property
    def svg(self) -> str:
        """The rows as a bar chart."""
        return bar_chart(
            f"{self.title}（{self.columns[1]}）", [(row[0], row[1]) for row in self.rows]
        )


def statistics_page(tables: Sequence[StatisticsTable], register: Register) -> SitePage:
    """Return the page that shows all tables."""
    return SitePage(
        "statistics.md",
        "statistics.html",
        "统计",
        "由本站收录的通报算出的数字",
        {"tables": tables},
        last_change=register.last_change,
    )


def statistics_tables(register: Register) -> tuple[StatisticsTable, ...]:
    """Return every table, in the order of the page."""
    notices = register.notices
    return (
        _by_period("years", "每年公布的通报", "年份", "%Y", MAX_ROWS, notices),
        _by_period("months", "每月公布的通报", "月份", "%Y-%m", MONTHS, notices),
        _waiting_days(notices),
        _medians("days-by-region", "各地区从反馈到公布的天数", _REGION, notices),
        _medians("days-by-level", "各级巡察从反馈到公布的天数", _LEVEL, notices),
        _largest("regions", "各地区的通报", _REGION, notices),
        _largest("levels", "各级巡察的通报", _LEVEL, notices),
        _largest("categories", "各类整改的通报", _CATEGORY, notices),
        _channels(notices),
        _progress(notices),
    )


class _Grouping(NamedTuple):
    """The groups that a table lists: the heading of their column, and those of a notice."""

    column: str
    groups_of: Callable[[Notice], Iterable[str]]


# The full path: many cities have a district of the same name.
_REGION = _Grouping("地区", lambda notice: (" ".join(notice.regions),))
_LEVEL = _Grouping("级别", lambda notice: {one.authority for one in notice.inspections})
_CATEGORY = _Grouping("整改类别", lambda notice: (notice.category,))


def _by_period(
    name: str, title: str, column: str, date_format: str, limit: int, notices: Sequence[Notice]
) -> StatisticsTable:
    """Count the notices of each period in which any appeared, the newest first."""
    counts = Counter(notice.published.first.strftime(date_format) for notice in notices)
    rows = tuple(sorted(counts.items(), reverse=True))
    note = f"最近{limit}个有通报的{column}，更早的见 CSV。" if rows[limit:] else ""
    return StatisticsTable(name, title, (column, "篇数"), rows[:limit], note, rows)


def _days_waited(notice: Notice) -> int | None:
    """Return the days from the last feedback to publication, negative where it came earlier.

    None where one of the dates has no day or is not stated.
    """
    return notice.feedback.days_to(notice.published) if notice.feedback else None


def _waiting_days(notices: Sequence[Notice]) -> StatisticsTable:
    waits = [_days_waited(notice) for notice in notices]
    days = [wait for wait in waits if wait is not None and wait >= 0]
    counts = Counter(min(number // BIN_DAYS, BINS) for number in days)
    rows = [(f"{n * BIN_DAYS}—{(n + 1) * BIN_DAYS - 1}天", counts[n]) for n in range(BINS)]
    rows.append((f"{BINS * BIN_DAYS}天以上", counts[BINS]))
    middle = f"中位数 {_median(days):g} 天；" if days else ""
    early = sum(wait is not None and wait < 0 for wait in waits)
    left_out = f"，{early} 篇的公布日期早于反馈日期，没有计入" if early else ""
    note = f"{middle}{len(days)} 篇写明了日子，{waits.count(None)} 篇没有写或没有写到日{left_out}。"
    return StatisticsTable("days", "从反馈到公布的天数", ("天数", "篇数"), tuple(rows), note)


def _median(days: Sequence[int]) -> int | float:
    """Return the median, as an integer where it is one."""
    middle = median(days)
    return int(middle) if middle == int(middle) else middle


def _medians(
    name: str, title: str, grouping: _Grouping, notices: Sequence[Notice]
) -> StatisticsTable:
    """Return the median wait of each group, the groups with the most notices first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for notice in notices:
        days = _days_waited(notice)
        if days is not None and days >= 0:
            for group in grouping.groups_of(notice):
                groups[group].append(days)
    order = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    rows: list[Row] = [(label, _median(days), len(days)) for label, days in order]
    rest = [number for _, days in order[MAX_ROWS:] for number in days]
    shown = [*rows[:MAX_ROWS], *([(OTHERS, _median(rest), len(rest))] if rest else [])]
    note = f"天数的中位数，通报多的在前；只算写明了日子的通报。{TOP_ROWS_NOTE if rest else ''}"
    columns = (grouping.column, "天数的中位数", "篇数")
    return StatisticsTable(name, title, columns, tuple(shown), note, tuple(rows))


def _largest(
    name: str, title: str, grouping: _Grouping, notices: Sequence[Notice]
) -> StatisticsTable:
    """Count the notices of each group, the most frequent first."""
    counts = Counter(group for notice in notices for group in grouping.groups_of(notice))
    order = tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
    rest = sum(number for _, number in order[MAX_ROWS:])
    rows = (*order[:MAX_ROWS], *([(OTHERS, rest)] if rest else []))
    columns, note = (grouping.column, "篇数"), TOP_ROWS_NOTE if rest else ""
    return StatisticsTable(name, title, columns, rows, note, order)


def _channels(notices: Sequence[Notice]) -> StatisticsTable:
    contacts = [notice.contact for notice in notices]
    rows = (
        ("电话", sum(bool(contact.phones) for contact in contacts)),
        ("接听时间", sum(any(p.hours for p in contact.phones) for contact in contacts)),
        ("传真", sum(bool(contact.fax) for contact in contacts)),
        ("电子邮箱", sum(bool(contact.email) for contact in contacts)),
        ("通信地址", sum(bool(contact.address) for contact in contacts)),
        ("没有联系方式", sum(not contact.has_channel for contact in contacts)),
    )
    note = f"共 {len(notices)} 篇通报。"
    return StatisticsTable("channels", "写明各种联系方式的通报", ("联系方式", "篇数"), rows, note)


def _progress(notices: Sequence[Notice]) -> StatisticsTable:
    reported = [notice.progress for notice in notices if notice.progress]
    totals = Counter[str]()
    for progress in reported:
        totals.update({"问题总数": progress.problems or 0, **progress.parts})
    rows = tuple((title, totals[title]) for title in ("问题总数", *PROGRESS_STATES))
    note = f"{len(reported)} 篇通报写明了数字；各篇的统计日期不同。"
    return StatisticsTable("progress", "整改进度合计", ("进度", "个数"), rows, note)
