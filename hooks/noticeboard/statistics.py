"""Register -> the tables of `/statistics/`, each with a plot and a CSV file of the same figures."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from noticeboard.notice import Notice
from noticeboard.pages import SitePage
from noticeboard.plots import horizontal_bars
from noticeboard.register import Register

LARGEST = 15
STEP = 90
STEPS = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """One table: `name` is its file's name, `rows` are (label, number)."""

    name: str
    title: str
    columns: tuple[str, str]
    rows: tuple[tuple[str, int], ...]
    note: str = ""

    @property
    def csv(self) -> str:
        """The table as CSV with a byte order mark, so that Excel reads the Chinese.

        A label that a spreadsheet would run as a formula gets an apostrophe before it.
        """
        text = io.StringIO()
        safe = [(f"'{a}" if a[:1] in "=+-@\t" else a, b) for a, b in self.rows]
        csv.writer(text).writerows([self.columns, *safe])
        return "\ufeff" + text.getvalue()

    @property
    def svg(self) -> bytes:
        """The plot: one bar a row with its number, without script, equal for equal figures."""
        return horizontal_bars(self.name, self.columns[1], self.rows)


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
        _largest("regions", "各地区的通报", "地区", (n.regions[-1] for n in notices)),
        _largest("levels", "各级巡察的通报", "级别", (n.inspection.authority for n in notices)),
        _channels(notices),
        _progress(notices),
    )


def _years(notices: Sequence[Notice]) -> Figures:
    counted = Counter(str(notice.published.first.year) for notice in notices)
    rows = sorted(counted.items(), reverse=True)[:LARGEST]
    return Figures("years", "每年公布的通报", ("年份", "篇数"), tuple(rows))


def _months(notices: Sequence[Notice]) -> Figures:
    counted = Counter(f"{notice.published.first:%Y-%m}" for notice in notices)
    rows = sorted(counted.items(), reverse=True)[:24]
    note = "最近24个有通报的月份。"
    return Figures("months", "每月公布的通报", ("月份", "篇数"), tuple(rows), note)


def _days(notices: Sequence[Notice]) -> Figures:
    found = (notice.inspection.feedback.days_to(notice.published) for notice in notices)
    days = [number for number in found if number is not None]
    counted = Counter(min(max(number, 0) // STEP, STEPS) for number in days)
    rows = [(f"{at * STEP}—{at * STEP + STEP - 1}天", counted[at]) for at in range(STEPS)]
    rows.append((f"{STEPS * STEP}天以上", counted[STEPS]))
    middle = f"中位数 {median(days):g} 天；" if days else ""
    note = f"{middle}{len(days)} 篇写明了日子，{len(notices) - len(days)} 篇没有写到日。"
    return Figures("days", "从反馈到公布的天数", ("天数", "篇数"), tuple(rows), note)


def _largest(name: str, title: str, column: str, labels: Iterable[str]) -> Figures:
    counted = Counter(labels)
    order = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    rest = sum(number for _, number in order[LARGEST:])
    rows = [*order[:LARGEST], *([("其他", rest)] if rest else [])]
    return Figures(name, title, (column, "篇数"), tuple(rows))


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
