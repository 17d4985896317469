"""One unit has one page, however it is spelled, and its successions lead both ways."""

from __future__ import annotations

from typing import Any

import pytest
from support.factories import notice

from noticeboard.model.groups import NoticeGroups
from noticeboard.model.register import Register
from noticeboard.model.units import UnitFile, UnitRegister, may_be_same_unit, short_name

REGION = "示例省/示例市/示例区"


def register_of(*units: dict[str, Any]) -> UnitRegister:
    return UnitRegister(UnitFile.model_validate({"units": units}).units)


@pytest.mark.parametrize("second", ["示范局(丑)党组", "示范局 （丑） 党组", "⽰范局（丑）党组"])
def test_spellings_with_one_folded_form_are_one_unit(second: str) -> None:
    notices = [
        notice("2023/a", unit="示范局（丑）党组", published="2023-12-02"),
        notice("2024/b", unit=second),
    ]
    groups = NoticeGroups(Register(notices))
    (unit,) = groups.units
    assert (unit.name, unit.total) == ("示范局（丑）党组", 2)
    assert list(groups.old_unit_urls.values()) == [(REGION, "示范局（丑）党组")]
    assert unit.url not in groups.old_unit_urls


def test_the_register_joins_other_names() -> None:
    entry = {"name": "示例区示范局党组", "region": REGION, "other_names": "示范局党组"}
    notices = [notice("2024/a"), notice("2024/b", unit="示例区示范局党组")]
    groups = NoticeGroups(Register(notices, register_of({**entry, "field": "教育"})))
    (unit,) = groups.units
    assert (unit.name, unit.total, unit.field) == ("示例区示范局党组", 2, "教育")
    assert {name: len(units) for name, units in groups.fields.items()} == {"教育": 1}


@pytest.mark.parametrize("side", ["predecessors", "successors"])
def test_a_succession_leads_both_ways(side: str) -> None:
    later, earlier = ("新局党组", "示范局党组")
    owner, other = (later, earlier) if side == "predecessors" else (earlier, later)
    entry = {"name": owner, "region": REGION, side: [{"unit": other, "date": "2024-03-01"}]}
    notices = [notice("2024/a"), notice("2024/b", unit="新局党组")]
    groups = NoticeGroups(Register(notices, register_of(entry)))
    links = {unit.name: [(one.kind, one.name) for one in unit.relations] for unit in groups.units}
    assert links == {
        "示范局党组": [("successor", "新局党组")],
        "新局党组": [("predecessor", "示范局党组")],
    }
    assert all(one.url for unit in groups.units for one in unit.relations)


def test_a_joint_notice_belongs_to_each_unit() -> None:
    joint = notice(unit=["示例镇党委", *(f"示例{n}村党支部" for n in range(5))])
    groups = NoticeGroups(Register([joint]))
    assert [unit.notices for unit in groups.units] == [(joint,)] * 6
    assert len({url for _, url in groups.unit_links(joint)}) == 6
    assert str(joint.unit).count("、") == 5


def test_a_joint_notice_of_two_groups_is_listed_under_both() -> None:
    joint = notice(inspection__group=["区委第一巡察组", "区委第二巡察组"])
    groups = NoticeGroups(Register([joint]))
    assert [group.total for group in groups.inspections["按巡察组"]] == [1, 1]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("中共示例区示范局党组", "示范局党组"),
        ("区示范局党组", "示范局党组"),
        ("示例市示例区示范局党组", "示范局党组"),
        ("示例区", "示例区"),
    ],
)
def test_a_short_name_lacks_the_region(name: str, short: str) -> None:
    assert short_name(REGION, name) == short


@pytest.mark.parametrize(
    ("region", "name", "same"),
    [
        (REGION, "示例区示范局党组", True),
        ("示例区", "示范局党组", True),
        ("示例省/示例市/另一区", "示范局党组", False),
        (REGION, "水务中心党组", False),
    ],
)
def test_names_and_regions_decide_what_may_be_one_unit(region: str, name: str, same: bool) -> None:
    assert may_be_same_unit((REGION, "示范局党组"), (region, name)) is same
