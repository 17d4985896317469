"""Attachments are what they claim to be."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from made import write

from noticeboard.reading import read_all
from noticeboard.rules import attachment_kinds, check_readings, files


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content).to_bytes(4)
    return len(content).to_bytes(4) + kind + content + check


def png() -> bytes:
    header = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name in names:
            whole.writestr(name, "<x/>")
    return out.getvalue()


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
PDF = b"%PDF-1.7\n%%EOF\n"
SHEET = archive("[Content_Types].xml", "xl/workbook.xml")


def found(folder: Path, name: str, content: bytes) -> list[str]:
    write(folder, attachments=[name])
    (folder / "2024/shifanju").mkdir(exist_ok=True)
    (folder / "2024/shifanju" / name).write_bytes(content)
    return [problem.rule for problem in check_readings(read_all(folder), folder)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("附件1.pdf", PDF),
        ("附件1.PDF", PDF),
        ("a.png", png()),
        ("a.jpg", JPEG),
        ("a.jpeg", JPEG),
        ("a.docx", word()),
        ("a.xlsx", SHEET),
        ("a.ofd", archive("OFD.xml")),
        ("a.csv", "序号,问题\n".encode("gb18030")),
        ("a.txt", "清单".encode()),
    ],
)
def test_whole_files_of_allowed_types(tmp_path: Path, name: str, content: bytes) -> None:
    assert found(tmp_path / "notices", name, content) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", word()),
        ("a.pdf", PDF[:8]),
        ("a.png", JPEG),
        ("a.png", png()[:-6]),
        ("a.png", png().replace(b"IDAT", b"IDAX")),
        ("a.jpg", JPEG[:-2]),
        ("a.docx", SHEET),
        ("a.docx", word()[:-40]),
        ("a.xlsx", b"PK\3\4"),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.txt", b"a\0b"),
        ("a.txt", b"\xff\xff\xff"),
    ],
)
def test_false_and_broken_files(tmp_path: Path, name: str, content: bytes) -> None:
    assert found(tmp_path / "notices", name, content) == ["attachment-content"]


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.exe", "a.docm", "a.zip", "a", "a.pdf.js"])
def test_types_that_may_not_be_attached(tmp_path: Path, name: str) -> None:
    assert found(tmp_path / "notices", name, b"x") == ["attachment-type"]


def test_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(tmp_path / "notices", "a.txt", b"") == ["attachment-size"]
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert found(tmp_path / "notices", "a.txt", b"x" * 11) == ["attachment-size"]


def test_an_archive_that_unpacks_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment_kinds, "MAX_UNPACKED", 200_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("OFD.xml", b"\0" * 1_000_000)
    assert len(out.getvalue()) < 10_000
    assert found(tmp_path / "notices", "a.ofd", out.getvalue()) == ["attachment-content"]


def test_what_lies_in_the_folder_is_published_so_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    found(folder, "a.txt", b"x")
    (folder / "2024/shifanju/b.txt").write_bytes(b"x")
    (problem,) = check_readings(read_all(folder), folder)
    assert (problem.rule, problem.severity) == ("attachment-unlisted", "warning")
