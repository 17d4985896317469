"""Whole Word documents."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import strategies as st
from support import documents
from support.rich_docx import deleted, document_of, paragraph, run

from noticeboard.importing import ImportFailedError, import_file
from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.pipeline import create_draft
from noticeboard.text.rendering import render

STYLED = documents.styled_docx()


@pytest.mark.parametrize(
    "build", [documents.styled_docx, documents.unstyled_docx, documents.numbered_docx]
)
def test_word_and_text_give_the_same_draft(build: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(build())
    plain, word = import_file(documents.SEED), import_file(path)
    assert word.body.replace("　", "") == plain.body
    assert {name: field.value for name, field in word.fields.items()} == {
        name: field.value for name, field in plain.fields.items()
    }
    assert word.phones == plain.phones
    assert word.fields["title"].status == (
        "unsure" if build is documents.numbered_docx else "certain"
    )


def test_merged_cells_are_reported(document: Document) -> None:
    document.add_paragraph("整改情况如下表。")
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"第{row}行|{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "上下合并"
    draft = documents.draft_of(document)
    assert (
        "| 合并 |  | 第0行\\|2 |\n| --- | --- | --- |\n| 第1行\\|0 | 第1行\\|1 | 上下合并 |"
        in draft.body
    )
    assert "合并的单元格" in draft.report()
    assert "第0行|2" in render(draft.body, "2024/a").plain


@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=40))
def test_damaged_files_are_imported_or_refused(position: int, noise: bytes) -> None:
    start = position % len(STYLED)
    data = STYLED[:start] + noise + STYLED[start + len(noise) :]
    with suppress(ImportFailedError):
        create_draft(read_docx(data))


@pytest.mark.parametrize(
    ("first", "second", "texts", "joined"),
    [
        (run("甲"), run("乙"), ["甲乙"], True),
        (deleted("甲"), run("乙"), ["乙"], False),
        (run("甲"), deleted("乙"), ["甲"], False),
    ],
)
def test_a_deleted_paragraph_mark_joins_two_paragraphs(
    first: str, second: str, texts: list[str], joined: bool
) -> None:
    mark = '<w:rPr><w:del w:id="9" w:author="a"/></w:rPr>'
    source = read_docx(document_of(paragraph(first, mark), paragraph(second)))
    assert [item.text for item in source.paragraphs] == texts
    assert any("合成了一段" in remark.reason for remark in source.remarks) == joined


def test_included_documents_are_reported() -> None:
    source = read_docx(document_of('<w:subDoc r:id="rId99"/>', paragraph(run("甲"))))
    assert "嵌入了另一个文件" in source.remarks[0].reason
