"""Regions from the names of bodies and the administrative divisions."""

from __future__ import annotations

import pytest

from noticeboard.importing.extract.region import RegionSources, extract_region


@pytest.mark.parametrize(
    ("sources", "region"),
    [
        (
            RegionSources(("怀化市示范局党组", "市示范局党组"), "市委第二巡察组", "市委"),
            "湖南省/怀化市",
        ),
        # An address is no reason to make a city's bureau that of a district.
        (
            RegionSources(("怀化市示范局党组",), "市委第二巡察组", "市委", "怀化市鹤城区示例路1号"),
            "湖南省/怀化市",
        ),
        (RegionSources(("示范镇党委",), "单县县委第三巡察组", "县委"), "山东省/菏泽市/单县/示范镇"),
        (RegionSources(("城关镇党委",), "单县县委第三巡察组", "县委"), "山东省/菏泽市/单县/城关镇"),
        (RegionSources(("市示范局党组",), "怀化市委第二巡察组", "市委"), "湖南省/怀化市"),
        (RegionSources(("鼓楼区示范局党组", "福州市鼓楼区示范局")), "福建省/福州市/鼓楼区"),
        (
            RegionSources(("鼓楼区示范局党组",), "区委第一巡察组", "区委", "福州市鼓楼区示例路1号"),
            "福建省/福州市/鼓楼区",
        ),
        (RegionSources(("示范集团有限公司党委",), "中央第六巡视组", "中央"), "全国"),
        (RegionSources(("湖北省示范厅党组", "省示范厅党组"), "省委第一巡视组", "省委"), "湖北省"),
        (RegionSources(("仙桃市示范局党组",), "市委第一巡察组", "市委"), "湖北省/仙桃市"),
    ],
)
def test_the_names_state_the_region(sources: RegionSources, region: str) -> None:
    field = extract_region(sources)
    assert field.value == region
    assert field.status == "certain" or "没有“城关镇”" in field.reason or "“示范镇”" in field.reason


@pytest.mark.parametrize(
    ("sources", "region", "reason"),
    [
        (RegionSources(("样例市示例区示范局",)), "样例市/示例区", "没有“示例区”"),
        (RegionSources(("示范局",), text="重庆市"), "", "没有写明所在"),
        (RegionSources(("鼓楼区示范局",)), "鼓楼区", "全国有4个鼓楼区"),
        (RegionSources(("鼓楼区示范局",), text="福州市"), "福建省/福州市/鼓楼区", "按文中提到"),
        (
            RegionSources(("武汉示范大学党委",), "省委第六巡视组", "省委"),
            "湖北省/武汉市",
            "按“武汉”推断",
        ),
        (
            RegionSources(("市示范局党组",), "市委第二巡察组", "市委", "怀化市鹤城区示例路1号"),
            "湖南省/怀化市",
            "按地址",
        ),
        (
            RegionSources(("怀化市示范局党组",), "区委第二巡察组", "区委"),
            "湖南省/怀化市",
            "是区委的巡察",
        ),
        (RegionSources(("怀化市示范局", "武汉市示范局")), "湖南省/怀化市", "不在一个地方"),
    ],
)
def test_what_is_not_certain_has_its_own_reason(
    sources: RegionSources, region: str, reason: str
) -> None:
    field = extract_region(sources)
    assert (field.value, field.status) == (region, "unsure" if region else "missing")
    assert reason in field.reason
