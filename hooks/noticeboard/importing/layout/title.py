"""The title of a document, by formatting and by its last words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.layout.page_head import without_tag
from noticeboard.importing.normalize import normalize_text
from noticeboard.importing.source import Paragraph

_MAX_TITLE = 100
_MAX_REPEATED = 8
_TITLE_END = re.compile(
    r"(?:通报|公告|情况|公示|报告|通告|公开|通知|公布)(?:\((?:全文|摘要|一|二|摘编|[^()]{0,6}[稿版])\))?$"
)
_VERSION = re.compile(r"\((?:全文|摘要|[^()]{0,6}[稿版])\)")
_COMPLETE = re.compile(r"(?:中共|中国共产党).{2,60}关于")
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.,]|\(|\d+[.、)]|第[一二三四五六七八九十]+[章节部条])"
)
_NOT_TITLE = re.compile(r"〔|\[20|文件$|^(?:索引号|发布|来源|时间|日期|浏览|作者|主题|附件)|:|。|;")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, empty when there is none, with the indices of its paragraphs.

    `reason` explains in Chinese why it is unsure; `repeated` are the paragraphs that repeat it.
    """

    text: str = ""
    indices: tuple[int, ...] = ()
    reason: str = ""
    repeated: tuple[int, ...] = ()


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
        and not NUMBERED.match(text)
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
            if _TITLE_END.search(text) and _COMPLETE.match(text):
                # The lines above, such as the name of a public account, are no part of it.
                return _title(paragraphs, [index])
            if _TITLE_END.search(text) and len(_join(paragraphs, indices)) >= 6:
                return _title(paragraphs, indices)
        text = normalize_text(paragraphs[first].text)
        if re.search(r"。|,.*,", text) or NUMBERED.match(text):
            break
    return Title()


def _can_be_in_title(paragraph: Paragraph, text: str) -> bool:
    return (
        paragraph.kind == "text"
        and 0 < len(text) <= _MAX_TITLE
        and not paragraph.formatting.heading
        and not _NOT_TITLE.search(text)
        and not NUMBERED.match(text)
    )


def _join(paragraphs: tuple[Paragraph, ...], indices: list[int]) -> str:
    return "".join(" ".join(paragraphs[index].text.split()) for index in indices)


def _title(paragraphs: tuple[Paragraph, ...], indices: list[int], reason: str = "") -> Title:
    following = indices[-1] + 1
    if following < len(paragraphs) and _VERSION.fullmatch(
        normalize_text(paragraphs[following].text)
    ):
        indices = [*indices, following]
    text = _join(paragraphs, indices)
    # Spaces only spread the characters of a Chinese title over the line.
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    text = without_tag(text)
    repeated = [
        index
        for index, paragraph in enumerate(paragraphs[:_MAX_REPEATED])
        if index not in indices and without_tag(_compact(paragraph.text)) == _compact(text)
    ]
    return Title(text, tuple(indices), reason, tuple(repeated))


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)
