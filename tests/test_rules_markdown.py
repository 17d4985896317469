import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.rules.markdown import PLACEHOLDER, TEXT_RULES, indented_code, raw_html, tight_bold


@pytest.mark.parametrize(
    "text", ["X月", "XX局", "××局党组", "20XX年", "Ｘ月Ｘ日", "【待填】", "____"]
)
def test_placeholders(text: str) -> None:
    assert PLACEHOLDER.search(f"二、{text}。")


@pytest.mark.parametrize(
    "text", ["3×4厘米", "XXL", "5+N", "二〇二四年", "MAX年", "“三重一大”", "A_B"]
)
def test_what_is_no_placeholder(text: str) -> None:
    assert not PLACEHOLDER.search(f"二、{text}。")


@pytest.mark.parametrize(
    "text", ["2<3", "甲<乙>", "<https://example.com/a>", "<a@example.com>", r"\<b>", "`<b>`", "< b"]
)
def test_what_is_no_html(text: str) -> None:
    assert list(raw_html(text)) == []


def test_indentation_within_lists_is_no_code() -> None:
    assert list(indented_code("- 甲\n\n    乙\n")) == []
    assert list(indented_code("1. 甲\n    - 乙\n")) == []
    assert list(indented_code("[^1]: 脚注\n    第二行\n")) == []
    assert [found.line for found in indented_code("甲\n\n    乙\n")] == [2]


def test_bold_before_a_space_or_punctuation_stands() -> None:
    assert list(tight_bold("**（一）抓整改。** 全面")) == []
    assert list(tight_bold("**甲**乙，**丙。**，丁")) == []
    assert len(list(tight_bold("**（一）抓整改。**全面"))) == 1


@given(st.text())
def test_any_text_is_answered_with_places_inside_it(text: str) -> None:
    lines = text.split("\n")
    for rule in TEXT_RULES:
        for found in rule(text):
            assert 0 <= found.line < len(lines)
            assert 0 <= found.column <= len(lines[found.line])


def test_each_rule_is_a_chinese_sentence() -> None:
    assert all((rule.__doc__ or "").endswith("。") for rule in TEXT_RULES)
