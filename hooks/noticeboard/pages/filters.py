"""Jinja filters of the templates."""

from __future__ import annotations

from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.vocabularies import STATUS_LABELS


def chinese_date(day: PartialDate) -> str:
    """Return a date such as `2024年6月20日`."""
    return day.chinese


def tel(phone: Phone) -> str:
    """Return the `tel:` address of a number (RFC 3966), or `sms:` (RFC 5724) for messages only."""
    address = phone.parsed.tel
    return f"sms:{address.removeprefix('tel:')}" if phone.sms_only else address


FILTERS = {"chinese_date": chinese_date, "status": STATUS_LABELS.__getitem__, "tel": tel}
