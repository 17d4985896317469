"""Automatic numbers, which Word computes."""

from __future__ import annotations

from typing import Any

import pytest
from docx.document import Document
from docx.oxml.ns import qn
from support import documents

from noticeboard.importing.docx.numbering import format_label


@pytest.mark.parametrize(
    ("number_format", "number", "label"),
    [
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 103, "一百零三"),
        ("japaneseCounting", 20, "二十"),
        ("ideographDigital", 12, "一二"),
        ("chineseLegalSimplified", 3, "叁"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("ideographTraditional", 2, "乙"),
        ("none", 2, ""),
        ("hebrew1", 2, "2"),
    ],
)
def test_a_number_is_written_in_the_format_of_its_list(
    number_format: str, number: int, label: str
) -> None:
    assert format_label(number, number_format) == label


def test_lists_share_and_restart_their_counters(document: Document) -> None:
    documents.add_list(
        document, 80, [("chineseCounting", "%1、"), ("decimal", "%2."), ("decimal", "（%3）")]
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    documents.add_list_instance(document, 81, 80, restart)
    documents.add_list_instance(document, 82, 80)
    for list_id, level in (
        (80, 0),
        (80, 1),
        (80, 1),
        (80, 2),
        (80, 0),
        (80, 1),
        (82, 0),
        (81, 0),
        (81, 0),
    ):
        documents.set_numbering(document.add_paragraph("加强学习"), list_id, level)
    assert [text.removesuffix("加强学习") for text in documents.texts(document)] == [
        "一、", "1.", "2.", "（1）", "二、", "1.", "三、", "一、", "二、",
    ]  # fmt: skip


def test_legal_numbering_is_in_decimal(document: Document) -> None:
    documents.add_list(
        document, 80, [("chineseCounting", "第%1条"), ("decimal", "%1.%2")], "<w:isLgl/>"
    )
    documents.set_numbering(document.add_paragraph("总则"), 80, 0)
    documents.set_numbering(document.add_paragraph("5G网络"), 80, 1)
    assert documents.texts(document) == ["第1条 总则", "1.1 5G网络"]


def test_a_style_can_number_its_paragraphs(document: Document) -> None:
    documents.add_list(document, 80, [("chineseCounting", "%1、")])
    style: Any = document.styles["Heading 1"].element
    documents.set_numbering(document.add_paragraph("x"), 80, 0)
    properties = document.paragraphs[0]._element.pPr
    assert properties is not None
    style.get_or_add_pPr().append(properties.find(qn("w:numPr")))
    document.add_paragraph("整改情况", style="Heading 1")
    assert documents.texts(document) == ["x", "一、整改情况"]


def test_bullets_become_list_items(document: Document) -> None:
    documents.add_list(document, 80, [("bullet", "\uf0b7")])
    documents.set_numbering(document.add_paragraph("修订制度"), 80, 0)
    assert documents.draft_of(document).body == "- 修订制度\n"
