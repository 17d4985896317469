"""What the rules about inspection rounds say, where and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made import known_past, made_round, notice, round_text

from noticeboard.notice import Notice
from noticeboard.problems import Problem
from noticeboard.rounds import Published, read_round
from noticeboard.rules.base import Context, Finding
from noticeboard.rules.rounds import (
    Among,
    RoundRule,
    check_past_rounds,
    check_rounds,
    past_round,
    past_round_deleted,
    round_date_in_future,
    round_due_source,
    round_feedback,
    round_ground_needless,
    round_group,
    round_near_name,
    round_notice_present,
    round_unit_twice,
)

TODAY = Context(Path("notices"), date(2025, 1, 1))
ELSEWHERE = "示例省/示例市/另一区"
GROUND = "涉及国家秘密，依照示例办法第三条不公布"
PATH = "notices/rounds/shili-2024-1.yml"


def answers(rule: RoundRule, *notices: Notice, **fields: Any) -> list[Finding]:
    """What one rule says of a round among these notices."""
    return list(rule(made_round(**fields), Among(TODAY, Published(notices))))


def test_a_unit_named_again_is_told_with_the_first() -> None:
    units = [
        "甲局党组",
        "乙局党组",
        {"unit": "乙局党组", "region": ELSEWHERE},
        "乙局党组",
        "乙局党组",
    ]
    remedy = "删去一处；同名的两个单位各写自己的 region"
    assert answers(round_unit_twice, units=units) == [
        Finding(("units", index), "“乙局党组”列了两次，上一次是第2个", remedy) for index in (3, 4)
    ]


def test_dates_that_have_not_come_are_told_at_their_fields() -> None:
    units = [{"unit": "甲", "feedback": "2025-01-01"}, {"unit": "乙", "feedback": "2025-02"}]
    notes = [{"date": "2025-01-01", "note": "甲"}, {"date": "2025-01-03", "note": "乙"}]
    remedy = "核对年份和月份；还没有反馈的轮次等反馈以后再写"
    fields = {"feedback": "2025-01-02", "units": units, "corrections": notes}
    assert answers(round_date_in_future, **fields) == [
        Finding(loc, f"日期 {day} 在将来（今天是 2025-01-01）", remedy)
        for loc, day in (
            (("feedback",), "2025-01-02"),
            (("units", 1, "feedback"), "2025-02"),
            (("corrections", 1, "date"), "2025-01-03"),
        )
    ]


def test_a_deadline_and_its_ground_stand_together() -> None:
    assert answers(round_due_source, due_months="6") == [
        Finding(
            ("due_months",),
            "写了公布期限，没有写明依据",
            "写上 due_source: 期限出自哪个文件的哪一条",
        )
    ]
    assert answers(round_due_source, due_source="某文件第三条") == [
        Finding(
            ("due_source",),
            "写了期限的依据，没有写期限",
            "写上 due_months: 几个月；没有期限就删去这一行",
        )
    ]
    assert answers(round_due_source, due_months="6", due_source="某文件第三条") == []
    assert answers(round_due_source) == []


def test_a_notice_named_is_one_that_is_published() -> None:
    units = ["甲", {"unit": "乙", "notice": "2024/a"}, {"unit": "丙", "notice": "2024/b"}]
    assert answers(round_notice_present, notice("2024/a"), units=units) == [
        Finding(
            ("units", 2, "notice"),
            "没有编号为 2024/b 的已公布通报",
            "写成 年份/文件名（不带 .md）；还没有公布就删去这一行",
        )
    ]


def inspected(identity: str, feedback: str, **changes: Any) -> Notice:
    return notice(identity, inspection__feedback=feedback, **changes)


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("示范局党组", ["2024/near", "2024/first", "2024/last"]),
        ({"unit": "示范局党组", "feedback": "2024-06-20"}, ["2024/last"]),
        ({"unit": "示范局党组", "group": "区委第九巡察组"}, []),
        ({"unit": "别的名称", "notice": "2024/far"}, ["2024/far"]),
        ({"unit": "别的名称", "notice": "2024/none"}, []),
        ({"unit": "示范局党组", "region": ELSEWHERE}, []),
    ],
)
def test_the_day_of_feedback_is_that_of_the_notice(unit: Any, told: list[str]) -> None:
    days = {
        "2024/near": "2024-06-20",
        "2024/first": "2024-03-15",
        "2024/last": "2024-09-15",
        "2024/before": "2024-03-14",
        "2024/far": "2024-09-21",
        "2024/same": "2024-06",
    }
    notices = [inspected(identity, day) for identity, day in days.items()]
    notices.append(inspected("2024/city", "2024-06-20", inspection__authority="市委"))
    day = unit.get("feedback", "2024-06-15") if isinstance(unit, dict) else "2024-06-15"
    name = unit["unit"] if isinstance(unit, dict) else unit
    remedy = (
        "对照原文核对；这个单位的反馈日期与整轮不同时，在它下面写 feedback；"
        "确是另一次巡察的，写明 group"
    )
    found = answers(round_feedback, *notices, units=["甲", unit])
    assert found == [
        Finding(
            ("units", 1),
            f"“{name}”的反馈日期是 {day}，通报 {identity} 里是 {days[identity]}",
            remedy,
        )
        for identity in told
    ]


def test_the_group_is_that_of_the_notice() -> None:
    other = {"unit": "示范局党组", "group": "区委第九巡察组"}
    told = Finding(
        ("units", 1, "group"),
        "巡察组是“区委第九巡察组”，通报 2024/a 里是“区委第一巡察组”",
        "照通报的写法写，或删去 group",
    )
    near = inspected("2024/b", "2024-06-16")
    assert answers(round_group, near, notice("2024/a"), units=["甲", other]) == [told]
    fitting = notice("2024/c", inspection__group="区委第九巡察组")
    assert answers(round_group, notice("2024/a"), fitting, units=[other]) == []
    elsewhere = {**other, "region": ELSEWHERE}
    assert answers(round_group, notice("2024/a"), units=["示范局党组", elsewhere]) == []
    later = [{**other, "unit": "甲"}, "示范局党组", other]
    assert [found.loc for found in answers(round_group, notice("2024/a"), units=later)] == [
        ("units", 2, "group")
    ]


def test_who_has_published_needs_no_ground() -> None:
    units = [
        {"unit": "甲", "ground": GROUND},
        "示范局党组",
        {"unit": "示范局党组", "ground": GROUND},
    ]
    assert answers(round_ground_needless, notice("2024/a"), units=units) == [
        Finding(("units", 2, "ground"), "写了不公布的依据，可是有通报 2024/a", "删去 ground")
    ]


@pytest.mark.parametrize(
    ("unit", "near"),
    [
        ("示例区示范局党组", True),
        ("示范局党委", True),
        ("示范", True),
        ("示例局党组", False),
        ("示范局党组办公室", True),
        ("甲局党组", False),
        ("示范局机关党委", True),
        ({"unit": "示范局党委", "region": ELSEWHERE}, False),
        ({"unit": "示范局党委", "feedback": "2024-07"}, False),
        ({"unit": "示范局党委", "notice": "2024/a"}, False),
    ],
)
def test_a_name_that_is_near_is_told_as_a_warning(unit: Any, near: bool) -> None:
    name = unit["unit"] if isinstance(unit, dict) else unit
    told = Finding(
        ("units", 1),
        f"没有“{name}”的通报，反馈日期相同的有“示范局党组”的 2024/a",
        "是同一个单位的，在它下面写 notice: 2024/a",
        "warning",
    )
    notices = [
        notice("2024/elsewhere", region=ELSEWHERE, unit="丙局党组"),
        inspected("2024/later", "2024-08-01"),
        notice("2024/a"),
    ]
    published = {"unit": "丙局党组", "region": ELSEWHERE}
    found = answers(round_near_name, *notices, units=[published, unit])
    assert found == ([told] if near else [])


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("甲乙丙丁戊党组", "甲乙丙丁己党组", True), ("甲乙丙丁党组", "甲乙丙戊党组", False)],
)
def test_four_letters_of_five_are_near(one: str, other: str, near: bool) -> None:
    found = answers(round_near_name, notice("2024/a", unit=one), units=[other])
    assert bool(found) is near


def test_a_unit_of_the_round_itself_is_not_another_ones_name() -> None:
    assert answers(round_near_name, notice("2024/a"), units=["示范局党委", "示范局党组"]) == []


NOTE = {"date": "2025-03-01", "note": "名单抄错"}
REMEDY = "误改就改回原样；确需改动，在 corrections 里新增一条，如 - {date: 2025-01-05, note: 改了什么、为什么}"


def past(old: dict[str, Any], new: dict[str, Any]) -> list[Finding]:
    return list(past_round(made_round(**old), made_round(**new)))


def test_what_was_published_of_a_round_stays() -> None:
    old = {"source": "示例公告", "due_months": "6", "due_source": "甲", "units": ["乙", "丙", "丁"]}
    new = {"source": "另一公告", "due_source": "甲", "units": ["丁", "乙", "戊"]}
    assert past(old, new) == [
        Finding(("source",), "名单来源与已公布的不同：原来是“示例公告”，现在是“另一公告”", REMEDY),
        Finding(("due_months",), "公布期限（月）与已公布的不同：原来是“6”，现在是“（空）”", REMEDY),
        Finding(("units",), "已公布的单位“丙”被删去了", REMEDY),
    ]
    assert past(old, {**new, "corrections": [NOTE]}) == []
    assert past({"units": ["乙"]}, {"units": ["乙", "丙"], "due_months": "6"}) == []


def test_what_was_said_of_a_unit_stays() -> None:
    region = "示例省/示例市/示例区"
    unit = {"unit": "乙", "group": "区委第一巡察组", "ground": GROUND}
    old = {"units": ["甲", {**unit, "region": region}, "丙"]}
    new = {"units": ["丙", "甲", {"unit": "乙", "group": "区委第二巡察组"}]}
    assert past(old, new) == [
        Finding(
            ("units", 2, "group"), "“乙”的巡察组与已公布的不同：原来是“区委第一巡察组”", REMEDY
        ),
        Finding(
            ("units", 2, "ground"), f"“乙”的不公布的依据与已公布的不同：原来是“{GROUND}”", REMEDY
        ),
    ]
    assert past({"units": ["甲", "乙"]}, {"units": ["甲", {**unit, "region": region}]}) == []
    elsewhere = {"units": [{"unit": "甲", "region": ELSEWHERE}]}
    assert past({"units": ["甲"]}, elsewhere) == [
        Finding(("units",), "已公布的单位“甲”被删去了", REMEDY)
    ]


def test_a_correction_that_went_is_told_and_pays_for_nothing() -> None:
    told = Finding(
        ("corrections",),
        "更正记录（2025-03-01：名单抄错）被删去或改写了",
        "改回原样；要补充说明，另加一条更正",
    )
    later = {"date": "2025-04-01", "note": "再次更正"}
    assert past({"corrections": [NOTE]}, {"source": "另一公告"}) == [told]
    assert past({"corrections": [NOTE]}, {"corrections": [later, later | {"note": "又"}]}) == [told]
    assert len(past({"corrections": [NOTE]}, {"corrections": [NOTE], "source": "另一公告"})) == 1


def test_a_round_that_went_is_told() -> None:
    assert list(past_round_deleted(made_round())) == [
        Finding(
            (),
            "已公布的轮次“示例区委第一轮巡察”被删除或改名了，它的网址会打不开",
            "恢复这个文件；内容有误的，改正以后在 corrections 里写明",
        )
    ]


def test_each_finding_stands_at_its_place_under_the_name_of_its_rule() -> None:
    broken = read_round("- 甲", "notices/rounds/b.yml")
    text = round_text(units=["示范局党委", {"unit": "示范局党组", "notice": "2024/none"}])
    readings = [broken, read_round(text, PATH)]
    found = list(check_rounds(readings, [notice("2024/a")], TODAY))
    line = text.split("\n").index("  notice: 2024/none") + 1
    assert found[: len(broken.problems)] == list(broken.problems)
    assert found[len(broken.problems) :] == [
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
        [read_round(round_text(units=["示范局党委"]), PATH)], [notice("2024/a")], TODAY
    )
    assert (warned.rule, warned.severity) == ("round-near-name", "warning")


def test_rounds_are_compared_with_what_was_published() -> None:
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
    found = list(check_past_rounds(now, known_past(old | others, letters)))
    assert [(p.path, p.line, p.column, p.rule, p.severity) for p in found] == [
        (paths[1], 1, 1, "past-round-deleted", "error"),
        (paths[2], 5, 9, "past-round", "error"),
    ]
    assert found[1].message.startswith("名单来源与已公布的不同")
    assert found[1].help == REMEDY
