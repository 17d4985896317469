"""Reading of a .docx file as a source document, with a remark on everything that is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.content import InlineContent
from noticeboard.importing.docx.coverage import TextCoverage
from noticeboard.importing.docx.inline import InlineReader
from noticeboard.importing.docx.numbering import BULLET, LEVELS, read_numbering
from noticeboard.importing.docx.package import Package, damaged_file_error
from noticeboard.importing.docx.parts import PackageParts
from noticeboard.importing.docx.styles import (
    Styles,
    effective_property,
    formatting_of,
    paragraph_style_id,
)
from noticeboard.importing.docx.tables import TableReader
from noticeboard.importing.docx.wml import (
    alternative,
    attr,
    bounded_int,
    find_child,
    local_name,
)
from noticeboard.importing.source import (
    DELETED,
    Formatting,
    ImportFailedError,
    Kind,
    Paragraph,
    Remark,
    SourceDocument,
    check_length,
)

_DELETED = {"del", "moveFrom"}
_IGNORED = {"sdtPr", "sdtEndPr", "sectPr", "tcPr", "smartTagPr", "customXmlPr"}
_CONTENTS_STYLE = re.compile(r"(?:toc|目录) ?\d", re.IGNORECASE)


def read_docx(data: bytes) -> SourceDocument:
    """Read a Word document; raise ImportFailedError for another file, and for no or too much text."""
    package = Package(data)
    try:
        source = _Reader(package).read()
    except (ImportFailedError, MemoryError):
        raise
    # ElementTree, zipfile and zlib raise nearly anything on a damaged package.
    except Exception as error:
        raise damaged_file_error() from error
    if not any(paragraph.text.strip() for paragraph in source.paragraphs):
        raise ImportFailedError("文档里没有文字（也许整页是图片）；请用能选中文字的文档导入。")
    return source


class _Reader:
    """One pass over one document."""

    def __init__(self, package: Package) -> None:
        self._coverage = TextCoverage()
        self._parts = PackageParts(package, self._coverage)
        body = find_child(self._parts.document, "body")
        if body is None:
            raise damaged_file_error()
        self._body = body
        self._styles = Styles(self._parts.root("styles"))
        self._numbering = read_numbering(self._parts.root("numbering"))
        self._inline = InlineReader(self._styles, self._parts, self._coverage, self._footnote)
        self._remarks: list[Remark] = []
        self._tables = TableReader(self._coverage, self._blocks, self._remarks.append)
        self._footnotes: list[Element] = []
        self._length = 0
        self._hidden = 0

    def read(self) -> SourceDocument:
        """Return the paragraphs of the body, then the footnotes."""
        paragraphs = list(self._blocks(self._body))
        # A footnote may refer to another one.
        for number, footnote in enumerate(self._footnotes, 1):
            text = " ".join(paragraph.text.strip() for paragraph in self._blocks(footnote))
            paragraphs.append(Paragraph(text.strip(), "footnote", label=str(number)))
            self._remark("脚注放到了正文末尾，请核对", text)
        for name in sorted(self._numbering.unknown_formats):
            self._remark(f"自动编号的格式“{name}”按阿拉伯数字写出，请核对")
        if self._hidden:
            self._remark(f"去掉了{self._hidden}个看不见的控制字符")
        remarks = dict.fromkeys([*self._remarks, *self._parts.remarks()])
        files, attached = self._parts.files()
        return SourceDocument(tuple(paragraphs), tuple(remarks), files, attached)

    def _remark(self, reason: str, sentence: str = "", omitted: bool = False) -> None:
        self._remarks.append(Remark(reason, sentence, omitted))

    def _footnote(self, kind: str, note_id: str) -> str | None:
        footnote = self._parts.note(kind, note_id)
        if footnote is None:
            return None
        if footnote not in self._footnotes:
            self._footnotes.append(footnote)
        return str(self._footnotes.index(footnote) + 1)

    def _blocks(self, element: Element) -> Iterator[Paragraph]:
        """Yield the paragraphs and tables of the body, a cell, a note or any container in them."""
        continued: tuple[Element, InlineContent] | None = None
        for child in element:
            if local_name(child) == "p":
                content = self._continued(child, continued[1] if continued else None)
                continued = (child, content) if _has_deleted_mark(child) else None
                if continued is None:
                    yield from self._paragraph(child, content)
            else:
                if continued and local_name(child) not in _IGNORED:
                    yield from self._paragraph(*continued)
                    continued = None
                yield from self._block(child)
        if continued:
            yield from self._paragraph(*continued)

    def _continued(self, paragraph: Element, before: InlineContent | None) -> InlineContent:
        """Return the content of a paragraph, after that of one whose mark a revision deletes."""
        start = "".join(before.lines) if before else ""
        content = self._inline.read(paragraph, before)
        text = "".join(content.lines)
        if start.strip() and text[len(start) :].strip():
            self._remark("修订中删除了段落标记，前后两段合成了一段", text)
        return content

    def _block(self, element: Element) -> Iterator[Paragraph]:
        name = local_name(element)
        if name == "tbl":
            yield from self._tables.read(element)
        elif name == "AlternateContent":
            chosen = alternative(element)
            if chosen is not None:
                yield from self._blocks(chosen)
        elif name in _DELETED:
            self._remark(DELETED, self._coverage.read_all(element), True)
        elif name in {"altChunk", "subDoc"}:
            self._remark("文档里嵌入了另一个文件，内容没有采用")
        elif name not in _IGNORED:
            # Content controls, custom XML, insertions and whatever else may contain blocks.
            yield from self._blocks(element)

    def _paragraph(self, paragraph: Element, content: InlineContent) -> Iterator[Paragraph]:
        self._remarks += content.remarks
        self._hidden += content.hidden
        text = "".join(content.lines)
        self._length += len(text)
        check_length(self._length)
        if any(map(_CONTENTS_STYLE.fullmatch, self._styles.names(paragraph))):
            self._remark("目录没有采用", text, True)
            return
        label = self._label(paragraph) if text.strip() or any(content.insertions) else ""
        self._length += len(label)
        yield from _split_lines(content, formatting_of(paragraph, self._styles), label)
        for text_box in content.text_boxes:
            paragraphs = list(self._blocks(text_box))
            yield from paragraphs
            text = "".join(paragraph.text for paragraph in paragraphs)
            self._remark("文本框里的文字接在所在段落后面，请核对位置", text)

    def _label(self, paragraph: Element) -> str:
        """Return the automatic number of a paragraph, by its own properties or by its style."""
        properties = self._styles.paragraph_properties(paragraph)
        list_id = attr(effective_property(properties, "numPr", "numId"))
        if not list_id or list_id == "0":
            return ""
        own_level = find_child(effective_property(properties, "numPr"), "ilvl")
        if own_level is not None:
            level = bounded_int(attr(own_level), 0, LEVELS - 1)
        else:
            styles = self._styles.chain(paragraph_style_id(paragraph))
            ids = (attr(style, "styleId") for style in styles)
            level = max((self._numbering.level_of_style(list_id, name) for name in ids), default=0)
        label = self._numbering.next_label(list_id, level)
        return f"{label} " if label != BULLET and re.search(r"\w$", label) else label


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


def _has_deleted_mark(paragraph: Element) -> bool:
    """Return whether a revision joins the paragraph with the next one."""
    marks = find_child(paragraph, "pPr", "rPr")
    return any(find_child(marks, name) is not None for name in _DELETED)
