"""The category of a rectification, and who audited or inspected when it was no Party inspection.

The input is normalized text whose dates are masked with ▪.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.field import ExtractedField, extracted, missing
from noticeboard.importing.extract.sentences import sentence_around
from noticeboard.text.numerals import CHINESE_NUMBER

_ORDINAL = rf"(?:第(?:\d{{1,2}}|{CHINESE_NUMBER}))?"
_PLACE = r"(?:中华人民共和国|国家|[\u4e00-\u9fff]{0,14}?(?:省|自治区|市|州|盟|区|县|旗))?"


@dataclass(frozen=True, slots=True)
class _Words:
    """How a category is recognized by its title or by the body that inspected.

    `authorities` are pairs of a word in the name of that body and its authority; `report` is the
    pattern of the step at which the findings reach the unit.
    """

    title: re.Pattern[str]
    body: re.Pattern[str]
    authorities: tuple[tuple[str, str], ...]
    report: str


_CATEGORIES = {
    "生态环保督察整改": _Words(
        re.compile(r"(?:环境|环保|生态).{0,8}督[察查]"),
        re.compile(
            rf"(?:中央|国家|{_PLACE}(?:委)?(?:、?[省市]政府)?){_ORDINAL}(?:中央)?(?:生态)?环(?:境)?保(?:护)?督[察查]{_ORDINAL}组"
        ),
        (("中央", "中央"), ("", "督察组")),
        r"反馈",
    ),
    "审计整改": _Words(
        re.compile(r"审计.{0,24}整改|整改.{0,12}审计|审计(?:查出|发现|反映)"),
        re.compile(
            rf"{_PLACE}审计(?:署|厅|局)(?:[\u4e00-\u9fff]{{2,8}}特派员办事处|派出的?审计组)?|审计署[\u4e00-\u9fff]{{2,8}}特派员办事处"
        ),
        (("审计署", "审计署"), ("审计厅", "审计厅"), ("审计局", "审计局")),
        r"(?:出具|印发|下达|送达|作出)[^。;,]{0,20}(?:审计报告|审计决定|审计意见)|反馈",
    ),
    "专项督查整改": _Words(
        re.compile(r"督查"),
        re.compile(
            rf"(?:国务院|{_PLACE}(?:委|政府|人民政府)?)(?:[\u4e00-\u9fff]{{2,8}}?)?{_ORDINAL}(?:大督查|督查){_ORDINAL}组"
        ),
        (("国务院", "国务院"), ("", "督查组")),
        r"反馈",
    ),
}
_PARTY_INSPECTION = re.compile(r"巡[察视](?!办|整改办).{0,12}组|巡[察视]整改")


def extract_category(text: str, title: str, issuer_group: str) -> ExtractedField:
    """Extract `category`; 巡视 and 巡察 differ by the group, else by the title.

    `issuer_group` is the group of a Party inspection, empty when the text names none.
    """
    if not issuer_group and not _PARTY_INSPECTION.search(title):
        for name, words in _CATEGORIES.items():
            if words.title.search(title) or (not title and words.body.search(text)):
                return extracted("category", name, sentence=title or sentence_around(text, 0, 1))
    word = re.search(r"巡[察视](?=.{0,6}组$)", issuer_group) or re.search(
        r"巡[察视](?=整改|反馈)", title
    )
    if not word:
        both = {"巡察", "巡视"} <= set(re.findall(r"巡[察视]", text))
        word = None if both else re.search(r"巡[察视]", text)
    return extracted("category", "巡视整改" if word and word[0] == "巡视" else "巡察整改")


def is_party_inspection(category: str) -> bool:
    """Return whether a category is that of a Party inspection."""
    return category not in _CATEGORIES


def extract_inspecting_body(
    category: str, text: str, title: str
) -> tuple[ExtractedField, ExtractedField]:
    """Extract `inspection.authority` and `inspection.group` of an audit or a supervision."""
    words = _CATEGORIES[category]
    matches = [*words.body.finditer(text)] or [*words.body.finditer(title)]
    if not matches:
        reason = "开头没有写明是哪个机关"
        return missing("inspection.authority", reason), missing("inspection.group", reason)
    # 根据省审计厅安排，示例省审计厅…: the full name of the body that is named first.
    same = [match for match in matches if _body_name(match).endswith(_body_name(matches[0]))]
    match = max(same, key=lambda match: len(_body_name(match)))
    name = _body_name(match)
    authority = next(value for key, value in words.authorities if key in name)
    sentence = sentence_around(match.string, *match.span())
    return (
        extracted("inspection.authority", authority, sentence=sentence),
        extracted("inspection.group", name, sentence=sentence),
    )


def _body_name(match: re.Match[str]) -> str:
    """Return the name of the body without the words before it."""
    name = re.sub(r"^(?:由|被|经|根据|按照|依照|将|对|接受|向)+", "", match[0])
    return re.sub(r"派出的?审计组$", "", name)


def report_words(category: str) -> str:
    """Return the pattern of the step at which the findings reach the unit."""
    return _CATEGORIES[category].report if category in _CATEGORIES else "反馈"
