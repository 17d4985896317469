"""Bold text encloses words; ** that hides a name or a number stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.markup.bold import CLOSE, OPEN, bold_spans, escape_bold, mark_bold
from noticeboard.text.rendering import render


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("**重点**", ["重点"]),
        ("这是**重点**内容", ["重点"]),
        ("**甲**乙，**丙。**，丁", ["甲", "丙。"]),
        ("**（一）抓整改。**全面", ["（一）抓整改。"]),
        ("**截至**2024年", ["截至"]),
        ("**一是**召开会议，**二是**", ["一是", "二是"]),
        ("**[办法](a.md)**印发", ["[办法](a.md)"]),
        ("**王*明**", ["王*明"]),
        ("提高 **水平** ", ["水平"]),
        ("（**未完成**）", ["未完成"]),
    ],
)
def test_words_between_asterisks_are_bold(line: str, inside: list[str]) -> None:
    assert [line[start + 2 : end] for start, end in bold_spans(line)] == inside
    assert mark_bold(line).replace(OPEN, "**").replace(CLOSE, "**") == line


@pytest.mark.parametrize(
    "line",
    [
        "王**、李**", "王**和李**等人", "对王**、李**、赵**", "王**（女），李**", "王**收受李**礼金", "欧阳**和司马**",
        "欧阳**，上官**", "（王**）与（李**）", "“王**”“李**”", "王**/李**", "王** 李**", "户主**、**", "**明、**华",
        "**明和**华", "职工甲**和乙**", "小**和小**", "13**5678，139**1234", "尾号12**和34**", "**34、**56", "Mr. S** and Mr. J**",
        "a**b**c", "****", "***甲***", "** 甲 **", "**甲", "甲**", "王**、李**的**主要问题**", "**甲\\**", "\\**甲**",
        "2**3=8，3**2=9", "身份证4201****1234", "[甲](x**y**.pdf)", "**[甲**](b.md)", "<https://a.cn/**x**>", "王某**、李某**",
    ],
)  # fmt: skip
def test_asterisks_that_hide_something_stay(line: str) -> None:
    assert bold_spans(line) == []
    assert "<strong>" not in render(line, "2024/a").html
    shown = render(line, "2024/a").plain.count("*")
    assert shown == line.count("*") - 4 * ("](x" in line)


@given(st.text(st.sampled_from("*王李的，、 a1\\[](）"), max_size=30))
def test_escaped_text_is_never_bold(line: str) -> None:
    assert bold_spans(escape_bold(line)) == []
    assert escape_bold(line) == line or bold_spans(line)
