"""Tables of RTF, which marks only the ends of cells and rows."""

from __future__ import annotations

from noticeboard.importing.formats.rich_text import RichText
from noticeboard.importing.source import layout_table


class TableEnds:
    """Begins the table, row and cell of a text, and ends them, on a `RichText`."""

    def __init__(self, out: RichText) -> None:
        self._out = out
        self._open = False
        self._row_open = False
        self._cell_open = False
        self.merged = False

    def place(self, inside: bool, has_text: bool) -> None:
        """Begin or end a table, row and cell for the text that follows."""
        if not inside:
            if self._open and has_text and not self._row_open:
                self._end()
            return
        if not has_text:
            return
        self._begin_cell()

    def _begin_cell(self) -> None:
        if not self._open:
            self._out.begin_table()
        if not self._row_open:
            self._out.begin_row()
        if not self._cell_open:
            self._out.begin_cell()
        self._open = self._row_open = self._cell_open = True

    def _end(self) -> None:
        self._out.end_table()
        self._open = self._row_open = self._cell_open = False
        if self.merged:
            self._out.remark("表格里有合并的单元格，请对照原文核对")
            self.merged = False

    def end_cell(self, nested: bool) -> None:
        """End a cell, which may be empty; one of an inner table is a paragraph of the outer cell."""
        if nested:
            self._out.remark(layout_table(is_nested=True).reason)
            return
        self._begin_cell()
        self._cell_open = False

    def end_row(self, nested: bool) -> None:
        """End a row."""
        if not nested:
            self._row_open = self._cell_open = False
