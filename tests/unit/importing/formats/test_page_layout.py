"""Which lines are joined, and what is left out of printed and copied pages."""

from __future__ import annotations

import pytest

from noticeboard.importing.formats.page_layout import Line, arrange, text_width

FULL = "一二三四五六七八九十" * 2


def line(text: str, left: float = 0, size: float = 0) -> Line:
    """Return a line of letters of one em."""
    return Line(text, left, left + text_width(text), size)


def texts(*pages: list[Line]) -> list[str]:
    """Return the texts of the paragraphs of printed pages."""
    return [paragraph.text for paragraph in arrange(pages)[0]]


def reasons(*pages: list[Line]) -> str:
    """Return the remarks on printed pages."""
    return "\n".join(f"{remark.reason} {remark.sentence}" for remark in arrange(pages)[1])


INDENTED = [line(FULL[:18], 2), line(FULL), line("完。")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (INDENTED * 2, [FULL[:18] + FULL + "完。"] * 2),
        ([line(FULL), line("完。"), line(FULL[:10])], [FULL + "完。", FULL[:10]]),
        ([*INDENTED * 2, line(FULL[:17] + "。", 2), line("甲", 2)], [FULL[:18] + FULL + "完。"] * 2 + [FULL[:17] + "。", "甲"]),
        ([line(FULL[:19] + "。"), line("甲"), line(FULL)], [FULL[:19] + "。", "甲", FULL]),
        ([line(FULL), line("一、学习情况"), line(FULL)], [FULL, "一、学习情况", FULL]),
        ([line(FULL[:5] + FULL[:13] + "甲"), line("乙。"), line(FULL)], [FULL[:5] + FULL[:13] + "甲乙。", FULL]),
        ([line("邮箱：zhangsan@exam"), line("ple.com。"), line(FULL)], ["邮箱：zhangsan@example.com。", FULL]),
        ([line("邮箱：zhangsan"), line("@example.com"), line(FULL)], ["邮箱：zhangsan@example.com", FULL]),
        ([line("邮箱：a@example.com"), line("b@example.com"), line(FULL)], ["邮箱：a@example.com", "b@example.com", FULL]),
    ],
)  # fmt: skip
def test_lines_are_joined_only_where_it_is_certain(lines: list[Line], expected: list[str]) -> None:
    assert texts(lines) == expected


def test_page_numbers_are_left_out_and_reported() -> None:
    pages = [[line(FULL), line("— 1 —", 8)], [line("完。"), line("第2页 共2页", 8)]]
    assert texts(*pages) == [FULL + "完。"]
    assert reasons(*pages) == "页码没有采用 — 1 —\n页码没有采用 第2页 共2页"


def test_a_number_within_a_page_is_no_page_number() -> None:
    assert texts([line(FULL), line("12", 8), line("完。")]) == [FULL, "12", "完。"]


def test_running_headers_are_left_out_and_reported() -> None:
    pages = [[line("内部资料", 8), line(f"第{number}段话。")] for number in range(3)]
    assert texts(*pages) == [f"第{number}段话。" for number in range(3)]
    assert "每页重复的页眉或页脚没有采用 内部资料" in reasons(*pages)


def test_spaces_between_chinese_characters_are_removed_where_they_are_the_rule() -> None:
    assert texts([line("关 于 巡 察 整 改 的 通 报")]) == ["关于巡察整改的通报"]
    assert texts([line("甲局 乙局 丙局 的联系人是 张某")]) == ["甲局 乙局 丙局 的联系人是 张某"]


def test_digits_that_were_broken_are_reported() -> None:
    lines = [line("本单位的公开监督电话是：0712-12345", 3), line("67。"), line(FULL)]
    assert texts(lines)[0] == "本单位的公开监督电话是：0712-1234567。"
    assert "断在两行的数字" in reasons(lines)
