"""Jinja filters of the templates."""

from __future__ import annotations

import re

from markupsafe import Markup

from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.vocabularies import STATUS_LABELS
from noticeboard.pages.markup.tables import stacked_tables

# The signs between two cells of a table, and the line below its header.
_PIPES = re.compile(r"\s*(?<!\\)\|(?:[\s|]|:?-{3,}:?|:-+:?|-+:(?=\s*\|))*")
_EXTENSION = re.compile(r"(?=转|分机|ext)")


def chinese_date(day: PartialDate) -> str:
    """Return a date such as `2024年6月20日`."""
    return day.chinese


def tel(phone: Phone) -> str:
    """Return the `tel:` address of a number (RFC 3966), or `sms:` (RFC 5724) for messages only."""
    address = phone.parsed.tel
    return f"sms:{address.removeprefix('tel:')}" if phone.sms_only else address


def breakable(number: str) -> Markup:
    """Return a telephone number that breaks before its extension only."""
    parts = [part for part in _EXTENSION.split(number, maxsplit=1) if part]
    return Markup("<wbr>").join(
        Markup('<span class="nb-number">{}</span>').format(p) for p in parts
    )


def without_pipes(text: str) -> str:
    """Return a piece of Markdown in which the cells of tables are set apart by spaces."""
    return _PIPES.sub("　", text)


FILTERS = {
    "breakable": breakable,
    "chinese_date": chinese_date,
    "stacked_tables": stacked_tables,
    "status": STATUS_LABELS.__getitem__,
    "tel": tel,
    "without_pipes": without_pipes,
}
