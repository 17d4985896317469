"""What the templates may ask of a value beyond Jinja's own filters."""

from __future__ import annotations

from noticeboard.contact import Phone
from noticeboard.dates import PartialDate


def chinese_date(day: PartialDate) -> str:
    """`2024年6月20日`."""
    return day.chinese


def chinese_range(start: PartialDate, end: PartialDate) -> str:
    """Both dates, the second without the year where it is the same."""
    if start == end:
        return start.chinese
    later = end.chinese
    if start.year == end.year:
        later = later.partition("年")[2]
    return f"{start.chinese}至{later}"


def tel(phone: Phone) -> str:
    """The `tel:` address of a number (RFC 3966)."""
    return phone.dialled.tel


FILTERS = {"chinese_date": chinese_date, "chinese_range": chinese_range, "tel": tel}
