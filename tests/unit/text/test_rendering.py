import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY

from noticeboard.reading.reader import read_file
from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.rendering import Heading, TextBlock, render


def test_headings_are_numbered_in_order() -> None:
    assert render(BODY, "2024/x").headings == (
        Heading(2, "s1", "一、组织领导情况"),
        Heading(3, "s1-1", "（一）健全制度"),
        Heading(2, "s2", "二、下一步打算"),
    )


def test_each_paragraph_list_item_and_cell_is_a_block() -> None:
    text = "甲\\\n乙\n\n- 丙\n    - 丁\n- 戊\n\n| a | b |\n|:-|-:|\n| 1 | 2 |\n\n> 引文\n"
    assert render(text, "2024/x").blocks == tuple(
        TextBlock("body", block)
        for block in ["甲\n乙", "丙", "丁", "戊", "a", "b", "1", "2", "> 引文"]
    )


def test_cell_alignment_becomes_a_class() -> None:
    html = render("| a | b |\n|:-|-:|\n| 1 | 2 |\n", "2024/x").html
    assert '<td class="align-right">2</td>' in html
    assert "style" not in html


def test_a_column_of_running_numbers_is_narrow() -> None:
    html = render("| 序号 | 问题 |\n|-:|-|\n| 1 | 序号 |\n", "2024/x").html
    assert '<th class="align-right narrow">序号</th>' in html
    assert html.count("narrow") == 1


def test_the_signature_gets_a_class() -> None:
    html = render(BODY, "2024/x").html
    assert html.count('class="signature"') == 2
    assert (
        render("正文写完了。\n\n中共示范局党组\n\n2024年6月", "2024/x").html.count("signature") == 2
    )
    assert render("没有落款。\n\n第二段。", "2024/x").html.count("signature") == 0
    assert render("正文写完了。\n\n2024年6月2日", "2024/x").html.count("signature") == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x]( JAVASCRIPT:alert(1))",
        "![x](https://example.com/x.png)",
        "![x](data:image/svg+xml,x)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "# 题 {: onclick=alert(1) }",
        "&lt;script&gt;",
        "<div>\n<script>x</script>\n</div>",
    ],
)
def test_active_content_is_removed(text: str) -> None:
    html = render(text, "2024/x").html
    for tag in re.findall(r"<[a-z][^>]*>", html):
        assert not re.search(r"<(script|img[^>]*src|[a-z]+[^>]*\son)|javascript:|data:", tag), html


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()!:/#*_`|-\\\n ahrefscipt：（一）字=\t")))
def test_no_text_renders_as_an_active_element(text: str) -> None:
    html = render(text, "2024/x").html
    assert not re.search(r"<(script|iframe|object|style|svg|form|input)|\son\w+=", html)


# Characters without meaning in Markdown; white space is ignored.
@given(st.lists(st.text(st.sampled_from("字词句读，。：；“”（）《》甲乙 0123456789"), min_size=1)))
def test_plain_text_is_preserved(lines: list[str]) -> None:
    paragraphs = ["文" + line for line in lines]
    plain = render("\n\n".join(paragraphs), "2024/x").plain
    assert re.sub(r"\s", "", plain) == re.sub(r"\s", "", "".join(paragraphs))


def test_the_seed_notice_matches_its_source_character_by_character(project: Path) -> None:
    folder = project / "tests/cases/board/notices"
    notice = read_file(folder / "2024/wuchang-grid.md", folder).notice
    assert notice is not None
    seed = (project / "tests/cases/seed.txt").read_text("utf-8")
    plain = render(notice.body, notice.id).plain
    assert re.sub(r"\s", "", plain) == re.sub(r"\s", "", seed)


def test_footnotes_keep_their_links() -> None:
    html = render("甲[^1]\n\n[^1]: 脚注\n", "2024/x").html
    assert 'href="#fn:1"' in html
    assert 'id="fn:1"' in html


def test_an_escaped_character_loses_its_backslash() -> None:
    assert render(r"大于\<b>\<c", "2024/x").plain == "大于<b><c"
    assert "<b>" not in render(r"大于\<b>", "2024/x").html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("![甲 **乙** \\[丙](a.png)", '<p><img alt="甲 乙 [丙" src="../../2024/a.png"></p>'),
        ("[甲](a**b**.pdf)", '<p><a href="../../2024/a%2A%2Ab%2A%2A.pdf">甲</a></p>'),
        ("甲&#14;乙&#x202e;丙", "<p>甲&amp;#14;乙&amp;#x202e;丙</p>"),
        ('[甲](a.txt "乙\x01丙")', 'title="乙丙"'),
        ("甲\x02strong\x03乙\x02klzzwxh:0000\x03丙", "<p>甲strong乙klzzwxh:0000丙</p>"),
        ("[甲](java\x02script:alert)", "<p><a>甲</a></p>"),
    ],
)
def test_parser_placeholders_and_hidden_characters_are_removed(markdown: str, html: str) -> None:
    """XML cannot hold them: one notice would break the build of all."""
    rendered = render(markdown, "2024/shifanju").html
    assert html in rendered
    assert not HIDDEN.search(rendered)


def test_threads_render_notices_independently() -> None:
    text = "[链接](b.md)\n\n[^1]\n\n[^1]: 注\n" * 20
    ids = [f"{year}/a" for year in range(2000, 2040)]
    expected = [render(text, notice_id) for notice_id in ids]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(render, [text] * len(ids), ids)) == expected
