"""Paragraphs from printed lines: what a line break, an indent and a page number mean.

Lines are joined only where the first one is full and the second one is not indented, so that no
break of a paragraph is lost. Lengths are in ems, the width of a Chinese character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from noticeboard.importing.source import Formatting, Paragraph, Remark

_PAGE_NUMBER = re.compile(
    r"[—\-–－―─~·•\s]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[,，/／]?\s*共?\s*\d{0,4}\s*页?)?[—\-–－―─~·•\s]*"
)
SENTENCE_END = re.compile(r"[。！？!?：:；;…”）)》]$")
NEW_ITEM = re.compile(
    r"[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}[.、．](?!\d)|第[一二三四五六七八九十百]{1,4}[条章节部]|附件|[一二三四五六七八九十]是"
)
_HAN = r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3001-\u3011\uff08-\uff1f]"
"""A Chinese character or its punctuation."""
_SPACED = re.compile(r"(?<=\S) (?=\S)")
_MOSTLY = 0.8
_SPACED_HAN = re.compile(rf"(?<={_HAN}) +(?={_HAN})")
_ADJACENT_HAN = re.compile(rf"(?<={_HAN})(?={_HAN})")
_EMAIL_END = re.compile(r"[\w.+-]+@?[\w.-]*$", re.ASCII)
_EMAIL_START = re.compile(r"^@?[\w.-]*", re.ASCII)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}", re.ASCII | re.IGNORECASE)
_UNBREAKABLE = re.compile(
    r"[“‘（(《〈【「]*(?:[A-Za-z0-9.@%-]+|.)[，。、；：！？”’）)》〉】」…,.;:!?]*(?:(?<=[,.:;])\w+)?(?:[“‘（(《〈【「].)?"
)
"""What cannot be divided between two lines."""
_SLACK = 1.0
"""Unused width of a full line in ems, beyond what the next word needs."""
_INDENT = 1.5
_WIDE_GAP = 1.3
"""How much more than the usual line spacing separates paragraphs."""
MIN_LINE = 12
"""Ems between the edges of a text; the lines of a narrower one, such as a list, are not joined."""
MIN_FULL_LINES = 3


class Line(NamedTuple):
    """A printed line; `left` and `right` are its edges, `size` that of its letters.

    `gap` is the distance from the baseline of the line above on its page, 0 when unknown.
    """

    text: str
    left: float
    right: float
    size: float = 0
    font: str = ""
    gap: float = 0


def text_width(text: str) -> float:
    """Return the width of a text in ems: one for a Chinese character, a half for a Latin one."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return wide + (len(text) - wide) / 2


def arrange(pages: Sequence[Sequence[Line]]) -> tuple[list[Paragraph], list[Remark]]:
    """Return the paragraphs of printed pages, and remarks on what was left out or is unsure."""
    remarks: list[Remark] = []
    kept = [list(_without_page_numbers(page, remarks)) for page in pages]
    headers = _running_headers(kept)
    lines: list[Line] = []
    for page in kept:
        for index, line in enumerate(page):
            if line.text in headers and index in {0, len(page) - 1}:
                remarks.append(Remark("每页重复的页眉或页脚没有采用", line.text, True))
            else:
                lines.append(line._replace(text=without_spaces(line.text)))
    return list(paragraphs_of(lines, remarks)), list(dict.fromkeys(remarks))


def _without_page_numbers(page: Sequence[Line], remarks: list[Remark]) -> Iterator[Line]:
    """Yield the lines of a page without a page number at its top or bottom."""
    for index, line in enumerate(page):
        at_edge = index in {0, len(page) - 1}
        text = line.text.strip()
        if at_edge and _PAGE_NUMBER.fullmatch(text) and len(page) > 1:
            remarks.append(Remark("页码没有采用", text, True))
        elif text:
            yield line


