"""PDF files that cannot be read, and signs of their fonts."""

from __future__ import annotations

import re

import pytest
from support import printed_documents
from support.printed_documents import PrintedLine

from noticeboard.importing import ImportFailedError
from noticeboard.importing.formats.pdf import MAX_PAGES, read_pdf

PDF = printed_documents.pdf_bytes(printed_documents.PAGES)
ONE = [[PrintedLine("整改情况", 0)]]
ENCRYPTED = (
    b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/O("
    + b"a" * 32
    + b")/U("
    + b"b" * 32
    + b")/P -4>>/ID[(a)(a)]"
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (printed_documents.pdf_bytes([[], []]), "扫描的图片"),
        (printed_documents.pdf_bytes(ONE, "/Identity-H").replace(b"GB1", b"Identity"), "没有编码"),
        (printed_documents.pdf_bytes(ONE, "/Unknown-H"), "没有能选中的文字"),
        (printed_documents.pdf_bytes(ONE * (MAX_PAGES + 1)), "200页"),
        (PDF.replace(b"trailer<<", ENCRYPTED), "密码"),
        (b"%PDF-1.7\n%%EOF", "已损坏"),
        (PDF[:600], "已损坏"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ImportFailedError, match=re.escape(message)) as error:
        read_pdf(data)
    assert "\n" not in str(error.value)


def test_a_line_with_columns_is_reported() -> None:
    row = b"BT /F1 16 Tf 300.0 760 Td <%s> Tj ET\nBT" % "措施".encode("utf-16-be").hex().encode()
    document = read_pdf(printed_documents.pdf_bytes(ONE).replace(b"BT", row, 1))
    assert [paragraph.text for paragraph in document.paragraphs] == ["整改情况 措施"]
    assert "表格的一行" in document.remarks[0].reason
