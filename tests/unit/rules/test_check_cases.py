"""Goldens of the check: each file of cases/check/ and the messages that must come of it.

`python tests/unit/rules/test_check_cases.py` writes the goldens anew; read the difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from noticeboard.model.formats import as_text
from noticeboard.reading.reader import read_bytes, source_lines
from noticeboard.rules import Context, check_readings

CASES = sorted((Path(__file__).resolve().parents[2] / "cases/check").glob("*.md"))


def messages(case: Path) -> str:
    shown = f"notices/2024/{case.stem}.md"
    parsed = read_bytes(case.read_bytes(), shown)
    lines = [*source_lines(case.read_bytes()), ""]
    problems = check_readings([parsed], Path("notices"))
    return as_text(problems, lambda path, line: lines[line - 1]) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_messages(case: Path) -> None:
    # A future date is told together with today's.
    said = messages(case).replace(_today(), "2026-01-01")
    assert said == case.with_suffix(".txt").read_text("utf-8")


def _today() -> str:
    return str(Context(Path()).today)


if __name__ == "__main__":
    for case in CASES:
        case.with_suffix(".txt").write_text(messages(case).replace(_today(), "2026-01-01"), "utf-8")
