"""Lines of a printed page from texts with positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from noticeboard.importing.formats.page_layout import Line, arrange
from noticeboard.importing.normalize import strip_hidden
from noticeboard.importing.source import Remark, SourceDocument, check_length

_SPACE = 0.25
_COLUMN_GAP = 2.0
"""Ems: a wider gap is a space, or separates columns."""
_LINE_TOLERANCE = 0.35


class Fragment(NamedTuple):
    """A text on a page; `base` is the height of its baseline, from the top of the page down."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str = ""


def document_of(pages: Sequence[Sequence[Fragment]], notes: Iterable[str]) -> SourceDocument:
    """Return the document of these pages, with remarks on it; raise ImportFailedError if too long."""
    check_length(sum(len(fragment.text) for page in pages for fragment in page))
    lines: list[list[Line]] = []
    rows: list[Remark] = []
    for page in pages:
        lines.append([])
        above = None
        for group in _baselines(page):
            line, has_columns = _line(group)
            if line.text:
                base = group[0].base
                lines[-1].append(line._replace(gap=0 if above is None else base - above))
                above = base
                rows += [
                    Remark("这一行像是表格的一行或分栏，请对照原文核对", line.text)
                ] * has_columns
    paragraphs, remarks = arrange(lines)
    notes_remarks = [Remark(note) for note in notes]
    return SourceDocument(
        tuple(paragraphs), tuple(dict.fromkeys([*notes_remarks, *remarks, *rows]))
    )


def _baselines(page: Iterable[Fragment]) -> list[list[Fragment]]:
    """Return the fragments on each baseline, from top to bottom and from left to right."""
    groups: list[list[Fragment]] = []
    for fragment in sorted(page, key=lambda item: (item.base, item.left)):
        if not strip_hidden(fragment.text):
            continue
        tolerance = _LINE_TOLERANCE * fragment.size
        if groups and fragment.base - groups[-1][0].base < tolerance:
            groups[-1].append(fragment)
        else:
            groups.append([fragment])
    return [sorted(group, key=lambda item: item.left) for group in groups]


def _line(group: list[Fragment]) -> tuple[Line, bool]:
    """Return the line of a group, and whether it has columns."""
    printed = [fragment for fragment in group if fragment.text.strip()]
    if not printed:
        return Line("", 0, 0), False
    text, right, has_columns = "", printed[0].left, False
    for fragment in group:
        gap = (fragment.left - right) / (fragment.size or 1)
        has_columns |= bool(text.strip()) and gap > _COLUMN_GAP
        if text and gap > _SPACE and not (text[-1].isspace() or fragment.text[0].isspace()):
            text += " "
        text += strip_hidden(fragment.text)
        right = max(right, fragment.right)
    largest = max(printed, key=lambda item: item.size)
    edges = printed[0].left, max(fragment.right for fragment in printed)
    return Line(text.strip(), *edges, largest.size, largest.font), has_columns
