"""Models of the open data under /api/v1/.

Their names and docstrings are published in openapi.json.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from noticeboard.model.vocabularies import Status
from noticeboard.search.documents import BlockKind

SCHEMA_VERSION = "2.1"
Licence = Literal["https://creativecommons.org/publicdomain/zero/1.0/"]
LICENCE: Final[Licence] = get_args(Licence)[0]
Day = str
"""`2024-06-20`, or `2024-06` where the notice says no day."""


class Data(BaseModel):
    """Base of all models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PhoneData(Data):
    """A number with the hours in which it is answered."""

    number: str
    hours: str | None
    label: str | None = Field(description="通报写明的部门或用途")
    sms_only: bool = Field(description="只收短信，不能拨打")


class ContactData(Data):
    """Where anyone may object or comment."""

    phones: tuple[PhoneData, ...]
    fax: tuple[str, ...]
    email: str | None
    address: str | None
    postcode: str | None
    verified: Day | None


class Change(Data):
    """A correction, or the withdrawal, and its reason."""

    date: Day
    reason: str


class WithdrawalData(Change):
    """The withdrawal; with `blanked` the text was removed, and `html` is empty."""

    noindex: bool
    blanked: bool


class VersionData(Data):
    """A commit that touched the notice."""

    commit: str
    made: datetime = Field(description="提交的时间，北京时间")
    url: str | None
    sha256: str | None = Field(description="当时的 notice.md 的 SHA-256；不知道时为空")


class InspectionData(Data):
    """An inspection that the notice answers; a day that the notice does not state is empty."""

    authority: str
    group: str = Field(description="巡察组；有几个时以顿号连接，逐个见 groups")
    groups: tuple[str, ...]
    kind: str | None
    start: Day | None
    end: Day | None
    feedback: Day | None


class ProgressData(Data):
    """The figures that the notice states; a figure that it does not state is empty."""

    as_of: Day | None
    problems: int | None
    rectified: int | None = Field(description="已完成")
    partly: int | None = Field(description="基本完成、阶段性完成")
    ongoing: int | None = Field(description="正在整改")
    long_term: int | None = Field(description="长期坚持")
    measures: int | None


class Entry(Data):
    """A notice as lists show it; addresses are absolute."""

    id: str = Field(description="编号，永不改变")
    title: str
    unit: str = Field(description="被巡察党组织；有几个时以顿号连接，逐个见 units")
    units: tuple[str, ...]
    region: str
    category: str = Field(description="整改类别")
    published: Day
    last_change: Day
    status: Status
    url: str
    canonical_url: str = Field(
        description="通报的原网址；汇总网站上是原公开栏的网址，别处与 url 相同"
    )
    board: str | None = Field(description="来自哪个公开栏，见 boards.json；只在汇总网站上有")
    data_url: str
    source_url: str = Field(description="原始文件 notice.md 的网址")
    sha256: str = Field(description="原始文件 notice.md 的 SHA-256", pattern="^[0-9a-f]{64}$")
    updated: datetime = Field(
        description="最后一次提交的时间；不知道时，是公布、更正或撤回那一天的零点（北京时间）"
    )


class Section(Data):
    """A heading of the text; `url` leads to it."""

    level: int
    title: str
    url: str


class BlockData(Data):
    """A piece of the notice as plain text: a title, a heading, a paragraph, a cell, a phone number.

    The plain text of the body is the text of all blocks of the kinds `heading` and `body`, one per
    line.
    """

    kind: BlockKind
    text: str


class FullNotice(Entry):
    """A notice with everything that is known of it."""

    schema_version: str = SCHEMA_VERSION
    commit: str | None = Field(None, description="生成本站的 Git 提交")
    issuer: str
    inspection: InspectionData = Field(description="第一次巡察；几次的见 inspections")
    inspections: tuple[InspectionData, ...]
    contact: ContactData
    contact_missing: str | None = Field(description="没有联系方式的理由")
    index_number: str | None = Field(description="索引号")
    document_number: str | None = Field(description="发文字号")
    open_until: Day | None = Field(description="公示期的最后一天")
    progress: ProgressData | None
    topics: tuple[str, ...]
    html: str = Field(description="正文；它的 Markdown 在 source_url")
    blocks: tuple[BlockData, ...] = Field(description="页面上的全部文字，按页面的顺序；搜索读它")
    sections: tuple[Section, ...]
    attachments: tuple[str, ...]
    corrections: tuple[Change, ...]
    withdrawn: WithdrawalData | None
    versions: tuple[VersionData, ...] = Field(description="仓库里的版本，从新到旧；不知道时为空")


class Collection(Data):
    """Metadata of every list."""

    schema_version: str = SCHEMA_VERSION
    generated_at: datetime
    as_of: Day = Field(description="本站截至哪一天（北京时间）：期限、多久没有核实都算到这一天")
    source_date_epoch: int = Field(
        description="生成本站时 SOURCE_DATE_EPOCH 的值，用同一个值和提交生成的文件逐字节相同"
    )
    commit: str | None = Field(description="生成本站的 Git 提交")
    total: int
    last_modified: Day | None
    licence: Licence = LICENCE


class YearLink(Data):
    """Where the notices of one year are."""

    year: str
    total: int
    url: str


class NoticeList(Collection):
    """Notices, newest first.

    With more than 1,000 notices, `notices` is empty and `years` links to one list per year.
    """

    notices: tuple[Entry, ...]
    years: tuple[YearLink, ...]


class UnitContactData(Data):
    """A unit's current contact, and the notice that states it."""

    unit: str
    region: str
    contact: ContactData
    contact_missing: str | None
    notice: str


class ContactList(Collection):
    """The current contact of every unit."""

    contacts: tuple[UnitContactData, ...]
