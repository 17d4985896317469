"""Doubts of the importer that no editor has decided."""

from __future__ import annotations

from noticeboard.reading.reader import read_text
from noticeboard.rules.text.doubts import unanswered_doubt


def test_each_mark_is_a_warning_with_its_reason_and_place() -> None:
    text = "---\ntitle: 甲  # 请核对：原文没有标题\nunit: '乙#请核对'\n# 请核对：正文里像是还有占位符\n---\n# 请核对：正文\n"
    problems = list(unanswered_doubt(read_text(text, "notices/2024/a.md")))
    assert [(p.line, p.column, p.severity) for p in problems] == [
        (2, 11, "warning"),
        (4, 1, "warning"),
    ]
    assert "原文没有标题" in problems[0].message


def test_an_unmarked_notice_has_none() -> None:
    assert not list(
        unanswered_doubt(read_text("---\ntitle: 甲  # 已核对\n---\n", "notices/2024/a.md"))
    )
