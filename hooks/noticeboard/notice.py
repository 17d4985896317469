"""The notice: one immutable, typed record, and the one definition of its front matter.

The Chinese title and description of each field feed the JSON Schema and the messages to editors.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from noticeboard.dates import PartialDate
from noticeboard.file_names import lookalike, name_fault
from noticeboard.phones import PhoneNumber, parse_phone
from noticeboard.vocabularies import AUTHORITIES, KINDS, RESERVED_SLUGS

BLANK = "【待填】"
"""What the importer writes where it does not know; no published notice may hold it."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOTICE_ID = re.compile(rf"([0-9]{{4}})/({SLUG.pattern})")

_KIND = re.compile(rf"(?:巡[察视])?(?:[“\"]?(?:{'|'.join(KINDS)})[”\"]?)+(?:巡[察视])?")
# RFC 5321 allows more; what it allows beyond this no office uses, and typing errors do.
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)

_MIN_REASON = 6

Status = Literal["in_force", "corrected", "withdrawn"]


def _wrong(rule: str, text: str, remedy: str) -> PydanticCustomError:
    """A finding about a value: the rule's id, what is wrong, how to write it right."""
    return PydanticCustomError(rule, "{text}", {"text": text, "help": remedy})


def _one_line(value: str) -> str:
    if "\n" in value:
        raise _wrong("one-line", "这一项只能写一行", "去掉换行，写成一行")
    return value


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)
]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def check_authority(value: str) -> str:
    """A level from the vocabulary."""
    if value not in AUTHORITIES:
        raise _wrong(
            "authority", f"“{value}”不是已知的巡察机关", f"可以写：{'、'.join(AUTHORITIES)}"
        )
    return value


def check_kind(value: str) -> str:
    """One or several kinds of the vocabulary, with or without 巡察 or 巡视."""
    if not _KIND.fullmatch(value):
        raise _wrong(
            "kind", f"“{value}”不是已知的巡察方式", f"可以写：{'、'.join(KINDS)}，后面可加“巡察”"
        )
    return value


def check_phone(value: str) -> str:
    """A number that can be dialled."""
    if parse_phone(value) is None:
        raise _wrong(
            "phone",
            f"电话“{value}”写法不对",
            "写带区号的固定电话 027-88937157、手机、400 号码或 12388 这样的短号，分机写“转801”",
        )
    return value


def check_email(value: str) -> str:
    """A plain ASCII address."""
    found = lookalike(value)
    if found:
        raise _wrong("email", f"电子邮箱里的{found}看起来像别的字母", "删去，用英文字母重新输入")
    if not _EMAIL.fullmatch(value):
        raise _wrong("email", f"电子邮箱“{value}”写法不对", "写成 jiguan@example.com；没有就留空")
    return value


def check_region(value: str) -> str:
    """Names from the largest to the smallest, separated by one slash each."""
    parts = value.split("/")
    if not all(part and part == part.strip() for part in parts):
        raise _wrong(
            "region", f"地区“{value}”写法不对", "从大到小写，用半角斜杠分开：湖北省/武汉市/武昌区"
        )
    return value


def check_id(value: str) -> str:
    """`<year>/<slug>`."""
    found = NOTICE_ID.fullmatch(value)
    if not found or found[2] in RESERVED_SLUGS:
        raise _wrong("id", f"通报编号“{value}”写法不对", "写成 年份/文件名，如 2023/shili-shifanju")
    return value


def check_file_name(value: str) -> str:
    """The name of a file that lies in the notice's own folder."""
    fault = name_fault(value)
    if fault and "/" not in value and "\\" not in value:
        raise _wrong("attachment", f"附件{fault[0]}", fault[1])
    if "/" in value or "\\" in value or value.startswith("."):
        raise _wrong(
            "attachment",
            f"附件文件名“{value}”写法不对",
            "只写文件名，如 附件1.pdf；文件放在与通报同名的文件夹里",
        )
    return value


def check_postcode(value: str) -> str:
    """Six digits."""
    if not re.fullmatch(r"[0-9]{6}", value):
        raise _wrong("postcode", f"邮政编码“{value}”写法不对", "写六位数字，如 430060")
    return value


def check_sha256(value: str) -> str:
    """Sixty-four lower-case hexadecimal digits."""
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise _wrong("sha256", f"校验值“{value}”写法不对", "写 SHA-256 的 64 位小写十六进制数")
    return value


def check_url(value: str) -> str:
    """An absolute http or https address, of a host that is what it looks like."""
    host = re.split(r"[/?#]", value.partition("://")[2], maxsplit=1)[0]
    found = lookalike(host)
    if found or "@" in host or "\\" in host:
        said = f"里的{found}看起来像别的字母" if found else "在网站名称前后有“@”或“\\”"
        raise _wrong("url", f"网址{said}", "从浏览器的地址栏重新复制")
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise _wrong("url", f"网址“{value}”写法不对", "写完整网址，以 https:// 或 http:// 开头")
    return value


def check_reason(value: str) -> str:
    """A reason that a reviewer can weigh: not a word alone."""
    if len(value) < _MIN_REASON:
        raise _wrong("reason", f"理由“{value}”太短", "写明为什么可以公开、谁同意的")
    return value


