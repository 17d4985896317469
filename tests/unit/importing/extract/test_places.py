"""Places at the start of the names of bodies."""

from __future__ import annotations

import pytest

from noticeboard.importing.extract.places import place_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("中共武汉市武昌区示范中心党组", "湖北省/武汉市/武昌区"),
        ("中共示例省样例市示例区示范局", "示例省/样例市/示例区"),
        ("示例区市场监督管理局党组", "示例区"),
        ("示例市市场监督管理局党组", "示例市"),
        ("示例区城市管理执法局", "示例区"),
        ("武汉市示例区示范局", "湖北省/武汉市/示例区"),
        ("城市管理局党组", ""),
        ("市场监督管理局", ""),
        ("城乡建设局党组", ""),
        ("武昌区城乡建设局党组", "湖北省/武汉市/武昌区"),
        ("教育局党组关于市委", ""),
        ("怀化市教育局党组关于市委巡察整改", "湖南省/怀化市"),
        ("恩施州恩施市示范局", "湖北省/恩施土家族苗族自治州/恩施市"),
        ("济南市市中区示范局", "山东省/济南市/市中区"),
        ("内蒙古自治区呼和浩特市示范局", "内蒙古自治区/呼和浩特市"),
        ("示例高新技术产业开发区党工委", ""),
        ("怀化市高新区管委会", "湖南省/怀化市"),
        ("重庆市渝中区示范局", "重庆市/渝中区"),
        ("即墨市示范局", "山东省/青岛市/即墨市"),
        ("国家税务总局湖北省税务局党委", "湖北省"),
        ("武昌区白沙洲街道工作委员会", "湖北省/武汉市/武昌区/白沙洲街道"),
        ("单县示范镇样例村党支部", "山东省/菏泽市/单县/示范镇/样例村"),
        ("东莞市长安镇党委", "广东省/东莞市/长安镇"),
        ("示范镇党委", "示范镇"),
    ],
)
def test_places_at_the_start_of_a_name(name: str, words: str) -> None:
    assert "/".join(place_of(name).words) == words


def test_a_district_of_many_cities_stays_open() -> None:
    divisions = place_of("鼓楼区示范局").divisions
    assert {division[:2] for division in divisions} == {
        ("江苏省", "南京市"), ("江苏省", "徐州市"), ("河南省", "开封市"), ("福建省", "福州市"),
    }  # fmt: skip
    assert place_of("福州市鼓楼区示范局").divisions == (("福建省", "福州市", "鼓楼区"),)
