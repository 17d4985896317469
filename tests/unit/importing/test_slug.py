"""Slugs of units."""

from __future__ import annotations

import pytest

from noticeboard.importing.slug import slug_for


@pytest.mark.parametrize(
    ("unit", "slug"),
    [
        ("示例区示范局党组", "shili-shifanju"),
        ("武昌区社会管理网格化服务中心党组", "wuchang-shehui-guanli-wanggehua-fuwu-zhongxin"),
        ("index", "index-tongbao"),
        ("", "tongbao"),
    ],
)
def test_slug_is_the_place_and_name_in_pinyin(unit: str, slug: str) -> None:
    assert slug_for(unit) == slug
