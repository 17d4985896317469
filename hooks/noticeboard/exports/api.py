"""The register as open data: the files under /api/v1/."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import BaseModel

from noticeboard.exports.csv_table import as_csv
from noticeboard.exports.models import (
    BlockData,
    Change,
    ContactData,
    ContactList,
    Data,
    Entry,
    FullNotice,
    InspectionData,
    NoticeList,
    Section,
    UnitContactData,
    VersionData,
    WithdrawalData,
    YearLink,
)
from noticeboard.exports.verification import Verification, source_date_epoch
from noticeboard.history.log import History
from noticeboard.incremental.artifacts import Artifact
from noticeboard.model.dates import PartialDate, beijing_date
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register, UnitContact
from noticeboard.search.documents import search_blocks
from noticeboard.text.rendering import RenderedBody

BASE = "api/v1/"
# No value of a notice can contain it: quotation marks in a string are escaped.
COMMIT_PLACEHOLDER = b'\n  "commit": ""'
MAX_LISTED = 1_000
"""The list of more notices holds only an index of the years."""


def full_notice(
    notice: Notice, body: RenderedBody, verification: Verification, site_url: str
) -> FullNotice:
    """Return all data of a notice; its `commit` is COMMIT_PLACEHOLDER."""
    page = f"{site_url}{notice.url}"
    return FullNotice(
        **list_entry(notice, site_url).model_dump(),
        commit="",
        issuer=notice.issuer,
        inspection=InspectionData.model_validate(_plain(notice.inspection)),
        contact=_contact(notice.contact),
        topics=notice.topics,
        html=body.html,
        blocks=tuple(
            BlockData(kind=block.kind, text=block.text) for block in search_blocks(notice, body)
        ),
        sections=tuple(
            Section(level=h.level, title=h.text, url=f"{page}#{h.id}") for h in body.headings
        ),
        attachments=tuple(f"{page}{attachment.file}" for attachment in notice.attachments),
        corrections=tuple(Change(date=str(c.date), reason=c.note) for c in notice.corrections),
        withdrawn=_withdrawal(notice),
        source_url=f"{page}notice.md",
        sha256=verification.sha256,
        versions=tuple(
            VersionData(commit=v.commit, made=v.committed_at, url=v.url, sha256=v.sha256)
            for v in verification.versions
        ),
    )


def commit_json(commit: str | None) -> bytes:
    """Return the JSON that replaces COMMIT_PLACEHOLDER."""
    return f'\n  "commit": {json.dumps(commit)}'.encode()


def list_entry(notice: Notice, site_url: str) -> Entry:
    """Return a notice as lists show it."""
    return Entry(
        id=notice.id,
        title=notice.title,
        unit=notice.unit,
        region=notice.region,
        published=str(notice.published),
        last_change=str(notice.last_change),
        status=notice.status,
        url=f"{site_url}{notice.url}",
        data_url=f"{site_url}{BASE}notices/{notice.id}.json",
    )


def list_artifacts(
    register: Register, history: History, generated_at: datetime, site_url: str
) -> Iterator[Artifact]:
    """Yield every list; `site_url` ends with a slash."""
    changes = [notice.last_change for notice in register.notices]

    def notice_list(notices: Sequence[Notice], years: Sequence[YearLink], total: int) -> bytes:
        data = NoticeList(
            **metadata(history, generated_at, total, changes),
            notices=tuple(list_entry(notice, site_url) for notice in notices),
            years=tuple(years),
        )
        return as_json(data).encode()

    def contact_list() -> bytes:
        contact_changes = [contact.notice.last_change for contact in register.contacts]
        data = ContactList(
            **metadata(history, generated_at, len(register.contacts), contact_changes),
            contacts=tuple(map(_unit_contact, register.contacts)),
        )
        return as_json(data).encode()

    years = [
        YearLink(year=year, total=len(notices), url=f"{site_url}{BASE}notices/{year}.json")
        for year, notices in register.by_year.items()
    ]
    total = len(register.notices)
    listed = register.notices if total <= MAX_LISTED else ()
    yield Artifact(f"{BASE}notices.json", partial(notice_list, listed, years, total))
    for year, notices in register.by_year.items():
        content = partial(notice_list, notices, (), len(notices))
        yield Artifact(f"{BASE}notices/{year}.json", content)
    table = partial(as_csv, register.notices, site_url)
    yield Artifact(f"{BASE}notices.csv", lambda: table().encode())
    yield Artifact(f"{BASE}contacts.json", contact_list)


def metadata(
    history: History, generated_at: datetime, total: int, changes: Iterable[PartialDate]
) -> Mapping[str, Any]:
    """Return the fields of a `Collection`; `changes` are the last changes of its items."""
    newest = max(changes, key=lambda day: day.last, default=None)
    return {
        "generated_at": generated_at,
        "as_of": str(beijing_date(generated_at)),
        "source_date_epoch": source_date_epoch(generated_at),
        "commit": history.commit,
        "total": total,
        "last_modified": None if newest is None else str(newest),
    }


def _withdrawal(notice: Notice) -> WithdrawalData | None:
    withdrawn = notice.withdrawn
    if not withdrawn:
        return None
    return WithdrawalData(
        date=str(withdrawn.date),
        reason=withdrawn.reason,
        noindex=withdrawn.noindex,
        blanked=withdrawn.blanked,
    )


def as_json(data: Data) -> str:
    """Return indented JSON that ends with a line feed."""
    return data.model_dump_json(indent=2) + "\n"


def _unit_contact(entry: UnitContact) -> UnitContactData:
    return UnitContactData(
        unit=entry.unit,
        region="/".join(entry.regions),
        contact=_contact(entry.contact),
        notice=entry.notice.id,
    )


def _contact(contact: BaseModel) -> ContactData:
    return ContactData.model_validate(_plain(contact))


def _plain(record: BaseModel) -> object:
    """Return the record's values, with dates as text."""
    return {
        name: str(value) if isinstance(value, PartialDate) else value
        for name, value in record.model_dump(mode="python").items()
    }
