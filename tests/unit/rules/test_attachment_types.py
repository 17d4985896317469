"""Types of attachments: which files are accepted, and the words in which others are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from support.archives import PNG, png_chunk, zip_bytes

from noticeboard.rules import office_archives
from noticeboard.rules.attachment_types import TYPES, mismatched_type


def fault(folder: Path, name: str, content: bytes) -> str | None:
    path = folder / name
    path.write_bytes(content)
    return TYPES[path.suffix.lower()].fault(path)


HEADER = png_chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
END = png_chunk(b"IEND")


TYPE = {"[Content_Types].xml": b"<Types/>"}
TEXT = {"word/document.xml": b"<document/>"}
BOOK = {"xl/workbook.xml": b"<workbook/>"}
RELATIONS = "word/_rels/document.xml.rels"
OFD = {"OFD.xml": b"<OFD/>"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n%%EOF" + b" " * 2043),
        ("a.PDF", b"%PDF-%%EOF"),
        ("a.png", PNG + HEADER + png_chunk(b"IDAT", b"x") + END),
        ("a.png", PNG + HEADER + END + b"what follows"),
        ("a.jpg", b"\xff\xd8\xff\xff\xd9"),
        ("a.jpeg", b"\xff\xd8\xff\xff\xd9\0\0"),
        ("a.docx", zip_bytes({**TYPE, **TEXT})),
        ("a.xlsx", zip_bytes({**TYPE, **BOOK, "a.bin": b"<!DOCTYPE"})),
        ("a.csv", "序号".encode("gb18030")),
        ("a.txt", "清单 <html".encode()),
        ("a.txt", b""),
        ("a.txt", b" " * 63 + b"MZ"),
    ],
)
def test_complete_files_are_accepted(tmp_path: Path, name: str, content: bytes) -> None:
    assert fault(tmp_path, name, content) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-", "PDF"),
        (PNG, "PNG 图片"),
        (b"\xff\xd8\xff", "JPEG 图片"),
        (b"GIF89a", "GIF 图片"),
        (b"PK\3\4", "压缩包或 Office 文件"),
        (b"\xd0\xcf\x11\xe0", "旧格式或加密的 Office 文件"),
        (b" " * 62 + b"MZ", "Windows 程序"),
        (b"\x7fELF", "Linux 程序"),
        (b"Rar!", "RAR 压缩包"),
        (b"7z\xbc\xaf", "7z 压缩包"),
        (b"\xef\xbb\xbf \t\r\n<!DOCTYPE Html>", "网页"),
        (b"<HTML>", "网页"),
        (b"<svg ", "SVG 图片"),
        (b"<?xml ", "XML 文件"),
        (b"#!/bin/sh", "脚本程序"),
    ],
)
def test_mismatched_file_is_named_by_its_content(tmp_path: Path, content: bytes, kind: str) -> None:
    for name, suffix in (("a.txt", ".txt"), ("a.CSV", ".csv")):
        assert fault(tmp_path, name, content) == f"的内容是{kind}，扩展名却是 {suffix}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-"),
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.jpeg", b"\xff\xd8\xff"),
        ("a.png", PNG),
        ("a.docx", b"PK\3\4"),
        ("a.XLSX", b"PK\3\4"),
        ("a.ofd", b"PK\3\4"),
        ("a.txt", b"x"),
    ],
)
def test_matching_file_is_not_mismatched(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert mismatched_type(tmp_path / name) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"x%PDF-%%EOF"),
        ("a.pdf", b"%PDF-1.7\n%%EOF" + b" " * 2044),
        ("a.png", PNG + png_chunk(b"IDAT") + END),
        ("a.png", PNG + HEADER),
        ("a.png", PNG + HEADER + END[:-1]),
        ("a.png", PNG + HEADER + png_chunk(b"IDAT", b"x")[:-1] + b"\0" + END),
        ("a.png", b"x" * 8 + HEADER + END),
        ("a.jpg", b"\xff\xd8\xff\xd9\xff"),
        ("a.jpg", b"x\xff\xd9"),
        ("a.ofd", zip_bytes(OFD)[:-4]),
        ("a.ofd", zip_bytes(OFD).replace(b"OFD.xml", b"OFE.xml", 1)),
        ("a.txt", b"a\0b"),
        ("a.csv", b"\xff\xff\xff"),
        ("a.txt", "甲\0".encode("gb18030")),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert fault(tmp_path, name, content) == f"不是完整的 {Path(name).suffix} 文件"


def test_archive_with_wrong_checksum_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("OFD.xml", "<OFD/>")
    broken = out.getvalue().replace(b"<OFD/>", b"<OFD >")
    assert fault(tmp_path, "a.ofd", broken) == "不是完整的 .ofd 文件"


def test_unpacked_size_and_number_of_entries_are_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = zip_bytes({**OFD, "a": b"x" * 100, "b": b"x" * 100})
    monkeypatch.setattr(office_archives, "MAX_UNPACKED_BYTES", 206)
    monkeypatch.setattr(office_archives, "_MAX_ENTRIES", 3)
    assert fault(tmp_path, "a.ofd", content) is None
    bomb = "解压后大得不正常（像压缩炸弹）"
    monkeypatch.setattr(office_archives, "_MAX_ENTRIES", 2)
    assert fault(tmp_path, "a.ofd", content) == bomb
    monkeypatch.setattr(office_archives, "_MAX_ENTRIES", 3)
    monkeypatch.setattr(office_archives, "MAX_UNPACKED_BYTES", 205)
    assert fault(tmp_path, "a.ofd", content) == bomb


@pytest.mark.parametrize(
    ("relationship", "remote"),
    [
        ('Type="a/image" TargetMode="External" Target="https://attack.invalid/"', True),
        ('TargetMode="External" Target="https://attack.invalid/"', True),
        ('Type="a/image" TargetMode="External"', False),
        ('Type="a/image" Target="https://attack.invalid/"', False),
        ('Type="a/hyperlink" TargetMode="External" Target="https://attack.invalid/"', False),
    ],
)
def test_remote_content_is_refused(tmp_path: Path, relationship: str, remote: bool) -> None:
    part = f'<Relationships xmlns="a"><Relationship {relationship}/></Relationships>'.encode()
    message = fault(tmp_path, "a.docx", zip_bytes({**TYPE, **TEXT, RELATIONS: part}))
    assert message == ("打开时会向别的网站取内容（外部的模板、图片或对象）" if remote else None)


def test_relationships_too_large_to_parse_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = b'<Relationships xmlns="a"/>'
    content = zip_bytes({**TYPE, **TEXT, RELATIONS: part})
    monkeypatch.setattr(office_archives, "_MAX_RELATIONSHIPS_BYTES", len(part))
    assert fault(tmp_path, "a.docx", content) is None
    monkeypatch.setattr(office_archives, "_MAX_RELATIONSHIPS_BYTES", len(part) - 1)
    assert fault(tmp_path, "a.docx", content) is not None
