"""Register -> the tables of `/statistics/`, each with a plot and a CSV file of the same figures."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage
from noticeboard.pages.charts import horizontal_bars
from noticeboard.text.csv_safety import safe_cell

LARGEST = 20
"""Rows that a table and its plot show; what is beyond is folded into one, or left to the CSV."""
MONTHS = 24
STEP = 90
STEPS = 8
OTHERS = "其他"
FOLDED = f"列出前{LARGEST}个，其余合为“{OTHERS}”，全部见 CSV。"


Row = tuple[str, int | float] | tuple[str, int | float, int]
"""A label, its number, and for a median of how many it is one."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One table: `name` is its file's name; `rows` are shown and drawn.

    `complete` are the rows of the CSV file where the page shows only the first of them.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    complete: tuple[Row, ...] = ()

    @property
    def csv(self) -> str:
        """The whole table as CSV with a byte order mark, so that Excel reads the Chinese.

        A label that a spreadsheet would run as a formula gets an apostrophe before it.
        """
        text = io.StringIO()
        safe = ((safe_cell(label), *numbers) for label, *numbers in self.complete or self.rows)
        csv.writer(text).writerows([self.columns, *safe])
        return "\ufeff" + text.getvalue()

    @property
    def svg(self) -> bytes:
        """The plot: one bar a row with its number, without script, equal for equal figures."""
        bars = [(row[0], row[1]) for row in self.rows]
        return horizontal_bars(self.name, self.columns[1], bars)


def statistics_page(figures: Sequence[Figures], register: Register) -> SitePage:
    """The page that shows all the tables."""
    return SitePage(
        "statistics.md",
        "statistics.html",
        "统计",
        "由本站收录的通报算出的数字",
        {"figures": figures},
        last_change=register.last_change,
    )


def all_figures(register: Register) -> tuple[Figures, ...]:
    """Every table of the page, in its order."""
    notices = register.notices
    return (
        _years(notices),
        _months(notices),
        _days(notices),
        _medians("days-by-region", "各地区从反馈到公布的天数", "地区", notices, _place),
        _medians("days-by-level", "各级巡察从反馈到公布的天数", "级别", notices, _level),
        _largest("regions", "各地区的通报", "地区", map(_place, notices)),
        _largest("levels", "各级巡察的通报", "级别", map(_level, notices)),
        _channels(notices),
        _progress(notices),
    )


def _place(notice: Notice) -> str:
    """The whole way to the place: many cities have a district of the same name."""
    return " ".join(notice.regions)


def _level(notice: Notice) -> str:
    return notice.inspection.authority


def _years(notices: Sequence[Notice]) -> Figures:
    counted = Counter(str(notice.published.first.year) for notice in notices)
    rows = tuple(sorted(counted.items(), reverse=True))
    note = f"最近{LARGEST}个有通报的年份，更早的见 CSV。" if rows[LARGEST:] else ""
    return Figures("years", "每年公布的通报", ("年份", "篇数"), rows[:LARGEST], note, rows)


def _months(notices: Sequence[Notice]) -> Figures:
    counted = Counter(f"{notice.published.first:%Y-%m}" for notice in notices)
    rows = tuple(sorted(counted.items(), reverse=True))
    note = f"最近{MONTHS}个有通报的月份，更早的见 CSV。" if rows[MONTHS:] else ""
    return Figures("months", "每月公布的通报", ("月份", "篇数"), rows[:MONTHS], note, rows)


def _waited(notice: Notice) -> int | None:
    """Days from feedback to publication; None where a day is missing, or they are the wrong way."""
    days = notice.inspection.feedback.days_to(notice.published)
    return None if days is None or days < 0 else days


def _days(notices: Sequence[Notice]) -> Figures:
    found = [notice.inspection.feedback.days_to(notice.published) for notice in notices]
    days = [number for number in found if number is not None and number >= 0]
    counted = Counter(min(number // STEP, STEPS) for number in days)
    rows = [(f"{at * STEP}—{at * STEP + STEP - 1}天", counted[at]) for at in range(STEPS)]
    rows.append((f"{STEPS * STEP}天以上", counted[STEPS]))
    middle = f"中位数 {_middle(days):g} 天；" if days else ""
    early = sum(number is not None and number < 0 for number in found)
    left_out = f"，{early} 篇的公布日期早于反馈日期，没有计入" if early else ""
    note = f"{middle}{len(days)} 篇写明了日子，{found.count(None)} 篇没有写到日{left_out}。"
    return Figures("days", "从反馈到公布的天数", ("天数", "篇数"), tuple(rows), note)


def _middle(days: Sequence[int]) -> int | float:
    middle = median(days)
    return int(middle) if middle == int(middle) else middle


def _medians(
    name: str,
    title: str,
    column: str,
    notices: Sequence[Notice],
    of: Callable[[Notice], str],
) -> Figures:
    """The median of the days for each group, the groups with the most notices first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for notice in notices:
        days = _waited(notice)
        if days is not None:
            groups[of(notice)].append(days)
    order = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    rows: list[Row] = [(label, _middle(days), len(days)) for label, days in order]
    rest = [number for _, days in order[LARGEST:] for number in days]
    shown = [*rows[:LARGEST], *([(OTHERS, _middle(rest), len(rest))] if rest else [])]
    note = f"天数的中位数，通报多的在前；只算写明了日子的通报。{FOLDED if rest else ''}"
    columns = (column, "天数的中位数", "篇数")
    return Figures(name, title, columns, tuple(shown), note, tuple(rows))


def _largest(name: str, title: str, column: str, labels: Iterable[str]) -> Figures:
    counted = Counter(labels)
    order = tuple(sorted(counted.items(), key=lambda row: (-row[1], row[0])))
    rest = sum(number for _, number in order[LARGEST:])
    rows = (*order[:LARGEST], *([(OTHERS, rest)] if rest else []))
    return Figures(name, title, (column, "篇数"), rows, FOLDED if rest else "", order)


def _channels(notices: Sequence[Notice]) -> Figures:
    contacts = [notice.contact for notice in notices]
    rows = (
        ("电话", sum(bool(contact.phones) for contact in contacts)),
        ("接听时间", sum(any(p.hours for p in contact.phones) for contact in contacts)),
        ("电子邮箱", sum(bool(contact.email) for contact in contacts)),
        ("通信地址", sum(bool(contact.address) for contact in contacts)),
    )
    note = f"共 {len(notices)} 篇通报。"
    return Figures("channels", "写明各种联系方式的通报", ("联系方式", "篇数"), rows, note)


def _progress(notices: Sequence[Notice]) -> Figures:
    given = [notice.progress for notice in notices if notice.progress]
    rows = (
        ("问题总数", sum(progress.problems or 0 for progress in given)),
        ("已完成", sum(progress.rectified or 0 for progress in given)),
        ("正在整改", sum(progress.ongoing or 0 for progress in given)),
    )
    note = f"{len(given)} 篇通报写明了数字；各篇的统计日期不同。"
    return Figures("progress", "整改进度合计", ("进度", "个数"), rows, note)
