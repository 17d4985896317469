"""The notices as one table (CSV)."""

from __future__ import annotations

from collections.abc import Iterable

from noticeboard.model.notice import Notice
from noticeboard.text.csv_safety import write_csv

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


def as_csv(notices: Iterable[Notice], site_url: str) -> str:
    """Return the table as CSV: a header, then a line for each notice."""
    return write_csv([COLUMNS, *(row(notice, site_url) for notice in notices)])


def row(notice: Notice, site_url: str) -> tuple[str, ...]:
    """Return the cells of one notice in the order of COLUMNS, not yet safe for spreadsheets."""
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
