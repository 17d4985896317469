"""What the importer writes shows exactly the characters of the source, and passes the rules of signs."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.checking import check_bytes
from support.documents import LINES, seed_lines
from support.factories import text as notice_text

from noticeboard.importing.markdown import heading_markdown, paragraph_markdown, table_markdown
from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.plaintext import parse_text
from noticeboard.importing.source import Insertion, Paragraph
from noticeboard.reading.reader import read_text
from noticeboard.rules.base import rule_id
from noticeboard.rules.text.markdown import MARKDOWN_RULES
from noticeboard.text.rendering import render

EXAMPLES = int(os.environ.get("NOTICEBOARD_EXAMPLES", "30"))
# A placeholder is unfinished text, whatever signs it is written with.
SIGN_RULES = {rule_id(rule) for rule in MARKDOWN_RULES} - {"placeholder"} | {"conflict-marker"}
HOSTILE_LINES = [
    "对王*明、李*华等3人", "138****5678，139****1234", "王**、李**", "**重点**工作", "***", "* * *", "- - -", "___",
    "===", "---", "=======", "<<<<<<< HEAD", ">>>>>>> 新通报", "||||||| base", "~~15~~12", "`代码`", "```", "> 引文",
    "整改率<100%", "<b>粗</b>", "<table><tr><td>甲</td></tr></table>", "<!-- 注 -->", "<https://a.example>", "<a@b.example>",
    "&nbsp;&lt;&#60;", "&amp", "| 甲 | 乙 |", "| --- | --- |", ":---", ": 说明", "~ 约", "# 1号楼", "#1楼", "## 二、", "1. 甲",
    "1) 甲", "2024. 6. 20", "+ 新增", "- 减少", "-5%", "[^1]: 注", "[^1]", "[甲](b.md)", "![甲](b.png)", "[注]: 见 a.cn",
    "\\", "\\*", "甲\\", "C:\\a\\b\\", "{: .x}", "{{ x }}", "--8<--", "![", "!", "a!", "甲  ", "$x_1$", "http://a_b_c.example",
]  # fmt: skip


def visible(text: str) -> str:
    """Return the characters of a text without white space."""
    return re.sub(r"\s", "", text)


def sign_errors(body: str) -> list[str]:
    """Return the problems of a body that come from signs."""
    problems = check_bytes(notice_text(body).encode())
    return [
        problem.message
        for problem in problems
        if problem.rule in SIGN_RULES and problem.severity == "error"
    ]


def texts() -> st.SearchStrategy[str]:
    """Return lines of any characters that a document can hold, rich in signs."""
    return st.one_of(LINES, st.sampled_from(HOSTILE_LINES), st.text(max_size=30)).map(
        lambda text: parse_text(text).paragraphs[0].text if text.strip() and parse_text(text).paragraphs else ""
    )  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(st.lists(texts(), min_size=1, max_size=6))
@example(HOSTILE_LINES)
def test_an_imported_text_is_shown_character_by_character(lines: list[str]) -> None:
    blocks = [paragraph_markdown(Paragraph(line), "shifanju") for line in lines]
    body = "\n\n".join(filter(None, blocks))
    assert visible(render(body, "2024/shifanju").plain) == visible("".join(lines))
    assert sign_errors(body) == []


@settings(max_examples=EXAMPLES)
@given(st.lists(texts(), min_size=1, max_size=8))
@example(HOSTILE_LINES)
def test_a_whole_draft_keeps_the_characters_of_its_document(lines: list[str]) -> None:
    source = parse_text("\n".join(["特此通报。", *lines]))
    draft = create_draft(source)
    shown = visible(render(draft.body, "2024/shifanju").plain)
    title = visible(draft.fields["title"].value)
    whole = visible("".join(paragraph.text for paragraph in source.paragraphs))
    assert shown in (whole, whole.replace(title, "", 1))
    assert sign_errors(draft.body) == []


@settings(max_examples=EXAMPLES)
@given(st.lists(st.lists(texts(), min_size=2, max_size=3), min_size=1, max_size=4))
def test_tables_and_headings_keep_their_characters(rows: list[list[str]]) -> None:
    table = table_markdown(tuple(map(tuple, rows)))
    heading = heading_markdown(Paragraph("一、" + rows[0][0]), 2, "shifanju")
    rendered = render(f"{heading}\n\n{table}", "2024/shifanju")
    expected = "一、" + rows[0][0] + "".join(cell for row in rows for cell in row)
    assert visible(rendered.plain) == visible(expected)
    assert len(rendered.headings) == 1
    assert rendered.html.count("<tr>") == len(rows)
    assert sign_errors(f"{heading}\n\n{table}") == []


@settings(max_examples=EXAMPLES)
@given(texts(), texts(), texts())
def test_text_around_a_link_stays_text(before: str, inside: str, after: str) -> None:
    whole = f"前{before}{inside or '甲'}{after}".rstrip()
    start = min(len("前" + before), len(whole))
    end = min(start + len(inside or "甲"), len(whole))
    link = (Insertion(start, "["), Insertion(end, "](https://example.com/a)"))
    body = paragraph_markdown(Paragraph(whole, insertions=link), "shifanju")
    rendered = render(body, "2024/shifanju")
    assert visible(rendered.plain) == visible(whole)
    assert 'href="https://example.com/a"' in rendered.html or not whole[start:end].strip()


def test_the_seed_needs_no_escapes() -> None:
    assert "\\" not in create_draft(parse_text("\n".join(seed_lines()))).body


@pytest.mark.parametrize(
    "line", ["示例〔2024〕3号", "整改率<100%", "王**、李**", "5*6", "a_b", "~约", "100%<x"]
)
def test_text_that_acts_nowhere_is_written_as_it_is(line: str) -> None:
    assert read_text(notice_text(line), "notices/2024/a.md").body == line
    assert paragraph_markdown(Paragraph(line), "x").replace("\\<", "<") == line
