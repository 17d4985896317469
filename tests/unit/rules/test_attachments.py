"""Attachments in the check of a notice, hostile ones included."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from support.archives import zip_bytes
from support.factories import write
from support.honest_files import HONEST
from support.hostile_files import HOSTILE
from support.office_files import docx_of, ofd_of, xlsx_of
from support.pdf_files import pdf_bytes
from support.picture_files import jpeg_of, png_of

from noticeboard.attachments import package
from noticeboard.attachments.content import inspect
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_all
from noticeboard.rules import attachments as files
from noticeboard.rules.check import check_notices


def check_attachments(folder: Path, contents: dict[str, bytes]) -> list[Problem]:
    """Return the problems of a notice with these attachments."""
    write(folder, attachments=list(contents))
    (folder / "2024/shifanju").mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / "2024/shifanju" / name).write_bytes(content)
    return check_notices(read_all(folder), folder)


def violated_rules(folder: Path, name: str, content: bytes) -> list[str]:
    return [problem.rule for problem in check_attachments(folder, {name: content})]


def messages(folder: Path, name: str, content: bytes) -> list[str]:
    return [problem.message for problem in check_attachments(folder, {name: content})]


def test_honest_attachments_have_no_problems(tmp_path: Path) -> None:
    contents = {f"附件{n}{suffix}": c for n, (suffix, c, _) in enumerate(HONEST.values())}
    contents["大写.PDF"] = pdf_bytes()
    assert check_attachments(tmp_path / "notices", contents) == []


def test_hostile_attachments_of_each_type_are_refused(tmp_path: Path) -> None:
    contents = {f"附件{suffix}": content for suffix, content, _ in HOSTILE.values()}
    problems = check_attachments(tmp_path / "notices", contents)
    refused = {p.message.split()[1] for p in problems if p.rule == "attachment-content"}
    assert refused == set(contents)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", docx_of()),
        ("a.pdf", pdf_bytes()[:-6]),
        ("a.png", jpeg_of()),
        ("a.png", png_of()[:-6]),
        ("a.png", png_of().replace(b"IDAT", b"IDAX")),
        ("a.jpg", jpeg_of()[:-2]),
        ("a.docx", xlsx_of()),
        ("a.docx", docx_of()[:-40]),
        ("a.xlsx", b"PK\3\4"),
        ("a.txt", b"a\0b"),
        ("a.txt", b"\xff\xff\xff"),
        ("a.ofd", b"x" + ofd_of()),
        ("a.ofd", ofd_of().replace(b"OFD.xml", b"OFE.xml", 1)),
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


def test_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = ofd_of(parts={"Doc_0/a.xml": b" " * 1_000_000})
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 900_000)
    assert len(bomb) < 10_000
    assert "压缩炸弹" in package_message(bomb)


def test_number_of_parts_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MAX_ENTRIES", 2)
    assert "压缩炸弹" in package_message(ofd_of())


def package_message(content: bytes) -> str:
    (fault,) = inspect(content, ".ofd").faults
    return fault.message


def test_unlisted_file_in_the_folder_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    check_attachments(folder, {"a.txt": b"x"})
    (folder / "2024/shifanju/b.txt").write_bytes(b"x")
    (problem,) = check_notices(read_all(folder), folder)
    assert (problem.rule, problem.severity) == ("attachment-unlisted", "warning")


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


@pytest.mark.parametrize("bomb", HIDDEN_BOMBS.values(), ids=HIDDEN_BOMBS)
def test_xml_bomb_is_refused(bomb: bytes) -> None:
    assert "XML 炸弹" in package_message(ofd_of(parts={"Doc_0/Res.xml": bomb}))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", xlsx_of(), "的内容是Excel 表格，扩展名却是 .docx"),
        ("a.xlsx", docx_of(), "的内容是Word 文档，扩展名却是 .xlsx"),
        ("a.ofd", docx_of(), "的内容是Word 文档，扩展名却是 .ofd"),
        ("a.docx", zip_bytes({"a.exe": b"MZ"}), "的内容是别的压缩包，扩展名却是 .docx"),
        ("a.ofd", pdf_bytes(), "的内容是PDF，扩展名却是 .ofd"),
        ("a.xlsx", b"<html><table>", "的内容是网页，扩展名却是 .xlsx"),
        ("a.docx", b"MZ" + bytes(60) + docx_of(), "的内容是Windows 程序，扩展名却是 .docx"),
        ("a.txt", b" " * 62 + b"MZ", "的内容是Windows 程序，扩展名却是 .txt"),
        ("a.CSV", b"\xef\xbb\xbf \t\r\n<!DOCTYPE Html>", "的内容是网页，扩展名却是 .csv"),
        (
            "a.docx",
            docx_of(parts={"word/a.xml": b'<?xml version="1.0" encoding="utf-7"?><x/>'}),
            "里的 XML 用了不正常的编码",
        ),
    ],
)
def test_mismatched_attachment_is_named_by_its_content(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    assert messages(tmp_path / "notices", name, content) == [f"附件 {name} {message}"]


def test_encrypted_archive_is_refused() -> None:
    content = bytearray(ofd_of())
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = content.find(sign)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(sign, start + 4)
    assert package_message(bytes(content)) == "设了打开密码，公众打不开"


def test_archive_with_false_sizes_or_checksums_is_refused() -> None:
    content = bytearray(ofd_of(parts={"Doc_0/Res.xml": b"<x>" + b" " * 1_000_000 + b"</x>"}))
    at = content.rfind(b"PK\1\2") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert package_message(bytes(content)) == "不是完整的 .ofd 文件"
    content = bytearray(zip_bytes({"OFD.xml": b"<OFD/>"}, zipfile.ZIP_STORED))
    assert package_message(bytes(content).replace(b"<OFD/>", b"<OFD >")) == "不是完整的 .ofd 文件"
