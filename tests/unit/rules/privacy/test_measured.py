"""The share of private lines that are reported, and of harmless lines that are not."""

from __future__ import annotations

from pathlib import Path

from support.factories import text

from noticeboard.reading.reader import read_text
from noticeboard.rules.privacy import check_privacy
from noticeboard.rules.text.characters import standard_characters

CASES = Path(__file__).resolve().parents[3] / "cases/privacy"
MIN_RECALL, MAX_FALSE_ALARMS = 0.95, 0.02


def lines(kind: str) -> list[str]:
    """Return the lines of all sets of a kind."""
    files = sorted(CASES.glob(f"{kind}*.txt"))
    return [line for file in files for line in file.read_text("utf-8").splitlines()]


def rules(sentence: str) -> set[str]:
    file = text(f"甲\n\n{sentence}\n")
    parsed = standard_characters(read_text(file, "notices/2024/a.md"))
    return {problem.rule for problem in check_privacy(parsed)}


def test_private_lines_are_reported() -> None:
    cases = [line.split("\t") for line in lines("private")]
    missed = [(rule, line) for rule, line in cases if rule not in rules(line.replace("\\n", "\n"))]
    assert len(cases) >= 200
    assert len(missed) <= (1 - MIN_RECALL) * len(cases), missed


def test_harmless_lines_are_accepted() -> None:
    cases = lines("harmless")
    alarms = [(line, names) for line in cases if (names := rules(line.replace("\\n", "\n")))]
    assert len(cases) >= 200
    assert len(alarms) <= MAX_FALSE_ALARMS * len(cases), alarms
