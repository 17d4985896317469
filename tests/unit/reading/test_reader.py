import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import text, write, write_round

from noticeboard.incremental import progress
from noticeboard.model.problems import Problem
from noticeboard.reading.limits import MAX_FRONT_MATTER_LINE, MAX_LINE
from noticeboard.reading.reader import ParsedNotice, read_all, read_bytes, read_file, read_text
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.source_files import MAX_BYTES
from noticeboard.reading.units import read_units

PATH = "notices/2024/a.md"


def rules(folder: Path) -> dict[str, list[str]]:
    return {parsed.path: [p.rule for p in parsed.problems] for parsed in read_all(folder)}


def test_every_file_is_parsed_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/b")
    write(folder, "2023/a")
    assert list(rules(folder)) == ["notices/2023/a.md", "notices/2024/b.md"]


def test_attachments_and_hidden_files_are_ignored(tmp_path: Path) -> None:
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
def test_a_misplaced_file_is_reported(tmp_path: Path, name: str) -> None:
    path = tmp_path / "notices" / name
    path.parent.mkdir(parents=True)
    path.write_text(text(), "utf-8")
    assert rules(tmp_path / "notices") == {f"notices/{name}": ["path"]}


def test_a_symlink_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    (folder / "2024/b.md").symlink_to("a.md")
    (folder / "2024/c.md").symlink_to("missing")
    by_path = rules(folder)
    assert by_path["notices/2024/b.md"] == by_path["notices/2024/c.md"] == ["path"]


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "notices", "2024/a")
    with path.open("ab") as file:
        file.truncate(MAX_BYTES + 1)
    assert rules(tmp_path / "notices") == {"notices/2024/a.md": ["too-large"]}
    with path.open("wb") as file:
        file.truncate(10**9)
    assert rules(tmp_path / "notices") == {"notices/2024/a.md": ["too-large"]}


def test_the_body_starts_at_its_first_filled_line() -> None:
    parsed = read_text("---\ntitle: x\n---\n\n\n正文\n", "notices/2024/a.md")
    assert (parsed.body, parsed.body_line) == ("正文\n", 6)


@given(st.binary())
def test_any_bytes_are_parsed_or_refused(raw: bytes) -> None:
    parsed = read_bytes(raw, "notices/2024/a.md")
    assert parsed.notice or parsed.problems


@given(st.text(st.sampled_from("---\n：: #\t\"'[]{}&*!|>abc标题-0")), st.text())
def test_any_front_matter_is_parsed_or_refused(head: str, body: str) -> None:
    parsed = read_text(f"---\n{head}\n---\n{body}", "notices/2024/a.md")
    assert parsed.notice or parsed.problems
    assert all(p.message and p.help for p in parsed.problems)


