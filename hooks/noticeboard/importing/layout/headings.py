"""Headings, recognized by number, formatting and length."""

from __future__ import annotations

import re

from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.normalize import normalize_text
from noticeboard.importing.source import Formatting, Paragraph

_MAX_HEADING = 70
_HEADING_NUMBERS = (
    (
        2,
        re.compile(
            r"^(?:[一二三四五六七八九十百]{1,4}[、.．,]|第[一二三四五六七八九十]{1,3}(?:部分|章))"
        ),
    ),
    (
        3,
        re.compile(
            r"^\([一二三四五六七八九十百]{1,4}\)[、.]?|^[一二三四五六七八九十]\)|^第[一二三四五六七八九十]{1,3}节"
        ),
    ),
    (4, re.compile(r"^\d{1,2}(?:[.、](?!\d)|\)(?=\D))")),
)
_HEADING_FONTS = (("黑体", 2), ("SimHei", 2), ("楷体", 3), ("KaiTi", 3))


def heading_level(paragraph: Paragraph) -> tuple[int, str]:
    """Return the Markdown level 2–4 of a heading, and a Chinese phrase on why it is unsure.

    The level is 0 for anything else.
    """
    text = normalize_text(paragraph.text)
    formatting = paragraph.formatting
    if paragraph.kind != "text" or not text or formatting.right:
        return 0, ""
    for level, number in _HEADING_NUMBERS:
        if number.match(text):
            return (level if _is_heading(text, level) else 0), ""
    if formatting.heading and len(text) <= _MAX_HEADING and not re.search(r"。.|[。;,:]$", text):
        return min(formatting.heading + 1, 4), ""
    return _level_by_formatting(formatting, text)


def _is_heading(text: str, level: int) -> bool:
    """Return whether a numbered line is a heading: short, one clause, no full stop.

    A short heading after 一、 or （一） may end in a full stop.
    """
    if len(text) > _MAX_HEADING or re.search(r"[;:]$|[。!?;].", text):
        return False
    if text.endswith("。"):
        return level < 4 and len(text) <= 36
    after_number = re.sub(r"^\W*[\w]+\W", "", text)
    return not text.endswith(",") and re.search(r"[^\d\W]", after_number) is not None


def _level_by_formatting(formatting: Formatting, text: str) -> tuple[int, str]:
    if (
        len(text) > 30
        or formatting.centred
        or re.search(r"[。;:,!?、]$", text)
        or find_dates(text)
        or re.search(r"\d{7}", text)
    ):
        return 0, ""
    for font, level in _HEADING_FONTS:
        if font in formatting.font:
            return level, f"没有编号，按字体“{formatting.font}”判断为标题"
    return (4, "没有编号，按整行加粗判断为标题") if formatting.bold else (0, "")
