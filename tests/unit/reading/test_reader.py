import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import text, write, write_round

from noticeboard.incremental import progress
from noticeboard.model.problems import Problem
from noticeboard.reading import reader as module
from noticeboard.reading.limits import MAX_HEAD_LINE, MAX_LINE
from noticeboard.reading.reader import (
    MAX_BYTES,
    ParsedNotice,
    file_lines,
    file_text,
    read_all,
    read_bytes,
    read_file,
    read_text,
)

PATH = "notices/2024/a.md"


def rules(folder: Path) -> dict[str, list[str]]:
    return {parsed.path: [p.rule for p in parsed.problems] for parsed in read_all(folder)}


def test_one_reading_for_each_file_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/b")
    write(folder, "2023/a")
    assert list(rules(folder)) == ["notices/2023/a.md", "notices/2024/b.md"]


def test_attachments_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    (folder / "2024/a/deep").mkdir(parents=True)
    (folder / "2024/a/附件.pdf").write_bytes(b"x")
    (folder / "2024/a/deep/b.xlsx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    assert rules(folder) == {"notices/2024/a.md": []}


@pytest.mark.parametrize(
    "name",
    [
        "a.md",
        "24/a.md",
        "2024/A.md",
        "2024/通报.md",
        "2024/a_b.md",
        "2024/-a.md",
        "2024/a.txt",
        "2024/index.md",
        "2024/page.md",
        "2024/none/附件.pdf",
        "2024/x/y.md",
        "2024/a .md",
    ],
)
def test_a_misplaced_file_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / "notices" / name
    path.parent.mkdir(parents=True)
    path.write_text(text(), "utf-8")
    assert rules(tmp_path / "notices") == {f"notices/{name}": ["path"]}


def test_a_symlink_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    (folder / "2024/b.md").symlink_to("a.md")
    (folder / "2024/c.md").symlink_to("missing")
    found = rules(folder)
    assert found["notices/2024/b.md"] == found["notices/2024/c.md"] == ["path"]


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "notices", "2024/a")
    with path.open("ab") as file:
        file.truncate(MAX_BYTES + 1)
    assert rules(tmp_path / "notices") == {"notices/2024/a.md": ["too-large"]}
    with path.open("wb") as file:
        file.truncate(10**9)
    assert rules(tmp_path / "notices") == {"notices/2024/a.md": ["too-large"]}


def test_body_and_its_first_line() -> None:
    parsed = read_text("---\ntitle: x\n---\n\n\n正文\n", "notices/2024/a.md")
    assert (parsed.body, parsed.body_line) == ("正文\n", 6)


@given(st.binary())
def test_any_bytes_are_read_or_explained(raw: bytes) -> None:
    parsed = read_bytes(raw, "notices/2024/a.md")
    assert parsed.notice or parsed.problems


@given(st.text(st.sampled_from("---\n：: #\t\"'[]{}&*!|>abc标题-0")), st.text())
def test_any_front_matter_is_read_or_explained(head: str, body: str) -> None:
    parsed = read_text(f"---\n{head}\n---\n{body}", "notices/2024/a.md")
    assert parsed.notice or parsed.problems
    assert all(p.message and p.help for p in parsed.problems)


def test_the_content_of_a_misplaced_notice_is_read_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/A", region=None)
    assert rules(folder) == {"notices/2024/A.md": ["path", "required"]}
    assert read_all(folder)[0].notice is None


def test_a_misplaced_notice_is_none_even_where_nothing_else_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/A")
    (found,) = read_all(folder)
    assert (found.notice, [p.rule for p in found.problems]) == (None, ["path"])


def top(path: str, rule: str, message: str, remedy: str) -> Problem:
    return Problem(f"notices/{path}", 1, 1, rule, "error", message, remedy)


MISPLACED = (
    "通报放在 notices/年份/名称.md，名称只用小写字母、数字和连字符，如 notices/2024/wuchang-grid.md；"
    "附件放在与通报同名的文件夹里"
)
DEVICE = ("是 Windows 的设备名，别人的电脑上打不开", "换一个文件名")


