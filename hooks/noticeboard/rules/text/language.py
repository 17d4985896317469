"""Rules about wording and punctuation; all are warnings, as the text is the author's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.rules.base import TextFinding, TextRule
from noticeboard.text.numerals import parse_number

_MISTYPED_INSPECTION = re.compile(
    r"巡查(?=组|整改|反馈|意见|办公?室?|机构|期间|发现的?问题|干部|监督|工作(?:统一|部署|要求|条例|领导|有关))"
    r"|(?<=[委轮规项动级叉受])巡查|(?<=巡视)巡查"
)
_CJK = "\u4e00-\u9fff《》“”"
_FULL_WIDTH = re.compile("[，；：？！（]")
# The mark comes before its context in the pattern: that is faster to search.
_HALF_WIDTH = re.compile(
    rf"[,;:?!(](?:(?<=\()(?=[{_CJK}])|(?<=[{_CJK}][,;:?!])(?=[{_CJK}\s]|$))", re.MULTILINE
)
_HALF_WIDTH_OF = {"，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "("}
_CIRCLE_YEAR = re.compile(r"[一二三四五六七八九〇○零OＯ0◯]{4}年")
_CIRCLES = "○◯OＯ"
_DIGITS = frozenset("0123456789０１２３４５６７８９〇○零一二三四五六七八九十")
_DIGIT = "0-9０-９〇○零一二三四五六七八九十"
# The number before is checked afterwards: a pattern that begins with a literal is faster.
_MONTH_SIGN = re.compile(rf"年[ \u3000]*月(?!份?[\u4e00-\u9fff]*[{_DIGIT}]个)")
_DAY_SIGN = re.compile(r"月[ \u3000]*日(?![常益渐前后均夜])")
_MONTH_AFTER_TO = re.compile(r"[至到][ \u3000]*(?=月[ \u3000]*\d{0,2}[ \u3000]*日)")
_CLOSING_OF = {"《": "》", "“": "”", "（": "）", "【": "】"}
_OPENING_OF = {close: opening for opening, close in _CLOSING_OF.items()}
_BRACKETS = re.compile("[《》“”（）()【】]")
_NO_BRACKETS = "[^《》“”（）()【】]*+"
# Fast path for most lines: pairs without nesting.
_BALANCED = re.compile(
    rf"{_NO_BRACKETS}(?:(?:《{_NO_BRACKETS}》|“{_NO_BRACKETS}”|[（(]{_NO_BRACKETS}[）)]|【{_NO_BRACKETS}】){_NO_BRACKETS})*+"
)
_ITEM_NUMBER = re.compile(r"(?:^|[，。；、：:;,\s])[0-9０-９一二三四五六七八九十①-⑳a-zA-Z]{1,3}$")
_HEADING_NUMBERS = (
    re.compile(r"#*\s*\**([一二三四五六七八九十]{1,3})、"),
    re.compile(r"#*\s*\**[（(]([一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"#+\s*\**(\d{1,2})[.．、](?!\d)"),
)
_MIN_DUPLICATE_LENGTH = 20


def inspection_word(text: str) -> Iterator[TextFinding]:
    """党委巡察写作“巡察”，不写“巡查”。"""
    if "巡查" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for match in _MISTYPED_INSPECTION.finditer(line):
            message = "“巡查”像是“巡察”的误写"
            yield _warning(number, match.start(), message, "党委的是“巡察”；确是日常巡查的不用改")


def mixed_punctuation(text: str) -> Iterator[TextFinding]:
    """同一篇里的逗号、冒号、括号等，或者都用全角，或者都用半角。"""
    if not any(full in text and half in text for full, half in _HALF_WIDTH_OF.items()):
        return
    half = list(_HALF_WIDTH.finditer(text))
    both = {mark[0] for mark in half} & {
        _HALF_WIDTH_OF[mark] for mark in _HALF_WIDTH_OF if mark in text
    }
    if not both:
        return
    full = list(_FULL_WIDTH.finditer(text))
    fewer, name = (half, "半角") if len(half) <= len(full) else (full, "全角")
    first = next(mark for mark in fewer if mark[0] in both or _HALF_WIDTH_OF.get(mark[0]) in both)
    message = (
        f"全角、半角标点混用：全角 {len(full)} 处，半角 {len(half)} 处；这里是{name}“{first[0]}”"
    )
    yield _warning(
        *_place(text, first.start()), message, "全篇统一用一种；中文一般用全角：，；：（）"
    )


def circle_for_zero(text: str) -> Iterator[TextFinding]:
    """年份里的零写“〇”，不写圆圈“○”或字母 O。"""
    if not any(circle in text for circle in _CIRCLES):
        return
    for number, line in enumerate(text.split("\n")):
        for match in _CIRCLE_YEAR.finditer(line):
            at = next((n for n, c in enumerate(match[0]) if c in _CIRCLES), None)
            if at is not None:
                message = f"“{match[0]}”里的“{match[0][at]}”不是“〇”"
                help_text = "改成“〇”（U+3007），否则搜索和读屏会出错"
                yield _warning(number, match.start() + at, message, help_text)


def date_number_missing(text: str) -> Iterator[TextFinding]:
    """月、日前面要有数字。"""
    for pattern, unit in ((_MONTH_SIGN, "月"), (_DAY_SIGN, "日"), (_MONTH_AFTER_TO, "月")):
        for match in pattern.finditer(text):
            before = text[match.start() - 1 : match.start()]
            if pattern is _MONTH_AFTER_TO or before in _DIGITS:
                place = _place(text, match.start())
                message = f"“{unit}”的前面缺少数字"
                yield _warning(*place, message, "对照通报原文补上；原文如此的可以不改")


def unbalanced_brackets(text: str) -> Iterator[TextFinding]:
    """书名号、引号、括号要成对。"""
    for number, line in enumerate(text.split("\n")):
        if _BALANCED.fullmatch(line):
            continue
        opened: list[tuple[str, int]] = []
        for match in _BRACKETS.finditer(line):
            mark = {"(": "（", ")": "）"}.get(match[0], match[0])
            if mark in _CLOSING_OF:
                opened.append((mark, match.start()))
            elif opened and opened[-1][0] == _OPENING_OF[mark]:
                opened.pop()
            elif mark == "）" and _ITEM_NUMBER.search(line[: match.start()]):
                continue  # the number of a list item, such as 1）
            else:
                message = f"“{match[0]}”的前面没有“{_OPENING_OF[mark]}”"
                yield _warning(number, match.start(), message, "补上另一半，或删去这一个")
                opened.clear()
                break
        for mark, column in opened[:1]:
            message = f"“{mark}”没有对应的“{_CLOSING_OF[mark]}”"
            yield _warning(number, column, message, "补上另一半，或删去这一个")


def heading_order(text: str) -> Iterator[TextFinding]:
    """标题的序号（一、（一）1.）要连续，不跳号，不重号。"""
    last = [0, 0, 0]
    for number, line in enumerate(text.split("\n")):
        if not line or line[0] not in "#（(*一二三四五六七八九十":
            continue
        for level, pattern in enumerate(_HEADING_NUMBERS):
            match = pattern.match(line)
            if not match:
                continue
            value = parse_number(match[1]) or 0
            if value not in (last[level] + 1, 1) or (value == 1 and last[level] == 1):
                message = f"序号“{match[0].lstrip('#* ')}”前面一个是 {last[level] or '（没有）'}"
                help_text = f"按顺序应是第 {last[level] + 1}；核对是漏了一段，还是序号写错"
                yield _warning(number, match.start(1), message, help_text)
            last[level:] = [value, 0, 0]
            break


def doubled_paragraph(text: str) -> Iterator[TextFinding]:
    """同一段文字不重复出现。"""
    first_lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        paragraph = line.strip()
        if len(paragraph) < _MIN_DUPLICATE_LENGTH or paragraph.startswith("|"):
            continue
        if paragraph in first_lines:
            distance = number - first_lines[paragraph]
            message = f"这一段与往上第 {distance} 行的一段完全相同"
            yield _warning(number, 0, message, "多半是粘贴了两次，删去一段")
        else:
            first_lines[paragraph] = number


def _place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, from 0, of the character at index `at`."""
    return text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)


def _warning(line: int, column: int, message: str, help_text: str) -> TextFinding:
    return TextFinding(line, column, message, help_text, "warning")


LANGUAGE_RULES: tuple[TextRule, ...] = (
    inspection_word,
    mixed_punctuation,
    circle_for_zero,
    date_number_missing,
    unbalanced_brackets,
    heading_order,
    doubled_paragraph,
)
