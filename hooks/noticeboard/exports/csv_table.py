"""The notices as one table that a spreadsheet opens without running anything.

An apostrophe stands before whatever a spreadsheet would take for a formula, and before an
apostrophe itself: to take one leading apostrophe off each cell gives every cell back as it was.
Quotation marks or a blank would not do: spreadsheets drop the first and run what follows the
second, and neither can be undone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from noticeboard.model.notice import Notice

COLUMNS = (
    "id",
    "title",
    "unit",
    "region",
    "authority",
    "group",
    "kind",
    "inspection_start",
    "inspection_end",
    "feedback",
    "published",
    "issuer",
    "status",
    "phones",
    "email",
    "address",
    "verified",
    "last_change",
    "url",
)
BOM = "\ufeff"
"""Excel takes a file without it for the system's old encoding."""

APOSTROPHE = "'"
_FORMULA = (
    APOSTROPHE,
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # OWASP, CSV Injection


def as_csv(notices: Iterable[Notice], site_url: str) -> str:
    """RFC 4180 with CRLF and a BOM; a header, then a line for each notice."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row(notice, site_url)] for notice in notices)
    return BOM + out.getvalue()


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"{APOSTROPHE}{text}" if text.startswith(_FORMULA) else text


def plain_cell(cell: str) -> str:
    """The text of a safe cell."""
    return cell.removeprefix(APOSTROPHE)


def row(notice: Notice, site_url: str) -> tuple[str, ...]:
    """The cells of one notice, in the order of COLUMNS, not yet safe."""
    inspection, contact = notice.inspection, notice.contact
    phones = "；".join(f"{phone.number} {phone.hours or ''}".strip() for phone in contact.phones)
    return (
        notice.id,
        notice.title,
        notice.unit,
        notice.region,
        inspection.authority,
        inspection.group,
        inspection.kind or "",
        str(inspection.start),
        str(inspection.end),
        str(inspection.feedback),
        str(notice.published),
        notice.issuer,
        notice.status,
        phones,
        contact.email or "",
        contact.address or "",
        str(contact.verified or ""),
        str(notice.last_change),
        site_url + notice.url,
    )
