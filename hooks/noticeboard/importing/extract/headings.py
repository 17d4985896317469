"""Title and headings, recognized by number, formatting and length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.normalize import normalize_text
from noticeboard.importing.source import Formatting, Paragraph

_MAX_TITLE = 100
_MAX_HEADING = 70
_TITLE_END = re.compile(
    r"(?:通报|公告|情况|公示|报告|通告|公开)(?:\((?:全文|摘要|公开稿|送审稿)\))?$"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.,]|\(|\d+[.、)]|第[一二三四五六七八九十]+[章节部条])"
)
_NOT_TITLE = re.compile(r"〔|\[20|文件$|^(?:索引号|发布|来源|时间|日期|浏览|作者|主题|附件)|:|。|;")
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


@dataclass(frozen=True, slots=True)
class Title:
    """A title, empty when there is none, with the indices of its paragraphs.

    `reason` explains in Chinese why it is unsure.
    """

    text: str = ""
    indices: tuple[int, ...] = ()
    reason: str = ""


def find_title(paragraphs: tuple[Paragraph, ...]) -> Title:
    """Return the title by Word's Title style, else by formatting, else by its last words."""
    styled = [
        index
        for index, paragraph in enumerate(paragraphs[:10])
        if paragraph.formatting.title and paragraph.text
    ]
    if styled:
        return _title(paragraphs, _first_run(styled))
    formatted = [
        index for index, paragraph in enumerate(paragraphs[:8]) if _is_formatted_as_title(paragraph)
    ]
    if formatted:
        indices = _first_run(formatted)
        certain = _TITLE_END.search(normalize_text(_join(paragraphs, indices)))
        return _title(paragraphs, indices, "" if certain else "按居中或字体判断为标题")
    return _title_by_words(paragraphs)


def _first_run(indices: list[int]) -> list[int]:
    """Return the leading consecutive indices."""
    return [index for offset, index in enumerate(indices) if index == indices[0] + offset]


def _is_formatted_as_title(paragraph: Paragraph) -> bool:
    text = normalize_text(paragraph.text)
    formatting = paragraph.formatting
    return (
        paragraph.kind == "text"
        and 2 <= len(text) <= _MAX_TITLE
        and not find_dates(text)
        and (formatting.centred or "标宋" in formatting.font or formatting.size >= 20)
        and not formatting.heading
        and not _NOT_TITLE.search(text)
        and not _NUMBERED.match(text)
        and not text.startswith("(")
    )


def _title_by_words(paragraphs: tuple[Paragraph, ...]) -> Title:
    """Return the first paragraphs, up to one that ends in 通报, 公告 or 情况."""
    for first in range(min(5, len(paragraphs))):
        indices: list[int] = []
        for index in range(first, min(first + 4, len(paragraphs))):
            text = normalize_text(paragraphs[index].text)
            if not _can_be_in_title(paragraphs[index], text):
                break
            indices.append(index)
            if _TITLE_END.search(text) and len(_join(paragraphs, indices)) >= 6:
                return _title(paragraphs, indices)
        text = normalize_text(paragraphs[first].text)
        if re.search(r"。|,.*,", text) or _NUMBERED.match(text):
            break
    return Title()


def _can_be_in_title(paragraph: Paragraph, text: str) -> bool:
    return (
        paragraph.kind == "text"
        and 0 < len(text) <= _MAX_TITLE
        and not paragraph.formatting.heading
        and not _NOT_TITLE.search(text)
        and not _NUMBERED.match(text)
    )


def _join(paragraphs: tuple[Paragraph, ...], indices: list[int]) -> str:
    return "".join(" ".join(paragraphs[index].text.split()) for index in indices)


def _title(paragraphs: tuple[Paragraph, ...], indices: list[int], reason: str = "") -> Title:
    text = _join(paragraphs, indices)
    # Spaces only spread the characters of a Chinese title over the line.
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    return Title(text, tuple(indices), reason)


def heading_level(paragraph: Paragraph) -> tuple[int, str]:
    """Return the Markdown level 2–4 of a heading, and in Chinese why it is unsure.

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
