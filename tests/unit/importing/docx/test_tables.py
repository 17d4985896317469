"""Rows and cells of Word tables, wherever they are, and tables that are none."""

from __future__ import annotations

import pytest
from support.rich_docx import cell, document_of, paragraph, row, run

from noticeboard.importing.docx.reader import read_docx

HEAD = row(cell("序号"), cell("问题"))
CONTAINERS = (
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:customXml w:element="a"><w:customXmlPr/>{}</w:customXml>',
    '<w:ins w:id="1">{}</w:ins>',
    '<mc:AlternateContent><mc:Choice Requires="w14">{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>',
)


def read(table: str) -> list[tuple[str, ...] | str]:
    """Return the rows and paragraphs of a table."""
    source = read_docx(document_of(f"<w:tbl>{table}</w:tbl>", paragraph(run("末"))))
    parts: list[tuple[str, ...] | str] = []
    for item in source.paragraphs[:-1]:
        parts += item.rows or [item.text]
    return parts


def reasons(table: str) -> str:
    """Return the remarks on a table."""
    source = read_docx(document_of(f"<w:tbl>{table}</w:tbl>", paragraph(run("末"))))
    return "\n".join(f"{remark.reason} {remark.sentence}" for remark in source.remarks)


@pytest.mark.parametrize("container", CONTAINERS)
def test_rows_cells_and_texts_in_containers_are_read(container: str) -> None:
    inner = container.format(row(cell("1"), cell("学习")))
    assert read(HEAD + inner) == [("序号", "问题"), ("1", "学习")]
    assert read(HEAD + row(container.format(cell("1")), cell("学习")))[1] == ("1", "学习")
    assert read(HEAD + row(f"<w:tc>{container.format(paragraph(run('1')))}</w:tc>", cell("学习")))[
        1
    ] == ("1", "学习")
    assert "没有采用" not in reasons(HEAD + inner)


def test_deleted_rows_and_cells_are_reported() -> None:
    table = HEAD + row(cell("甲"), cell("乙"), properties='<w:del w:id="1"/>')
    table += row(cell("丙", '<w:cellDel w:id="1"/>'), cell("丁"))
    assert read(table) == [("序号", "问题"), ("", "丁")]
    assert "表格行或单元格没有采用 甲乙" in reasons(table)
    assert "表格行或单元格没有采用 丙" in reasons(table)


def test_a_table_that_only_arranges_texts_is_none() -> None:
    assert read(row(cell(""), cell("中共示例区示范局党组"))) == ["中共示例区示范局党组"]
    assert reasons(row(cell(""), cell("中共示例区示范局党组"))) == ""
    assert read(row(cell(""), cell("甲")) + row(cell(""), cell("乙"))) == ["甲", "乙"]
    assert read(row(cell("左"), cell("右"))) == ["左", "右"]
    assert "只有一行的表格" in reasons(row(cell("左"), cell("右")))


def test_a_table_in_a_cell_is_read_once_and_reported() -> None:
    inner = f"<w:tbl>{HEAD}{row(cell('1'), cell('里'))}</w:tbl>{paragraph('')}"
    table = HEAD + row(f"<w:tc>{inner}</w:tc>", cell("外"))
    assert read(table)[1] == ("序号 问题 1 里", "外")
    assert "表格里的表格" in reasons(table)
