import re

from hypothesis import given
from hypothesis import strategies as st
from support.factories import notice

from noticeboard.model.groups import BY_GROUP, NoticeGroups
from noticeboard.model.register import Register
from noticeboard.model.slugs import (
    MAX_LENGTH,
    DistinctSlugs,
    initial,
    region_slugs,
    slug,
    unit_slugs,
)


@given(st.text(min_size=1, max_size=80))
def test_every_name_has_a_slug(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= MAX_LENGTH


def test_slugs_are_pinyin() -> None:
    assert slug("示范局党组") == "shi-fan-ju-dang-zu"
    assert (initial("示范局"), initial("（）"), initial("12345热线")) == ("S", "#", "#")


def test_reserved_names_get_a_digest() -> None:
    assert slug("Page").startswith("page-")


def test_long_names_get_distinct_slugs() -> None:
    name = "示" * 60
    assert slug(name) != slug(name + "例")


def test_the_first_of_two_homophones_keeps_the_plain_slug() -> None:
    first = notice("2024/a", unit="示范局党组", published="2024-12-02")
    later = notice("2025/b", unit="事犯局党组", published="2025-12-02")
    slugs = unit_slugs([later, first])
    plain = unit_slugs([first])[first.region, *first.unit]
    assert slugs[first.region, *first.unit] == plain
    assert slugs[later.region, *later.unit].startswith(plain + "-")


def test_regions_with_the_same_pinyin_have_slugs_of_their_own() -> None:
    first = notice("2024/a", region="山西省/示例市", published="2024-12-02")
    later = notice("2025/b", region="陕西省/示例市", published="2025-12-02")
    slugs = region_slugs([later, first])
    assert slugs["山西省", "示例市"] == "shan-xi-sheng/shi-li-shi"
    assert re.fullmatch(r"shan-xi-sheng-[0-9a-f]{6}/shi-li-shi", slugs["陕西省", "示例市"])
    groups = NoticeGroups(Register([later, first]))
    pages = [group.url for group in (*groups.regions.values(), *groups.inspections[BY_GROUP])]
    assert len(pages) == len(set(pages)) == 6


@given(st.lists(st.tuples(st.text("山陕西,/示", min_size=1), st.text("ab/", min_size=1))))
def test_no_two_keys_share_a_slug(pairs: list[tuple[str, str]]) -> None:
    slugs = DistinctSlugs[tuple[str]]()
    for key, plain in pairs:
        slugs.add((key,), plain)
    assert len(set(slugs.by_key.values())) == len(slugs.by_key)
