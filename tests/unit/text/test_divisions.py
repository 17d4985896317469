"""The table of administrative divisions."""

from __future__ import annotations

from noticeboard.text.divisions import divisions_named, has_town, is_province, without_peoples


def test_the_table_has_present_and_earlier_divisions_with_their_towns() -> None:
    assert divisions_named("武昌区") == (("湖北省", "武汉市", "武昌区"),)
    assert divisions_named("即墨市") == (("山东省", "青岛市", "即墨市"),)
    assert divisions_named("仙桃市") == (("湖北省", "仙桃市"),)
    assert divisions_named("和安县")
    assert not divisions_named("示例县")
    assert has_town(("湖北省", "武汉市", "武昌区"), "杨园街道")
    assert is_province("新疆维吾尔自治区")
    assert not is_province("武汉市")


def test_autonomous_divisions_have_a_short_form() -> None:
    names = (
        "恩施土家族苗族自治州",
        "内蒙古自治区",
        "前郭尔罗斯蒙古族自治县",
        "巴音郭楞蒙古自治州",
        "武昌区",
    )
    short = ("恩施州", "内蒙古自治区", "前郭尔罗斯县", "巴音郭楞州", "武昌区")
    assert tuple(map(without_peoples, names)) == short
