"""Refused files: every problem is one Chinese sentence."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from support.archives import zip_bytes

from noticeboard.importing import ImportFailedError
from noticeboard.importing.worker import import_document

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"", "文件是空的"),
        ("a.txt", b" \n\n", "文件是空的"),
        ("a.txt", b"hello", "没有中文"),
        ("a.txt", b"%PDF-1.7", "PDF"),
        ("a.txt", bytes(range(256)), "编码"),
        ("a.docx", b"not a zip", "不是 Word 文档"),
        ("a.docx", b"PK\x03\x04broken", "已损坏"),
        ("a.docx", zip_bytes({"a.txt": b"a"}), "压缩包"),
        ("a.docx", zip_bytes({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "电子表格"),
        ("a.docx", zip_bytes({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "已损坏"),
        ("a.docx", zip_bytes({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a>" + b" " * 9_000_000}), "压缩炸弹"),
        ("a.docx", zip_bytes({f"word/{n}": b"" for n in range(3001)}, zipfile.ZIP_STORED), "3001个部件"),
        ("a.docx", OLE_SIGNATURE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.doc", OLE_SIGNATURE + b"old", "另存为”.docx"),
        ("a.wps", b"anything", "另存为”.docx"),
        ("a.xls", OLE_SIGNATURE + b"old", "不是文字文档"),
        ("a.exe", b"MZ", "不能导入“.exe”"),
    ],
)  # fmt: skip
def test_unsupported_files_are_refused_in_one_sentence(
    name: str, data: bytes, message: str
) -> None:
    with pytest.raises(ImportFailedError, match=re.escape(message)) as error:
        import_document(data, Path(name).suffix)
    assert str(error.value).count("\n") == 0
