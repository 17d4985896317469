"""Tables of a Word document: rows and cells, and tables that only arrange paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.coverage import TextCoverage
from noticeboard.importing.docx.wml import W, attr, bounded_int, find_child, outermost
from noticeboard.importing.source import ImportFailedError, Paragraph, Remark

_MAX_SPAN = 63
"""The most columns that Word allows."""
_MAX_CELLS = 30_000
"""In all tables of a document."""


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
            place = "表格里的表格" if self._depth else "只有一行的表格"
            self._remark(Remark(f"{place}当作排版用，文字按顺序写出，请核对", _text(table)))
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
        if any(_span(cell) > 1 or find_child(cell, "vMerge") is not None for cell in properties):
            sentence = " ".join(rows[0])[:60]
            self._remark(Remark("表格里有合并的单元格：文字写在第一格，其余留空", sentence))
        text = "\n".join(" ".join(filter(None, row)) for row in rows)
        return Paragraph(text, "table", rows=tuple(rows))

    def _row(self, row: Element) -> tuple[str, ...]:
        """Return the texts of a row, with empty ones for the columns that a cell spans."""
        before = attr(find_child(row, "trPr", "gridBefore"))
        texts = [""] * bounded_int(before, 0, _MAX_SPAN)
        for cell in outermost(row, "tc"):
            deleted = self._is_deleted(cell, "tcPr", "cellDel")
            text = "" if deleted else self._cell(cell)
            texts += [text, *[""] * (_span(find_child(cell, "tcPr")) - 1)]
        self._cells += len(texts)
        if self._cells > _MAX_CELLS:
            raise ImportFailedError(
                f"表格超过{_MAX_CELLS // 10_000}万格，不像一篇通报；请只保留通报本身。"
            )
        return tuple(texts)

    def _cell(self, cell: Element) -> str:
        paragraphs = list(self._blocks(cell))
        text = " ".join(paragraph.text.strip() for paragraph in paragraphs)
        if any(paragraph.insertions for paragraph in paragraphs):
            self._remark(Remark("表格里的图片、链接或脚注没有放进表格，请核对", text))
        return text


def _span(properties: Element | None) -> int:
    """Return how many columns a cell spans."""
    return max(bounded_int(attr(find_child(properties, "gridSpan")), 1, _MAX_SPAN), 1)


def _text(element: Element) -> str:
    return " ".join(filter(None, (child.text for child in element.iter(W + "t"))))


def _has_text(cell: Element) -> bool:
    return bool(_text(cell).strip())
