"""What the templates may ask of a value beyond Jinja's own filters."""

from __future__ import annotations

from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import STATUSES


def chinese_date(day: PartialDate) -> str:
    """`2024年6月20日`."""
    return day.chinese


def tel(phone: Phone) -> str:
    """The `tel:` address of a number (RFC 3966)."""
    return phone.dialled.tel


FILTERS = {"chinese_date": chinese_date, "status": STATUSES.__getitem__, "tel": tel}
