"""The five answers that make a board: what each asks, and whether an answer can be used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from noticeboard.model.field_types import check_region
from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.site_config import validate_site

MAX_LENGTH = 200
_HOST_NAME = re.compile(r"[\w-]+(\.[\w-]+)+")
_SPACES = re.compile(r"[\s,，;；、（）]+")
_JOINED_LEVELS = re.compile(r"(省|市|自治[区州]).{2,}")
Settings = Mapping[tuple[str, ...], str]
"""Path of an entry in mkdocs.yml -> its value."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its option and variable (`name`, BOARD_NAME), its label and its example.

    `settings` returns what an answer sets in mkdocs.yml, or raises NoticeboardError.
    """

    name: str
    label: str
    example: str
    settings: Callable[[str], Settings]

    def check(self, answer: str) -> Settings:
        """Return what the answer sets. Raise NoticeboardError with one sentence."""
        try:
            return self.settings(_one_line(answer))
        except NoticeboardError as error:
            raise NoticeboardError(f"{self.label}：{error}；例如 {self.example}") from None
        except ValueError as error:  # of a field's own check
            context = getattr(error, "context", None) or {}
            message = f"{context.get('text', '写法不对')}，{context.get('help', '')}".strip("，")
            raise NoticeboardError(f"{self.label}：{message}；例如 {self.example}") from None


def _one_line(answer: str) -> str:
    text = answer.strip()
    if not text:
        raise NoticeboardError("没有写")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in text):
        raise NoticeboardError("只写一行文字，不要有换行和看不见的字符")
    if len(text) > MAX_LENGTH:
        raise NoticeboardError(f"太长，最多 {MAX_LENGTH} 个字")
    if "your-organisation" in text:
        raise NoticeboardError("写自己的，不要照抄样子")
    return text


def _name(answer: str) -> Settings:
    return {("site_name",): answer}


def _region(answer: str) -> Settings:
    region = check_region(answer)
    if any(_JOINED_LEVELS.search(part) for part in region.split("/")):
        raise NoticeboardError(f"地区“{answer}”的几级连在一起，用半角斜杠分开")
    return {("extra", "site", "region"): region}


def _host(answer: str) -> Settings:
    return {("extra", "site", "host"): answer}


def _contact(answer: str) -> Settings:
    """Read a telephone with its hours, an e-mail address, or both."""
    words = _SPACES.split(answer)
    mails = [word for word in words if "@" in word]
    numbers = [word for word in words if word not in mails and re.match(r"[+(（]?\d", word)]
    hours = answer
    for word in (*mails, *numbers[:1]):
        hours = hours.replace(word, " ", 1)
    hours = hours.strip(" \t,，;；、（）()")
    if len(mails) > 1 or not (mails or numbers):
        raise NoticeboardError("要写一个电话，或一个电子邮箱，也可以都写")
    if hours and not numbers:
        raise NoticeboardError(f"看不懂“{hours}”，写电话、接听时间和电子邮箱，用空格分开")
    contact: dict[str, object] = {"email": mails[0]} if mails else {}
    if numbers:
        contact["phone"] = {"number": numbers[0], "hours": hours or None}
    _validate({"contact": contact})
    place = ("extra", "site", "contact")
    return {
        (*place, "phone", "number"): numbers[0] if numbers else "",
        (*place, "phone", "hours"): hours,
        (*place, "email"): mails[0] if mails else "",
    }


def _validate(site: Mapping[str, object]) -> None:
    try:
        validate_site("-", "", site)
    except NoticeboardError as error:
        message = str(error).partition("\n")[0].partition("：")[2]
        raise NoticeboardError(message.replace("。", "，").rstrip("，")) from None


def _address(answer: str) -> Settings:
    problem = NoticeboardError(f"网址“{answer}”写法不对，写完整，以 https:// 开头")
    try:
        parts = urlsplit(answer)
        _ = parts.port
    except ValueError:
        raise problem from None
    host = parts.hostname or ""
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("https", "http") or not plain or " " in answer:
        raise problem
    if not _HOST_NAME.fullmatch(host):
        raise problem
    return {("site_url",): answer.rstrip("/") + "/"}


QUESTIONS = (
    Question("name", "网站的名称", "示例区巡察整改公开栏", _name),
    Question("region", "地区", "示例省/示例市/示例区", _region),
    Question("host", "主办单位", "中共示例区委巡察工作领导小组办公室", _host),
    Question("contact", "网站的联系方式", "0999-8123456 工作日8:30—17:30", _contact),
    Question("address", "网站的网址", "https://gongkai.example.gov.cn/", _address),
)


def check_answers(answers: Mapping[str, str]) -> Settings:
    """Return what all answers set. Raise NoticeboardError with every wrong one, a line each."""
    settings: dict[tuple[str, ...], str] = {}
    problems = []
    for question in QUESTIONS:
        try:
            settings.update(question.check(answers.get(question.name, "")))
        except NoticeboardError as error:
            problems.append(str(error))
    if problems:
        raise NoticeboardError("\n".join(problems))
    return settings
