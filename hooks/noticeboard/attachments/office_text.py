"""The text of Word and Excel files, hidden and deleted text included: the file is public, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from noticeboard.attachments.inspection import TextLine
from noticeboard.attachments.package import Package, attribute, local_name

_WORD_TEXT = frozenset({"t", "delText", "tab", "br", "cr"})
_DATA_FOLDERS = ("docProps/", "customXml/")
_EXPONENT = re.compile(r"\d\.\d+E\+?1\d", re.IGNORECASE)
_STRINGS = "xl/sharedStrings.xml"
_SEPARATOR = "，"
"""Between the cells of a row: digits on its two sides are no number."""


def word_text(package: Package) -> Iterator[TextLine]:
    """Yield the paragraphs of all parts."""
    for name in package.names:
        if name.endswith(".xml") and not name.startswith(_DATA_FOLDERS):
            place = "" if name == "word/document.xml" else "页眉、脚注、批注等"
            for element in package.xml(name).iter():
                if local_name(element) == "p":
                    yield TextLine(place, _paragraph(element))
    yield from _properties(package)


def _paragraph(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, without that of paragraphs inside it (text boxes)."""
    parts = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local_name(element)
        if name in _WORD_TEXT:
            parts.append(element.text or " " if name in ("t", "delText") else " ")
        elif name != "p":
            stack.extend(reversed(element))
    return "".join(parts)


def sheet_text(package: Package) -> Iterator[TextLine]:
    """Yield the rows of all sheets, then the text of notes and drawings."""
    strings = _shared_strings(package)
    unused = dict.fromkeys(strings)
    for name in package.names:
        if not name.endswith(".xml") or name.startswith(_DATA_FOLDERS) or name == _STRINGS:
            continue
        root = package.xml(name)
        if local_name(root) == "worksheet":
            for row in root.iter("{*}row"):
                cells = list(filter(None, (_cell(cell, strings) for cell in row.iterfind("{*}c"))))
                for cell in cells:
                    unused.pop(cell, None)
                yield TextLine(f"{_sheet(name)}第{attribute(row, 'r')}行", _SEPARATOR.join(cells))
            for element in root.iterfind("{*}headerFooter/*"):
                yield TextLine(f"{_sheet(name)}页眉、页脚", element.text or "")
        elif local_name(root) in ("comments", "ThreadedComments", "wsDr"):
            for element in root.iter("{*}text", "{*}txBody"):
                yield TextLine("批注或图形", "".join(element.itertext()))
        elif local_name(root) == "chartSpace":
            for element in root.iter("{*}p"):
                yield TextLine("图表", "".join(element.itertext()))
    # What was deleted may remain in the file.
    yield from (TextLine("表里没有显示的文字", text) for text in unused)
    yield from _properties(package)


def _sheet(name: str) -> str:
    number = "".join(filter(str.isdigit, name.rpartition("/")[2]))
    return f"第{number}个表" if number else "表"


def _shared_strings(package: Package) -> list[str]:
    if _STRINGS not in package.names:
        return []
    items = package.xml(_STRINGS).iterfind("{*}si")
    return ["".join(t.text or "" for t in item.iter("{*}t")) for item in items]


def _cell(cell: etree._Element, strings: list[str]) -> str:
    kind = attribute(cell, "t")
    value = "".join(v.text or "" for v in cell.iterfind("{*}v"))
    if kind == "s":
        number = int(value) if value.isdigit() else -1
        return strings[number] if 0 <= number < len(strings) else ""
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter("{*}t"))
    # A telephone number may be stored as 1.3900001234E10.
    return f"{float(value):.0f}" if _EXPONENT.fullmatch(value) else value.removesuffix(".0")


def _properties(package: Package) -> Iterator[TextLine]:
    for name in package.names:
        if name.startswith(_DATA_FOLDERS) and name.endswith(".xml"):
            for element in package.xml(name).iter():
                if element.text and not len(element):
                    yield TextLine("文件属性", element.text)
