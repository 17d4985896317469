"""Attachments in the check of a notice, hostile ones included."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from support.archives import PNG, png_chunk, zip_bytes
from support.documents import docx_bytes
from support.factories import write

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_all
from noticeboard.rules import attachments as files
from noticeboard.rules import office_archives
from noticeboard.rules.check import check_notices


def png_file() -> bytes:
    header = png_chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    return PNG + header + png_chunk(b"IDAT", zlib.compress(b"\0\0")) + png_chunk(b"IEND")


def docx_file() -> bytes:
    return docx_bytes(docx.Document())


def archive_of(*names: str) -> bytes:
    """Return an archive with parts of these names."""
    return zip_bytes(dict.fromkeys(names, b"<x/>"))


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
PDF = b"%PDF-1.7\n%%EOF\n"
XLSX = archive_of("[Content_Types].xml", "xl/workbook.xml")


def check_attachment(folder: Path, name: str, content: bytes) -> list[Problem]:
    """Return the problems of a notice with this attachment."""
    write(folder, attachments=[name])
    (folder / "2024/shifanju").mkdir(exist_ok=True)
    (folder / "2024/shifanju" / name).write_bytes(content)
    return check_notices(read_all(folder), folder)


def violated_rules(folder: Path, name: str, content: bytes) -> list[str]:
    return [problem.rule for problem in check_attachment(folder, name, content)]


def messages(folder: Path, name: str, content: bytes) -> list[str]:
    return [problem.message for problem in check_attachment(folder, name, content)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("附件1.pdf", PDF),
        ("附件1.PDF", PDF),
        ("a.png", png_file()),
        ("a.jpg", JPEG),
        ("a.jpeg", JPEG),
        ("a.docx", docx_file()),
        ("a.xlsx", XLSX),
        ("a.ofd", archive_of("OFD.xml")),
        ("a.csv", "序号,问题\n".encode("gb18030")),
        ("a.txt", "清单".encode()),
    ],
)
def test_complete_files_of_allowed_types_are_accepted(
    tmp_path: Path, name: str, content: bytes
) -> None:
    assert violated_rules(tmp_path / "notices", name, content) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", docx_file()),
        ("a.pdf", PDF[:8]),
        ("a.png", JPEG),
        ("a.png", png_file()[:-6]),
        ("a.png", png_file().replace(b"IDAT", b"IDAX")),
        ("a.jpg", JPEG[:-2]),
        ("a.docx", XLSX),
        ("a.docx", docx_file()[:-40]),
        ("a.xlsx", b"PK\3\4"),
        ("a.xlsx", archive_of("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.txt", b"a\0b"),
        ("a.txt", b"\xff\xff\xff"),
    ],
)
def test_mismatched_and_damaged_files_are_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    assert violated_rules(tmp_path / "notices", name, content) == ["attachment-content"]


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.exe", "a.docm", "a.zip", "a", "a.pdf.js"])
def test_other_types_are_refused(tmp_path: Path, name: str) -> None:
    assert violated_rules(tmp_path / "notices", name, b"x") == ["attachment-type"]


def test_empty_and_oversized_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert violated_rules(tmp_path / "notices", "a.txt", b"") == ["attachment-size"]
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert violated_rules(tmp_path / "notices", "a.txt", b"x" * 11) == ["attachment-size"]


def test_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_archives, "MAX_UNPACKED_BYTES", 200_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("OFD.xml", b"\0" * 1_000_000)
    assert len(out.getvalue()) < 10_000
    assert violated_rules(tmp_path / "notices", "a.ofd", out.getvalue()) == ["attachment-content"]


def test_unlisted_file_in_the_folder_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    check_attachment(folder, "a.txt", b"x")
    (folder / "2024/shifanju/b.txt").write_bytes(b"x")
    (problem,) = check_notices(read_all(folder), folder)
    assert (problem.rule, problem.severity) == ("attachment-unlisted", "warning")


def office(suffix: str, **changes: bytes) -> bytes:
    """Return a minimal attachment with `main` as its first part and optional `relationships`."""
    main = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".ofd": "OFD.xml"}[suffix]
    parts = {"[Content_Types].xml": b"<x/>", main: changes.get("main", b"<x/>")}
    if "relationships" in changes:
        parts["word/_rels/document.xml.rels"] = changes["relationships"]
    return zip_bytes(parts)


BOMB = b"""<!DOCTYPE a [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>"""
HIDDEN_BOMBS = {
    "at the start": BOMB,
    "after a declaration": b'<?xml version="1.0"?>\n' + BOMB,
    "after a long comment": b"<!--" + b"x" * 3_000_000 + b"-->" + BOMB,
    "across two chunks": b"<!--" + b"x" * ((1 << 20) - 12) + b"-->" + BOMB,
    "in UTF-16": BOMB.decode().encode("utf-16"),
    "in another case": b"<! doctype a [<! entity b 'c'>]><a/>",
}


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ofd"])
@pytest.mark.parametrize("bomb", HIDDEN_BOMBS.values(), ids=HIDDEN_BOMBS)
def test_xml_bomb_is_refused(tmp_path: Path, suffix: str, bomb: bytes) -> None:
    result = messages(tmp_path / "notices", f"a{suffix}", office(suffix, main=bomb))
    assert result == [f"附件 a{suffix} 里有 XML 实体定义（像 XML 炸弹）"]


@pytest.mark.parametrize("part", ["word/styles.xml", "customXml/item1.XML", "word/_rels/x.rels"])
def test_xml_bomb_in_any_part_is_refused(tmp_path: Path, part: str) -> None:
    content = zip_bytes({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", part: BOMB})
    assert "XML 炸弹" in messages(tmp_path / "notices", "a.docx", content)[0]


def relationships(kind: str, target: str, mode: str = "External") -> bytes:
    """Return a relationships part with one entry."""
    return (
        f'<Relationships xmlns="http://schemas.example/"><Relationship Id="r1" Type="http://schemas.example/{kind}"'
        f' Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", office(".xlsx"), "的内容是Excel 表格，扩展名却是 .docx"),
        ("a.xlsx", office(".docx"), "的内容是Word 文档，扩展名却是 .xlsx"),
        ("a.ofd", office(".docx"), "的内容是Word 文档，扩展名却是 .ofd"),
        ("a.docx", office(".ofd"), "的内容是OFD 文件，扩展名却是 .docx"),
        ("a.docx", zip_bytes({"a.exe": b"MZ"}), "的内容是别的压缩包，扩展名却是 .docx"),
        ("a.ofd", PDF, "的内容是PDF，扩展名却是 .ofd"),
        ("a.xlsx", b"<html><table>", "的内容是网页，扩展名却是 .xlsx"),
        ("a.docx", b"MZ" + bytes(60) + office(".docx"), "的内容是Windows 程序，扩展名却是 .docx"),
        ("a.docx", b"<html>" + office(".docx"), "的内容是网页，扩展名却是 .docx"),
        ("a.docx", office(".docx", main=b'<?xml version="1.0" encoding="utf-7"?><x/>'),
         "里的 XML 用了不正常的编码"),
        ("a.docx", zip_bytes({"[Content_Types].xml": b"", "word/document.xml": b"",
                           "word/activeX/activeX1.xml": b"<x/>"}), "带有宏或控件"),
    ],
)  # fmt: skip
def test_mismatched_attachment_is_named_by_its_content(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    assert messages(tmp_path / "notices", name, content) == [f"附件 {name} {message}"]


@pytest.mark.parametrize(
    ("kind", "target", "remote"),
    [
        ("attachedTemplate", "https://attack.invalid/a.dotm", True),
        ("image", "http://attack.invalid/a.png", True),
        ("image", "&#104;ttp://attack.invalid/a.png", True),
        ("oleObject", "file:////attack.invalid/a", True),
        ("image", r"\\attack.invalid\a.png", True),
        ("hyperlink", "https://www.example.com/", False),
        ("attachedTemplate", "file:///C:/Normal.dotm", False),
        ("image", "media/a.png", False),
    ],
)
def test_document_with_remote_content_is_refused(
    tmp_path: Path, kind: str, target: str, remote: bool
) -> None:
    content = office(".docx", relationships=relationships(kind, target))
    result = messages(tmp_path / "notices", "a.docx", content)
    assert ["向别的网站取内容" in message for message in result] == [True] * remote


def test_encrypted_document_is_refused(tmp_path: Path) -> None:
    content = bytearray(office(".docx"))
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = content.find(sign)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(sign, start + 4)
    result = messages(tmp_path / "notices", "a.docx", bytes(content))
    assert result == ["附件 a.docx 设了打开密码，公众打不开"]


def test_archive_with_false_sizes_is_refused(tmp_path: Path) -> None:
    content = bytearray(zip_bytes({"OFD.xml": b"<x>" + b" " * 1_000_000 + b"</x>"}))
    at = content.find(b"PK\1\2") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    result = messages(tmp_path / "notices", "a.ofd", bytes(content))
    assert result == ["附件 a.ofd 不是完整的 .ofd 文件"]
