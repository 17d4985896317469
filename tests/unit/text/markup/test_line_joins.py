"""The end of a line between Chinese characters is no space."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.markup.line_joins import ChineseLinesExtension, join_lines, one_line


def page(text: str) -> str:
    return markdown.markdown(text, extensions=[ChineseLinesExtension(), "tables"])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("单位自己。\n在手机上", "<p>单位自己。在手机上</p>"),
        ("**照单**\n*全收*，[办\n法](a)\n印发", '<p><strong>照单</strong><em>全收</em>，<a href="a">办法</a>印发</p>'),
        ("共 12\n项 of\nthem", "<p>共 12\n项 of\nthem</p>"),
        ("甲  \n乙", "<p>甲<br />\n乙</p>"),
        ("    甲\n    乙", "<pre><code>甲\n乙\n</code></pre>"),
        ("- 甲\n  乙\n    - 丙\n      丁", "<ul>\n<li>甲乙<ul>\n<li>丙丁</li>\n</ul>\n</li>\n</ul>"),
        ("<p>\n甲\n乙\n</p>", "<p>\n甲\n乙\n</p>"),
    ],
)  # fmt: skip
def test_lines_of_a_page_are_joined(text: str, html: str) -> None:
    assert page(text) == html


@given(st.text(st.sampled_from("甲。 a1\n*"), max_size=40))
def test_joining_removes_white_space_only(text: str) -> None:
    def visible(text: str) -> str:
        return re.sub(r"\s", "", re.sub(r"<[^>]*>", "", text))

    assert visible(join_lines(text)) == visible(text)
    assert visible(page(text)) == visible(markdown.markdown(text))


def test_one_line_has_spaces_only_between_other_characters() -> None:
    assert one_line("甲\n乙 a\nb\n1") == "甲乙 a b 1"


def test_no_template_breaks_a_line_between_chinese_characters(project: Path) -> None:
    texts = (
        re.sub(r"\{#.*?#\}|<script.*?</script>", "", path.read_text("utf-8"), flags=re.DOTALL)
        for path in (project / "docs/templates").rglob("*.html")
    )
    assert [text for text in texts if join_lines(text) != text] == []
