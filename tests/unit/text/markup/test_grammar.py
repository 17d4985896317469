"""Only what an editor clearly means is structure."""

from __future__ import annotations

import pytest

from noticeboard.text.rendering import render


def html(text: str) -> str:
    return render(text, "2024/x").html.replace("\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "王*明、李*华等3人", "138****5678，…139****1234", "*甲*", "_甲_ __乙__ a_b_c", "~~甲~~", "`甲` ``乙``", "&nbsp;&lt;&#60;",
        "整改率<100%", "<b>甲</b>", "<!-- 甲 -->", "{: .a }", "==甲==", "$甲$", ": 甲", "*[甲]: 乙", "[甲]: https://a.example",
        "[甲][乙]", "[甲]", "[甲](乙)", "[^9]", "> 甲", ">甲", "+ 甲", "1) 甲", "2024. 6. 20", "#甲", "####### 甲", "***", "* * *", "- - -",
        "___", "---", "===", "|", "| 甲 | 乙 |", "| --- | --- |", "~ 甲", "~~~", "```", "-5%", "-甲", "1.甲", "\\甲", "a\\b", "!", "![甲]",
        "甲 https://a.example/_b_ 乙", "a@b.example", "::: 甲", "!!! note", "[TOC]", "[ ] 甲", "-", "1.", "##", "5 * 6 * 7", "2^10^",
    ],
)  # fmt: skip
def test_a_line_without_clear_structure_is_shown_as_it_is(text: str) -> None:
    body = render(text, "2024/x")
    assert body.plain == text
    assert body.html.startswith("<p>")
    assert body.html.count("<") == 2


@pytest.mark.parametrize(
    "mark", ["===", "---", "- - -", "***", "=", "| - |", "> 甲", "2. 甲", "#甲"]
)
def test_a_line_below_a_paragraph_is_a_part_of_it(mark: str) -> None:
    body = render(f"1甲\n{mark}", "2024/x")
    assert body.plain == f"1甲\n{mark.strip()}"
    assert body.html.startswith("<p>1甲<br>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## 甲 ##", '<h2 id="s1">甲</h2>'),
        ("## C#", '<h2 id="s1">C#</h2>'),
        ("## 甲 #", '<h2 id="s1">甲 #</h2>'),
        ("##\u3000甲", '<h2 id="s1">甲</h2>'),
        ("文\n## 甲\n文", '<p>文</p><h2 id="s1">甲</h2><p>文</p>'),
        ("文\n- 甲\n- 乙\n\n文", "<p>文</p><ul><li>甲</li><li>乙</li></ul><p>文</p>"),
        ("* 甲\n\n* 乙", "<ul><li>甲</li><li>乙</li></ul>"),
        ("- 甲\n  - 乙\n    - 丙\n- 丁", "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li><li>丁</li></ul>"),
        ("1. 甲\n  - 乙\n2. 丙", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>"),
        ("- 甲\n\t- 乙", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("- 甲\n\n  乙", "<ul><li><p>甲</p><p>乙</p></li></ul>"),
        ("- 甲\n  乙", "<ul><li>甲乙</li></ul>"),
        ("3. 甲\n7. 乙\n8. 丙", '<ol><li value="3">甲</li><li value="7">乙</li><li>丙</li></ol>'),
        ("1. 甲\n1. 乙", '<ol><li>甲</li><li value="1">乙</li></ol>'),
        ("- 甲\n1. 乙", "<ul><li>甲</li></ul><ol><li>乙</li></ol>"),
        ("\u3000\u3000甲。\n\u3000\u3000乙。", "<p>甲。</p><p>乙。</p>"),
        ("甲  \n乙", "<p>甲<br>乙</p>"),
        ("甲\\\n乙", "<p>甲<br>乙</p>"),
        (r"\# 甲 \*\*乙\*\* \- \`", "<p># 甲 **乙** - `</p>"),
    ],
)  # fmt: skip
def test_clear_structure_acts(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize("before", ["", "文：\n", "文：\n\n", "## 题\n"])
@pytest.mark.parametrize("after", ["", "\n注：丁", "\n\n丁", "\n## 丁"])
def test_a_table_needs_no_empty_line(before: str, after: str) -> None:
    rendered = html(f"{before}| 甲 | 乙 |\n|---|:-:|\n| 1 \\| 2 |\n| 3 | 4 | 5 |{after}")
    table = rendered[rendered.index("<table>") : rendered.index("</table>")]
    cells = '<td>1 | 2</td><td class="align-center"></td></tr><tr><td>3</td><td class="align-center">4</td><td>5</td>'
    assert cells in table
    assert "丁" not in table
    assert "文" not in table


def test_a_footnote_is_defined_once_and_loses_nothing() -> None:
    body = render("甲[^注]。\n[^注]: 乙\n丙\n\n    丁\n\n[^注]: 戊\n\n[^另]: 己", "2024/x")
    assert [block.text.strip("\xa0↩") for block in body.blocks] == [
        "甲1。",
        "1: 戊",
        "乙丙",
        "丁",
        "己",
    ]


def test_an_address_in_angle_brackets_is_a_link_that_works() -> None:
    assert '<a href="mailto:a@b.example">a@b.example</a>' in html("<a@b.example>")
    assert '<a href="https://a.example/?b&amp;c">' in html("<https://a.example/?b&c>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单位自己。\n在手机上", "单位自己。在手机上"),
        ("照单\n全收，\n立行立改", "照单全收，立行立改"),
        ("**照单**，\n全**收**", "照单，全收"),
        ("**照单**\n**全收**", "照单\n全收"),
        ("小王**反映，\n物业**答复", "小王**反映，\n物业**答复"),
        ("见[办法](a.md)\n第三条[^1]\n规定\n\n[^1]: 注", "见办法第三条1规定"),
        ("共12\n项", "共12\n项"),
        ("one\ntwo", "one\ntwo"),
        ("联系如下\n电话：0999-8123456\n地址：示例路1号\n邮箱：a@b.example", "联系如下\n电话：0999-8123456\n地址：示例路1号\n邮箱：a@b.example"),
        ("整改如下\n一是甲\n（二）乙\n①丙", "整改如下\n一是甲\n（二）乙\n①丙"),
        ("特此通报。\n中共示例区\n示范局党组\n二〇二四年六月二日", "特此通报。\n中共示例区示范局党组\n二〇二四年六月二日"),
        ("[甲\n乙](a.md)", "[甲\n乙](a.md)"),
    ],
)  # fmt: skip
def test_lines_of_a_sentence_are_joined(text: str, expected: str) -> None:
    assert render(text, "2024/x").blocks[0].text == expected
