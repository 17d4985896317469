"""The register as open data: the files under /api/v1/, filled from the models of data_models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from pydantic import BaseModel

from noticeboard.exports.csv_table import as_csv
from noticeboard.exports.models import (
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
from noticeboard.exports.verification import Verification
from noticeboard.history.log import History
from noticeboard.incremental.artifacts import SiteFile
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register, UnitContact
from noticeboard.text.rendering import Body

BASE = "api/v1/"
# No value of a notice can be written so: within a string the marks would be escaped.
COMMIT_MARK = b'\n  "commit": ""'
SPLIT_ABOVE = 1_000
"""Over so many notices the list holds only an index of the years."""


def full_notice(
    notice: Notice, body: Body, verification: Verification, site_url: str
) -> FullNotice:
    """One notice as data, with an empty `commit`, in the place of the one that the site is from."""
    page = f"{site_url}{notice.url}"
    return FullNotice(
        **entry(notice, site_url).model_dump(),
        commit="",
        issuer=notice.issuer,
        inspection=InspectionData.model_validate(_plain(notice.inspection)),
        contact=_contact(notice.contact),
        topics=notice.topics,
        markdown=notice.body,
        html=body.html,
        text=body.plain,
        sections=tuple(
            Section(level=h.level, title=h.text, url=f"{page}#{h.id}") for h in body.headings
        ),
        attachments=tuple(f"{page}{attachment.file}" for attachment in notice.attachments),
        corrections=tuple(Change(date=str(c.date), reason=c.note) for c in notice.corrections),
        withdrawn=_withdrawal(notice),
        source_url=f"{page}notice.md",
        sha256=verification.sha256,
        versions=tuple(
            VersionData(commit=v.commit, made=v.made, url=v.url, sha256=v.sha256)
            for v in verification.versions
        ),
    )


def commit_value(commit: str | None) -> bytes:
    """What stands in the place of COMMIT_MARK in the JSON of a notice."""
    return f'\n  "commit": {json.dumps(commit)}'.encode()


def entry(notice: Notice, site_url: str) -> Entry:
    """One notice as lists show it."""
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


def list_files(
    register: Register, history: History, generated_at: datetime, site_url: str
) -> Iterator[SiteFile]:
    """Every list; `site_url` ends with a slash."""

    def listed(notices: Sequence[Notice], years: Sequence[YearLink], total: int) -> bytes:
        found = NoticeList(
            generated_at=generated_at,
            commit=history.commit,
            total=total,
            last_modified=_newest(register.notices),
            notices=tuple(entry(notice, site_url) for notice in notices),
            years=tuple(years),
        )
        return as_json(found).encode()

    def contacts() -> bytes:
        known = tuple(_unit_contact(found) for found in register.contacts)
        found = ContactList(
            generated_at=generated_at,
            commit=history.commit,
            total=len(known),
            last_modified=_newest([found.notice for found in register.contacts]),
            contacts=known,
        )
        return as_json(found).encode()

    years = [
        YearLink(year=year, total=len(notices), url=f"{site_url}{BASE}notices/{year}.json")
        for year, notices in register.by_year.items()
    ]
    total = len(register.notices)
    whole = register.notices if total <= SPLIT_ABOVE else ()
    yield SiteFile(f"{BASE}notices.json", partial(listed, whole, years, total))
    for year, notices in register.by_year.items():
        address = f"{BASE}notices/{year}.json"
        yield SiteFile(address, partial(listed, notices, (), len(notices)))
    table = partial(as_csv, register.notices, site_url)
    yield SiteFile(f"{BASE}notices.csv", lambda: table().encode())
    yield SiteFile(f"{BASE}contacts.json", contacts)


def _newest(notices: Iterable[Notice]) -> str | None:
    days = (notice.last_change for notice in notices)
    newest = max(days, key=lambda day: day.last, default=None)
    return None if newest is None else str(newest)


def _withdrawal(notice: Notice) -> WithdrawalData | None:
    found = notice.withdrawn
    if not found:
        return None
    return WithdrawalData(
        date=str(found.date), reason=found.reason, noindex=found.noindex, blanked=found.blanked
    )


def as_json(data: Data) -> str:
    """UTF-8 JSON as people can read it, ending with a line end."""
    return data.model_dump_json(indent=2) + "\n"


def _unit_contact(found: UnitContact) -> UnitContactData:
    return UnitContactData(
        unit=found.unit,
        region="/".join(found.regions),
        contact=_contact(found.contact),
        notice=found.notice.id,
    )


def _contact(contact: BaseModel) -> ContactData:
    return ContactData.model_validate(_plain(contact))


def _plain(record: BaseModel) -> object:
    """The record's values with its dates as they were written."""
    return {
        name: str(value) if isinstance(value, PartialDate) else value
        for name, value in record.model_dump(mode="python").items()
    }
