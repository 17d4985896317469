"""Goldens of the check: each file of cases/check/ and its expected messages.

`python tests/unit/rules/test_check_cases.py` rewrites the goldens; review the difference.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from noticeboard.reading.reader import read_bytes
from noticeboard.reading.source_files import source_lines
from noticeboard.rules.check import check_notices
from noticeboard.rules.problem_formats import as_text

CASES = sorted((Path(__file__).resolve().parents[2] / "cases/check").glob("*.md"))
TODAY = date(2026, 1, 1)


def messages(case: Path) -> str:
    parsed = read_bytes(case.read_bytes(), f"notices/2024/{case.stem}.md")
    lines = [*source_lines(case.read_bytes()), ""]
    problems = check_notices([parsed], Path("notices"), today=TODAY)
    return as_text(problems, lambda path, line: lines[line - 1]) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_messages_match_the_golden(case: Path) -> None:
    assert messages(case) == case.with_suffix(".txt").read_text("utf-8")


if __name__ == "__main__":
    for case in CASES:
        case.with_suffix(".txt").write_text(messages(case), "utf-8")
