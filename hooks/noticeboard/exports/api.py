"""The register as open data: the files under /api/v1/."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

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
    PhoneData,
    ProgressData,
    Section,
    UnitContactData,
    VersionData,
    WithdrawalData,
    YearLink,
)
from noticeboard.exports.verification import Verification, source_date_epoch
from noticeboard.history.log import History
from noticeboard.incremental.artifacts import Artifact
from noticeboard.model.contact import Contact
from noticeboard.model.dates import PartialDate, beijing_date, latest, start_of_day
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register, UnitContact
from noticeboard.search.documents import search_blocks
from noticeboard.text.addresses import percent_encode
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
    inspections = tuple(map(_inspection, notice.inspections))
    return FullNotice(
        **list_entry(notice, verification, site_url).model_dump(),
        commit="",
        issuer=notice.issuer,
        inspection=inspections[0],
        inspections=inspections,
        contact=_contact(notice.contact),
        contact_missing=notice.contact_missing.reason if notice.contact_missing else None,
        index_number=notice.index_number,
        document_number=notice.document_number,
        open_until=_day(notice.open_until),
        progress=_progress(notice),
        topics=notice.topics,
        html=body.html,
        blocks=tuple(
            BlockData(kind=block.kind, text=block.text) for block in search_blocks(notice, body)
        ),
        sections=tuple(
            Section(level=h.level, title=h.text, url=f"{page}#{h.id}") for h in body.headings
        ),
        attachments=tuple(page + percent_encode(each.file) for each in notice.attachments),
        corrections=tuple(Change(date=str(c.date), reason=c.note) for c in notice.corrections),
        withdrawn=_withdrawal(notice),
        versions=tuple(
            VersionData(commit=v.commit, made=v.committed_at, url=v.url, sha256=v.sha256)
            for v in verification.versions
        ),
    )


def commit_json(commit: str | None) -> bytes:
    """Return the JSON that replaces COMMIT_PLACEHOLDER."""
    return f'\n  "commit": {json.dumps(commit)}'.encode()


def list_entry(notice: Notice, verification: Verification, site_url: str) -> Entry:
    """Return a notice as lists show it."""
    committed = next((version.committed_at for version in verification.versions), None)
    return Entry(
        id=notice.id,
        title=notice.title,
        unit=str(notice.unit),
        units=tuple(notice.unit),
        region=notice.region,
        category=notice.category,
        published=str(notice.published),
        last_change=str(notice.last_change),
        status=notice.status,
        url=f"{site_url}{notice.url}",
        canonical_url=verification.address,
        board=notice.board or None,
        data_url=f"{site_url}{BASE}notices/{notice.id}.json",
        source_url=f"{site_url}{notice.url}notice.md",
        sha256=verification.sha256,
        updated=committed or start_of_day(notice.last_change),
    )


def list_artifacts(
    register: Register,
    history: History,
    generated_at: datetime,
    site_url: str,
    verify: Callable[[Notice], Verification],
) -> Iterator[Artifact]:
    """Yield every list; `site_url` ends with a slash, `verify` returns a notice's verification."""
    changes = [notice.last_change for notice in register.notices]

    def notice_list(notices: Sequence[Notice], years: Sequence[YearLink], total: int) -> bytes:
        data = NoticeList(
            **metadata(history, generated_at, total, changes),
            notices=tuple(list_entry(notice, verify(notice), site_url) for notice in notices),
            years=tuple(years),
        )
        return as_json(data).encode()

    def contact_list() -> bytes:
        contact_changes = [contact.notice.last_change for contact in register.contacts]
        data = ContactList(
            **metadata(history, generated_at, len(register.contacts), contact_changes),
            contacts=tuple(map(contact_entry, register.contacts)),
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
    newest = latest(changes, None)
    return {
        "generated_at": generated_at,
        "as_of": str(beijing_date(generated_at)),
        "source_date_epoch": source_date_epoch(generated_at),
        "commit": history.commit,
        "total": total,
        "last_modified": _day(newest),
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


def contact_entry(entry: UnitContact) -> UnitContactData:
    """Return a unit's contact as the list of contacts shows it."""
    missing = entry.notice.contact_missing
    return UnitContactData(
        unit=entry.unit,
        region="/".join(entry.regions),
        contact=_contact(entry.contact),
        contact_missing=missing.reason if missing else None,
        notice=entry.notice.id,
    )


def _contact(contact: Contact) -> ContactData:
    return ContactData(
        phones=tuple(
            PhoneData(number=p.number, hours=p.hours, label=p.label, sms_only=p.sms_only)
            for p in contact.phones
        ),
        fax=tuple(contact.fax or ()),
        email=contact.email,
        address=contact.address,
        postcode=contact.postcode,
        verified=_day(contact.verified),
    )


def _inspection(inspection: Inspection) -> InspectionData:
    return InspectionData(
        authority=inspection.authority,
        group=str(inspection.group),
        groups=tuple(inspection.group),
        kind=inspection.kind,
        start=_day(inspection.start),
        end=_day(inspection.end),
        feedback=_day(inspection.feedback),
    )


def _progress(notice: Notice) -> ProgressData | None:
    progress = notice.progress
    return ProgressData(**progress.model_dump(mode="json")) if progress else None


def _day(day: PartialDate | None) -> str | None:
    return None if day is None else str(day)
