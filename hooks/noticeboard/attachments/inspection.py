"""What the inspection of an attached file reports: its faults and its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from noticeboard.files.fault import Fault

MAX_TEXT = 2_000_000
"""Characters of text; no attachment of a notice comes near."""

AS_PDF = "在 Word 或 WPS 里打开，另存为 PDF 再作为附件"
PRINTED = "用原来的软件打开，选“打印”、打印机选“导出为 PDF”，把得到的文件作为附件"
INCOMPLETE_HELP = "用原来的软件打开，另存为这种格式；只改扩展名不行，下载不全的重新取得完整的文件"


class TextLine(NamedTuple):
    """A paragraph, row or line of the text, with its place in Chinese: 第2页."""

    place: str
    text: str


class Inspection(NamedTuple):
    """The faults of a file, all at once, and the lines of its text."""

    faults: tuple[Fault, ...] = ()
    lines: tuple[TextLine, ...] = ()


def inspected(faults: Iterable[Fault], lines: Iterable[TextLine] = ()) -> Inspection:
    """Return the inspection of a file: equal faults once, and text without empty lines."""
    return Inspection(tuple(dict.fromkeys(faults)), tuple(_bounded(lines)))


def incomplete(suffix: str) -> Inspection:
    """Return the inspection of a file that is damaged."""
    return Inspection((Fault(f"不是完整的 {suffix} 文件", INCOMPLETE_HELP),))


def _bounded(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    size = 0
    for place, text in lines:
        stripped = text.strip()
        size += len(stripped)
        if size > MAX_TEXT:
            return
        if stripped:
            yield TextLine(place, stripped)
