"""Types and validators for the fields of records, with their error messages in Chinese.

The titles and descriptions of the fields are in the models that use these types.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from noticeboard.model.phones import parse_phone
from noticeboard.model.vocabularies import AUTHORITIES, KINDS, RESERVED_SLUGS
from noticeboard.text.filenames import find_homoglyph, name_fault

BLANK = "【待填】"
"""The importer's placeholder for an unknown value; forbidden in published notices."""

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])[XxＸｘ×✕]{2,}(?![A-Za-z])|\d{2}[XxＸｘ×]{2}年"
    r"|(?<![A-Za-z])[XxＸｘ×✕][年月日]|【待填】|_{3,}|＿{2,}"
)
"""Matches common placeholders for a missing value."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOTICE_ID = re.compile(rf"([0-9]{{4}})/({SLUG.pattern})")

KIND = re.compile(rf"(?:巡[察视])?(?:[“\"]?(?:{'|'.join(KINDS)})[”\"]?)+(?:巡[察视])?")
# RFC 5321 allows more, but offices use no more, and the rest is mostly typing errors.
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")

MIN_REASON = 6


def field_error(rule: str, text: str, help_text: str) -> PydanticCustomError:
    """Return a validation error with the id of its rule, a message and how to write it right."""
    return PydanticCustomError(rule, "{text}", {"text": text, "help": help_text})


def _one_line(value: str) -> str:
    if "\n" in value:
        raise field_error("one-line", "这一项只能写一行", "去掉换行，写成一行")
    return value


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)
]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def check_authority(value: str) -> str:
    """Accept a level of the vocabulary."""
    if value not in AUTHORITIES:
        raise field_error(
            "authority", f"“{value}”不是已知的巡察机关", f"可以写：{'、'.join(AUTHORITIES)}"
        )
    return value


def check_kind(value: str) -> str:
    """Accept one or more kinds of the vocabulary, with or without 巡察 or 巡视."""
    if not KIND.fullmatch(value):
        raise field_error(
            "kind", f"“{value}”不是已知的巡察方式", f"可以写：{'、'.join(KINDS)}，后面可加“巡察”"
        )
    return value


def check_phone(value: str) -> str:
    """Accept a number that can be dialled."""
    if parse_phone(value) is None:
        raise field_error(
            "phone",
            f"电话“{value}”写法不对",
            "写带区号的固定电话 027-88937157、手机、400 号码或 12388 这样的短号，分机写“转801”",
        )
    return value


def check_email(value: str) -> str:
    """Accept an ASCII e-mail address."""
    homoglyph = find_homoglyph(value)
    if homoglyph:
        raise field_error(
            "email", f"电子邮箱里的{homoglyph}看起来像别的字母", "删去，用英文字母重新输入"
        )
    if not EMAIL.fullmatch(value):
        raise field_error(
            "email", f"电子邮箱“{value}”写法不对", "写成 jiguan@example.com；没有就留空"
        )
    return value


def check_region(value: str) -> str:
    """Accept names from the largest to the smallest, separated by single slashes."""
    parts = value.split("/")
    if not all(part and part == part.strip() for part in parts):
        raise field_error(
            "region", f"地区“{value}”写法不对", "从大到小写，用半角斜杠分开：湖北省/武汉市/武昌区"
        )
    return value


def check_id(value: str) -> str:
    """Accept `<year>/<slug>`."""
    match = NOTICE_ID.fullmatch(value)
    if not match or match[2] in RESERVED_SLUGS:
        raise field_error(
            "id", f"通报编号“{value}”写法不对", "写成 年份/文件名，如 2023/shili-shifanju"
        )
    return value


def check_file_name(value: str) -> str:
    """Accept the name of a file in the notice's own folder."""
    fault = name_fault(value)
    if fault and "/" not in value and "\\" not in value:
        raise field_error("attachment", f"附件{fault.message}", fault.help)
    if "/" in value or "\\" in value or value.startswith("."):
        raise field_error(
            "attachment",
            f"附件文件名“{value}”写法不对",
            "只写文件名，如 附件1.pdf；文件放在与通报同名的文件夹里",
        )
    return value


def check_postcode(value: str) -> str:
    """Accept six digits."""
    if not re.fullmatch(r"[0-9]{6}", value):
        raise field_error("postcode", f"邮政编码“{value}”写法不对", "写六位数字，如 430060")
    return value


def check_sha256(value: str) -> str:
    """Accept 64 lower-case hexadecimal digits."""
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise field_error("sha256", f"校验值“{value}”写法不对", "写 SHA-256 的 64 位小写十六进制数")
    return value


def check_url(value: str) -> str:
    """Accept an absolute http or https address whose host cannot be mistaken for another."""
    host = re.split(r"[/?#]", value.partition("://")[2], maxsplit=1)[0]
    homoglyph = find_homoglyph(host)
    if homoglyph or "@" in host or "\\" in host:
        fault = f"里的{homoglyph}看起来像别的字母" if homoglyph else "在网站名称前后有“@”或“\\”"
        raise field_error("url", f"网址{fault}", "从浏览器的地址栏重新复制")
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise field_error(
            "url", f"网址“{value}”写法不对", "写完整网址，以 https:// 或 http:// 开头"
        )
    return value


def check_reason(value: str) -> str:
    """Accept a reason long enough for a reviewer to judge."""
    if len(value) < MIN_REASON:
        raise field_error("reason", f"理由“{value}”太短", "写明为什么可以公开、谁同意的")
    return value


class Record(BaseModel):
    """Base of all models: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)
