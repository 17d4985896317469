"""Slips of the pen. All of them are warnings: the text of a notice is its author's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.rules.base import TextFinding, TextRule
from noticeboard.text.numerals import read_number

_PATROL = re.compile(
    r"巡查(?=组|整改|反馈|意见|办公?室?|机构|期间|发现的?问题|干部|监督|工作(?:统一|部署|要求|条例|领导|有关))"
    r"|(?<=[委轮规项动级叉受])巡查|(?<=巡视)巡查"
)
_HAN = "\u4e00-\u9fff《》“”"
_FULL = re.compile("[，；：？！（]")
# The mark comes first, what is around it after: so it is found faster.
_HALF = re.compile(
    rf"[,;:?!(](?:(?<=\()(?=[{_HAN}])|(?<=[{_HAN}][,;:?!])(?=[{_HAN}\s]|$))", re.MULTILINE
)
_PAIRS = {"，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "("}
_CIRCLE_YEAR = re.compile(r"[一二三四五六七八九〇○零OＯ0◯]{4}年")
_CIRCLES = "○◯OＯ"
_DIGITS = frozenset("0123456789０１２３４５６７８９〇○零一二三四五六七八九十")
_DIGIT = "0-9０-９〇○零一二三四五六七八九十"
# The number before is looked at afterwards: a form that begins with a letter is found faster.
_NO_MONTH = re.compile(rf"年[ \u3000]*月(?!份?[\u4e00-\u9fff]*[{_DIGIT}]个)")
_NO_DAY = re.compile(r"月[ \u3000]*日(?![常益渐前后均夜])")
_MONTH_AFTER_TO = re.compile(r"[至到][ \u3000]*(?=月[ \u3000]*\d{0,2}[ \u3000]*日)")
_OPENING = {"《": "》", "“": "”", "（": "）", "【": "】"}
_CLOSING = {close: opening for opening, close in _OPENING.items()}
_BRACKETS = re.compile("[《》“”（）()【】]")
_NONE = "[^《》“”（）()【】]*+"
# Most lines: nothing stands within anything else.
_BALANCED = re.compile(
    rf"{_NONE}(?:(?:《{_NONE}》|“{_NONE}”|[（(]{_NONE}[）)]|【{_NONE}】){_NONE})*+"
)
_ITEM = re.compile(r"(?:^|[，。；、：:;,\s])[0-9０-９一二三四五六七八九十①-⑳a-zA-Z]{1,3}$")
_LEVELS = (
    re.compile(r"#*\s*\**([一二三四五六七八九十]{1,3})、"),
    re.compile(r"#*\s*\**[（(]([一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"#+\s*\**(\d{1,2})[.．、](?!\d)"),
)
_MIN_PARAGRAPH = 20


def inspection_word(text: str) -> Iterator[TextFinding]:
    """党委巡察写作“巡察”，不写“巡查”。"""
    if "巡查" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for found in _PATROL.finditer(line):
            message = "“巡查”像是“巡察”的误写"
            yield _warning(number, found.start(), message, "党委的是“巡察”；确是日常巡查的不用改")


def mixed_punctuation(text: str) -> Iterator[TextFinding]:
    """同一篇里的逗号、冒号、括号等，或者都用全角，或者都用半角。"""
    if not any(full in text and half in text for full, half in _PAIRS.items()):
        return
    half = list(_HALF.finditer(text))
    both = {mark[0] for mark in half} & {_PAIRS[mark] for mark in _PAIRS if mark in text}
    if not both:
        return
    full = list(_FULL.finditer(text))
    fewer, name = (half, "半角") if len(half) <= len(full) else (full, "全角")
    first = next(mark for mark in fewer if mark[0] in both or _PAIRS.get(mark[0]) in both)
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
        for found in _CIRCLE_YEAR.finditer(line):
            at = next((n for n, c in enumerate(found[0]) if c in _CIRCLES), None)
            if at is not None:
                message = f"“{found[0]}”里的“{found[0][at]}”不是“〇”"
                remedy = "改成“〇”（U+3007），否则搜索和读屏会出错"
                yield _warning(number, found.start() + at, message, remedy)


def date_number_missing(text: str) -> Iterator[TextFinding]:
    """月、日前面要有数字。"""
    for form, missing in ((_NO_MONTH, "月"), (_NO_DAY, "日"), (_MONTH_AFTER_TO, "月")):
        for found in form.finditer(text):
            if (
                form is not _MONTH_AFTER_TO
                and text[found.start() - 1 : found.start()] not in _DIGITS
            ):
                continue
            message = f"“{missing}”的前面缺少数字"
            place = _place(text, found.start())
            yield _warning(*place, message, "对照通报原文补上；原文如此的可以不改")


def unbalanced_brackets(text: str) -> Iterator[TextFinding]:
    """书名号、引号、括号要成对。"""
    for number, line in enumerate(text.split("\n")):
        if _BALANCED.fullmatch(line):
            continue
        opened: list[tuple[str, int]] = []
        for found in _BRACKETS.finditer(line):
            mark = {"(": "（", ")": "）"}.get(found[0], found[0])
            if mark in _OPENING:
                opened.append((mark, found.start()))
            elif opened and opened[-1][0] == _CLOSING[mark]:
                opened.pop()
            elif mark == "）" and _ITEM.search(line[: found.start()]):
                continue  # 1）, the number of an item
            else:
                message = f"“{found[0]}”的前面没有“{_CLOSING[mark]}”"
                yield _warning(number, found.start(), message, "补上另一半，或删去这一个")
                opened.clear()
                break
        for mark, column in opened[:1]:
            message = f"“{mark}”没有对应的“{_OPENING[mark]}”"
            yield _warning(number, column, message, "补上另一半，或删去这一个")


def heading_order(text: str) -> Iterator[TextFinding]:
    """标题的序号（一、（一）1.）要连续，不跳号，不重号。"""
    last = [0, 0, 0]
    for number, line in enumerate(text.split("\n")):
        if not line or line[0] not in "#（(*一二三四五六七八九十":
            continue
        for level, form in enumerate(_LEVELS):
            found = form.match(line)
            if not found:
                continue
            value = read_number(found[1]) or 0
            if value not in (last[level] + 1, 1) or (value == 1 and last[level] == 1):
                message = f"序号“{found[0].lstrip('#* ')}”前面一个是 {last[level] or '（没有）'}"
                remedy = f"按顺序应是第 {last[level] + 1}；核对是漏了一段，还是序号写错"
                yield _warning(number, found.start(1), message, remedy)
            last[level:] = [value, 0, 0]
            break


def doubled_paragraph(text: str) -> Iterator[TextFinding]:
    """同一段文字不重复出现。"""
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        paragraph = line.strip()
        if len(paragraph) < _MIN_PARAGRAPH or paragraph.startswith("|"):
            continue
        if paragraph in seen:
            before = number - seen[paragraph]
            message = f"这一段与往上第 {before} 行的一段完全相同"
            yield _warning(number, 0, message, "多半是粘贴了两次，删去一段")
        else:
            seen[paragraph] = number


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column, from 0, of the character number `at`."""
    return text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)


def _warning(line: int, column: int, message: str, remedy: str) -> TextFinding:
    return TextFinding(line, column, message, remedy, "warning")


LANGUAGE_RULES: tuple[TextRule, ...] = (
    inspection_word,
    mixed_punctuation,
    circle_for_zero,
    date_number_missing,
    unbalanced_brackets,
    heading_order,
    doubled_paragraph,
)
