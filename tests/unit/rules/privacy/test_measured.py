"""The share of private lines that are reported, and of harmless lines that are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.factories import text

from noticeboard.reading.reader import read_text
from noticeboard.rules.characters import standard_characters
from noticeboard.rules.privacy import check_privacy

CASES = Path(__file__).resolve().parents[3] / "cases/privacy"
MIN_RECALL, MAX_FALSE_ALARMS = 0.95, 0.02


def lines(name: str) -> list[str]:
    return (CASES / name).read_text("utf-8").splitlines()


def rules(sentence: str) -> set[str]:
    file = text(f"甲\n\n{sentence}\n")
    parsed = standard_characters(read_text(file, "notices/2024/a.md"))
    return {problem.rule for problem in check_privacy(parsed)}


@pytest.mark.parametrize("name", ["private.txt", "private_2.txt"])
def test_private_lines_are_reported(name: str) -> None:
    cases = [line.split("\t") for line in lines(name)]
    missed = [(rule, line) for rule, line in cases if rule not in rules(line.replace("\\n", "\n"))]
    assert len(missed) <= (1 - MIN_RECALL) * len(cases), missed


@pytest.mark.parametrize("name", ["harmless.txt", "harmless_2.txt"])
def test_harmless_lines_are_accepted(name: str) -> None:
    cases = lines(name)
    alarms = [(line, reported) for line in cases if (reported := rules(line.replace("\\n", "\n")))]
    assert len(alarms) <= MAX_FALSE_ALARMS * len(cases), alarms


def test_the_sets_are_large_enough() -> None:
    for name in ("private.txt", "harmless.txt"):
        assert len(set(lines(name))) >= 100
    for name in ("private_2.txt", "harmless_2.txt"):
        assert len(set(lines(name))) >= 50
