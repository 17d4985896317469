"""The tables of `/statistics/`, each row with a bar and a link to its notices, each table as CSV."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from noticeboard.files.csv_safety import write_csv
from noticeboard.model.contact import CHANNELS
from noticeboard.model.inspection import PROGRESS_STATES
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage

MAX_ROWS = 20
"""Rows of a table and its chart; the others form one row, or are only in the CSV file."""
MONTHS = 24
FEWEST = 5
"""Notices behind a median that is shown in full."""
BIN_DAYS = 90
BINS = 8
OTHERS = "其他"
TOP_ROWS_NOTE = f"列出前{MAX_ROWS}个，其余合为“{OTHERS}”，全部见 CSV。"

Row = tuple[str, int | float] | tuple[str, int | float, int]
"""A label and its number; a median also has the number of notices behind it."""


class Cell(NamedTuple):
    """A row of a table as the page shows it; `share` is the length of its bar in percent."""

    label: str
    number: int | float
    notices: int | None
    share: float
    query: str

    @property
    def is_thin(self) -> bool:
        """Whether too few notices are behind a median for it to mean much."""
        return self.notices is not None and self.notices < FEWEST


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """One table; `name` is the name of its files, without ending.

    The page shows `rows`; the CSV file holds `all_rows`, or `rows` where it is empty. `queries` are
    the addresses of the search, from ? on, that find exactly the notices behind a row, by its label.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    all_rows: tuple[Row, ...] = ()
    queries: Mapping[str, str] = field(default_factory=dict)

    @property
    def csv(self) -> str:
        """The whole table as CSV."""
        return write_csv([self.columns, *(self.all_rows or self.rows)])

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The rows as the page shows them; none where every number is 0."""
        largest = max((row[1] for row in self.rows), default=0)
        if not largest:
            return ()
        return tuple(
            Cell(
                label=row[0],
                number=row[1],
                notices=row[2] if len(row) == 3 else None,
                share=round(100 * row[1] / largest, 1),
                query=self.queries.get(row[0], ""),
            )
            for row in self.rows
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
        _years(notices),
        _months(notices),
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
    """The groups that a table lists: the heading of their column, the facet, those of a notice."""

    column: str
    facet: str
    groups_of: Callable[[Notice], Iterable[str]]

    def queries(self, notices: Sequence[Notice], **more: str) -> dict[str, str]:
        """Return the search for each group; the facet of a region also finds the places below it."""
        values = {value for notice in notices for value in self.groups_of(notice)}
        above = {value.rpartition(" ")[0] for value in values} if self.facet == "region" else set()
        return {
            value: search_query(**{self.facet: value.replace(" ", "/")}, **more)
            for value in values - above
        }


# The full path: many cities have a district of the same name.
_REGION = _Grouping("地区", "region", lambda notice: (" ".join(notice.regions),))
_LEVEL = _Grouping(
    "级别", "authority", lambda notice: {one.authority for one in notice.inspections}
)
_CATEGORY = _Grouping("整改类别", "category", lambda notice: (notice.category,))


def _years(notices: Sequence[Notice]) -> StatisticsTable:
    counts = Counter(notice.published.year for notice in notices)
    years = range(max(counts), min(counts) - 1, -1) if counts else ()
    rows = tuple((str(year), counts[year]) for year in years)
    queries = {str(year): search_query(year=year) for year in counts}
    return _newest("years", "每年公布的通报", "年份", rows, queries, MAX_ROWS)


def _months(notices: Sequence[Notice]) -> StatisticsTable:
    """Count the notices of each month from the first to the last in which any appeared."""
    counts = Counter((notice.published.year, notice.published.first.month) for notice in notices)
    numbers = [12 * year + month - 1 for year, month in counts]
    months = [divmod(n, 12) for n in range(max(numbers), min(numbers) - 1, -1)] if numbers else []
    rows = tuple((f"{year}-{month + 1:02}", counts[year, month + 1]) for year, month in months)
    queries = {
        f"{year}-{month:02}": search_query(
            **{
                "from": f"{year}-{month:02}-01",
                "to": f"{year}-{month:02}-{monthrange(year, month)[1]}",
            }
        )
        for year, month in counts
    }
    return _newest("months", "每月公布的通报", "月份", rows, queries, MONTHS)


def _newest(
    name: str,
    title: str,
    column: str,
    rows: tuple[Row, ...],
    queries: Mapping[str, str],
    limit: int,
) -> StatisticsTable:
    note = f"最近{limit}个{column}，更早的见 CSV。" if rows[limit:] else ""
    return StatisticsTable(name, title, (column, "篇数"), rows[:limit], note, rows, queries)


def search_query(**parameters: object) -> str:
    """Return the address of a search, from ? on."""
    return f"?{urlencode(parameters)}"


def _waiting_days(notices: Sequence[Notice]) -> StatisticsTable:
    waits = [notice.days_waited for notice in notices]
    days = [wait for wait in waits if wait is not None and wait >= 0]
    counts = Counter(min(number // BIN_DAYS, BINS) for number in days)
    rows = [(f"{n * BIN_DAYS}—{(n + 1) * BIN_DAYS - 1}天", counts[n]) for n in range(BINS)]
    rows.append((f"{BINS * BIN_DAYS}天以上", counts[BINS]))
    queries = {
        label: search_query(wait=f"{n * BIN_DAYS}-{(n + 1) * BIN_DAYS - 1 if n < BINS else ''}")
        for n, (label, _) in enumerate(rows)
    }
    middle = f"中位数 {_median(days):g} 天；" if days else ""
    early = sum(wait is not None and wait < 0 for wait in waits)
    left_out = f"，{early} 篇的公布日期早于反馈日期，没有计入" if early else ""
    note = f"{middle}{len(days)} 篇写明了日子，{waits.count(None)} 篇没有写或没有写到日{left_out}。"
    columns = ("天数", "篇数")
    return StatisticsTable("days", "从反馈到公布的天数", columns, tuple(rows), note, (), queries)


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
        days = notice.days_waited
        if days is not None and days >= 0:
            for group in grouping.groups_of(notice):
                groups[group].append(days)
    order = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    rows: list[Row] = [(label, _median(days), len(days)) for label, days in order]
    rest = [number for _, days in order[MAX_ROWS:] for number in days]
    shown = [*rows[:MAX_ROWS], *([(OTHERS, _median(rest), len(rest))] if rest else [])]
    note = f"天数的中位数，通报多的在前；只算写明了日子的通报。{TOP_ROWS_NOTE if rest else ''}"
    columns = (grouping.column, "天数的中位数", "篇数")
    queries = grouping.queries(notices, wait="0-")
    return StatisticsTable(name, title, columns, tuple(shown), note, tuple(rows), queries)


def _largest(
    name: str, title: str, grouping: _Grouping, notices: Sequence[Notice]
) -> StatisticsTable:
    """Count the notices of each group, the most frequent first."""
    counts = Counter(group for notice in notices for group in grouping.groups_of(notice))
    order = tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
    rest = sum(number for _, number in order[MAX_ROWS:])
    rows = (*order[:MAX_ROWS], *([(OTHERS, rest)] if rest else []))
    columns, note = (grouping.column, "篇数"), TOP_ROWS_NOTE if rest else ""
    queries = grouping.queries(notices)
    return StatisticsTable(name, title, columns, rows, note, order, queries)


def _channels(notices: Sequence[Notice]) -> StatisticsTable:
    counts = Counter(channel for notice in notices for channel in notice.contact.channels)
    rows = tuple((channel, counts[channel]) for channel in CHANNELS)
    queries = {channel: search_query(channel=channel) for channel in CHANNELS}
    note, columns = f"共 {len(notices)} 篇通报。", ("联系方式", "篇数")
    return StatisticsTable("channels", "写明各种联系方式的通报", columns, rows, note, (), queries)


def _progress(notices: Sequence[Notice]) -> StatisticsTable:
    reported = [notice.progress for notice in notices if notice.progress]
    totals = Counter[str]()
    for progress in reported:
        totals.update({"问题总数": progress.problems or 0, **progress.parts})
    rows = tuple((title, totals[title]) for title in ("问题总数", *PROGRESS_STATES))
    queries = {"问题总数": search_query(progress="yes")}
    note = f"{len(reported)} 篇通报写明了数字；各篇的统计日期不同。"
    columns = ("进度", "个数")
    return StatisticsTable("progress", "整改进度合计", columns, rows, note, (), queries)
