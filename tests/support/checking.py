"""Run all checks on one notice file, for hostile inputs."""

from __future__ import annotations

from pathlib import Path

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_bytes
from noticeboard.rules.check import check_notices
from noticeboard.rules.problem_formats import as_text
from noticeboard.text.rendering import render


def check_bytes(raw: bytes, path: str = "notices/2024/x.md") -> list[Problem]:
    """Read, check, format and render a file; return its problems."""
    parsed = read_bytes(raw, path)
    problems = check_notices([parsed], Path("notices"))
    assert as_text(problems) or not problems
    if parsed.notice:
        render(parsed.notice.body, parsed.notice.id)
    return problems