def test_a_misplaced_notice_is_validated_too(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/A", region=None)
    assert rules(folder) == {"notices/2024/A.md": ["path", "required"]}
    assert read_all(folder)[0].notice is None


def test_a_misplaced_notice_is_never_returned(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/A")
    (parsed,) = read_all(folder)
    assert (parsed.notice, [p.rule for p in parsed.problems]) == (None, ["path"])


def top(path: str, rule: str, message: str, help_text: str) -> Problem:
    return Problem(f"notices/{path}", 1, 1, rule, "error", message, help_text)


MISPLACED = (
    "通报放在 notices/年份/名称.md，名称只用小写字母、数字和连字符，如 notices/2024/wuchang-grid.md；"
    "附件放在与通报同名的文件夹里"
)
DEVICE = ("是 Windows 的设备名，别人的电脑上打不开", "换一个文件名")


@pytest.mark.parametrize(
    ("name", "rule", "message", "help_text"),
    [
        ("2024/a.txt", "path", "文件名或位置不对", MISPLACED),
        ("2024/con.md", "file-name", f"“con”{DEVICE[0]}", DEVICE[1]),
        ("2024/con.txt", "file-name", f"“con”{DEVICE[0]}", DEVICE[1]),
    ],
)
def test_an_invalid_name_or_place_is_explained(
    tmp_path: Path, name: str, rule: str, message: str, help_text: str
) -> None:
    path = tmp_path / "notices" / name
    path.parent.mkdir(parents=True)
    path.write_text(text(), "utf-8")
    parsed = read_file(path, tmp_path / "notices")
    assert (parsed.notice, parsed.problems) == (None, (top(name, rule, message, help_text),))
    assert bool(parsed.body) is name.endswith(".md")


@pytest.mark.parametrize("name", ["con", "con.md"])
def test_a_folder_with_an_invalid_name_is_reported(tmp_path: Path, name: str) -> None:
    path = tmp_path / "notices" / name
    path.mkdir(parents=True)
    problem = top(name, "file-name", f"“con”{DEVICE[0]}", DEVICE[1])
    assert read_file(path, tmp_path / "notices") == ParsedNotice(
        f"notices/{name}", problems=(problem,)
    )


def test_only_the_given_files_are_read_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", 0)
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    path = write(folder, "2024/b")
    assert [parsed.path for parsed in read_all(folder, [path])] == ["notices/2024/b.md"]
    assert capsys.readouterr().err.startswith("读取通报：1/1")


def test_a_linked_folder_is_reported_and_not_followed(tmp_path: Path) -> None:
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


def problems_of(folder: Path) -> list[Problem]:
    problems = [problem for parsed in read_all(folder) for problem in parsed.problems]
    return problems + [problem for parsed in read_rounds(folder) for problem in parsed.problems]


@pytest.mark.parametrize("error", [PermissionError(13, "没有权限"), OSError(5, "输入输出错误")])
@pytest.mark.parametrize("place", ["", "2023", "2023/a", "2023/a/b", "rounds", "rounds/x"])
def test_an_unreadable_folder_is_a_problem(
    place: str, error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notices"
    write(folder, "2023/a")
    write_round(folder)
    (folder / "2023/a/b").mkdir(parents=True)
    (folder / "rounds/x").mkdir()
    look, broken = os.scandir, str(folder / place)

    def scandir(path: Path | str) -> Any:
        if str(path) == broken:
            raise error
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (problem,) = problems_of(folder)
    assert problem.path == f"notices/{place}".rstrip("/")
    assert problem.message == f"这里读不出来：{error.strerror}"


@pytest.mark.parametrize("place", ["", "2023", "2023/a", "2023/a/b", "rounds", "rounds/x"])
def test_a_folder_that_can_only_be_listed_is_a_problem(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notices"
    write(folder, "2023/a")
    write_round(folder)
    (folder / "2023/a/b").mkdir(parents=True)
    (folder / "2023/a/b/c.txt").write_text("甲", "utf-8")
    (folder / "rounds/x").mkdir()
    look, inside = os.stat, f"{folder / place}/"

    def stat(path: Path | str, **options: Any) -> Any:
        if str(path).startswith(inside):
            raise PermissionError(13, "没有权限")
        return look(path, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert not read_units(folder).problems
    (problem,) = problems_of(folder)
    assert problem.path == f"notices/{place}".rstrip("/")


def test_a_folder_whose_files_cannot_be_looked_at_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "notices", "2024/a")

    def deny(self: Path, **_: bool) -> Any:
        raise PermissionError(13, "没有权限")

    for name in ("stat", "lstat"):
        monkeypatch.setattr(Path, name, deny)
    (problem,) = read_file(path, tmp_path / "notices").problems
    assert problem.message == "这里读不出来：没有权限"


@pytest.mark.parametrize(
    "name", [b"\xff.md", b"2024/\xe4\xb8.md", b"2024/a/\xff.pdf", b"\xff/x.md"]
)
@pytest.mark.parametrize("place", [b"", b"rounds/"])
def test_names_that_are_not_utf8_are_refused(name: bytes, place: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    path = Path(os.fsdecode(bytes(folder) + b"/" + place + name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    problems = problems_of(folder)
    assert problems
    for problem in problems:
        assert problem.path.encode()
        assert "\\udc" in problem.path or problem.path.endswith("x.md")


def test_rounds_are_not_read_as_notices(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    write_round(folder)
    assert list(rules(folder)) == ["notices/2024/a.md"]


def test_a_notice_has_its_id_and_path() -> None:
    record = read_text(text(), PATH).notice
    assert record
    assert (record.id, record.path) == ("2024/a", PATH)


def test_a_notice_among_the_attachments_is_misplaced(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    write(folder, "2024/a/b")
    assert rules(folder) == {"notices/2024/a.md": [], "notices/2024/a/b.md": ["path"]}


def test_a_place_falls_back_to_the_enclosing_part() -> None:
    parsed = ParsedNotice(PATH, front_matter="\na: {\n   b: 1}\n")
    assert parsed.place("a", "b", "c") == (4, 7)
    assert parsed.place("a", "c") == (3, 1)
    assert parsed.place("b") == (1, 1)


def test_all_line_endings_count_as_one_line() -> None:
    raw = "---\r\ntitle: x\r---\n\r\n正文\r\n第二行".encode()
    parsed = read_bytes(raw, PATH)
    assert (parsed.front_matter, parsed.body, parsed.body_line) == ("title: x", "正文\n第二行", 5)


def test_utf_16_that_is_valid_utf_8_is_recognised() -> None:
    raw = "---\ntitle: abc\n---\n".encode("utf-16-le")
    help_text = "用记事本或 WPS 打开，另存为时选择编码 UTF-8"
    problem = top("2024/a.md", "encoding", "文件编码是 UTF-16，不是 UTF-8", help_text)
    assert read_bytes(raw, PATH) == ParsedNotice(PATH, problems=(problem,))


def test_a_file_without_front_matter_is_all_body() -> None:
    parsed = read_text("正文\n", PATH)
    assert (parsed.notice, parsed.body, parsed.body_line, parsed.front_matter) == (
        None,
        "正文\n",
        1,
        "",
    )
    assert [problem.rule for problem in parsed.problems] == ["front-matter-missing"]


@pytest.mark.parametrize(
    ("tail", "body", "body_line"), [("\n\n正文\n甲", "\n正文\n甲", 4), ("", "", 4), ("\n", "", 4)]
)
def test_an_unclosed_front_matter_ends_at_the_first_empty_line(
    tail: str, body: str, body_line: int
) -> None:
    parsed = read_text(f"---\ntitle: 甲\nunit: 乙{tail}", PATH)
    assert (parsed.notice, parsed.body, parsed.body_line) == (None, body, body_line)
    assert parsed.front_matter == "title: 甲\nunit: 乙"
    # Required fields may follow further down, so none is reported as missing.
    assert [problem.rule for problem in parsed.problems] == ["front-matter-unclosed"]


def test_an_exceeded_limit_is_reported_at_its_line_and_stops_parsing() -> None:
    long = "甲" * (MAX_FRONT_MATTER_LINE + 1)
    parsed = read_text(f"---\nunit: 乙\ntitle: {long}\n---\n正文\n", PATH)
    message = f"这一行有 {len(long) + 7:,} 个字，超过 {MAX_FRONT_MATTER_LINE:,} 个字"
    help_text = "元数据只写规定的各项，全文写在第二行 --- 之后"
    problem = Problem(PATH, 3, 1, "line-too-long", "error", message, help_text)
    assert parsed == ParsedNotice(PATH, None, "正文\n", 5, problems=(problem,))
    long = "甲" * (MAX_LINE + 1)
    parsed = read_text(text(f"正文\n\n{long}\n"), PATH)
    message = f"这一行有 {len(long):,} 个字，超过 {MAX_LINE:,} 个字"
    first = read_text(text(), PATH).body_line
    help_text = "分成几段，段与段之间空一行"
    problem = Problem(PATH, first + 2, 1, "line-too-long", "error", message, help_text)
    assert (parsed.notice, parsed.body, parsed.problems) == (None, "", (problem,))
    assert parsed.place("title") == (2, 8)
    assert parsed.front_matter.startswith("title: ")


def test_at_most_a_hundred_hidden_characters_are_reported() -> None:
    parsed = read_text(text("\u200b" * 101), PATH)
    assert [problem.rule for problem in parsed.problems] == ["control-character"] * 100
