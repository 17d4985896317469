"""What the values of a record's fields may be, and what is said of one that may not.

The field's sentence for editors stands where the field is defined, in notice.py and its like.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from noticeboard.model.phones import parse_phone
from noticeboard.model.vocabularies import AUTHORITIES, KINDS, RESERVED_SLUGS
from noticeboard.text.filenames import lookalike, name_fault

BLANK = "【待填】"
"""What the importer writes where it does not know; no published notice may hold it."""

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])[XxＸｘ×✕]{2,}(?![A-Za-z])|\d{2}[XxＸｘ×]{2}年"
    r"|(?<![A-Za-z])[XxＸｘ×✕][年月日]|【待填】|_{3,}|＿{2,}"
)
"""What stands in a text for something that nobody has filled in."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOTICE_ID = re.compile(rf"([0-9]{{4}})/({SLUG.pattern})")

KIND = re.compile(rf"(?:巡[察视])?(?:[“\"]?(?:{'|'.join(KINDS)})[”\"]?)+(?:巡[察视])?")
# RFC 5321 allows more; what it allows beyond this no office uses, and typing errors do.
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")

MIN_REASON = 6


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
    if not KIND.fullmatch(value):
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
    if not EMAIL.fullmatch(value):
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
    if len(value) < MIN_REASON:
        raise _wrong("reason", f"理由“{value}”太短", "写明为什么可以公开、谁同意的")
    return value


class Record(BaseModel):
    """The base of all parts: immutable, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)
