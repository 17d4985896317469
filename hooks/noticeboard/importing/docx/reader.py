"""A .docx file -> lines with their look, tables, notes and pictures; nothing lost in silence."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document

from noticeboard.importing.docx.inline import Inline, InlineReader
from noticeboard.importing.docx.numbering import BULLET, read_numbering
from noticeboard.importing.docx.package import check_package, damaged
from noticeboard.importing.docx.parts import Parts
from noticeboard.importing.docx.styles import Styles, look_of, setting
from noticeboard.importing.docx.wml import W, children, first, integer, name_of, value
from noticeboard.importing.plaintext import MAX_CHARACTERS
from noticeboard.importing.problem import ImportProblem
from noticeboard.importing.source import Insert, Line, Look, Remark, Source

_CONTAINERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"}
_CONTENTS_STYLE = re.compile(r"(?:toc|目录) ?\d", re.IGNORECASE)
_LEFT_OUT = {"altChunk": "文档里嵌入了另一个文件，内容没有采用"}


def read_docx(data: bytes) -> Source:
    """The lines of a Word document; ImportProblem when it is none, or holds no text."""
    check_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
        source = _Reader(document).read()
    except ImportProblem:
        raise
    # python-docx and lxml raise nearly anything on a damaged package.
    except Exception as error:
        raise damaged() from error
    if not any(line.text.strip() for line in source.lines):
        raise ImportProblem("文档里没有文字（也许整页是图片）；请用能选中文字的文档导入。")
    if sum(len(line.text) for line in source.lines) > MAX_CHARACTERS:
        raise ImportProblem(
            f"文字超过{MAX_CHARACTERS // 10_000}万字，不像一篇通报；请只保留通报本身。"
        )
    return source


class _Reader:
    """One pass over one document."""

    def __init__(self, document: Document) -> None:
        self._parts = Parts(document)
        self._body = document.element.body
        self._styles = Styles(document.styles.element)
        self._numbering = read_numbering(self._parts.numbering())
        self._remarks: list[Remark] = []
        self._notes: list[tuple[str, Any]] = []
        self._inline = InlineReader(self._styles, self._parts.image, self._parts.link, self._note)

    def read(self) -> Source:
        """All lines, then the notes; with everything that was left out."""
        lines = list(self._blocks(self._body))
        for label, note in self._notes:
            text = "".join(line.text for line in self._blocks(note))
            lines.append(Line(text.strip(), "footnote", label=label))
            self._remarks.append(Remark("脚注放到了正文末尾，请核对", text))
        for name in sorted(self._numbering.unknown):
            self._remarks.append(Remark(f"自动编号的格式“{name}”按阿拉伯数字写出，请核对"))
        self._remarks += self._parts.left_out()
        files, attached = self._parts.files()
        return Source(tuple(lines), tuple(dict.fromkeys(self._remarks)), files, attached)

    def _note(self, kind: str, note_id: str) -> str | None:
        element = self._parts.note(kind, note_id)
        if element is None:
            return None
        label = str(len(self._notes) + 1)
        self._notes.append((label, element))
        return label

    def _blocks(self, element: Any) -> Iterator[Line]:
        for child in element:
            name = name_of(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name in _CONTAINERS:
                yield from self._blocks(child)
            elif name == "AlternateContent":
                yield from self._blocks(child[0])
            elif name in {"del", "moveFrom"}:
                self._remarks.append(
                    Remark("修订中删除的文字没有采用", "".join(child.itertext()).strip())
                )
            elif name in _LEFT_OUT:
                self._remarks.append(Remark(_LEFT_OUT[name]))

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        inline = self._inline.read(paragraph)
        look = look_of(paragraph, self._styles)
        self._remarks += inline.remarks
        text = "".join(inline.lines)
        if any(_CONTENTS_STYLE.fullmatch(name) for name in self._styles.names(paragraph)):
            self._remarks.append(Remark("目录没有采用", text))
            return
        prefix = self._number(paragraph) if text.strip() or any(inline.inserts) else ""
        yield from self._lines(inline, look, prefix)
        for box in inline.boxes:
            inside = list(self._blocks(box))
            yield from inside
            shown = "".join(line.text for line in inside)
            self._remarks.append(Remark("文本框里的文字接在所在段落后面，请核对位置", shown))

    @staticmethod
    def _lines(inline: Inline, look: Look, prefix: str) -> Iterator[Line]:
        """A line for each part between soft breaks; the number stands before the first."""
        kind: Any = "bullet" if prefix == BULLET else "text"
        prefix = "" if prefix == BULLET else prefix
        for text, inserts in zip(inline.lines, inline.inserts, strict=True):
            if not text.strip() and not inserts:
                continue
            if (
                prefix
                and re.match(r"[A-Za-z0-9]", text)
                and not prefix.endswith((" ", "、", "）", "．"))
            ):
                prefix += " "
            moved = tuple(Insert(i.at + len(prefix), i.markdown, i.image) for i in inserts)
            yield Line(prefix + text, kind, look, moved)
            prefix = ""
            kind = "text"

    def _number(self, paragraph: Any) -> str:
        """The automatic number of a paragraph, by itself or by its style."""
        properties = self._styles.paragraph(paragraph)
        chosen = setting(properties, "numPr")
        number_id = first(chosen, "numId")
        if number_id is None:
            number_id = next(
                (
                    found
                    for each in properties
                    if (found := first(first(each, "numPr"), "numId")) is not None
                ),
                None,
            )
        number = value(number_id)
        if not number or number == "0":
            return ""
        own = first(chosen, "ilvl")
        if own is not None:
            level = integer(value(own), 0)
        else:
            styles = self._styles.chain(value(first(first(paragraph, "pPr"), "pStyle")))
            level = max(
                (self._numbering.level_of_style(number, value(s, "styleId")) for s in styles),
                default=0,
            )
        text = self._numbering.next(number, level)
        return f"{text} " if text != BULLET and re.search(r"\w$", text) else text

    def _table(self, table: Any) -> Iterator[Line]:
        rows, merged = [], False
        for row in children(table, "tr"):
            cells: list[str] = [""] * integer(value(first(first(row, "trPr"), "gridBefore")), 0)
            for cell in _cells(row):
                properties = first(cell, "tcPr")
                span = min(max(integer(value(first(properties, "gridSpan")), 1), 1), 60)
                down = first(properties, "vMerge")
                merged = merged or span > 1 or down is not None
                cells.append(self._cell(cell))
                cells += [""] * (span - 1)
            rows.append(tuple(cells))
        if merged:
            self._remarks.append(
                Remark("表格里有合并的单元格：文字写在第一格，其余留空", " ".join(rows[0])[:60])
            )
        if rows and max(map(len, rows)) > 1:
            text = "\n".join(" ".join(filter(None, row)) for row in rows)
            yield Line(text, "table", rows=tuple(rows))
        else:
            # A frame of one column holds paragraphs, not a table.
            for cell in table.iter(W + "tc"):
                yield from self._blocks(cell)

    def _cell(self, cell: Any) -> str:
        lines = list(self._blocks(cell))
        if any(line.inserts for line in lines):
            self._remarks.append(
                Remark(
                    "表格里的图片、链接或脚注没有放进表格，请核对",
                    " ".join(line.text for line in lines),
                )
            )
        return " ".join(line.text.strip() for line in lines)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, those inside content controls too."""
    for child in row:
        name = name_of(child)
        if name == "tc":
            yield child
        elif name in _CONTAINERS:
            yield from _cells(child)
