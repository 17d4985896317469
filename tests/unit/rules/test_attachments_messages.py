"""Rules about attachments and links to files: what they report, where, and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.factories import BODY, notice

from noticeboard.attachments.inspection import INCOMPLETE_HELP
from noticeboard.attachments.limited import inspect_files
from noticeboard.rules import attachments, inspections
from noticeboard.rules.base import Context, ContextRule, Finding

PDF = b"%PDF-1.7\n%%EOF\n"


def findings(
    rule: ContextRule, folder: Path, files: dict[str, bytes], *listed: str, body: str = BODY
) -> list[Finding]:
    """Return the findings of a rule for a notice with these files, some of them listed."""
    for name, content in files.items():
        path = folder / "2024/shifanju" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    record = notice(body=body, attachments=list(listed) or None)
    return list(
        rule(record, Context(folder, date(2025, 1, 1), inspections.Inspections(inspect_files)))
    )


def test_missing_attachment_is_reported_at_its_entry(tmp_path: Path) -> None:
    assert findings(
        attachments.attachment_present, tmp_path, {"甲.pdf": PDF}, "甲.pdf", "乙.pdf"
    ) == [
        Finding(
            ("attachments", 1),
            "找不到附件 乙.pdf",
            "把文件放到 notices/2024/shifanju/，或改正文件名（大小写也要一致）",
        )
    ]


def test_link_to_a_missing_file_is_reported_at_its_place(tmp_path: Path) -> None:
    long = "shifanju/" + "很长的名称" * 12 + ".pdf"
    body = (
        f"[网](https://a.example)[有](shifanju/甲.pdf)\n\n见[无](shifanju/乙.pdf)，[长]({long})\n"
    )
    help_text = "核对路径；它从本文件所在的文件夹算起"
    first = notice(body=body).body_line
    assert findings(attachments.link_present, tmp_path, {"甲.pdf": PDF}, body=body) == [
        Finding((), "链接“shifanju/乙.pdf”指向的文件不存在", help_text, line=first + 2, column=2),
        Finding((), f"链接“{long[:60]}”指向的文件不存在", help_text, line=first + 2, column=22),
    ]


def test_link_to_a_name_with_a_number_sign_is_explained(tmp_path: Path) -> None:
    files = {"附件#1.txt": b"x"}
    wrong, right = "[甲](shifanju/附件#1.txt)\n", "[甲](shifanju/附件%231.txt)\n"
    (finding,) = findings(attachments.link_present, tmp_path, files, body=wrong)
    assert "# 写成 %23" in finding.help
    assert findings(attachments.link_present, tmp_path, files, body=right) == []


def test_refused_type_is_reported_at_its_entry(tmp_path: Path) -> None:
    files = {"a.pdf": PDF, "b.svg": b"x", "c.exe": b"x"}
    help_text = "另存为 .pdf、.docx、.xlsx、.ofd、.png、.jpg、.jpeg、.csv、.txt 之一"
    assert findings(attachments.attachment_type, tmp_path, files, "a.pdf", "c.exe") == [
        Finding(("attachments",), "附件 b.svg 的类型不能使用", help_text),
        Finding(("attachments", 1), "附件 c.exe 的类型不能使用", help_text),
    ]


def test_sizes_are_reported_in_megabytes(tmp_path: Path) -> None:
    files = {"a.pdf": b"", "b.pdf": b"", "c.pdf": b"x", "d.pdf": b"", "e.pdf": b""}
    findings(attachments.attachment_size, tmp_path, files)
    for name, size in {"b": 20_000_001, "d": 20_000_000, "e": 21_260_000}.items():
        with (tmp_path / f"2024/shifanju/{name}.pdf").open("r+b") as file:
            file.truncate(size)
    smaller = "压缩其中的图片，或分成几个文件"
    assert findings(attachments.attachment_size, tmp_path, {}, "b.pdf", "a.pdf") == [
        Finding(("attachments", 1), "附件 a.pdf 是空文件", "重新放入完整的文件"),
        Finding(("attachments", 0), "附件 b.pdf 有 20.0 MB，超过 20 MB", smaller),
        Finding(("attachments",), "附件 e.pdf 有 21.3 MB，超过 20 MB", smaller),
    ]


def test_content_is_checked_unless_type_or_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspections, "MAX_BYTES", 20)
    files = {
        "a.svg": b"x",
        "b.pdf": b"",
        "c.pdf": b"x" * 21,
        "d.txt": b"\x1b",
        "e.PNG": b"PK\3\4" * 5,
    }
    assert findings(attachments.attachment_content, tmp_path, files, "e.PNG") == [
        Finding(("attachments",), "附件 d.txt 不是完整的 .txt 文件", INCOMPLETE_HELP),
        Finding(
            ("attachments", 0),
            "附件 e.PNG 的内容是压缩包或 Office 文件，扩展名却是 .png",
            "用原来的软件打开，另存为这种格式（不加密、不带宏）；只改扩展名不行",
        ),
    ]


def test_names_equal_on_case_insensitive_systems_are_reported(tmp_path: Path) -> None:
    files = {"A.pdf": PDF, "a.pdf": PDF, "b.pdf": PDF, "ａ.pdf": PDF, "表/a.pdf": PDF}
    help_text = "换一个文件名；Windows 上只留得下一个"
    message = "与 A.pdf 的文件名只有大小写或全角半角不同"
    assert findings(attachments.attachment_same_name, tmp_path, files, "a.pdf") == [
        Finding(("attachments", 0), f"附件 a.pdf {message}", help_text),
        Finding(("attachments",), f"附件 ａ.pdf {message}", help_text),
    ]


def test_files_neither_listed_nor_linked_are_reported(tmp_path: Path) -> None:
    files = dict.fromkeys(("a.txt", "b.txt", "表/c.txt", ".DS_Store", "甲.txt"), b"x")
    body = "见[乙](shifanju/b.txt)和[网](https://a.example)。\n"
    assert findings(attachments.attachment_unlisted, tmp_path, files, "a.txt", body=body) == [
        Finding(
            ("attachments",),
            f"文件 {name} 没有列在 attachments 里，但会随网站公开",
            "列为附件；不该公开的删去",
            "warning",
        )
        for name in ("甲.txt", "c.txt")
    ]
