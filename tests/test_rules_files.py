"""Attachments are what they claim to be."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from made import BODY, notice, write

from noticeboard.reading import read_all
from noticeboard.rules import check_readings, files, office_archives
from noticeboard.rules.base import Context, Finding, Rule


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
    monkeypatch.setattr(office_archives, "MAX_UNPACKED", 200_000)
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


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as whole:
        for name, content in parts.items():
            whole.writestr(name, content)
    return out.getvalue()


def office(suffix: str, **changes: bytes) -> bytes:
    """The least attachment of its kind, with `main` in its first part and more in `relations`."""
    main = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".ofd": "OFD.xml"}[suffix]
    parts = {"[Content_Types].xml": b"<x/>", main: changes.get("main", b"<x/>")}
    if "relations" in changes:
        parts["word/_rels/document.xml.rels"] = changes["relations"]
    return packed(parts)


BOMB = b"""<!DOCTYPE a [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>"""
HIDDEN_BOMBS = {
    "at the start": BOMB,
    "after a declaration": b'<?xml version="1.0"?>\n' + BOMB,
    "after a long comment": b"<!--" + b"x" * 3_000_000 + b"-->" + BOMB,
    "across two readings": b"<!--" + b"x" * ((1 << 20) - 12) + b"-->" + BOMB,
    "in UTF-16": BOMB.decode().encode("utf-16"),
    "in another case": b"<! doctype a [<! entity b 'c'>]><a/>",
}


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ofd"])
@pytest.mark.parametrize("bomb", HIDDEN_BOMBS.values(), ids=HIDDEN_BOMBS)
def test_an_xml_bomb_is_not_attached(tmp_path: Path, suffix: str, bomb: bytes) -> None:
    said = messages(tmp_path / "notices", f"a{suffix}", office(suffix, main=bomb))
    assert said == [f"附件 a{suffix} 里有 XML 实体定义（像 XML 炸弹）"]


@pytest.mark.parametrize("part", ["word/styles.xml", "customXml/item1.XML", "word/_rels/x.rels"])
def test_an_xml_bomb_in_any_part(tmp_path: Path, part: str) -> None:
    content = packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", part: BOMB})
    assert "XML 炸弹" in messages(tmp_path / "notices", "a.docx", content)[0]


def messages(folder: Path, name: str, content: bytes) -> list[str]:
    """What is said of an attachment."""
    write(folder, attachments=[name])
    (folder / "2024/shifanju").mkdir(exist_ok=True)
    (folder / "2024/shifanju" / name).write_bytes(content)
    return [problem.message for problem in check_readings(read_all(folder), folder)]


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    """A part that says what a document is made of."""
    return (
        f'<Relationships xmlns="http://schemas.example/"><Relationship Id="r1" Type="http://schemas.example/{kind}"'
        f' Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", office(".xlsx"), "的内容是Excel 表格，扩展名却是 .docx"),
        ("a.xlsx", office(".docx"), "的内容是Word 文档，扩展名却是 .xlsx"),
        ("a.ofd", office(".docx"), "的内容是Word 文档，扩展名却是 .ofd"),
        ("a.docx", office(".ofd"), "的内容是OFD 文件，扩展名却是 .docx"),
        ("a.docx", packed({"a.exe": b"MZ"}), "的内容是别的压缩包，扩展名却是 .docx"),
        ("a.ofd", PDF, "的内容是PDF，扩展名却是 .ofd"),
        ("a.xlsx", b"<html><table>", "的内容是网页，扩展名却是 .xlsx"),
        ("a.docx", b"MZ" + bytes(60) + office(".docx"), "的内容是Windows 程序，扩展名却是 .docx"),
        ("a.docx", b"<html>" + office(".docx"), "的内容是网页，扩展名却是 .docx"),
        ("a.docx", office(".docx", main=b'<?xml version="1.0" encoding="utf-7"?><x/>'),
         "里的 XML 用了不正常的编码"),
        ("a.docx", packed({"[Content_Types].xml": b"", "word/document.xml": b"",
                           "word/activeX/activeX1.xml": b"<x/>"}), "带有宏或控件"),
    ],
)  # fmt: skip
def test_a_lying_attachment_is_called_what_it_is(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    assert messages(tmp_path / "notices", name, content) == [f"附件 {name} {said}"]


@pytest.mark.parametrize(
    ("kind", "target", "asks"),
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
def test_a_document_that_asks_others_when_it_is_opened(
    tmp_path: Path, kind: str, target: str, asks: bool
) -> None:
    content = office(".docx", relations=relation(kind, target))
    said = messages(tmp_path / "notices", "a.docx", content)
    assert ["向别的网站取内容" in message for message in said] == [True] * asks


def test_a_document_behind_a_password(tmp_path: Path) -> None:
    content = bytearray(office(".docx"))
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = content.find(sign)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(sign, start + 4)
    said = messages(tmp_path / "notices", "a.docx", bytes(content))
    assert said == ["附件 a.docx 设了打开密码，公众打不开"]


def test_an_archive_that_lies_about_its_sizes(tmp_path: Path) -> None:
    content = bytearray(packed({"OFD.xml": b"<x>" + b" " * 1_000_000 + b"</x>"}))
    at = content.find(b"PK\1\2") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    said = messages(tmp_path / "notices", "a.ofd", bytes(content))
    assert said == ["附件 a.ofd 不是完整的 .ofd 文件"]


def answers(
    rule: Rule, folder: Path, placed: dict[str, bytes], *listed: str, body: str = BODY
) -> list[Finding]:
    """What one rule says of a notice with these files in its folder, some of them listed."""
    for name, content in placed.items():
        path = folder / "2024/shifanju" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    made = notice(body=body, attachments=list(listed) or None)
    return list(rule(made, Context(folder)))


def test_a_listed_file_that_is_missing_is_named_at_its_entry(tmp_path: Path) -> None:
    assert answers(files.attachment_present, tmp_path, {"甲.pdf": PDF}, "甲.pdf", "乙.pdf") == [
        Finding(
            ("attachments", 1),
            "找不到附件 乙.pdf",
            "把文件放到 notices/2024/shifanju/，或改正文件名（大小写也要一致）",
        )
    ]


def test_a_link_to_a_missing_file_is_shown_where_it_stands(tmp_path: Path) -> None:
    long = "shifanju/" + "很长的名称" * 12 + ".pdf"
    body = (
        f"[网](https://a.example)[有](shifanju/甲.pdf)\n\n见[无](shifanju/乙.pdf)，[长]({long})\n"
    )
    remedy = "核对路径；它从本文件所在的文件夹算起"
    first = notice(body=body).body_line
    assert answers(files.link_present, tmp_path, {"甲.pdf": PDF}, body=body) == [
        Finding((), "链接“shifanju/乙.pdf”指向的文件不存在", remedy, line=first + 2, column=2),
        Finding((), f"链接“{long[:60]}”指向的文件不存在", remedy, line=first + 2, column=22),
    ]


def test_a_type_that_may_not_be_attached_is_shown_at_its_entry(tmp_path: Path) -> None:
    placed = {"a.pdf": PDF, "b.svg": b"x", "c.exe": b"x"}
    remedy = "另存为 .pdf、.docx、.xlsx、.ofd、.png、.jpg、.jpeg、.csv、.txt 之一"
    assert answers(files.attachment_type, tmp_path, placed, "a.pdf", "c.exe") == [
        Finding(("attachments",), "附件 b.svg 的类型不能使用", remedy),
        Finding(("attachments", 1), "附件 c.exe 的类型不能使用", remedy),
    ]


def test_sizes_are_told_in_megabytes(tmp_path: Path) -> None:
    placed = {"a.pdf": b"", "b.pdf": b"", "c.pdf": b"x", "d.pdf": b"", "e.pdf": b""}
    answers(files.attachment_size, tmp_path, placed)
    for name, size in {"b": 20_000_001, "d": 20_000_000, "e": 21_260_000}.items():
        with (tmp_path / f"2024/shifanju/{name}.pdf").open("r+b") as file:
            file.truncate(size)
    smaller = "压缩其中的图片，或分成几个文件"
    assert answers(files.attachment_size, tmp_path, {}, "b.pdf", "a.pdf") == [
        Finding(("attachments", 1), "附件 a.pdf 是空文件", "重新放入完整的文件"),
        Finding(("attachments", 0), "附件 b.pdf 有 20.0 MB，超过 20 MB", smaller),
        Finding(("attachments",), "附件 e.pdf 有 21.3 MB，超过 20 MB", smaller),
    ]


def test_content_is_looked_at_unless_its_type_or_size_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 20)
    placed = {
        "a.svg": b"x",
        "b.pdf": b"",
        "c.pdf": b"x" * 21,
        "d.pdf": b"x",
        "e.PDF": b"PK\3\4" * 5,
    }
    remedy = "用原来的软件打开，另存为这种格式（不带宏、不加密）；只改扩展名不行"
    assert answers(files.attachment_content, tmp_path, placed, "e.PDF") == [
        Finding(("attachments",), "附件 d.pdf 不是完整的 .pdf 文件", remedy),
        Finding(
            ("attachments", 0),
            "附件 e.PDF 的内容是压缩包或 Office 文件，扩展名却是 .pdf",
            remedy,
        ),
    ]


def test_names_that_one_computer_takes_for_the_same(tmp_path: Path) -> None:
    placed = {"A.pdf": PDF, "a.pdf": PDF, "b.pdf": PDF, "ａ.pdf": PDF, "表/a.pdf": PDF}
    remedy = "换一个文件名；Windows 上只留得下一个"
    said = "与 A.pdf 的文件名只有大小写或全角半角不同"
    assert answers(files.attachment_same_name, tmp_path, placed, "a.pdf") == [
        Finding(("attachments", 0), f"附件 a.pdf {said}", remedy),
        Finding(("attachments",), f"附件 ａ.pdf {said}", remedy),
    ]


def test_only_what_is_listed_or_linked_is_meant_to_be_published(tmp_path: Path) -> None:
    placed = dict.fromkeys(("a.txt", "b.txt", "表/c.txt", ".DS_Store", "甲.txt"), b"x")
    body = "见[乙](shifanju/b.txt)和[网](https://a.example)。\n"
    assert answers(files.attachment_unlisted, tmp_path, placed, "a.txt", body=body) == [
        Finding(
            ("attachments",),
            f"文件 {name} 没有列在 attachments 里，但会随网站公开",
            "列为附件；不该公开的删去",
            "warning",
        )
        for name in ("甲.txt", "c.txt")
    ]
