"""Hostile files: each is refused with its own message and without a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.factories import BODY, text, write
from support.special_files import make_pipe, make_socket, make_sparse_file, make_symlink

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_all
from noticeboard.rules.check import check_notices
from noticeboard.text.hidden_characters import HIDDEN

PLACE = "2024/shifanju"
GOOD = text()


EARLIER = {
    "published": "2023-12-02",
    "inspection__start": "2023-03-01",
    "inspection__end": "2023-04-30",
    "inspection__feedback": "2023-06-15",
}


class Case(NamedTuple):
    """A hostile file: how to create it below the folder of notices, and the expected message."""

    name: str
    create: Callable[[Path], object]
    rule: str
    message: str


def put(folder: Path, name: str | bytes, content: bytes | str = GOOD) -> Path:
    raw = content.encode() if isinstance(content, str) else content
    path = folder / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def attach(folder: Path, name: str | bytes, content: bytes = b"x", **fields: Any) -> Path:
    path = write(folder, PLACE, **fields)
    put(folder, os.fsencode(f"{PLACE}/") + os.fsencode(name), content)
    return path


def notice_of(content: bytes) -> Callable[[Path], Path]:
    return lambda folder: put(folder, f"{PLACE}.md", content)


def named(name: str | bytes) -> Callable[[Path], object]:
    return lambda folder: put(folder, b"2024/" + os.fsencode(name))


def attached(name: str | bytes, content: bytes = b"x") -> Callable[[Path], object]:
    return lambda folder: attach(folder, name, content)


def fields(**changes: Any) -> Callable[[Path], object]:
    return lambda folder: write(folder, PLACE, **changes)


def body(added: str) -> Callable[[Path], object]:
    return notice_of(f"{GOOD}\n{added}\n".encode())


WIDE = GOOD.replace("\n", "\r\n")
CASES = (
    Case("link to a file", lambda d: make_symlink(d / f"{PLACE}.md", "/etc/passwd"), "path", "符号链接"),
    Case("link to nothing", lambda d: make_symlink(d / f"{PLACE}.md", "none"), "path", "符号链接"),
    Case("link to itself", lambda d: make_symlink(d / f"{PLACE}.md", "shifanju.md"), "path", "符号链接"),
    Case("year that is a link", lambda d: make_symlink(d / "2024", "/etc"), "path", "符号链接"),
    Case(
        "attachment that is a link",
        lambda d: (write(d, PLACE), make_symlink(d / PLACE / "a.txt", "/etc/passwd")),
        "path",
        "符号链接",
    ),
    Case(
        "folder of attachments that is a link",
        lambda d: (write(d, PLACE), make_symlink(d / PLACE, "/etc")),
        "path",
        "符号链接",
    ),
    Case("pipe", lambda d: make_pipe(d / f"{PLACE}.md"), "path", "管道"),
    Case(
        "attachment that is a pipe",
        lambda d: (write(d, PLACE), make_pipe(d / PLACE / "a.txt")),
        "path",
        "管道",
    ),
    Case("socket", lambda d: make_socket(d / f"{PLACE}.md"), "path", "套接字"),
    Case("folder with the name of a notice", lambda d: put(d, f"{PLACE}.md/x.md"), "path", "位置"),
    Case("gigabyte", lambda d: make_sparse_file(d / f"{PLACE}.md"), "too-large", "1,000,000,000 字节"),
    Case(
        "gigabyte attached",
        lambda d: (write(d, PLACE, attachments=["a.pdf"]), make_sparse_file(d / PLACE / "a.pdf")),
        "attachment-size",
        "1000.0 MB",
    ),
    Case("device of Windows", named("con.md"), "file-name", "设备名"),
    Case("device of Windows with an ending", named("aux.txt.md"), "file-name", "设备名"),
    Case("device in capitals", named("COM1.md"), "file-name", "设备名"),
    Case("device as a folder", lambda d: put(d, "2024/nul/a.txt"), "file-name", "设备名"),
    Case("space at the end", attached("a.txt "), "file-name", "空格或点"),
    Case("dot at the end", attached("a.txt."), "file-name", "空格或点"),
    Case("space at the start", named(" a.md"), "file-name", "空格或点"),
    Case("colon, a stream of NTFS", attached("a.txt:b.txt"), "file-name", "不允许的“:”"),
    Case("backslash", attached("b\\a.txt"), "file-name", r"不允许的“\\”"),
    Case("line end in a name", named("a\nb.md"), "file-name", r"U\+000A"),
    Case("escape sequence in a name", attached("\x1b[2J.txt"), "file-name", r"U\+001B"),
    Case("text turned round", attached("ba\u202etxt.fdp"), "file-name", r"U\+202E"),
    Case("space without width", named("shi\u200bfan.md"), "file-name", r"U\+200B"),
    Case("Cyrillic slug", named("shifаnju.md"), "file-name", "西里尔字母"),
    Case("Greek slug", named("shifαnju.md"), "file-name", "希腊字母"),
    Case("full-width slug", named("ｓhifanju.md"), "file-name", "全角字母"),
    Case("mathematical slug", named("𝐚.md"), "file-name", "NFC|数学字母"),
    Case("decomposed name", attached("e\u0301.txt"), "file-name", "NFC"),
    Case("name that is no UTF-8", attached("通报.txt".encode("gb18030")), "file-name", "不是 UTF-8 编码"),
    Case("name too long", attached("长" * 70 + ".txt"), "file-name", "214 字节"),
    Case("Arabic year", lambda d: put(d, "٢٠٢٤/a.md"), "path", "位置不对"),
    Case("index", named("index.md"), "path", "位置不对"),
    Case(
        "notices that differ in case",
        lambda d: (put(d, "2024/abc.md"), put(d, "2024/ABC.md")),
        "same-name",
        "大小写不同",
    ),
    Case(
        "attachments that differ in case",
        lambda d: (attach(d, "a.txt"), attach(d, "A.txt")),
        "attachment-same-name",
        "大小写或全角半角不同",
    ),
    Case("zero character", notice_of(GOOD.replace("照单", "照\0单").encode()), "control-character", r"U\+0000"),
    Case("zero in the metadata", notice_of(GOOD.replace("示范局", "示\0范局", 1).encode()), "control-character", r"U\+0000"),
    Case("text turned round in the text", body("甲\u202e乙"), "control-character", r"U\+202E"),
    Case("tag characters", body("甲\U000e0041"), "control-character", r"U\+E0041"),
    Case("blank letter", body("甲\u3164"), "control-character", r"U\+3164"),
    Case(
        "hidden by an escape",
        notice_of(re.sub("(?m)^issuer:.*", r'issuer: "甲\\u202e乙"', GOOD).encode()),
        "control-character",
        "反斜杠写法.*202E",
    ),
    Case(
        "control character by an escape",
        notice_of(re.sub("(?m)^issuer:.*", r'issuer: "甲\\x01乙"', GOOD).encode()),
        "control-character",
        "反斜杠写法.*0001",
    ),
    Case("hidden by an entity", body("甲&#x202e;乙"), "entity", "HTML 实体"),
    Case("half a character", notice_of(GOOD.encode() + b"\xed\xa0\x80"), "encoding", "代理码"),
    Case(
        "half a character by an escape",
        notice_of(re.sub("(?m)^issuer:.*", r'issuer: "甲\\ud800"', GOOD).encode()),
        "yaml",
        "反斜杠",
    ),
    Case("GBK", notice_of(GOOD.encode("gb18030")), "encoding", "像是 GBK"),
    Case("UTF-16 with its mark", notice_of(WIDE.encode("utf-16")), "encoding", "UTF-16"),
    Case("UTF-16 without", notice_of(WIDE.encode("utf-16-le")), "encoding", "UTF-16"),
    Case("UTF-16, big end", notice_of(WIDE.encode("utf-16-be")), "encoding", "UTF-16"),
    Case("UTF-32", notice_of(WIDE.encode("utf-32")), "encoding", "UTF-32"),
    Case("UTF-32 without", notice_of(WIDE.encode("utf-32-be")), "encoding", "UTF-32"),
    Case("cut off", notice_of(GOOD.encode() + "字".encode()[:2]), "encoding", "没有传完整"),
    Case("long form of a letter", notice_of(GOOD.encode() + b"\xc0\xaf"), "encoding", "不是"),
    Case("nothing", notice_of(b""), "front-matter-missing", "没有元数据"),
    Case("only zeroes", notice_of(bytes(1000)), "encoding", "UTF-32"),
    Case("program with the name of a notice", notice_of(b"\x7fELF\2\1\1\0\0\xff" * 9), "encoding", "UTF-8|GBK"),
    Case("attachment outside", fields(attachments=["../b.txt"]), "attachment", "写法不对"),
    Case("attachment from the root", fields(attachments=["/etc/passwd"]), "attachment", "写法不对"),
    Case("attachment turned round", fields(attachments=["a\u202etxt.fdp"]), "attachment", "202E|看不见"),
    Case("attachment with a name without end", fields(attachments=["长" * 2000]), "attachment", "字节"),
    Case("link outside", body("[甲](../../README.md)"), "link-target", "文件夹外面"),
    Case("link outside, encoded", body("[甲](%2e%2e/%2e%2e/README.md)"), "link-target", "文件夹外面"),
    Case("link from the root", body("[甲](/etc/passwd)"), "link-target", "文件夹外面"),
    Case("link with a zero", body("[甲](a%00.txt)"), "link-present", "不存在"),
    Case("link without end", body(f"[甲]({'a' * 5000}.pdf)"), "link-present", "不存在"),
    Case("link to another site's name", body("[甲](https://exаmple.com/)"), "link-target", "冒充"),
    Case("link with a false name", body("[甲](https://www.gov.cn@example.com/)"), "link-target", "“@”"),
    Case("Cyrillic e-mail host", fields(contact__email="a@exаmple.com"), "email", "西里尔字母"),
    Case("full-width e-mail", fields(contact__email="a@ｅxample.com"), "email", "全角字母"),
    Case("Cyrillic source", fields(source={"url": "https://exаmple.com/"}), "url", "西里尔字母"),
    Case("source with a false name", fields(source={"url": "https://gov.cn@example.com/"}), "url", "@"),
    Case("source by script", fields(source={"url": "javascript:alert(1)"}), "url", "写法不对"),
    Case("program as a PDF", attached("a.pdf", b"MZ\x90\0" * 9), "attachment-content", "Windows 程序"),
    Case("web page as text", attached("a.txt", b"<!DOCTYPE html><p>"), "attachment-content", "网页"),
    Case("web page as a picture", attached("a.png", b"<html>"), "attachment-content", "网页"),
    Case("picture as a PDF", attached("a.pdf", b"\x89PNG\r\n\x1a\n"), "attachment-content", "PNG 图片"),
    Case("script as a table", attached("a.csv", b"#!/bin/sh\n"), "attachment-content", "脚本程序"),
    Case("PDF as text", attached("a.txt", b"%PDF-1.7\n%%EOF"), "attachment-content", "PDF"),
    Case("SVG as JPEG", attached("a.jpg", b"<svg onload=a()>"), "attachment-content", "SVG"),
)  # fmt: skip


def problems_of(folder: Path) -> list[Problem]:
    return check_notices(read_all(folder), folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_hostile_file_is_refused_with_its_own_message(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    case.create(folder)
    matching = [p for p in problems_of(folder) if p.rule == case.rule]
    assert any(re.search(case.message, p.message) for p in matching), problems_of(folder)
    for problem in problems_of(folder):
        assert problem.help
        assert problem.path.isprintable()
        assert not HIDDEN.search(problem.message)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_causes_no_problem_in_another_notice(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2023/qita", BODY.replace("2024年", "2023年"), **EARLIER)
    case.create(folder)
    at_others = [p for p in problems_of(folder) if p.path == "notices/2023/qita.md"]
    assert at_others == []


def test_the_command_prints_messages_and_no_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    for number, case in enumerate(CASES):
        place = folder / f"x{number}"
        place.mkdir(parents=True)
        case.create(place)
    for output in ("text", "json", "github", "gitlab", "markdown"):
        run = subprocess.run(
            [sys.executable, "-m", "noticeboard.cli.main", "check", "--format", output],
            env={**os.environ, "NOTICES_DIR": str(folder), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 1, run.stderr
        assert "Traceback" not in run.stderr
        assert "root:" not in run.stdout
        assert "\u202e" not in run.stdout
        assert "\x1b[2J" not in run.stdout


def test_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    import resource

    make_sparse_file(tmp_path / "notices/2024/a.md")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [p.rule for p in problems_of(tmp_path / "notices")] == ["too-large"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