@pytest.mark.parametrize(
    ("name", "rule", "message", "remedy"),
    [
        ("2024/a.txt", "path", "文件名或位置不对", MISPLACED),
        ("2024/con.md", "file-name", f"“con”{DEVICE[0]}", DEVICE[1]),
        ("2024/con.txt", "file-name", f"“con”{DEVICE[0]}", DEVICE[1]),
    ],
)
def test_a_wrong_name_or_place_is_told_in_full(
    tmp_path: Path, name: str, rule: str, message: str, remedy: str
) -> None:
    path = tmp_path / "notices" / name
    path.parent.mkdir(parents=True)
    path.write_text(text(), "utf-8")
    found = read_file(path, tmp_path / "notices")
    assert (found.notice, found.problems) == (None, (top(name, rule, message, remedy),))
    assert bool(found.body) is name.endswith(".md")


@pytest.mark.parametrize("name", ["con", "con.md"])
def test_a_folder_with_a_wrong_name_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / "notices" / name
    path.mkdir(parents=True)
    said = top(name, "file-name", f"“con”{DEVICE[0]}", DEVICE[1])
    assert read_file(path, tmp_path / "notices") == ParsedNotice(
        f"notices/{name}", problems=(said,)
    )


def test_what_is_no_file_of_text_is_told_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notices"
    whole = write(folder, "2024/a")
    linked = folder / "2024/b.md"
    linked.symlink_to("a.md")
    said = top("2024/b.md", "path", "这是符号链接，不能作为通报或附件", "放入文件本身")
    assert read_file(linked, folder) == ParsedNotice("notices/2024/b.md", problems=(said,))
    assert file_text(linked, "notices/2024/b.md") == said
    assert file_text(whole, PATH) == text()
    size = whole.stat().st_size
    monkeypatch.setattr(module, "MAX_BYTES", size)
    assert read_file(whole, folder).problems == ()
    assert file_lines(whole) == text().split("\n")
    monkeypatch.setattr(module, "MAX_BYTES", size - 1)
    message = f"文件有 {size:,} 字节，超过上限 {size - 1:,} 字节"
    said = top("2024/a.md", "too-large", message, "把图片和表格作为附件")
    assert read_file(whole, folder).problems == (said,)
    assert file_text(whole, PATH) == said
    assert file_lines(whole) == file_lines(folder / "none.md") == []


def test_another_file_of_text_is_told_by_the_path_shown(tmp_path: Path) -> None:
    device = tmp_path / "con.yml"
    device.write_text("甲", "utf-8")
    assert file_text(device, PATH) == top("2024/a.md", "file-name", f"“con”{DEVICE[0]}", DEVICE[1])
    other = tmp_path / "a.yml"
    other.write_bytes("通报".encode("gbk"))
    said = file_text(other, PATH)
    assert isinstance(said, Problem)
    assert (said.path, said.rule) == (PATH, "encoding")


def test_no_more_is_taken_in_than_a_file_may_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "notices", "2024/a")
    monkeypatch.setattr(module, "_unreadable", lambda path, shown: None)  # it has grown since
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    with pytest.raises(OSError, match="larger than 10 bytes"):
        file_text(path, PATH)


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError("甲"), "读的时候变了"), (PermissionError(13, "没有权限"), "没有权限")],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    def fail(path: Path, most: int) -> bytes:
        raise error

    path = write(tmp_path / "notices", "2024/a")
    monkeypatch.setattr(module, "read_plain_file", fail)
    problem = top("2024/a.md", "path", f"文件读不出来：{said}", "重新放入这个文件")
    assert read_file(path, tmp_path / "notices") == ParsedNotice(PATH, problems=(problem,))


def test_only_the_files_named_are_read_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", 0)
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    path = write(folder, "2024/b")
    assert [found.path for found in read_all(folder, [path])] == ["notices/2024/b.md"]
    assert capsys.readouterr().err.startswith("读取通报：1/1")


