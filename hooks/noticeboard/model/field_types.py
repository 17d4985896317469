"""Types and validators for the fields of records, with their error messages in Chinese.

The titles and descriptions of the fields are in the models that use these types.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from noticeboard.files.filenames import find_homoglyph, name_fault
from noticeboard.model.vocabularies import AUTHORITIES, CATEGORIES, KINDS, RESERVED_SLUGS
from noticeboard.text.phones import parse_phone

BLANK = "【待填】"
"""The importer's placeholder for an unknown value; forbidden in published notices."""
DOUBT = "请核对"
"""What a comment in a draft begins with where an editor has to decide."""

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])[XxＸｘ×✕]{2,}(?![A-Za-z])|\d{2}[XxＸｘ×]{2}年"
    r"|(?<![A-Za-z])[XxＸｘ×✕][年月日]|【待填】|_{3,}|＿{2,}"
)
"""Matches common placeholders for a missing value."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOTICE_ID = re.compile(rf"([0-9]{{4}})/({SLUG.pattern})")

# Audits and other supervision have more kinds than a vocabulary could hold: 经济责任审计.
KIND = re.compile(
    rf"(?:巡[察视])?(?:[“\"]?(?:{'|'.join(KINDS)})[”\"]?(?:巡[察视])?)+"
    r"|[\u4e00-\u9fff]{0,20}(?:审计|督察|督查)(?:[“\"]?回头看[”\"]?)?"
)
# RFC 5321 allows more, but offices use no more, and the rest is mostly typing errors.
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")

MIN_REASON = 6
MAX_NAMES = 50
"""Names that a field for one or several may have."""


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


def one_or_more(value: Any) -> Any:
    """Return a single value as a list of one, so that a field takes both."""
    return value if isinstance(value, list | tuple) else [value]


class Names(tuple[str, ...]):
    """One or several names, typed as a text or a list; as text they are joined by 、."""

    __slots__ = ()

    def __str__(self) -> str:
        return "、".join(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        names = core_schema.no_info_after_validator_function(
            cls._check, handler.generate_schema(tuple[Text, ...])
        )
        return core_schema.no_info_before_validator_function(one_or_more, names)

    @classmethod
    def _check(cls, names: tuple[str, ...]) -> Names:
        if not names:
            raise field_error("value", "没有写内容", "至少写一个；没有就整行删去")
        if len(names) > MAX_NAMES:
            raise field_error(
                "value",
                f"写了 {len(names)} 个，最多 {MAX_NAMES} 个",
                "检查是不是把别的内容写进来了",
            )
        repeated = next((name for name in names if names.count(name) > 1), None)
        if repeated:
            raise field_error("value", f"“{repeated}”写了两次", "删去一个")
        return cls(names)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        name = {"type": "string", "minLength": 1}
        names = {"type": "array", "items": name, "minItems": 1, "maxItems": MAX_NAMES}
        return {"anyOf": [name, names | {"uniqueItems": True}]}


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
            "kind",
            f"“{value}”不是已知的巡察方式",
            f"可以写：{'、'.join(KINDS)}，后面可加“巡察”；审计、督察写全称，如 经济责任审计",
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


def check_category(value: str) -> str:
    """Accept a category of the vocabulary."""
    if value not in CATEGORIES:
        raise field_error(
            "category", f"“{value}”不是已知的整改类别", f"可以写：{'、'.join(CATEGORIES)}"
        )
    return value


def check_region(value: str) -> str:
    """Accept names from the largest to the smallest, separated by single slashes."""
    if "／" in value:
        message = f"地区“{value}”里是全角斜杠"
        raise field_error("region", message, f"换成半角斜杠：{value.replace('／', '/')}")
    parts = value.split("/")
    if not all(part and part == part.strip() for part in parts):
        raise field_error(
            "region", f"地区“{value}”写法不对", "从大到小写，用半角斜杠分开：湖北省/武汉市/武昌区"
        )
    return value


Region = Annotated[Text, AfterValidator(check_region)]


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
        raise field_error("reason", f"理由“{value}”太短", "写明为什么可以这样、谁核对或同意的")
    return value


Reason = Annotated[
    Text, AfterValidator(check_reason), Field(json_schema_extra={"minLength": MIN_REASON})
]


class Record(BaseModel):
    """Base of all models: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)
