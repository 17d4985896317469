"""A document under construction: runs of text, paragraphs and tables, from any markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from noticeboard.importing.docx.symbols import lowered, raised
from noticeboard.importing.normalize import strip_hidden
from noticeboard.importing.source import (
    Formatting,
    ImportFailedError,
    Insertion,
    Kind,
    Paragraph,
    Remark,
    SourceDocument,
    cell_text,
    check_cells,
    check_length,
    layout_table,
    table_paragraph,
)


class Style(NamedTuple):
    """How a run looks; `omitted` is the reason to leave it out, `position` raised or lowered."""

    bold: bool = False
    font: str = ""
    size: float = 0
    position: str = ""
    omitted: str = ""


@dataclass(slots=True)
class _Open:
    """The paragraph that is being written."""

    text: str = ""
    styles: list[Style] = field(default_factory=list)
    insertions: list[Insertion] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table that is being written: the paragraphs of each cell; `current` is a column."""

    rows: list[list[list[Paragraph]]] = field(default_factory=list)
    current: int = 0
    merged: bool = False


class RichText:
    """Collects runs, paragraphs and tables in reading order."""

    def __init__(self) -> None:
        self._paragraphs: list[Paragraph] = []
        self._remarks: list[Remark] = []
        self._tables: list[_Table] = []
        self._open = _Open()
        self._omitted: tuple[str, str] = ("", "")
        self._notes: list[str] = []
        self._length = 0
        self._cells = 0

    @property
    def length(self) -> int:
        """The number of characters so far."""
        return self._length

    @property
    def has_text(self) -> bool:
        """Whether the paragraph that is being written has text or a picture."""
        return bool(self._open.text.strip() or self._open.insertions)

    @property
    def last_character(self) -> str:
        """The last character of the paragraph so far, or an empty text."""
        return self._open.text[-1:]

    def add(self, text: str, style: Style) -> None:
        """Add a run to the paragraph, or remark on it when it is left out."""
        if style.omitted != self._omitted[0]:
            self._end_omitted()
        if style.omitted:
            self._omitted = style.omitted, self._omitted[1] + text
            return
        shift = {"raised": raised, "lowered": lowered}.get(style.position)
        if shift and text.strip():
            shifted = shift(text)
            if shifted is None:
                self.remark("上标或下标按普通文字写出，请核对", self._open.text[-30:] + text)
            text = shifted or text
        self._open.text += strip_hidden(text)
        if text.strip():
            self._open.styles.append(style)
        self._length += len(text)
        check_length(self._length)

    def _end_omitted(self) -> None:
        reason, text = self._omitted
        self._omitted = "", ""
        if text.strip():
            self.remark(reason, text, omitted=True)

    def insert(self, markdown: str) -> None:
        """Insert Markdown, such as the end of a link."""
        self._open.insertions.append(Insertion(len(self._open.text), markdown))

    def note(self, text: str) -> None:
        """Refer to a footnote, which follows the document."""
        if text.strip():
            self._notes.append(text.strip())
            self.insert(f"[^{len(self._notes)}]")
            self.remark("脚注放到了正文末尾，请核对", text.strip())

    def remark(self, reason: str, sentence: str = "", omitted: bool = False) -> None:
        """Add a remark for the editor."""
        self._remarks.append(Remark(reason, sentence, omitted))

    def end_paragraph(
        self, alignment: str = "", heading: int = 0, title: bool = False, kind: Kind = "text"
    ) -> None:
        """End the paragraph, if it has begun; `alignment` is center, right or another word."""
        self._end_omitted()
        written, self._open = self._open, _Open()
        if not (written.text.strip() or written.insertions):
            return
        styles = written.styles
        fonts = {style.font for style in styles}
        formatting = Formatting(
            title, heading, alignment == "center", alignment == "right",
            bool(styles) and all(style.bold for style in styles),
            fonts.pop() if len(fonts) == 1 else "", styles[0].size if styles else 0,
        )  # fmt: skip
        paragraph = Paragraph(written.text, kind, formatting, tuple(written.insertions))
        self._target().append(paragraph)

    def _target(self) -> list[Paragraph]:
        """Return where paragraphs go: the last cell of the innermost table, or the document."""
        if not self._tables:
            return self._paragraphs
        rows = self._tables[-1].rows
        if not rows or not rows[-1]:
            self.begin_cell()
        return rows[-1][self._tables[-1].current]

    def begin_table(self) -> None:
        """Begin a table, which may be in a cell of another one."""
        self.end_paragraph()
        self._tables.append(_Table())

    def begin_row(self) -> None:
        """Begin a row of the innermost table."""
        self.end_paragraph()
        if self._tables:
            self._tables[-1].rows.append([])

    def begin_cell(self, span: int = 1) -> None:
        """Begin a cell that covers some columns."""
        self.end_paragraph()
        if not self._tables:
            return
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        table.merged |= span > 1
        table.rows[-1] += [[] for _ in range(span)]
        table.current = len(table.rows[-1]) - span
        self._cells += span
        check_cells(self._cells)

    def end_table(self) -> None:
        """End the innermost table; one that only arranges paragraphs becomes these."""
        self.end_paragraph()
        if not self._tables:
            return
        table = self._tables.pop()
        filled = max((sum(map(bool, row)) for row in table.rows), default=0)
        paragraphs = [paragraph for row in table.rows for cell in row for paragraph in cell]
        if self._tables or len(table.rows) < 2 or filled < 2:
            if filled > 1:
                text = " ".join(paragraph.text for paragraph in paragraphs)
                self._remarks.append(layout_table(bool(self._tables), text))
            self._target().extend(paragraphs)
            return
        keep = self._remarks.append
        rows = [tuple(cell_text(cell, keep) for cell in row) for row in table.rows]
        self._paragraphs.append(table_paragraph(rows, table.merged, keep))

    def document(self) -> SourceDocument:
        """End everything and return the document; raise ImportFailedError without text."""
        while self._tables:
            self.end_table()
        self.end_paragraph()
        if not self._paragraphs:
            raise ImportFailedError("文档里没有文字（也许整页是图片）；请用能选中文字的文档导入。")
        notes = [
            Paragraph(text, "footnote", label=str(number))
            for number, text in enumerate(self._notes, 1)
        ]
        return SourceDocument((*self._paragraphs, *notes), tuple(dict.fromkeys(self._remarks)))
