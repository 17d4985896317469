"""Rules about the Markdown of the body: what they report, where, and in which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.rules.base import TextFinding
from noticeboard.rules.text import markdown
from noticeboard.rules.text.markdown import (
    MARKDOWN_RULES,
    link_target,
    no_effect,
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
    "text",
    [
        "2<3",
        "甲<乙>",
        "<https://example.com/a>",
        "<a@example.com>",
        r"\<b>",
        "a<b",
        "整改率<100%",
        "x<y z",
        "< b",
    ],
)
def test_other_angle_brackets_are_no_html(text: str) -> None:
    assert list(raw_html(text)) == []


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
            f"<img {LONG}",
            0,
            f"正文里有 HTML：<img {LONG[:25]}",
            "删去标签，用 Markdown 写；要显示“<”时写成“\\<”",
        ),
        (
            "entity",
            "\\&amp;和&nbsp;",
            7,
            "正文里有 HTML 实体：&nbsp;",
            "直接写出那个字符；空格用空格键输入；就是要显示这几个字的，前面加“\\”",
        ),
        (
            "entity",
            f"&{'a' * 31};",
            0,
            f"正文里有 HTML 实体：&{'a' * 29}",
            "直接写出那个字符；空格用空格键输入；就是要显示这几个字的，前面加“\\”",
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


@pytest.mark.parametrize(
    ("text", "column", "shown", "help_text"),
    [
        ("甲{: #a }", 1, "{: #a }", "删去"),
        ("甲--8<-- 乙", 1, "--8<--", "删去"),
        (f"{{{{{LONG}}}}}", 0, f"{{{{{LONG[:28]}", "删去"),
        ("```", 0, "```", "删去；要显示的，前面加“\\”"),
        ("甲~~乙~~丙", 1, "~~乙~~", "通报里没有删除线，写出改后的字句"),
        ("> 甲", 0, "> ", "引文直接写，加引号；要显示“>”的，前面加“\\”"),
        ("+ 甲", 0, "+ ", "列表的每一项用“- ”开头；要显示“+”的，前面加“\\”"),
        ("[甲]: https://a.example", 0, "[甲]:", "链接写成 [文字](网址)"),
        ("见[甲](乙)", 1, "[甲](乙)", "链接写成 [文字](网址或文件名)；只是文字的，括号用（）"),
    ],
)
def test_signs_without_effect_are_pointed_out(
    text: str, column: int, shown: str, help_text: str
) -> None:
    message = f"这种写法不起作用，会原样显示：{shown}"
    assert findings("no_effect", f"甲 乙 丙\n\n{text}") == [
        TextFinding(2, column, message, help_text, "warning")
    ]
    assert not findings("no_effect", text[:column] + "\\" + text[column:])


@pytest.mark.parametrize("line", ["===", "---", " ------ "])
def test_an_underline_is_no_heading(line: str) -> None:
    (finding,) = findings("no_effect", f"甲\n{line}")
    assert (finding.line, finding.help) == (1, "标题写成“## …”；要显示的，前面空一行")
    assert not findings("no_effect", f"甲\n\n{line}")
    assert not findings("no_effect", f"| 甲 |\n{line}")


@pytest.mark.parametrize(
    "text",
    [
        "138****5678，…139****1234",
        "王*明、李*华",
        "a_b_c",
        "约~5~6",
        "3>2",
        "C++",
        "`x`",
        "[甲](b.md)",
    ],
)
def test_masked_and_ordinary_text_is_not_pointed_out(text: str) -> None:
    for rule in MARKDOWN_RULES:
        assert not list(rule(text))


def test_stars_that_stay_are_pointed_out() -> None:
    (finding,) = findings("literal_bold", "第一行\n对王**、李**等**退回**")
    assert (finding.line, finding.column, finding.severity) == (1, 2, "warning")
    assert not findings("literal_bold", "**甲**乙，138****5678，王*")


@pytest.mark.parametrize(
    ("text", "line", "severity"),
    [
        ("甲[^1]", 0, "warning"),
        ("甲[^1]\n\n[^1]: 乙\n[^1]: 丙", 3, "error"),
        ("甲\n\n[^注]: 乙", 2, "warning"),
    ],
)
def test_footnotes_that_lead_nowhere_are_pointed_out(text: str, line: int, severity: str) -> None:
    (finding,) = findings("footnote", text)
    assert (finding.line, finding.severity) == (line, severity)


def test_footnotes_that_lead_somewhere_are_accepted() -> None:
    assert not findings("footnote", "甲[^1]乙[^1]\\[^2]\n\n[^1]: 丙")


@pytest.mark.parametrize(
    ("text", "line", "severity"),
    [
        ("| 甲 | 乙 |\n| --- |\n| 1 | 2 |", 1, "error"),
        ("| 甲 |\n| --- |\n| 1 | 2 |\n| 3 |", 2, "warning"),
        ("甲|乙\n:-|-\n1|2|3", 2, "warning"),
    ],
)
def test_tables_of_a_wrong_shape_are_reported(text: str, line: int, severity: str) -> None:
    (finding,) = findings("table_shape", text)
    assert (finding.line, finding.severity) == (line, severity)


@pytest.mark.parametrize(
    "text", ["| 甲 | 乙 |\n|---|---|\n| 1\\|2 | 3 |\n| 4 |", "甲|乙\n丙", "| --- |\n| --- |"]
)
def test_tables_of_a_right_shape_are_accepted(text: str) -> None:
    assert not findings("table_shape", text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[www.gov.cn](https://evil.example/)", "www.gov.cn"),
        ("<https://gov.cn@evil.example/>", None),
        ("[拨打0999-8123456](tel:0999-8123457)", "0999-8123456"),
    ],
)
def test_a_link_that_shows_another_address_is_refused(text: str, shown: str | None) -> None:
    problems = [*findings("link_text", text), *findings("link_target", text)]
    assert {problem.severity for problem in problems} == {"error"}
    if shown:
        assert f"“{shown}”" in problems[0].message


@pytest.mark.parametrize(
    "target",
    [
        "https://gov.cn@evil.example/",
        "https:gov.cn@evil.example",
        "https:\\\\gov.cn@evil.example",
        "https:///gov.cn:80@evil.example/x",
        "https://gov.cn%40evil.example",
        "https://gov.cn\uff20evil.example",
        "//gov.cn@evil.example",
        "https://gov.cn%2eevil.example/",
    ],
)
def test_a_false_host_before_the_true_one_is_refused(target: str) -> None:
    assert [f.severity for f in findings("link_target", f"[甲](<{target}>)")] == ["error"]


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


@given(st.text())
def test_findings_lie_within_any_text(text: str) -> None:
    lines = text.split("\n")
    for rule in MARKDOWN_RULES:
        for finding in rule(text):
            assert 0 <= finding.line < len(lines)
            assert 0 <= finding.column <= len(lines[finding.line])


@given(st.text("甲 {}`~[]()-=+>8<.:/\n", max_size=30))
def test_each_text_with_a_sign_without_effect_is_searched(text: str) -> None:
    findings = list(no_effect(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_SIGNS_WITHOUT_EFFECT", ("",))
        assert list(no_effect(text)) == findings
