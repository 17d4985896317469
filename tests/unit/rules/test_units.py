"""An editor hears of every name that may be a known one, and answers with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.factories import BODY, text

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_text
from noticeboard.reading.units import parse_units
from noticeboard.rules.check import check_notices

FIRST = text(
    BODY.replace("立行立改", "立即整改"), published="2023-12-02", inspection__feedback="2023-06-15",
    inspection__start="2023-03-01", inspection__end="2023-04-30",
)  # fmt: skip


def problems_of(board: str = "", units: str = "units: []", **changes: Any) -> list[Problem]:
    """Check a notice after an earlier one of 示范局党组 in 示例省/示例市/示例区."""
    parsed_notices = [
        read_text(FIRST, "notices/2023/first.md"),
        read_text(text(**changes), "notices/2024/second.md"),
    ]
    register = parse_units(units, "notices/units.yml")
    return check_notices(parsed_notices, Path("notices"), units=register, board_region=board)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"unit": "示例区示范局党组"}, "unit-spelling"),
        ({"unit": "中共示范局党组"}, "unit-spelling"),
        ({"unit": "示范局（党组）"}, "unit-spelling"),
        ({"region": "示例区"}, "region-partial"),
        ({"region": "示例市/示例区"}, "region-province"),
        ({"region": "别省/别市", "board": "示例省/示例市"}, "region-outside"),
        ({"inspection__feedback": "2023-06-15"}, "notice-twice"),
    ],
)
def test_what_may_be_known_is_a_warning_that_can_be_answered(
    changes: dict[str, Any], rule: str
) -> None:
    reported = {(problem.rule, problem.severity) for problem in problems_of(**changes)}
    assert (rule, "warning") in reported
    accepted = [{"rule": rule, "reason": "原文如此，已核对"}]
    rules = [problem.rule for problem in problems_of(**changes, accepted=accepted)]
    assert rule not in rules
    assert "accepted-unused" not in rules


def test_other_names_of_the_register_are_known() -> None:
    units = "units:\n  - name: 示范局党组\n    region: 示例省/示例市/示例区\n    other_names: 区示范局党组"
    assert problems_of(units=units, unit="区示范局党组") == []


@pytest.mark.parametrize("follow_up", ["2023/first", None])
def test_a_follow_up_is_not_published_twice(follow_up: str | None) -> None:
    changes: dict[str, Any] = {"inspection__feedback": "2023-06-15", "follow_up_of": follow_up}
    rules = {problem.rule for problem in problems_of(**changes)}
    assert ("notice-twice" in rules) is (follow_up is None)


def test_errors_and_private_data_cannot_be_accepted() -> None:
    accepted = [{"rule": "date-not-in-future", "reason": "原文如此，已核对"}]
    rules = [p.rule for p in problems_of(published="2098-01-01", accepted=accepted)]
    assert {"date-not-in-future", "accepted-unused"} <= set(rules)


def test_a_full_width_slash_is_refused() -> None:
    assert ("region", "error") in {
        (p.rule, p.severity) for p in problems_of(region="示例省／示例市")
    }


def test_one_name_belongs_to_one_entry() -> None:
    entry = "  - name: {}\n    region: 示例省\n    other_names: 乙局"
    units = "units:\n" + "\n".join(map(entry.format, ("甲局", "丙局")))
    assert [p.rule for p in problems_of(units=units)] == ["unit-twice"]
