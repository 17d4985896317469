"""Rules about the Markdown of the body: what they report, where, and in which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.rules.base import TextFinding
from noticeboard.rules.markdown import (
    MARKDOWN_RULES,
    indented_code,
    link_target,
    raw_html,
    tight_bold,
    top_heading,
)

LONG = "很长的名称" * 20


@pytest.mark.parametrize(
    "text", ["X月", "XX局", "××局党组", "20XX年", "Ｘ月Ｘ日", "【待填】", "____"]
)
def test_placeholders_are_recognised(text: str) -> None:
    assert PLACEHOLDER.search(f"二、{text}。")


@pytest.mark.parametrize(
    "text", ["3×4厘米", "XXL", "5+N", "二〇二四年", "MAX年", "“三重一大”", "A_B"]
)
def test_other_text_is_no_placeholder(text: str) -> None:
    assert not PLACEHOLDER.search(f"二、{text}。")


@pytest.mark.parametrize(
    "text", ["2<3", "甲<乙>", "<https://example.com/a>", "<a@example.com>", r"\<b>", "`<b>`", "< b"]
)
def test_other_angle_brackets_are_no_html(text: str) -> None:
    assert list(raw_html(text)) == []


def test_indentation_within_lists_is_accepted() -> None:
    assert list(indented_code("- 甲\n\n    乙\n")) == []
    assert list(indented_code("1. 甲\n    - 乙\n")) == []
    assert list(indented_code("[^1]: 脚注\n    第二行\n")) == []
    assert [finding.line for finding in indented_code("甲\n\n    乙\n")] == [2]


def test_bold_before_a_space_or_punctuation_is_accepted() -> None:
    assert list(tight_bold("**（一）抓整改。** 全面")) == []
    assert list(tight_bold("**甲**乙，**丙。**，丁")) == []
    assert len(list(tight_bold("**（一）抓整改。**全面"))) == 1


def findings(rule: str, text: str) -> list[TextFinding]:
    (chosen,) = (each for each in MARKDOWN_RULES if each.__name__ == rule)
    return list(chosen(text))


@pytest.mark.parametrize(
    ("rule", "text", "column", "message", "help_text"),
    [
        (
            "raw_html",
            f"`代 码`<b>{LONG}",
            5,
            "正文里有 HTML：<b>",
            "删去标签，用 Markdown 写；要显示“<”时写成“\\<”",
        ),
        (
            "raw_html",
            f"<b {LONG}",
            0,
            f"正文里有 HTML：<b {LONG[:27]}",
            "删去标签，用 Markdown 写；要显示“<”时写成“\\<”",
        ),
        (
            "entity",
            "`&amp;`和&nbsp;",
            8,
            "正文里有 HTML 实体：&nbsp;",
            "直接写出那个字符；空格用空格键输入",
        ),
        (
            "entity",
            f"&{'a' * 31};",
            0,
            f"正文里有 HTML 实体：&{'a' * 29}",
            "直接写出那个字符；空格用空格键输入",
        ),
        (
            "placeholder",
            "按照某某某某XX局党组要求",
            6,
            "这里像是没有填写的占位符：…某某某某XX局党组要…",
            "填上实际内容",
        ),
        (
            "placeholder",
            "二XX局",
            1,
            "这里像是没有填写的占位符：…二XX局…",
            "填上实际内容",
        ),
        (
            "indented_code",
            "\t甲",
            0,
            "行首有四个以上半角空格或制表符，这一段会变成代码",
            "删去行首空格；需要缩进时用全角空格",
        ),
        (
            "top_heading",
            "# 甲",
            0,
            "正文里有一级标题（#）",
            "通报的标题写在 title 里；“一、”用 ##，“（一）”用 ###",
        ),
        (
            "heading_space",
            "##一、甲",
            2,
            "# 后面缺少半角空格，这一行不会成为标题",
            "写成“## …”",
        ),
        (
            "attribute_list",
            "甲{: #a }",
            1,
            "这种写法不起作用，会原样显示：{: #a }",
            "删去",
        ),
        (
            "attribute_list",
            "甲--8<-- 乙",
            1,
            "这种写法不起作用，会原样显示：--8<--",
            "删去",
        ),
        (
            "attribute_list",
            f"{{{{{LONG}}}}}",
            0,
            f"这种写法不起作用，会原样显示：{{{{{LONG[:28]}",
            "删去",
        ),
        (
            "link_target",
            "甲[乙](https://ex\u0430mple.com)",
            1,
            "链接“https://ex\u0430mple.com”的网站名称里有“\u0430”（U+0430，西里尔字母），像是冒充别的网站",
            "从浏览器的地址栏重新复制网址",
        ),
        (
            "link_target",
            f"[甲](https://example.com@b.example/{LONG})",
            0,
            f"链接“https://example.com@b.example/{LONG[:30]}”的网站名称里有“@”，像是冒充别的网站",
            "从浏览器的地址栏重新复制网址",
        ),
        (
            "link_target",
            "甲![乙](https://example.com/a.png)",
            1,
            "图片在别的网站上",
            "把图片文件放进与通报同名的文件夹，写成 ![说明](名称/图片.png)",
        ),
        (
            "link_target",
            f"[甲](../../{LONG})",
            0,
            f"链接“../../{LONG[:54]}”指到 notices 文件夹外面",
            "只能链接 notices 里的通报和附件，路径从本文件所在的文件夹算起",
        ),
        (
            "link_target",
            f"[甲](javascript:{LONG})",
            0,
            f"链接“javascript:{LONG[:49]}”不能使用",
            "写 https:// 开头的网址、mailto:、tel:，或库里文件的相对路径",
        ),
    ],
)
def test_refused_syntax_is_reported_in_full(
    rule: str, text: str, column: int, message: str, help_text: str
) -> None:
    assert findings(rule, f"甲 乙 丙\n\n{text}") == [TextFinding(2, column, message, help_text)]


def test_tight_bold_is_reported_in_full() -> None:
    message = "“**…。**”后面紧跟文字，GitHub 等处会显示出星号"
    help_text = "把这一句单独写成标题（###），或在后面的 ** 之后加一个空格"
    for after in "甲X":
        assert list(tight_bold(f"甲 乙 丙\n\n**甲**乙，**丙。**{after}")) == [
            TextFinding(2, 7, message, help_text, "warning")
        ]


def test_every_link_and_every_line_is_checked() -> None:
    text = "[甲](a.md)和[乙](http://a.example)、[丙](data:x)\n[丁](data:y)"
    assert [(finding.line, finding.column) for finding in link_target(text)] == [(0, 32), (1, 0)]
    assert [finding.line for finding in top_heading("# 甲\n## 乙\n# 丙")] == [0, 2]


def test_second_line_of_a_list_item_is_accepted() -> None:
    assert list(indented_code("1. 甲\n\n    乙\n    丙\n")) == []


@given(st.text())
def test_findings_lie_within_any_text(text: str) -> None:
    lines = text.split("\n")
    for rule in MARKDOWN_RULES:
        for finding in rule(text):
            assert 0 <= finding.line < len(lines)
            assert 0 <= finding.column <= len(lines[finding.line])
