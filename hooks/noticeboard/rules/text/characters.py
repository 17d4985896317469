"""Rules about characters that deceive: they look like others, or show differently on each device."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.reader import ParsedNotice, read_text
from noticeboard.rules.base import Finding, NoticeRule, TextFinding, TextRule, text_problems_of
from noticeboard.text.lookalikes import (
    LOOKALIKES,
    PRIVATE_CHARACTERS,
    PRIVATE_USE,
    may_hold_lookalikes,
    standardize,
)

MAX_TITLE = 200
MAX_NAME = 120
_VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
_INVISIBLE = re.compile(f"[{_MARK[1:-1]}\ufe00-\ufe0f]")
_MARKS = re.compile(f"{_MARK}{{3,}}|(?:.{_MARK}{{1,2}}){{8,}}")
# What writing in Chinese uses; names of ethnic minorities are written in ideographs too.
_UNCOMMON = re.compile("[^\\x00-\\x7f\u3000-\u303f\u4e00-\u9fff\uff00-\uff0f]")
_CHINESE_LETTER = re.compile(r"CJK |IDEOGRAPHIC |FULLWIDTH LATIN |LATIN |FEMININE|MASCULINE")


def lookalike_character(line: str) -> Iterator[TextFinding]:
    """文字里不用部首、笔画、兼容字符和外文数字冒充常用的汉字、数字。"""
    for character, column, times in _distinct(LOOKALIKES.keys() & set(line), line):
        message = f"{_named(character)}不是“{LOOKALIKES[character]}”，只是看起来一样{times}"
        help_text = f"改成“{LOOKALIKES[character]}”；多半是从 PDF 复制来的，否则有的程序搜索不到"
        yield TextFinding(0, column, message, help_text, "warning")


def private_character(line: str) -> Iterator[TextFinding]:
    """文字里没有只在某些字体里才有的字符，别人看到的是方框。"""
    for character, column, times in _distinct(PRIVATE_USE.findall(line), line):
        right = PRIVATE_CHARACTERS.get(character)
        message = f"U+{ord(character):04X} 在别人的屏幕上是方框{times}"
        help_text = f"改成“{right}”" if right else "对照原文换成通用的字；是项目符号的，改成“-”"
        yield TextFinding(0, column, message, help_text, "warning")


def variation_selector(line: str) -> Iterator[TextFinding]:
    """文字后面不跟看不见的异体选择符。"""
    for character, column, times in _distinct(_VARIATION_SELECTOR.findall(line), line):
        message = f"这里有看不见的异体选择符 U+{ord(character):04X}{times}"
        help_text = "删掉它：光标放在前一个字的后面，按一次删除键，再补上那个字"
        yield TextFinding(0, column, message, help_text, "warning")


def combining_marks(line: str) -> Iterator[TextFinding]:
    """一个字的上下不堆叠几个附加符号。"""
    for match in _MARKS.finditer(line):
        message = (
            f"这里堆叠了 {len(match[0])} 个附加符号（U+{ord(match[0][0]):04X} 等），会盖住上下文"
        )
        yield TextFinding(0, match.start(), message, "删去这些附加符号")


def foreign_letters(notice: Notice) -> Iterator[Finding]:
    """标题、单位、落款、地区里只用汉字、英文字母和阿拉伯数字，不混用别的文字。"""
    for loc, text in _names(notice):
        for character in _UNCOMMON.findall(text):
            category = unicodedata.category(character)
            name = unicodedata.name(character, "")
            is_letter = category[0] == "L" and not _CHINESE_LETTER.match(name)
            if is_letter or category[0] == "M":
                message = f"“{loc[0]}”里有{_named(character)}，像是冒充别的字"
                yield Finding(loc, message, "删去，用输入法重新输入这个字")
                break


def field_length(notice: Notice) -> Iterator[Finding]:
    """标题不超过 200 个字，单位、落款、地区不超过 120 个字。"""
    for loc, text in _names(notice):
        limit = MAX_TITLE if loc == ("title",) else MAX_NAME
        if len(text) > limit:
            message = f"“{loc[0]}”有 {len(text):,} 个字，超过 {limit} 个字"
            yield Finding(loc, message, "只写名称本身，其他内容写在正文里")


LINE_RULES: tuple[TextRule, ...] = (
    lookalike_character,
    private_character,
    variation_selector,
    combining_marks,
)
"""Rules that are applied to each line of the file."""
NAME_RULES: tuple[NoticeRule, ...] = (foreign_letters, field_length)


def check_characters(parsed: ParsedNotice) -> Iterator[Problem]:
    """Yield the problems of the line rules, in the front matter and in the body."""
    for first, text in ((2, parsed.front_matter), (parsed.body_line, parsed.body)):
        if _may_deceive(text):
            for number, line in enumerate(text.split("\n"), first):
                for rule in LINE_RULES:
                    yield from text_problems_of(parsed.path, number, rule, rule(line))


def standard_characters(parsed: ParsedNotice) -> ParsedNotice:
    """Return the notice as all other rules read it: without look-alikes, its places unchanged."""
    head, body = standardize(parsed.front_matter), standardize(parsed.body)
    if head == parsed.front_matter and body == parsed.body:
        return parsed
    gap = parsed.body_line - head.count("\n") - 4
    standard = read_text(f"---\n{head}\n---\n{gap * chr(10)}\n{body}", parsed.path)
    notice = standard.notice or parsed.notice
    return replace(parsed, front_matter=head, body=body, notice=parsed.notice and notice)


def _may_deceive(text: str) -> bool:
    return may_hold_lookalikes(text) or _INVISIBLE.search(text) is not None


def _distinct(characters: Iterable[str], line: str) -> Iterator[tuple[str, int, str]]:
    """Yield each different character with its first column and how often the line has it."""
    for character in sorted(set(characters), key=line.index):
        count = line.count(character)
        yield character, line.index(character), f"（这一行 {count} 处）" if count > 1 else ""


def _named(character: str) -> str:
    return f"“{character}”（U+{ord(character):04X}）"


def _names(notice: Notice) -> Iterator[tuple[FieldPath, str]]:
    names: list[tuple[FieldPath, str | None]] = [
        (("title",), notice.title),
        *((("unit", n), unit) for n, unit in enumerate(notice.unit)),
        (("issuer",), notice.issuer),
        (("region",), notice.region),
    ]
    yield from ((loc, text) for loc, text in names if text)
