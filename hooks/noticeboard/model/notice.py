"""The notice: an immutable, typed record, and the only definition of its front matter.

The Chinese titles and descriptions appear in the JSON Schema and in messages to editors.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from noticeboard.model.amendments import (
    AcceptedWarning,
    Correction,
    PrivacyException,
    Withdrawal,
)
from noticeboard.model.contact import Contact, ContactMissing
from noticeboard.model.dates import PartialDate, latest
from noticeboard.model.field_types import (
    NOTICE_ID,
    Names,
    Record,
    Region,
    Text,
    check_category,
    check_file_name,
    check_id,
    check_sha256,
    check_url,
    field_error,
    one_or_more,
)
from noticeboard.model.inspection import Inspection, Progress
from noticeboard.model.vocabularies import CATEGORIES, DEFAULT_CATEGORY, Category, Status

MAX_INSPECTIONS = 10
"""Inspections that one notice may respond to."""


def _count_inspections(inspections: tuple[Inspection, ...]) -> tuple[Inspection, ...]:
    if not 1 <= len(inspections) <= MAX_INSPECTIONS:
        message = f"写了 {len(inspections)} 次，应是 1 到 {MAX_INSPECTIONS} 次"
        raise field_error("value", message, "一篇通报回应几次巡察，就写几项")
    return inspections


def _attachment_from_name(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


class Attachment(Record):
    """A file in the notice's folder."""

    file: Annotated[Text, AfterValidator(check_file_name)] = Field(
        title="文件名", description="放在与通报同名的文件夹里", examples=["附件1.pdf"]
    )
    title: Text | None = Field(None, title="附件标题", description="页面上显示的名称")


class Source(Record):
    """The authoritative copy of the text."""

    url: Annotated[Text, AfterValidator(check_url)] | None = Field(
        None,
        title="原文网址",
        description="权威文本所在的网址",
        json_schema_extra={"pattern": "^https?://"},
    )
    sha256: Annotated[Text, AfterValidator(check_sha256)] | None = Field(
        None,
        title="原文校验值",
        description="权威文本文件的 SHA-256，64 位小写十六进制",
        json_schema_extra={"pattern": "^[0-9a-f]{64}$"},
    )


def id_on_board(board: str, written: str) -> str:
    """Return the id of a notice that a file of a member names by its own board's id."""
    return f"{board}/{written}" if board else written


class FrontMatter(Record):
    """The YAML between the two lines of `---`."""

    title: Text = Field(
        title="标题",
        description="通报的标题",
        examples=["中共示例区示范局党组关于巡察整改进展情况的通报"],
    )
    unit: Names = Field(
        title="被巡察党组织",
        description="被巡察的单位；几个单位合写一篇的写成列表",
        examples=["示范局党组"],
    )
    region: Region = Field(
        title="地区",
        description="从大到小，用半角斜杠 / 分开",
        examples=["湖北省/武汉市/武昌区"],
        json_schema_extra={"pattern": "^[^/]+(/[^/]+)*$"},
    )
    inspection: Annotated[
        tuple[Inspection, ...],
        AfterValidator(_count_inspections),
        BeforeValidator(one_or_more, json_schema_input_type=Inspection | list[Inspection]),
    ] = Field(title="巡察情况", description="谁在什么时候巡察的；一篇回应几次巡察的写成列表")
    category: Annotated[Text, AfterValidator(check_category)] = Field(
        DEFAULT_CATEGORY,
        title="整改类别",
        description=f"不写就是{DEFAULT_CATEGORY}",
        examples=["审计整改"],
        json_schema_extra={"enum": list(CATEGORIES)},
    )
    published: PartialDate = Field(
        title="公布日期", description="通报的落款日期", examples=["2024-06-20"]
    )
    issuer: Text = Field(
        title="落款单位", description="通报末尾署名的单位", examples=["中共示例区示范局党组"]
    )
    contact: Contact = Field(
        default_factory=Contact, title="联系方式", description="公众提意见的渠道，至少一种"
    )
    contact_missing: ContactMissing | None = Field(
        None,
        title="没有联系方式",
        description="通报里确实没有联系方式时，写明理由，contact 留空",
        examples=["{reason: 原文没有写联系方式，已向起草单位核实}"],
    )
    index_number: Text | None = Field(
        None, title="索引号", description="政府信息公开的索引号", examples=["000000000/2024-00001"]
    )
    document_number: Text | None = Field(
        None, title="发文字号", description="通报的发文字号", examples=["示党发〔2024〕3号"]
    )
    open_until: PartialDate | None = Field(
        None,
        title="公示期到",
        description="公示期的最后一天；通报没有写公示期就不写",
        examples=["2024-07-04"],
    )
    summary: Text | None = Field(None, title="摘要", description="一两句话，供列表和分享使用")
    topics: tuple[Text, ...] = Field((), title="主题", description="关键词，每项一个")
    progress: Progress | None = Field(None, title="整改进度", description="通报写明的数字")
    follow_up_of: Annotated[Text, AfterValidator(check_id)] | None = Field(
        None,
        title="前一篇通报",
        description="前一篇通报的编号",
        examples=["2023/shili-shifanju"],
        json_schema_extra={"pattern": f"^{NOTICE_ID.pattern}$"},
    )
    attachments: tuple[
        Annotated[
            Attachment,
            BeforeValidator(_attachment_from_name, json_schema_input_type=str | Attachment),
        ],
        ...,
    ] = Field((), title="附件", description="每个附件一项")
    source: Source | None = Field(None, title="原文", description="权威文本在哪里")
    corrections: tuple[Correction, ...] = Field(
        (), title="更正记录", description="公布以后的每一次改动"
    )
    withdrawn: Withdrawal | None = Field(None, title="撤回", description="撤回的日期和原因")
    privacy_ok: tuple[PrivacyException, ...] = Field(
        (),
        title="可以公开的信息",
        description="检查认为涉及隐私、经确认可以公开的文字，逐条写明理由",
    )
    accepted: tuple[AcceptedWarning, ...] = Field(
        (),
        title="核对过的提醒",
        description="检查提醒的地方确实是原文如此，逐条写明核对的结果；写了就不再提醒",
    )
    scheduled: bool = Field(
        False,
        title="到日子再公布",
        description="公布日期在将来时写 true：到了那一天（北京时间）网站自动公布",
        examples=["true"],
    )
    draft: bool = Field(
        False, title="草稿", description="写 true 时只在预览里出现，不会公布", examples=["true"]
    )


