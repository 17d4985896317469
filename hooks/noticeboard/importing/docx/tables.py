"""Tables of a Word document: rows and cells, and tables that only arrange paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.coverage import TextCoverage
from noticeboard.importing.docx.wml import W, attr, bounded_int, find_child, outermost
from noticeboard.importing.source import (
    Paragraph,
    Remark,
    cell_text,
    check_cells,
    layout_table,
    table_paragraph,
)

_MAX_SPAN = 63
"""The most columns that Word allows."""


class TableReader:
    """Reads tables; `blocks` reads the paragraphs of a cell, `remark` keeps a remark."""

    def __init__(
        self, coverage: TextCoverage, blocks: Callable[[Element], Iterator[Paragraph]],
        remark: Callable[[Remark], None],
    ) -> None:  # fmt: skip
        self._coverage = coverage
        self._blocks = blocks
        self._remark = remark
        self._depth = 0
        self._cells = 0

    def read(self, table: Element) -> Iterator[Paragraph]:
        """Yield the table, or the paragraphs of its cells if it only arranges them."""
        rows = [row for row in outermost(table, "tr") if not self._is_deleted(row, "trPr", "del")]
        filled = [sum(map(_has_text, outermost(row, "tc"))) for row in rows]
        if not self._depth and len(rows) > 1 and max(filled) > 1:
            yield self._table(rows)
            return
        if max(filled, default=0) > 1:
            self._remark(layout_table(bool(self._depth), _text(table)))
        for row in rows:
            for cell in outermost(row, "tc"):
                if not self._is_deleted(cell, "tcPr", "cellDel"):
                    yield from self._blocks(cell)

    def _is_deleted(self, element: Element, *mark: str) -> bool:
        """Return whether a revision deletes a row or cell; remark on its text."""
        if find_child(element, *mark) is None:
            return False
        text = self._coverage.read_all(element)
        self._remark(Remark("修订中删除的表格行或单元格没有采用", text, omitted=True))
        return True

    def _table(self, elements: list[Element]) -> Paragraph:
        self._depth += 1
        rows = [self._row(row) for row in elements]
        self._depth -= 1
        properties = [find_child(cell, "tcPr") for row in elements for cell in outermost(row, "tc")]
        is_merged = (_span(p) > 1 or find_child(p, "vMerge") is not None for p in properties)
        return table_paragraph(rows, any(is_merged), self._remark)

    def _row(self, row: Element) -> tuple[str, ...]:
        """Return the texts of a row, with empty ones for the columns that a cell spans."""
        before = attr(find_child(row, "trPr", "gridBefore"))
        texts = [""] * bounded_int(before, 0, _MAX_SPAN)
        for cell in outermost(row, "tc"):
            deleted = self._is_deleted(cell, "tcPr", "cellDel")
            text = "" if deleted else cell_text(list(self._blocks(cell)), self._remark)
            texts += [text, *[""] * (_span(find_child(cell, "tcPr")) - 1)]
        self._cells += len(texts)
        check_cells(self._cells)
        return tuple(texts)


def _span(properties: Element | None) -> int:
    """Return how many columns a cell spans."""
    return max(bounded_int(attr(find_child(properties, "gridSpan")), 1, _MAX_SPAN), 1)


def _text(element: Element) -> str:
    return " ".join(filter(None, (child.text for child in element.iter(W + "t"))))


def _has_text(cell: Element) -> bool:
    return bool(_text(cell).strip())