def test_a_linked_folder_is_told_of_and_not_entered(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    (folder / "2023").symlink_to("2024")
    (folder / "2024/a").mkdir()
    (tmp_path / "附件.pdf").write_bytes(b"x")
    (folder / "2024/a/附件.pdf").symlink_to(tmp_path / "附件.pdf")
    assert rules(folder) == {
        "notices/2023": ["path"],
        "notices/2024/a.md": [],
        "notices/2024/a/附件.pdf": ["path"],
    }


def test_a_folder_that_may_not_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notices"
    write(folder, "2023/a")
    write(folder, "2024/a")
    look = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("2023"):
            raise PermissionError
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert rules(folder) == {"notices/2024/a.md": []}


def test_rounds_are_read_by_others(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    write_round(folder)
    assert list(rules(folder)) == ["notices/2024/a.md"]


def test_a_notice_knows_where_it_lies() -> None:
    made = read_text(text(), PATH).notice
    assert made
    assert (made.id, made.path) == ("2024/a", PATH)


def test_a_notice_among_the_attachments_is_misplaced(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    write(folder, "2024/a/b")
    assert rules(folder) == {"notices/2024/a.md": [], "notices/2024/a/b.md": ["path"]}


def test_a_place_is_that_of_the_nearest_part_around() -> None:
    found = ParsedNotice(PATH, places={("a",): (3, 4), ("a", "b"): (5, 6)})
    assert found.place("a", "b", "c") == (5, 6)
    assert found.place("a", "c") == (3, 4)
    assert found.place("b") == (1, 1)


def test_line_ends_of_all_kinds_count_once() -> None:
    raw = "---\r\ntitle: x\r---\n\r\n正文\r\n第二行".encode()
    found = read_bytes(raw, PATH)
    assert (found.head, found.body, found.body_line) == ("title: x", "正文\n第二行", 5)


def test_wide_characters_that_pass_for_utf_8_are_told() -> None:
    raw = "---\ntitle: abc\n---\n".encode("utf-16-le")
    remedy = "用记事本或 WPS 打开，另存为时选择编码 UTF-8"
    said = top("2024/a.md", "encoding", "文件编码是 UTF-16，不是 UTF-8", remedy)
    assert read_bytes(raw, PATH) == ParsedNotice(PATH, problems=(said,))


def test_a_file_without_front_matter_is_all_text() -> None:
    found = read_text("正文\n", PATH)
    assert (found.notice, found.body, found.body_line, found.head) == (None, "正文\n", 1, "")
    assert [problem.rule for problem in found.problems] == ["front-matter-missing"]


@pytest.mark.parametrize(
    ("tail", "body", "body_line"), [("\n\n正文\n甲", "\n正文\n甲", 4), ("", "", 4), ("\n", "", 4)]
)
def test_an_open_front_matter_ends_at_the_first_empty_line(
    tail: str, body: str, body_line: int
) -> None:
    found = read_text(f"---\ntitle: 甲\nunit: 乙{tail}", PATH)
    assert (found.notice, found.body, found.body_line) == (None, body, body_line)
    assert found.head == "title: 甲\nunit: 乙"
    # What is missing may stand further down.
    assert [problem.rule for problem in found.problems] == ["front-matter-unclosed"]


def test_what_is_out_of_bounds_is_told_at_its_line_and_looked_at_no_further() -> None:
    long = "甲" * (MAX_HEAD_LINE + 1)
    found = read_text(f"---\nunit: 乙\ntitle: {long}\n---\n正文\n", PATH)
    message = f"这一行有 {len(long) + 7:,} 个字，超过 {MAX_HEAD_LINE:,} 个字"
    remedy = "元数据只写规定的各项，全文写在第二行 --- 之后"
    said = Problem(PATH, 3, 1, "line-too-long", "error", message, remedy)
    assert found == ParsedNotice(PATH, None, "正文\n", 5, problems=(said,))
    long = "甲" * (MAX_LINE + 1)
    found = read_text(text(f"正文\n\n{long}\n"), PATH)
    message = f"这一行有 {len(long):,} 个字，超过 {MAX_LINE:,} 个字"
    first = read_text(text(), PATH).body_line
    remedy = "分成几段，段与段之间空一行"
    said = Problem(PATH, first + 2, 1, "line-too-long", "error", message, remedy)
    assert (found.notice, found.body, found.problems) == (None, "", (said,))
    assert found.place("title") == (2, 8)
    assert found.head.startswith("title: ")


def test_of_many_hidden_characters_a_hundred_are_told() -> None:
    found = read_text(text("\u200b" * 101), PATH)
    assert [problem.rule for problem in found.problems] == ["control-character"] * 100
