"""Rules about inspection rounds: what they report, where, and in which words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.factories import made_round, notice, round_text

from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.model.rounds import NoticeIndex
from noticeboard.reading.rounds import read_round
from noticeboard.rules.base import Finding
from noticeboard.rules.rounds import (
    RoundContext,
    RoundRule,
    check_rounds,
    round_date_in_future,
    round_due_source,
    round_feedback,
    round_ground_needless,
    round_group,
    round_near_name,
    round_notice_of_another,
    round_notice_present,
    round_unit_twice,
)

TODAY = date(2025, 1, 1)
ELSEWHERE = "示例省/示例市/另一区"
GROUND = "涉及国家秘密，依照示例办法第三条不公布"
PATH = "notices/rounds/shili-2024-1.yml"


def findings(rule: RoundRule, *notices: Notice, **fields: Any) -> list[Finding]:
    """Return the findings of a rule for a round among these notices."""
    return list(rule(made_round(**fields), RoundContext(TODAY, NoticeIndex(Register(notices)))))


def test_repeated_unit_is_reported_with_the_first() -> None:
    units = [
        "甲局党组",
        "乙局党组",
        {"unit": "乙局党组", "region": ELSEWHERE},
        "乙局党组",
        "乙局党组",
    ]
    help_text = "删去一处；同名的两个单位各写自己的 region"
    assert findings(round_unit_twice, units=units) == [
        Finding(("units", index), "“乙局党组”列了两次，上一次是第2个", help_text)
        for index in (3, 4)
    ]


def test_future_dates_are_reported_at_their_fields() -> None:
    units = [{"unit": "甲", "feedback": "2025-01-01"}, {"unit": "乙", "feedback": "2025-02"}]
    notes = [{"date": "2025-01-01", "note": "甲"}, {"date": "2025-01-03", "note": "乙"}]
    help_text = "核对年份和月份；还没有反馈的轮次等反馈以后再写"
    fields = {"feedback": "2025-01-02", "units": units, "corrections": notes}
    assert findings(round_date_in_future, **fields) == [
        Finding(loc, f"日期 {day} 在将来（今天是 2025-01-01）", help_text)
        for loc, day in (
            (("feedback",), "2025-01-02"),
            (("units", 1, "feedback"), "2025-02"),
            (("corrections", 1, "date"), "2025-01-03"),
        )
    ]


def test_deadline_and_its_source_require_each_other() -> None:
    assert findings(round_due_source, due_months="6") == [
        Finding(
            ("due_months",),
            "写了公布期限，没有写明依据",
            "写上 due_source: 期限出自哪个文件的哪一条",
        )
    ]
    assert findings(round_due_source, due_source="某文件第三条") == [
        Finding(
            ("due_source",),
            "写了期限的依据，没有写期限",
            "写上 due_months: 几个月；没有期限就删去这一行",
        )
    ]
    assert findings(round_due_source, due_months="6", due_source="某文件第三条") == []
    assert findings(round_due_source) == []


def test_named_notice_must_be_published() -> None:
    units = ["甲", {"unit": "乙", "notice": "2024/a"}, {"unit": "丙", "notice": "2024/b"}]
    assert findings(round_notice_present, notice("2024/a"), units=units) == [
        Finding(
            ("units", 2, "notice"),
            "没有编号为 2024/b 的已公布通报",
            "写成 年份/文件名（不带 .md）；还没有公布就删去这一行",
        )
    ]


def notice_with_feedback(identity: str, feedback: str, **changes: Any) -> Notice:
    return notice(identity, inspection__feedback=feedback, **changes)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("示范局党组", ["2024/first", "2024/last", "2024/near"]),
        ({"unit": "示范局党组", "feedback": "2024-06-20"}, ["2024/last"]),
        ({"unit": "示范局党组", "group": "区委第九巡察组"}, []),
        ({"unit": "别的名称", "notice": "2024/far"}, ["2024/far"]),
        ({"unit": "别的名称", "notice": "2024/none"}, []),
        ({"unit": "示范局党组", "region": ELSEWHERE}, []),
    ],
)
def test_feedback_must_match_the_notice(unit: Any, expected: list[str]) -> None:
    days = {
        "2024/near": "2024-06-20",
        "2024/first": "2024-03-15",
        "2024/last": "2024-09-15",
        "2024/before": "2024-03-14",
        "2024/far": "2024-09-21",
        "2024/same": "2024-06",
    }
    notices = [notice_with_feedback(identity, day) for identity, day in days.items()]
    notices.append(notice_with_feedback("2024/city", "2024-06-20", inspection__authority="市委"))
    day = unit.get("feedback", "2024-06-15") if isinstance(unit, dict) else "2024-06-15"
    name = unit["unit"] if isinstance(unit, dict) else unit
    help_text = (
        "对照原文核对；这个单位的反馈日期与整轮不同时，在它下面写 feedback；"
        "确是另一次巡察的，写明 group"
    )
    result = findings(round_feedback, *notices, units=["甲", unit])
    assert result == [
        Finding(
            ("units", 1),
            f"“{name}”的反馈日期是 {day}，通报 {identity} 里是 {days[identity]}",
            help_text,
        )
        for identity in expected
    ]


def test_group_must_match_the_notice() -> None:
    other = {"unit": "示范局党组", "group": "区委第九巡察组"}
    expected = Finding(
        ("units", 1, "group"),
        "巡察组是“区委第九巡察组”，通报 2024/a 里是“区委第一巡察组”",
        "照通报的写法写，或删去 group",
    )
    adjacent = notice_with_feedback("2024/b", "2024-06-16")
    assert findings(round_group, adjacent, notice("2024/a"), units=["甲", other]) == [expected]
    fitting = notice("2024/c", inspection__group="区委第九巡察组")
    assert findings(round_group, notice("2024/a"), fitting, units=[other]) == []
    elsewhere = {**other, "region": ELSEWHERE}
    assert findings(round_group, notice("2024/a"), units=["示范局党组", elsewhere]) == []
    later = [{**other, "unit": "甲"}, "示范局党组", other]
    assert [finding.loc for finding in findings(round_group, notice("2024/a"), units=later)] == [
        ("units", 2, "group")
    ]


@pytest.mark.parametrize("board", ["", "jia"])
def test_notice_of_another_unit_is_reported_in_a_portal_too(board: str) -> None:
    units = ["甲局党组", {"unit": "示范局党组", "notice": "2024/a"}]
    given = read_round(round_text(units=units), PATH, board).round
    published = notice(f"{board}/2024/a".strip("/"), unit="甲局党组")
    assert given
    (finding,) = round_notice_of_another(
        given, RoundContext(TODAY, NoticeIndex(Register([published])))
    )
    assert finding.loc == ("units", 1, "notice")


def test_ground_of_a_published_unit_is_reported() -> None:
    units = [
        {"unit": "甲", "ground": GROUND},
        "示范局党组",
        {"unit": "示范局党组", "ground": GROUND},
    ]
    assert findings(round_ground_needless, notice("2024/a"), units=units) == [
        Finding(("units", 2, "ground"), "写了不公布的依据，可是有通报 2024/a", "删去 ground")
    ]


@pytest.mark.parametrize(
    ("unit", "similar"),
    [
        ("示例区示范局党组", True),
        ("示范局党委", True),
        ("示范", True),
        ("示例局党组", False),
        ("示范局党组办公室", True),
        ("甲局党组", False),
        ("示范局机关党委", True),
        ({"unit": "示范局党委", "region": ELSEWHERE}, False),
        ({"unit": "示范局党委", "feedback": "2025-07"}, False),
        ({"unit": "示范局党委", "notice": "2024/a"}, False),
    ],
)
def test_similar_name_is_reported_as_a_warning(unit: Any, similar: bool) -> None:
    name = unit["unit"] if isinstance(unit, dict) else unit
    expected = Finding(
        ("units", 1),
        f"没有对上“{name}”的通报，可能是“示范局党组”的 2024/a",
        "是的，在它下面写 notice: 2024/a；名称不同的，也可以登记到 notices/units.yml",
        "warning",
    )
    notices = [
        notice("2024/elsewhere", region=ELSEWHERE, unit="丙局党组"),
        notice_with_feedback("2024/later", "2024-12-01"),
        notice("2024/a"),
    ]
    published = {"unit": "丙局党组", "region": ELSEWHERE}
    result = findings(round_near_name, *notices, units=[published, unit])
    assert result == ([expected] if similar else [])


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [("甲乙丙丁戊党组", "甲乙丙丁己党组", True), ("甲乙丙丁党组", "甲乙丙戊党组", False)],
)
def test_four_characters_of_five_are_similar(one: str, other: str, similar: bool) -> None:
    result = findings(round_near_name, notice("2024/a", unit=one), units=[other])
    assert bool(result) is similar


def test_name_of_another_unit_of_the_round_is_not_similar() -> None:
    assert findings(round_near_name, notice("2024/a"), units=["示范局党委", "示范局党组"]) == []


def test_problems_carry_the_place_and_the_rule() -> None:
    broken = read_round("- 甲", "notices/rounds/b.yml")
    text = round_text(units=["示范局党委", {"unit": "示范局党组", "notice": "2024/none"}])
    parsed_notices = [broken, read_round(text, PATH)]
    problems = list(check_rounds(parsed_notices, Register([notice("2024/a")]), TODAY))
    line = text.split("\n").index("  notice: 2024/none") + 1
    assert problems[: len(broken.problems)] == list(broken.problems)
    assert problems[len(broken.problems) :] == [
        Problem(
            PATH,
            line,
            11,
            "round-notice-present",
            "error",
            "没有编号为 2024/none 的已公布通报",
            "写成 年份/文件名（不带 .md）；还没有公布就删去这一行",
        )
    ]
    (warned,) = check_rounds(
        [read_round(round_text(units=["示范局党委"]), PATH)], Register([notice("2024/a")]), TODAY
    )
    assert (warned.rule, warned.severity) == ("round-near-name", "warning")
