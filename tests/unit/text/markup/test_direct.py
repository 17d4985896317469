"""Direct rendering and rendering by the library agree."""

from __future__ import annotations

import os
from pathlib import Path

import corpus
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.factories import BODY

from noticeboard.reading.reader import read_text
from noticeboard.text.markup.direct import render_directly
from noticeboard.text.rendering import RenderedBody, render_by_library

EXAMPLES = int(os.environ.get("NOTICEBOARD_EXAMPLES", "100"))
PARTS = st.one_of(
    st.sampled_from(
        ["**", "- ", "1. ", "2. ", "  - ", "    ", "\n", "\n\n", "## ", "### ", "| a | b |\n|-|:-:|\n| 1 | 2 |\n", "| 3 |\n", "重点", "| 序号 | **编号** |\n|-:|-|\n",
         "电话：", "中共示例区党组", "2024年6月2日", "王**", "、李**", "&nbsp;", "<b>", "100%<", "---", "===", "* ", "> ", "\u3000\u3000", "  \n", "甲"]
    ),
    st.text(st.sampled_from("甲乙，。：（）12 \n*-_#|>+=~`<&;:!.^)(”\u3000\xa0\tab'\""), max_size=4),
    st.text(max_size=4),
)  # fmt: skip


def assert_agreement(text: str) -> None:
    direct = render_directly(text)
    if direct:
        assert RenderedBody(*direct) == render_by_library(text, "2024/a")


@settings(max_examples=EXAMPLES)
@given(st.lists(PARTS, max_size=25).map("".join))
@example("- **甲** 乙\n\n  丙\n\n特此\n2024年6月2日")
def test_any_text_is_rendered_alike(text: str) -> None:
    assert_agreement(text)


def test_all_notices_and_cases_are_rendered_alike(project: Path) -> None:
    bodies = [corpus.body(corpus.record(number)) for number in range(20)]
    for path in [*project.glob("notices/2*/*.md"), *project.glob("tests/cases/*/*.md")]:
        bodies.append(read_text(path.read_text("utf-8", "replace"), "notices/2024/a.md").body)
    assert all(render_directly(body) for body in [*bodies[:20], BODY])
    for body in [*bodies, BODY]:
        assert_agreement(body)


def test_links_footnotes_and_escapes_are_left_to_the_library() -> None:
    for text in ["[甲](a.md)", "甲[^1]", r"\*", "<https://a.example>", "<a@b.example>", "甲\u200b"]:
        assert render_directly(text) is None
