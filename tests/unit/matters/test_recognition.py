"""The ledgers of texts: every stated problem and nothing else, in the notice's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from noticeboard.matters.ledger import Ledger
from noticeboard.matters.recognition import recognize
from noticeboard.text.rendering import render

CASES = Path(__file__).resolve().parents[2] / "cases/matters"
FILES = sorted(CASES.glob("*.yml"))


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in FILES
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def ledger(text: str) -> Ledger:
    return recognize(render(text, "2024/x").html)


@pytest.mark.parametrize("case", cases())
def test_every_stated_problem_is_quoted_and_nothing_else(case: dict[str, Any]) -> None:
    expected = [
        (one["problem"], one.get("states", []), one.get("figures", []))
        for one in case.get("matters", [])
    ]
    assert [
        (matter.problem, list(matter.states), [figure.text for figure in matter.figures])
        for matter in ledger(case["text"]).matters
    ] == expected