def _file_alone(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


class Record(BaseModel):
    """The base of all parts: immutable, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


class Inspection(Record):
    """The inspection that the notice answers."""

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
        json_schema_extra={"pattern": f"^{_KIND.pattern}$"},
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


class Phone(Record):
    """One number that the public may ring."""

    number: Annotated[Text, AfterValidator(check_phone)] = Field(
        title="电话号码",
        description="带区号的固定电话、手机、400 号码或 12388 这样的短号；分机写“转801”",
        examples=["027-88937157", "0717-6668888转801"],
    )
    hours: Text | None = Field(
        None, title="接听时间", description="照通报原文写", examples=["工作日 8:30—17:30"]
    )

    @property
    def dialled(self) -> PhoneNumber:
        """The number taken apart."""
        number = parse_phone(self.number)
        assert number is not None
        return number


class Contact(Record):
    """Where anyone may object or comment."""

    phones: tuple[Phone, ...] = Field(
        (), title="电话", description="每个号码一项，各有自己的接听时间"
    )
    email: Annotated[Text, AfterValidator(check_email)] | None = Field(
        None,
        title="电子邮箱",
        description="接收意见的邮箱",
        examples=["jiguan@example.com"],
        json_schema_extra={"pattern": f"^{_EMAIL.pattern}$"},
    )
    address: Text | None = Field(
        None, title="通信地址", description="接收信件的地址", examples=["示例区示例路1号"]
    )
    postcode: Annotated[Text, AfterValidator(check_postcode)] | None = Field(
        None,
        title="邮政编码",
        description="六位数字",
        examples=["430060"],
        json_schema_extra={"pattern": "^[0-9]{6}$"},
    )
    verified: PartialDate | None = Field(
        None,
        title="核实日期",
        description="最近一次确认联系方式有效的日期",
        examples=["2024-06-20"],
    )

    @property
    def has_channel(self) -> bool:
        """Whether anyone can be reached at all."""
        return bool(self.phones or self.email or self.address)


class Progress(Record):
    """The counts that the notice gives of its rectification."""

    as_of: PartialDate | None = Field(
        None, title="统计截至", description="整改数字统计到哪一天", examples=["2024-05-31"]
    )
    problems: Count | None = Field(None, title="问题总数", description="反馈的问题个数")
    rectified: Count | None = Field(None, title="已完成", description="已完成整改的问题个数")
    ongoing: Count | None = Field(None, title="正在整改", description="正在整改的问题个数")
    measures: Count | None = Field(None, title="整改措施", description="制定的整改措施条数")


class Attachment(Record):
    """A file that belongs to the notice and lies in its folder."""

    file: Annotated[Text, AfterValidator(check_file_name)] = Field(
        title="文件名", description="放在与通报同名的文件夹里", examples=["附件1.pdf"]
    )
    title: Text | None = Field(None, title="附件标题", description="页面上显示的名称")


class Source(Record):
    """Where the authoritative copy is."""

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
    """One change after publication."""

    date: PartialDate = Field(title="更正日期", description="更正公布的日期")
    note: Text = Field(title="更正说明", description="改了什么、为什么")
    hide: bool = Field(
        False,
        title="不展示差别",
        description="改动前的文字涉及个人隐私时写 true，“改动记录”里就不再展示它",
        examples=["true"],
    )

    @property
    def told(self) -> tuple[PartialDate, str]:
        """What it tells the public; whether the old text is shown is no part of it."""
        return self.date, self.note


class Withdrawal(Record):
    """Why the notice no longer stands; its page stays."""

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
    """A text that looks private and may stand; a reviewer sees why."""

    what: Text = Field(
        title="文字", description="检查指出的那段文字，照原样写", examples=["13800000000"]
    )
    reason: Annotated[Text, AfterValidator(check_reason)] = Field(
        title="理由",
        description="为什么可以公开，谁同意的",
        examples=["值班手机，经本单位同意公开"],
        json_schema_extra={"minLength": _MIN_REASON},
    )


class FrontMatter(Record):
    """All that stands between the two lines of `---`."""

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
            Attachment, BeforeValidator(_file_alone, json_schema_input_type=str | Attachment)
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
    """A notice: its front matter, its id and its text.

    `id` is `<year>/<slug>`, from the path; `body` is the Markdown text with LF line ends;
    `body_line` is the line of the file on which it begins, from 1.
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
        """The file's name without its ending."""
        return self.id.partition("/")[2]

    @property
    def regions(self) -> tuple[str, ...]:
        """The region's names, the largest first."""
        return tuple(self.region.split("/"))

    @property
    def status(self) -> Status:
        """Where the notice stands today."""
        if self.withdrawn:
            return "withdrawn"
        return "corrected" if self.corrections else "in_force"

    @property
    def blanked(self) -> bool:
        """Whether its text was removed; the record of it stays."""
        return self.withdrawn is not None and self.withdrawn.blanked

    @property
    def noindex(self) -> bool:
        """Whether search engines are asked to leave it out."""
        return self.withdrawn is not None and self.withdrawn.noindex

    @property
    def last_change(self) -> PartialDate:
        """The day of the newest publication, correction or withdrawal."""
        if not self.corrections and not self.withdrawn:
            return self.published
        days = [self.published, *(correction.date for correction in self.corrections)]
        if self.withdrawn:
            days.append(self.withdrawn.date)
        return max(days, key=lambda day: day.last)

    @property
    def contact_is_newer(self) -> bool:
        """Whether the contact was confirmed after the text was published."""
        verified = self.contact.verified
        return verified is not None and verified.first > self.published.last
