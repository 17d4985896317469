"""The list of removed notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.removed import FILE, parse_removed, read_removed


def test_ids_and_reasons_are_read(tmp_path: Path) -> None:
    assert read_removed(tmp_path) == {}
    (tmp_path / FILE).write_text("2024/a\t误发\n\n2023/b-c\t含个人信息，依某号决定\n", "utf-8")
    assert read_removed(tmp_path) == {"2024/a": "误发", "2023/b-c": "含个人信息，依某号决定"}


@pytest.mark.parametrize("line", ["2024/a", "2024/a 误发", "2024/a\t ", "a\t误发", "../a\t误发"])
def test_wrong_lines_stop_the_build(tmp_path: Path, line: str) -> None:
    (tmp_path / FILE).write_text(f"2024/x\t误发\n{line}\n", "utf-8")
    with pytest.raises(NoticeboardError, match="第2行"):
        read_removed(tmp_path)


def test_an_unreadable_list_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff")
    with pytest.raises(NoticeboardError):
        read_removed(tmp_path)


def test_a_portal_removes_by_the_whole_id() -> None:
    content = "shili-qu/2024/one\t误发\n".encode()
    assert parse_removed(content, Path("x")) == {"shili-qu/2024/one": "误发"}
