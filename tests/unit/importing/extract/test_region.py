"""Regions from the names of bodies."""

from __future__ import annotations

import pytest

from noticeboard.importing.extract.region import extract_region, region_of


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("中共武汉市武昌区示范中心党组", ("武汉市", "武昌区")),
        ("中共示例省样例市示例区示范局", ("示例省", "样例市", "示例区")),
        ("示例区市场监督管理局党组", ("示例区",)),
        ("示例市市场监督管理局党组", ("示例市",)),
        ("示例区城市管理执法局", ("示例区",)),
        ("城市管理局党组", ()),
        ("市场监督管理局", ()),
        ("杭州市西湖区示范局", ("杭州市", "西湖区")),
        ("恩施州恩施市示范局", ("恩施州", "恩施市")),
        ("济南市市中区示范局", ("济南市", "市中区")),
        ("内蒙古自治区呼和浩特市示范局", ("内蒙古自治区", "呼和浩特市")),
        ("示例高新技术产业开发区党工委", ()),
        ("重庆市渝中区示范局", ("重庆市", "渝中区")),
    ],
)
def test_places_at_the_start_of_a_name(name: str, places: tuple[str, ...]) -> None:
    assert region_of(name) == places


def test_a_province_that_no_name_states_is_unsure() -> None:
    without_province = extract_region(("样例市示例区示范局",), "正文")
    assert (without_province.value, without_province.status) == ("样例市/示例区", "unsure")
    from_text = extract_region(("样例市示例区示范局",), "学习《湖北省示例条例》")
    assert (from_text.value, from_text.status) == ("湖北省/样例市/示例区", "unsure")
    complete = extract_region(("示例区示范局", "重庆市示例区示范局"), "")
    assert (complete.value, complete.status) == ("重庆市/示例区", "certain")
    assert extract_region(("示范局",), "湖北省").status == "missing"