def _running_headers(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Return the texts at the top or bottom of three or more pages, and of most of them."""
    edges = Counter(text for page in pages if page for text in {page[0].text, page[-1].text})
    return {text for text, count in edges.items() if count >= 3 and count * 2 > len(pages)}


def without_spaces(text: str) -> str:
    """Remove the spaces between letters where the text has them between most of its letters."""
    pairs = len("".join(text.split())) - 1
    if pairs >= 3 and len(_SPACED.findall(text)) >= pairs * _MOSTLY:
        return _SPACED.sub("", text)
    spaces = len(_SPACED_HAN.findall(text))
    if spaces >= 3 and spaces >= len(_ADJACENT_HAN.findall(text)):
        return _SPACED_HAN.sub("", text)
    return text


class _Page(NamedTuple):
    """What is usual in a document: the size of letters, the edges, indents and line spacing."""

    em: float
    left: float
    right: float
    indented: bool
    spacing: float
    spaced: bool


def _usual(lines: Sequence[Line]) -> _Page:
    em = _common_size(lines)
    left, right = _edges(lines)
    gaps = Counter(round(line.gap / em, 1) for line in lines if line.gap)
    spacing = gaps.most_common(1)[0][0] * em if gaps else 0
    wide = sum(line.gap > spacing * _WIDE_GAP for line in lines)
    return _Page(
        em, left, right,
        sum(_INDENT <= (line.left - left) / em <= 4 for line in lines) >= 2,
        spacing, spacing > 0 and wide >= MIN_FULL_LINES,
    )  # fmt: skip


def paragraphs_of(lines: Sequence[Line], remarks: list[Remark]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the lines of all pages."""
    usual = _usual(lines)
    begun: list[Line] = []
    for line in lines:
        if not line.text:
            continue
        if begun and not _continues(begun[-1], line, usual):
            yield _paragraph(begun, usual, remarks)
            begun = []
        begun.append(line)
    if begun:
        yield _paragraph(begun, usual, remarks)


def _common_size(lines: Iterable[Line]) -> float:
    """Return the size of most of the text, or one em for plain text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return (sizes.most_common(1)[0][0] if sizes else 0) or 1


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Return the left edge of most long lines and the right edge of the longest."""
    longest = max((line.right - line.left for line in lines), default=0)
    lefts = Counter(round(line.left, 1) for line in lines if line.right - line.left > longest * 0.6)
    common = [left for left, count in lefts.items() if count * 5 >= max(lefts.values())]
    return min(common, default=0), max((line.right for line in lines), default=0)


def _continues(before: Line, line: Line, usual: _Page) -> bool:
    """Return whether a line certainly continues the paragraph of the line before."""
    if _splits_email(before.text, line.text):
        return True
    em = usual.em
    if usual.right - usual.left < MIN_LINE * em:
        return False
    word = _UNBREAKABLE.match(line.text)
    needed = text_width(word[0] if word else "") + _SLACK
    if before.right < usual.right - needed * em or (line.left - usual.left) / em >= _INDENT:
        return False
    if abs(line.size - before.size) > em / 5 or line.gap > usual.spacing * _WIDE_GAP > 0:
        return False
    if usual.indented or (usual.spaced and line.gap):
        return True
    return not SENTENCE_END.search(before.text) and not NEW_ITEM.match(line.text)


def _splits_email(before: str, after: str) -> bool:
    """Return whether an e-mail address is broken between two lines."""
    end, start = _EMAIL_END.search(before), _EMAIL_START.match(after)
    if end is None or start is None or not start[0] or "@" not in end[0] + start[0]:
        return False
    return _EMAIL.fullmatch(end[0] + start[0]) is not None and not _EMAIL.fullmatch(end[0])


def _paragraph(lines: list[Line], usual: _Page, remarks: list[Remark]) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        text += _separator(text, line.text, remarks) + line.text
    first = lines[0]
    before = (first.left - usual.left) / usual.em
    after = (usual.right - first.right) / usual.em
    alone = len(lines) == 1
    centred = alone and before > 2 and abs(before - after) < max(2.5, before * 0.25)
    formatting = Formatting(
        centred=centred,
        right=alone and not centred and before > 8,
        font=first.font,
        size=first.size,
    )
    return Paragraph(text, "text", formatting)


def _separator(before: str, after: str, remarks: list[Remark]) -> str:
    """Return what was between two lines of a paragraph: a space between two Latin words only."""
    last, first = before[-1:], after[:1]
    if not (last.isascii() and first.isascii() and last.isalnum() and first.isalnum()):
        return ""
    if _splits_email(before, after) or "://" in before.rpartition(" ")[2]:
        return ""
    if last.isdigit() and first.isdigit():
        remarks.append(Remark("断在两行的数字接在了一起，请核对", before[-12:] + after[:12]))
        return ""
    return " "
