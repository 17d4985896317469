"""Text that was copied from printed pages: lines that break in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from noticeboard.importing.formats.page_layout import (
    MIN_FULL_LINES,
    MIN_LINE,
    NEW_ITEM,
    SENTENCE_END,
    Line,
    paragraphs_of,
    text_width,
    without_spaces,
)
from noticeboard.importing.source import Remark

_MARKED_PAGE_NUMBER = re.compile(
    r"[—\-–－―─]+\s*\d{1,4}\s*[—\-–－―─]+|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
)
_BARE_PAGE_NUMBER = re.compile(r"\d{1,3}")
_CLAUSE_END = re.compile("[，。；：]")
_FULL = 1.6
"""How far from the right edge the end of a full line can be: punctuation may not begin a line."""
_FIRST_INDENT = 2
_OVERHANG = 1
"""Ems of the first line of a paragraph, and of punctuation beyond the edge."""
_MAX_LINE = 60
_MIN_SHARE = 1 / 6
"""Share of the lines that must break in the middle of a sentence."""


def rejoin(texts: Sequence[str]) -> tuple[list[str], list[Remark]]:
    """Join the lines of a text that was copied from printed pages; other texts stay as they are."""
    remarks: list[Remark] = []
    lines = list(_lines(texts, _page_numbers(texts), remarks))
    if not _is_wrapped(lines):
        remarks = []
        return [line.text for line in _lines(texts, _marked_page_numbers(texts), remarks)], remarks
    if all(line.left == 0 for line in lines):
        lines = _with_lost_indents(lines)
    paragraphs = [item.text for item in paragraphs_of(lines, remarks)]
    return paragraphs, [*remarks, Remark("像是从 PDF 复制的文字：断开的行接成了段落，请核对分段")]


def _marked_page_numbers(texts: Sequence[str]) -> set[int]:
    """Return the indices of the lines that hold nothing but a page number between marks."""
    return {
        index for index, text in enumerate(texts) if _MARKED_PAGE_NUMBER.fullmatch(text.strip())
    }


def _page_numbers(texts: Sequence[str]) -> set[int]:
    """Return the indices of page numbers, also of bare ones if they count all pages in order."""
    bare = [index for index, text in enumerate(texts) if _BARE_PAGE_NUMBER.fullmatch(text.strip())]
    numbers = [int(texts[index]) for index in bare]
    in_order = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return _marked_page_numbers(texts) | (set(bare) if in_order else set())


def _lines(texts: Sequence[str], numbers: set[int], remarks: list[Remark]) -> Iterator[Line]:
    """Yield the lines with text; their `gap` is 2 after an empty line, else 1."""
    gap = 1
    for index, text in enumerate(texts):
        stripped = without_spaces(text.strip())
        if index in numbers:
            remarks.append(Remark("页码没有采用", stripped, True))
        elif stripped:
            indent = text_width(text[: len(text) - len(text.lstrip())])
            yield Line(stripped, indent, indent + text_width(stripped), gap=gap)
            gap = 1
        else:
            gap = 2


def _with_lost_indents(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the indents that first lines lose when they are copied.

    A line after one that is not full begins a paragraph. The indent of a heading stays lost, so that
    it is not joined with what follows.
    """
    right = max(line.right for line in lines)
    shifted: list[Line] = []
    begins = True
    for line in lines:
        is_heading = NEW_ITEM.match(line.text) and not _CLAUSE_END.search(line.text)
        if begins and not is_heading and line.right + _FIRST_INDENT <= right + _OVERHANG:
            line = line._replace(right=line.right + _FIRST_INDENT)
        shifted.append(line)
        begins = not _is_full(line, right) or SENTENCE_END.search(line.text) is not None
    return shifted


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Return whether many lines end at one right edge in the middle of a sentence."""
    right = max((line.right for line in lines), default=0)
    if not MIN_LINE <= right <= _MAX_LINE:
        return False
    broken = sum(_is_full(line, right) and not SENTENCE_END.search(line.text) for line in lines)
    return broken >= max(MIN_FULL_LINES, len(lines) * _MIN_SHARE)


def _is_full(line: Line, right: float) -> bool:
    return line.right >= right - _FULL
