"""Place and message of each problem with a published inspection round, without Git."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.factories import known_baseline, made_round, notice, round_text

from noticeboard.model.register import Register
from noticeboard.reading.rounds import read_round
from noticeboard.rules.base import Finding
from noticeboard.rules.changes.rounds import (
    check_round_changes,
    past_round,
    past_round_deleted,
    past_round_notice,
)

ELSEWHERE = "示例省/示例市/另一区"
GROUND = "涉及国家秘密，依照示例办法第三条不公布"
NOTE = {"date": "2025-03-01", "note": "名单抄错"}
HELP = "误改就改回原样；确需改动，在 corrections 里新增一条，如 - {date: 2025-01-05, note: 改了什么、为什么}"


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Finding]:
    return list(past_round(made_round(**old), made_round(**new)))


def test_changed_fields_and_removed_units_are_errors() -> None:
    old = {"source": "示例公告", "due_months": "6", "due_source": "甲", "units": ["乙", "丙", "丁"]}
    new = {"source": "另一公告", "due_source": "甲", "units": ["丁", "乙", "戊"]}
    assert compare(old, new) == [
        Finding(("source",), "名单来源与已公布的不同：原来是“示例公告”，现在是“另一公告”", HELP),
        Finding(("due_months",), "公布期限（月）与已公布的不同：原来是“6”，现在是“（空）”", HELP),
        Finding(("units",), "已公布的单位“丙”被删去了", HELP),
    ]
    assert compare(old, {**new, "corrections": [NOTE]}) == []
    assert compare({"units": ["乙"]}, {"units": ["乙", "丙"]}) == []


def test_changed_unit_is_quoted() -> None:
    region = "示例省/示例市/示例区"
    unit = {"unit": "乙", "group": "区委第一巡察组", "ground": GROUND}
    old = {"units": ["甲", {**unit, "region": region}, "丙"]}
    new = {"units": ["丙", "甲", {"unit": "乙", "group": "区委第二巡察组"}]}
    assert compare(old, new) == [
        Finding(
            ("units", 2, "group"),
            "“乙”的巡察组与已公布的不同：原来是“区委第一巡察组”，现在是“区委第二巡察组”",
            HELP,
        ),
        Finding(
            ("units", 2, "ground"),
            f"“乙”的不公布的依据与已公布的不同：原来是“{GROUND}”，现在是“（空）”",
            HELP,
        ),
    ]
    written_out = {"unit": "乙", "region": region, "feedback": "2024-06-15"}
    assert compare({"units": ["甲", "乙"]}, {"units": ["甲", written_out]}) == []
    elsewhere = {"units": [{"unit": "甲", "region": ELSEWHERE}]}
    assert compare({"units": ["甲"]}, elsewhere) == [
        Finding(("units",), "已公布的单位“甲”被删去了", HELP)
    ]


def test_removed_correction_is_an_error_and_explains_nothing() -> None:
    expected = Finding(
        ("corrections",),
        "更正记录（2025-03-01：名单抄错）被删去或改写了",
        "改回原样；要补充说明，另加一条更正",
    )
    later = {"date": "2025-04-01", "note": "再次更正"}
    changed = compare({"corrections": [NOTE]}, {"source": "另一公告"})
    assert (changed[0], len(changed)) == (expected, 2)
    assert compare({"corrections": [NOTE]}, {"corrections": [later, later | {"note": "又"}]}) == [
        expected
    ]
    assert len(compare({"corrections": [NOTE]}, {"corrections": [NOTE], "source": "另一公告"})) == 1


def test_deleted_round_is_an_error() -> None:
    assert list(past_round_deleted(made_round())) == [
        Finding(
            (),
            "已公布的轮次“示例区委第一轮巡察”被删除或改名了，它的网址会打不开",
            "恢复这个文件；内容有误的，改正以后在 corrections 里写明",
        )
    ]


def test_rounds_are_compared_with_the_baseline() -> None:
    paths = [f"notices/rounds/{name}.yml" for name in ("broken", "gone", "kept", "unread")]
    old = dict.fromkeys(paths, round_text()) | {paths[0]: "- 甲"}
    others = {
        "notices/rounds/readme.md": "",
        "notices/2024/a.yml": "",
        "notices/rounds/new.yml": "",
    }
    letters = {paths[0]: "D", **dict.fromkeys(others, "D"), "notices/rounds/new.yml": "A"}
    letters |= {paths[1]: "D", paths[2]: "M", paths[3]: "T"}
    now = [
        read_round("- 甲", paths[3]),
        read_round(round_text(source="另一公告"), paths[2]),
        read_round(round_text(), "notices/rounds/new.yml"),
    ]
    problems = list(check_round_changes(now, known_baseline(old | others, letters)))
    assert [(p.path, p.line, p.column, p.rule, p.severity) for p in problems] == [
        (paths[1], 1, 1, "past-round-deleted", "error"),
        (paths[2], 5, 9, "past-round", "error"),
    ]
    assert problems[1].message.startswith("名单来源与已公布的不同")
    assert problems[1].help == HELP


def test_removed_unit_does_not_hide_changes_of_the_next() -> None:
    old = {"units": ["甲", {"unit": "乙", "ground": GROUND}]}
    assert [finding.loc for finding in compare(old, {"units": ["乙"]})] == [
        ("units",),
        ("units", 0, "ground"),
    ]
    # Adding a correction alone is allowed.
    assert compare({"units": ["甲"]}, {"units": ["甲"], "corrections": [NOTE]}) == []


@pytest.mark.parametrize(
    ("gained", "loc"),
    [
        ({"due_months": "6", "due_source": "示例办法第三条"}, ("due_months",)),
        ({"units": [{"unit": "乙", "ground": GROUND}]}, ("units", 0, "ground")),
        ({"units": [{"unit": "乙", "feedback": "2024-09-15"}]}, ("units", 0, "feedback")),
        ({"units": [{"unit": "乙", "group": "区委第一巡察组"}]}, ("units", 0, "group")),
        ({"feedback": "2024-09-15"}, ("feedback",)),
    ],
)
def test_what_a_round_gains_needs_a_correction(gained: dict[str, Any], loc: Any) -> None:
    old = {"units": ["乙"]}
    findings = compare(old, {**old, **gained})
    assert findings[0].loc == loc
    assert "原来是“" in findings[0].message
    assert compare(old, {**old, **gained, "corrections": [NOTE]}) == []


def test_a_round_names_only_a_notice_of_the_unit() -> None:
    published = Register([notice("2024/a", unit="示范局党组"), notice("2024/b", unit="文旅局党组")])
    old = made_round(units=["示范局", "民政局党组"])

    def named(first: str | None, second: str | None, **changes: Any) -> list[Finding]:
        units = [{"unit": "示范局"}, {"unit": "民政局党组"}]
        for unit, notice_id in zip(units, (first, second), strict=True):
            unit |= {"notice": notice_id} if notice_id else {}
        return list(past_round_notice(old, made_round(units=units, **changes), published))

    assert named("2024/a", None) == []
    (finding,) = named(None, "2024/b")
    assert finding.loc == ("units", 1, "notice")
    assert named(None, "2024/b", corrections=[NOTE]) == []
    elsewhere = Register([notice("2024/a", region=ELSEWHERE)])
    new = made_round(units=[{"unit": "示范局党组", "notice": "2024/a"}])
    assert len(list(past_round_notice(made_round(), new, elsewhere))) == 1


def test_corrections_of_a_round_are_checked_like_those_of_a_notice() -> None:
    path = "notices/rounds/a.yml"
    corrections = [{"date": "2024-06-20", "note": "。"}]
    now = read_round(round_text(source="另一公告", corrections=corrections), path)
    baseline = known_baseline({path: round_text()}, {path: "M"}, date(2025, 6, 30))
    rules = {problem.rule for problem in check_round_changes([now], baseline)}
    assert rules == {"past-note", "past-day"}