class Notice(FrontMatter):
    """A notice: front matter, id and body.

    `id` is `<year>/<slug>`, taken from the path, and in a portal `<board>/<year>/<slug>`; `body` is
    Markdown with LF line ends; `body_line` is the line of the file on which it begins, from 1.
    """

    id: str
    path: str
    body: str
    body_line: int

    @property
    def year(self) -> str:
        """The year folder."""
        return self.id.split("/")[-2]

    @property
    def slug(self) -> str:
        """The file's name without its suffix."""
        return self.id.rpartition("/")[2]

    @property
    def board(self) -> str:
        """The member of a portal that it comes from; empty on a board of its own."""
        return self.id.removesuffix(f"{self.year}/{self.slug}").rstrip("/")

    @property
    def follows(self) -> str | None:
        """The id of the earlier notice, which is one of the same board."""
        return id_on_board(self.board, self.follow_up_of) if self.follow_up_of else None

    @property
    def url(self) -> str:
        """The address of its page, relative to the site's root."""
        return f"notices/{self.id}/"

    @property
    def inspections(self) -> tuple[Inspection, ...]:
        """The inspections that it responds to, at least one."""
        return self.inspection

    @property
    def words(self) -> Category:
        """The words of its category."""
        return CATEGORIES[self.category]

    @property
    def official_numbers(self) -> dict[str, str]:
        """The index and document numbers that it states, by their titles."""
        names = ("index_number", "document_number")
        numbers = ((FrontMatter.model_fields[n].title or n, getattr(self, n)) for n in names)
        return {title: number for title, number in numbers if number}

    @property
    def feedback(self) -> PartialDate | None:
        """The newest day of feedback that it states."""
        return latest((one.feedback for one in self.inspections if one.feedback), None)

    @property
    def days_waited(self) -> int | None:
        """The days from the last feedback to publication, negative where it came earlier.

        None where one of the dates has no day or is not stated.
        """
        return self.feedback.days_to(self.published) if self.feedback else None

    def is_public(self, today: date) -> bool:
        """Return whether it may be published on this day: no draft, and not scheduled for later."""
        return not (self.draft or (self.scheduled and self.published.first > today))

    @property
    def regions(self) -> tuple[str, ...]:
        """The names in the region, the largest first."""
        return tuple(self.region.split("/"))

    @property
    def status(self) -> Status:
        """Whether the notice is in force, corrected or withdrawn."""
        if self.withdrawn:
            return "withdrawn"
        return "corrected" if self.corrections else "in_force"

    @property
    def marked_title(self) -> str:
        """The title wherever it is read without the page: a withdrawn notice says so first."""
        return f"【已撤回】{self.title}" if self.withdrawn else self.title

    @property
    def blanked(self) -> bool:
        """Whether its text was removed; the record stays."""
        return self.withdrawn is not None and self.withdrawn.blanked

    @property
    def noindex(self) -> bool:
        """Whether search engines are asked not to index it."""
        return self.withdrawn is not None and self.withdrawn.noindex

    @property
    def last_change(self) -> PartialDate:
        """The date of publication or of the newest correction or withdrawal."""
        if not self.corrections and not self.withdrawn:
            return self.published
        days = [self.published, *(correction.date for correction in self.corrections)]
        if self.withdrawn:
            days.append(self.withdrawn.date)
        return latest(days, self.published)

    @property
    def contact_is_newer(self) -> bool:
        """Whether the contact was verified after publication."""
        verified = self.contact.verified
        return verified is not None and verified.first > self.published.last
