"""Jinja filters of the templates."""

from __future__ import annotations

from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.vocabularies import STATUS_LABELS


def chinese_date(day: PartialDate) -> str:
    """Return a date such as `2024年6月20日`."""
    return day.chinese


def tel(phone: Phone) -> str:
    """Return the `tel:` address of a number (RFC 3966)."""
    return phone.parsed.tel


FILTERS = {"chinese_date": chinese_date, "status": STATUS_LABELS.__getitem__, "tel": tel}
