"""Reading of a .docx file as a source document, with a remark on everything that is left out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.document import Document

from noticeboard.importing.docx.inline import InlineContent, InlineReader
from noticeboard.importing.docx.numbering import BULLET, read_numbering
from noticeboard.importing.docx.package import check_package, damaged_file_error
from noticeboard.importing.docx.parts import PackageParts
from noticeboard.importing.docx.styles import (
    Styles,
    effective_property,
    formatting_of,
    paragraph_style_id,
)
from noticeboard.importing.docx.wml import W, attr, children, find_child, local_name, parse_int
from noticeboard.importing.plaintext import check_length
from noticeboard.importing.source import (
    Formatting,
    ImportFailedError,
    Kind,
    Paragraph,
    Remark,
    SourceDocument,
)

_CONTAINERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"}
_CONTENTS_STYLE = re.compile(r"(?:toc|目录) ?\d", re.IGNORECASE)
_MAX_SPAN = 60


def read_docx(data: bytes) -> SourceDocument:
    """Read a Word document; raise ImportFailedError when it is none, has no text or too much."""
    check_package(data)
    try:
        source = _Reader(docx.Document(io.BytesIO(data))).read()
    except ImportFailedError:
        raise
    # python-docx and lxml raise nearly anything on a damaged package.
    except Exception as error:
        raise damaged_file_error() from error
    if not any(paragraph.text.strip() for paragraph in source.paragraphs):
        raise ImportFailedError("文档里没有文字（也许整页是图片）；请用能选中文字的文档导入。")
    check_length(sum(len(paragraph.text) for paragraph in source.paragraphs))
    return source


class _Reader:
    """One pass over one document."""

    def __init__(self, document: Document) -> None:
        self._parts = PackageParts(document)
        self._body = document.element.body
        self._styles = Styles(document.styles.element)
        self._numbering = read_numbering(self._parts.numbering())
        self._inline = InlineReader(self._styles, self._parts, self._footnote)
        self._remarks: list[Remark] = []
        self._footnotes: list[Any] = []

    def read(self) -> SourceDocument:
        """Return the paragraphs of the body, then the footnotes."""
        paragraphs = list(self._blocks(self._body))
        # A footnote may refer to another one.
        for number, footnote in enumerate(self._footnotes, 1):
            text = "".join(paragraph.text for paragraph in self._blocks(footnote))
            paragraphs.append(Paragraph(text.strip(), "footnote", label=str(number)))
            self._remark("脚注放到了正文末尾，请核对", text)
        for name in sorted(self._numbering.unknown_formats):
            self._remark(f"自动编号的格式“{name}”按阿拉伯数字写出，请核对")
        remarks = dict.fromkeys([*self._remarks, *self._parts.remarks()])
        files, attached = self._parts.files()
        return SourceDocument(tuple(paragraphs), tuple(remarks), files, attached)

    def _remark(self, reason: str, sentence: str = "") -> None:
        self._remarks.append(Remark(reason, sentence))

    def _footnote(self, kind: str, note_id: str) -> str | None:
        footnote = self._parts.note(kind, note_id)
        if footnote is None:
            return None
        self._footnotes.append(footnote)
        return str(len(self._footnotes))

    def _blocks(self, element: Any) -> Iterator[Paragraph]:
        for child in element:
            name = local_name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name in _CONTAINERS:
                yield from self._blocks(child)
            elif name == "AlternateContent":
                yield from self._blocks(child[0])
            elif name in {"del", "moveFrom"}:
                self._remark("修订中删除的文字没有采用", "".join(child.itertext()).strip())
            elif name == "altChunk":
                self._remark("文档里嵌入了另一个文件，内容没有采用")

    def _paragraph(self, paragraph: Any) -> Iterator[Paragraph]:
        content = self._inline.read(paragraph)
        self._remarks += content.remarks
        text = "".join(content.lines)
        if any(map(_CONTENTS_STYLE.fullmatch, self._styles.names(paragraph))):
            self._remark("目录没有采用", text)
            return
        label = self._label(paragraph) if text.strip() or any(content.insertions) else ""
        yield from _split_lines(content, formatting_of(paragraph, self._styles), label)
        for text_box in content.text_boxes:
            paragraphs = list(self._blocks(text_box))
            yield from paragraphs
            text = "".join(paragraph.text for paragraph in paragraphs)
            self._remark("文本框里的文字接在所在段落后面，请核对位置", text)

    def _label(self, paragraph: Any) -> str:
        """Return the automatic number of a paragraph, by its own properties or by its style."""
        properties = self._styles.paragraph_properties(paragraph)
        list_id = attr(effective_property(properties, "numPr", "numId"))
        if not list_id or list_id == "0":
            return ""
        own_level = find_child(effective_property(properties, "numPr"), "ilvl")
        if own_level is not None:
            level = parse_int(attr(own_level), 0)
        else:
            styles = self._styles.chain(paragraph_style_id(paragraph))
            ids = (attr(style, "styleId") for style in styles)
            level = max((self._numbering.level_of_style(list_id, name) for name in ids), default=0)
        label = self._numbering.next_label(list_id, level)
        return f"{label} " if label != BULLET and re.search(r"\w$", label) else label

    def _table(self, table: Any) -> Iterator[Paragraph]:
        rows: list[tuple[str, ...]] = []
        merged = False
        for row in children(table, "tr"):
            cells = [""] * parse_int(attr(find_child(row, "trPr", "gridBefore")), 0)
            for cell in _cells(row):
                properties = find_child(cell, "tcPr")
                span = parse_int(attr(find_child(properties, "gridSpan")), 1)
                span = min(max(span, 1), _MAX_SPAN)
                merged |= span > 1 or find_child(properties, "vMerge") is not None
                cells += [self._cell(cell), *[""] * (span - 1)]
            rows.append(tuple(cells))
        if merged:
            self._remark("表格里有合并的单元格：文字写在第一格，其余留空", " ".join(rows[0])[:60])
        if rows and max(map(len, rows)) > 1:
            text = "\n".join(" ".join(filter(None, row)) for row in rows)
            yield Paragraph(text, "table", rows=tuple(rows))
        else:
            # A table of one column is a frame around paragraphs.
            for cell in table.iter(W + "tc"):
                yield from self._blocks(cell)

    def _cell(self, cell: Any) -> str:
        paragraphs = list(self._blocks(cell))
        if any(paragraph.insertions for paragraph in paragraphs):
            text = " ".join(paragraph.text for paragraph in paragraphs)
            self._remark("表格里的图片、链接或脚注没有放进表格，请核对", text)
        return " ".join(paragraph.text.strip() for paragraph in paragraphs)


def _split_lines(content: InlineContent, formatting: Formatting, label: str) -> Iterator[Paragraph]:
    """Yield a paragraph for each line between soft breaks; the label precedes the first."""
    kind: Kind = "bullet" if label == BULLET else "text"
    prefix = "" if label == BULLET else label
    for text, insertions in zip(content.lines, content.insertions, strict=True):
        if not text.strip() and not insertions:
            continue
        if (
            prefix
            and re.match(r"[A-Za-z0-9]", text)
            and not prefix.endswith((" ", "、", "）", "．"))
        ):
            prefix += " "
        moved = (replace(item, offset=item.offset + len(prefix)) for item in insertions)
        yield Paragraph(prefix + text, kind, formatting, tuple(moved))
        kind, prefix = "text", ""


def _cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row, including those in content controls."""
    for child in row:
        name = local_name(child)
        if name == "tc":
            yield child
        elif name in _CONTAINERS:
            yield from _cells(child)
