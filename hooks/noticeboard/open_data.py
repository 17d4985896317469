"""The register as open data: the records under /api/v1/ and the files that hold them.

These models are the one definition of the format; openapi.json is made from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from noticeboard.body import Body
from noticeboard.csv_table import as_csv
from noticeboard.dates import PartialDate
from noticeboard.history import History
from noticeboard.notice import Notice, Status
from noticeboard.proof import Proof
from noticeboard.register import Register, UnitContact

BASE = "api/v1/"
SCHEMA_VERSION = "1.0"
LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
SPLIT_ABOVE = 1_000
"""Over so many notices the list holds only an index of the years."""

Day = str
"""`2024-06-20`, or `2024-06` where the notice says no day."""


class Data(BaseModel):
    """The base of all that is published."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PhoneData(Data):
    """A number with the hours in which it is answered."""

    number: str
    hours: str | None


class ContactData(Data):
    """Where anyone may object or comment."""

    phones: tuple[PhoneData, ...]
    email: str | None
    address: str | None
    postcode: str | None
    verified: Day | None


class Change(Data):
    """A correction, or the withdrawal, and its reason."""

    date: Day
    reason: str


class WithdrawalData(Change):
    """The withdrawal; with `blanked` the text was removed, and `markdown` is empty."""

    noindex: bool
    blanked: bool


class VersionData(Data):
    """A commit that touched the notice."""

    commit: str
    made: datetime
    url: str | None


class InspectionData(Data):
    """The inspection that the notice answers."""

    authority: str
    group: str
    kind: str | None
    start: Day
    end: Day
    feedback: Day


class Entry(Data):
    """A notice as lists show it; addresses are absolute."""

    id: str = Field(description="编号，永不改变")
    title: str
    unit: str = Field(description="被巡察党组织")
    region: str
    published: Day
    last_change: Day
    status: Status
    url: str
    data_url: str


class Section(Data):
    """A heading of the text; `url` leads to it."""

    level: int
    title: str
    url: str


class FullNotice(Entry):
    """A notice with everything that is known of it."""

    schema_version: str = SCHEMA_VERSION
    issuer: str
    inspection: InspectionData
    contact: ContactData
    topics: tuple[str, ...]
    markdown: str
    html: str
    text: str
    sections: tuple[Section, ...]
    attachments: tuple[str, ...]
    corrections: tuple[Change, ...]
    withdrawn: WithdrawalData | None
    source_url: str
    sha256: str = Field(description="原始文件 notice.md 的 SHA-256", pattern="^[0-9a-f]{64}$")
    versions: tuple[VersionData, ...] = Field(description="仓库里的版本，从新到旧；不知道时为空")


class Collection(Data):
    """What every list says of itself."""

    schema_version: str = SCHEMA_VERSION
    generated_at: datetime
    commit: str | None = Field(description="生成本站的 Git 提交")
    total: int
    last_modified: Day | None
    licence: Literal["https://creativecommons.org/publicdomain/zero/1.0/"] = LICENCE


class YearLink(Data):
    """Where the notices of one year are."""

    year: str
    total: int
    url: str


class NoticeList(Collection):
    """Notices, newest first; over 1,000 `notices` is empty and `years` leads to the parts."""

    notices: tuple[Entry, ...]
    years: tuple[YearLink, ...]


class UnitContactData(Data):
    """The channels that a unit named last, and the notice that names them."""

    unit: str
    region: str
    contact: ContactData
    notice: str


class ContactList(Collection):
    """Each unit once."""

    contacts: tuple[UnitContactData, ...]


def full_notice(notice: Notice, body: Body, proof: Proof, site_url: str) -> FullNotice:
    """One notice as data."""
    page = f"{site_url}notices/{notice.id}/"
    return FullNotice(
        **entry(notice, site_url).model_dump(),
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
        sha256=proof.sha256,
        versions=tuple(
            VersionData(commit=v.commit, made=v.made, url=v.url) for v in proof.versions
        ),
    )


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
        url=f"{site_url}notices/{notice.id}/",
        data_url=f"{site_url}{BASE}notices/{notice.id}.json",
    )


def list_files(
    register: Register, history: History, generated_at: datetime, site_url: str
) -> Iterator[tuple[str, str]]:
    """(address below the site's root, content) of every list; `site_url` ends with a slash."""

    def listed(notices: Sequence[Notice], years: Iterable[YearLink], total: int) -> str:
        newest = max((notice.last_change for notice in register.notices), key=_last, default=None)
        found = NoticeList(
            generated_at=generated_at,
            commit=history.commit,
            total=total,
            last_modified=None if newest is None else str(newest),
            notices=tuple(entry(notice, site_url) for notice in notices),
            years=tuple(years),
        )
        return as_json(found)

    years = [
        YearLink(year=year, total=len(notices), url=f"{site_url}{BASE}notices/{year}.json")
        for year, notices in register.by_year.items()
    ]
    total = len(register.notices)
    yield (
        f"{BASE}notices.json",
        listed(register.notices if total <= SPLIT_ABOVE else (), years, total),
    )
    for year, notices in register.by_year.items():
        yield f"{BASE}notices/{year}.json", listed(notices, (), len(notices))
    yield f"{BASE}notices.csv", as_csv(register.notices, site_url)
    contacts = tuple(_unit_contact(found) for found in register.contacts)
    newest = max((found.notice.last_change for found in register.contacts), key=_last, default=None)
    known = ContactList(
        generated_at=generated_at,
        commit=history.commit,
        total=len(contacts),
        last_modified=None if newest is None else str(newest),
        contacts=contacts,
    )
    yield f"{BASE}contacts.json", as_json(known)


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


def _last(day: PartialDate) -> date:
    return day.last


def write_open_data(
    pages: Iterable[tuple[Notice, Body, Proof]],
    register: Register,
    history: History,
    generated_at: datetime,
    site_url: str,
    site_dir: Path,
) -> None:
    """Write every list and every notice below /api/v1/; `site_url` ends with a slash."""
    for address, content in list_files(register, history, generated_at, site_url):
        _write(site_dir / address, content)
    for notice, body, proof in pages:
        found = full_notice(notice, body, proof, site_url)
        _write(site_dir / f"{BASE}notices/{notice.id}.json", as_json(found))


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8", newline="")
