"""The notices as one table (CSV)."""

from __future__ import annotations

from collections.abc import Iterable

from noticeboard.files.csv_safety import write_csv
from noticeboard.model.inspection import Progress
from noticeboard.model.notice import Notice

SEPARATOR = "；"
"""Between the values of a cell that has several, such as those of two inspections."""
_PROGRESS = ("problems", "rectified", "partly", "ongoing", "long_term", "measures", "as_of")
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
    "category",
    "index_number",
    "document_number",
    "open_until",
    "fax",
    "contact_missing",
    *_PROGRESS,
)


def as_csv(notices: Iterable[Notice], site_url: str) -> str:
    """Return the table as CSV: a header, then a line for each notice."""
    return write_csv([COLUMNS, *(row(notice, site_url) for notice in notices)])


def row(notice: Notice, site_url: str) -> tuple[str, ...]:
    """Return the cells of one notice in the order of COLUMNS, not yet safe for spreadsheets."""
    contact, progress = notice.contact, notice.progress or Progress()

    def inspections(name: str) -> str:
        values = (getattr(one, name) for one in notice.inspections)
        return SEPARATOR.join(map(_cell, values))

    return (
        notice.id,
        notice.title,
        str(notice.unit),
        notice.region,
        *map(inspections, ("authority", "group", "kind", "start", "end", "feedback")),
        str(notice.published),
        notice.issuer,
        notice.status,
        SEPARATOR.join(phone.text for phone in contact.phones),
        contact.email or "",
        contact.address or "",
        str(contact.verified or ""),
        str(notice.last_change),
        site_url + notice.url,
        notice.category,
        notice.index_number or "",
        notice.document_number or "",
        str(notice.open_until or ""),
        str(contact.fax or ""),
        notice.contact_missing.reason if notice.contact_missing else "",
        *(_cell(getattr(progress, name)) for name in _PROGRESS),
    )


def _cell(value: object) -> str:
    return "" if value is None else str(value)
