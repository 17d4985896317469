import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.shorten import around_number, shorten


@pytest.mark.parametrize(
    ("text", "length", "result"),
    [
        ("一二三", 3, "一二三"),
        ("一二三四", 3, "一二…"),
        ("退回资金1,234.5万元", 8, "退回资金…"),
        ("退回资金3.6万元，其余", 8, "退回资金…"),
        ("退回资金3.6万元，其余", 10, "退回资金3.6万元…"),
        ("于2024年12月2日公布", 9, "于2024年…"),
        ("1" * 60, 10, "1" * 9 + "…"),
        ("12345", 3, "12…"),
    ],
)  # fmt: skip
def test_a_text_is_cut_before_a_number_not_in_it(text: str, length: int, result: str) -> None:
    assert shorten(text, length) == result


@given(st.text("甲乙，1.5万元", max_size=60), st.integers(2, 60))
def test_a_short_text_is_the_beginning_of_the_long_one(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= max(length, 2)
    assert text.startswith(short.removesuffix("…"))


@given(
    st.lists(st.sampled_from(["甲乙丙", "，", "3.6万元", "1,204个", "2024年"])), st.integers(0, 80)
)
def test_no_cut_divides_a_number(parts: list[str], at: int) -> None:
    text = "，".join(parts)
    at = min(at, len(text))
    start, end = around_number(text, at)
    assert start <= at <= end
    for match in re.finditer(r"[0-9][0-9.,]*(?:万元|个|年)", text):
        assert not match.start() < start < match.end()
        assert not match.start() < end < match.end()
