"""The notice: an immutable, typed record, and the only definition of its front matter.

The Chinese titles and descriptions appear in the JSON Schema and in messages to editors.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from noticeboard.model.contact import Contact
from noticeboard.model.dates import PartialDate, latest
from noticeboard.model.field_types import (
    KIND,
    MIN_REASON,
    NOTICE_ID,
    Count,
    Record,
    Text,
    check_authority,
    check_file_name,
    check_id,
    check_kind,
    check_reason,
    check_region,
    check_sha256,
    check_url,
)
from noticeboard.model.vocabularies import AUTHORITIES, Status


def _attachment_from_name(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


class Inspection(Record):
    """The inspection that the notice responds to."""

    authority: Annotated[Text, AfterValidator(check_authority)] = Field(
        title="巡察机关",
        description="开展巡察的党委层级",
        examples=["区委", "市委"],
        json_schema_extra={"enum": list(AUTHORITIES)},
    )
    group: Text = Field(
        title="巡察组", description="通报里写的巡察组名称", examples=["区委第四巡察组"]
    )
    kind: Annotated[Text, AfterValidator(check_kind)] | None = Field(
        None,
        title="巡察方式",
        description="常规、专项、机动、提级、交叉、回头看等；通报没有写明时留空",
        examples=["常规巡察", "提级交叉巡察"],
        json_schema_extra={"pattern": f"^{KIND.pattern}$"},
    )
    start: PartialDate = Field(
        title="巡察开始日期",
        description="写成 2023-07-25；通报只写到月时写成 2023-07",
        examples=["2023-07-25"],
    )
    end: PartialDate = Field(
        title="巡察结束日期",
        description="写成 2023-08-04；通报只写到月时写成 2023-08",
        examples=["2023-08-04"],
    )
    feedback: PartialDate = Field(
        title="反馈日期", description="巡察组向被巡察单位反馈意见的日期", examples=["2023-12-08"]
    )


class Progress(Record):
    """Figures on the progress of rectification."""

    as_of: PartialDate | None = Field(
        None, title="统计截至", description="整改数字统计到哪一天", examples=["2024-05-31"]
    )
    problems: Count | None = Field(None, title="问题总数", description="反馈的问题个数")
    rectified: Count | None = Field(None, title="已完成", description="已完成整改的问题个数")
    ongoing: Count | None = Field(None, title="正在整改", description="正在整改的问题个数")
    measures: Count | None = Field(None, title="整改措施", description="制定的整改措施条数")


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


class Correction(Record):
    """A change after publication."""

    date: PartialDate = Field(title="更正日期", description="更正公布的日期")
    note: Text = Field(title="更正说明", description="改了什么、为什么")
    hide: bool = Field(
        False,
        title="不展示差别",
        description="改动前的文字涉及个人隐私时写 true，“改动记录”里就不再展示它",
        examples=["true"],
    )

    @property
    def dated_note(self) -> tuple[PartialDate, str]:
        """The published part: date and note, without `hide`."""
        return self.date, self.note


class Withdrawal(Record):
    """A withdrawal from force; the notice's page stays."""

    date: PartialDate = Field(title="撤回日期", description="撤回公布的日期")
    reason: Text = Field(title="撤回原因", description="为什么撤回")
    noindex: bool = Field(
        False,
        title="不让搜索引擎收录",
        description="写 true 时请外面的搜索引擎不要收录；本站自己的搜索照常找得到",
        examples=["true"],
    )
    blanked: bool = Field(
        False,
        title="正文已删去",
        description="因隐私等原因删去正文、摘要和附件时写 true，撤回原因里写明为什么",
        examples=["true"],
    )


class PrivacyException(Record):
    """A text that looks private but may be published, with the reason."""

    what: Text = Field(
        title="文字", description="检查指出的那段文字，照原样写", examples=["13800000000"]
    )
    reason: Annotated[Text, AfterValidator(check_reason)] = Field(
        title="理由",
        description="为什么可以公开，谁同意的",
        examples=["值班手机，经本单位同意公开"],
        json_schema_extra={"minLength": MIN_REASON},
    )


class FrontMatter(Record):
    """The YAML between the two lines of `---`."""

    title: Text = Field(
        title="标题",
        description="通报的标题",
        examples=["中共示例区示范局党组关于巡察整改进展情况的通报"],
    )
    unit: Text = Field(title="被巡察党组织", description="被巡察的单位", examples=["示范局党组"])
    region: Annotated[Text, AfterValidator(check_region)] = Field(
        title="地区",
        description="从大到小，用半角斜杠 / 分开",
        examples=["湖北省/武汉市/武昌区"],
        json_schema_extra={"pattern": "^[^/]+(/[^/]+)*$"},
    )
    inspection: Inspection = Field(title="巡察情况", description="谁在什么时候巡察的")
    published: PartialDate = Field(
        title="公布日期", description="通报的落款日期", examples=["2024-06-20"]
    )
    issuer: Text = Field(
        title="落款单位", description="通报末尾署名的单位", examples=["中共示例区示范局党组"]
    )
    contact: Contact = Field(title="联系方式", description="公众提意见的渠道，至少一种")
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
    draft: bool = Field(
        False, title="草稿", description="写 true 时只在预览里出现，不会公布", examples=["true"]
    )


class Notice(FrontMatter):
    """A notice: front matter, id and body.

    `id` is `<year>/<slug>`, taken from the path; `body` is Markdown with LF line ends;
    `body_line` is the line of the file on which it begins, counted from 1.
    """

    id: str
    path: str
    body: str
    body_line: int

    @property
    def year(self) -> str:
        """The year folder."""
        return self.id.partition("/")[0]

    @property
    def slug(self) -> str:
        """The file's name without its suffix."""
        return self.id.partition("/")[2]

    @property
    def url(self) -> str:
        """The address of its page, relative to the site's root."""
        return f"notices/{self.id}/"

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
