import re

from hypothesis import given
from hypothesis import strategies as st
from support.factories import notice

from noticeboard.model.slugs import MAX_LENGTH, initial, region_slug, slug, unit_slugs


@given(st.text(min_size=1, max_size=80))
def test_every_name_has_a_slug(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= MAX_LENGTH


def test_slugs_are_pinyin() -> None:
    assert slug("示范局党组") == "shi-fan-ju-dang-zu"
    assert region_slug("示例省/示例市") == "shi-li-sheng/shi-li-shi"
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
