"""Entries of mkdocs.yml are set in place: comments, order and all other lines stay."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from noticeboard.boards.yaml_edit import get_entries, set_entries
from noticeboard.model.problems import NoticeboardError

HOST = ("extra", "site", "host")
NUMBER = ("extra", "site", "contact", "phone", "number")
HOURS = ("extra", "site", "contact", "phone", "hours")


@pytest.mark.parametrize(
    "value", ["甲", "甲: 乙", "# 甲", "- 甲", "0123", "yes", "null", "甲, 乙", "{甲}", '"', "'", "8:30", "12388", "a #b", "@甲", "甲：", "1.0", "2024-01-01", "=", "!甲", "&甲", "*甲", "%甲"]
)  # fmt: skip
@pytest.mark.parametrize("path", [HOST, NUMBER, ("site_name",), ("site_url",)])
def test_any_value_is_read_back(project: Path, path: tuple[str, ...], value: str) -> None:
    text = (project / "mkdocs.yml").read_text("utf-8")
    new = set_entries(text, {path: value})
    assert get_entries(new)[path] == value
    assert set_entries(new, {path: value}) == new


def test_only_the_lines_of_the_entries_change(project: Path) -> None:
    text = (project / "mkdocs.yml").read_text("utf-8")
    text = set_entries(text, {HOST: "甲", NUMBER: "0999-8123456", HOURS: "工作日"})
    new = set_entries(text, {HOST: "乙办", NUMBER: "0999-8123457"})
    changed = [
        line for line in difflib.ndiff(text.splitlines(), new.splitlines()) if line[0] in "+-"
    ]
    assert len(changed) == 4
    assert all("host:" in line or "phone:" in line for line in changed)
    assert [line.count("# 主办单位") for line in changed if "host:" in line] == [1, 1]


def test_a_missing_entry_is_added() -> None:
    for text in (
        "site_name: 甲\nextra:\n  site:\n    # 说明\n    icp: 乙\n",
        "site_name: 甲\nextra:\n  site:\n",
        "site_name: 甲\nextra:",
        "site_name: 甲\n",
        "extra: {site: {contact: {email: a@example.com}}}\n",
    ):
        entries = get_entries(set_entries(text, {HOST: "丙"}))
        filled = {path: value for path, value in get_entries(text).items() if value}
        assert {path: value for path, value in entries.items() if value} == {**filled, HOST: "丙"}
    added = set_entries("extra:\n  site:\n    icp: 乙\n", {NUMBER: "12388", HOURS: "全天"})
    assert get_entries(added)[HOURS] == "全天"


@pytest.mark.parametrize(
    "text", ["- 甲\n", "甲", "a: [\n", "", "extra:\n  site:\n    host: [a, b]\n"]
)
def test_a_file_that_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(NoticeboardError, match=r"mkdocs\.yml"):
        set_entries(text, {HOST: "丙"})


def test_an_empty_answer_removes_the_value() -> None:
    text = "extra:\n  site:\n    host: 甲       # 主办\n"
    assert get_entries(set_entries(text, {HOST: ""})) == {HOST: ""}
    assert "# 主办" in set_entries(text, {HOST: ""})
