"""Source files: which are read, which are refused, and how they are decoded."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.factories import text, write
from support.special_files import make_pipe, make_sparse_file

from noticeboard.files.safe_files import read_regular_file
from noticeboard.model.problems import Problem
from noticeboard.reading import source_files as module
from noticeboard.reading.reader import ParsedNotice, read_file
from noticeboard.reading.source_files import file_lines, file_text

PATH = "notices/2024/a.md"
DEVICE = ("是 Windows 的设备名，别人的电脑上打不开", "换一个文件名")


def top(path: str, rule: str, message: str, help_text: str) -> Problem:
    return Problem(f"notices/{path}", 1, 1, rule, "error", message, help_text)


def test_links_and_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "notices"
    whole = write(folder, "2024/a")
    linked = folder / "2024/b.md"
    linked.symlink_to("a.md")
    problem = top("2024/b.md", "path", "这是符号链接，不能作为通报或附件", "放入文件本身")
    assert read_file(linked, folder) == ParsedNotice("notices/2024/b.md", problems=(problem,))
    assert file_text(linked, "notices/2024/b.md") == problem
    assert file_text(whole, PATH) == text()
    size = whole.stat().st_size
    monkeypatch.setattr(module, "MAX_BYTES", size)
    assert read_file(whole, folder).problems == ()
    assert file_lines(whole) == text().split("\n")
    monkeypatch.setattr(module, "MAX_BYTES", size - 1)
    message = f"文件有 {size:,} 字节，超过上限 {size - 1:,} 字节"
    problem = top("2024/a.md", "too-large", message, "把图片和表格作为附件")
    assert read_file(whole, folder).problems == (problem,)
    assert file_text(whole, PATH) == problem
    assert file_lines(whole) == file_lines(folder / "none.md") == []


def test_problems_name_the_path_that_is_shown(tmp_path: Path) -> None:
    device = tmp_path / "con.yml"
    device.write_text("甲", "utf-8")
    assert file_text(device, PATH) == top("2024/a.md", "file-name", f"“con”{DEVICE[0]}", DEVICE[1])
    other = tmp_path / "a.yml"
    other.write_bytes("通报".encode("gbk"))
    problem = file_text(other, PATH)
    assert isinstance(problem, Problem)
    assert (problem.path, problem.rule) == (PATH, "encoding")


def test_a_file_that_grows_after_the_check_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "notices", "2024/a")
    monkeypatch.setattr(module, "access_problem", lambda path, shown: None)
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    problem = file_text(path, PATH)
    assert isinstance(problem, Problem)
    assert (problem.path, problem.rule) == (PATH, "path")


@pytest.mark.parametrize(
    ("error", "reason"),
    [(OSError("甲"), "读的时候变了"), (PermissionError(13, "没有权限"), "没有权限")],
)
def test_an_unreadable_file_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    def fail(path: Path, max_bytes: int) -> bytes:
        raise error

    path = write(tmp_path / "notices", "2024/a")
    monkeypatch.setattr(module, "read_regular_file", fail)
    problem = top("2024/a.md", "path", f"文件读不出来：{reason}", "重新放入这个文件")
    assert read_file(path, tmp_path / "notices") == ParsedNotice(PATH, problems=(problem,))


@pytest.mark.parametrize("name", ["/etc/passwd", "/dev/zero", "pipe", "folder", "large", "none"])
def test_only_regular_files_are_read(tmp_path: Path, name: str) -> None:
    make_pipe(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    make_sparse_file(tmp_path / "large")
    shown = tmp_path / "shown.md"
    shown.symlink_to(name if name.startswith("/") else tmp_path / name)
    assert file_lines(shown) == []
    if not name.startswith("/etc"):
        assert file_lines(tmp_path / name) == []
        with pytest.raises(OSError, match=name):
            read_regular_file(tmp_path / name, 1000)
