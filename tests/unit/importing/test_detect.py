"""Refused files: every problem is one Chinese sentence."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from support.archives import zip_bytes

from noticeboard.importing import ImportFailedError, import_file

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
    name: str, data: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ImportFailedError, match=re.escape(message)) as error:
        import_file(path)
    assert str(error.value).count("\n") == 0


def test_missing_and_oversized_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError, match="找不到文件"):
        import_file(tmp_path / "none.txt")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(ImportFailedError, match="20 MB"):
        import_file(large)
