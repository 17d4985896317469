"""The ledgers of texts: every stated problem and nothing else, in the notice's own words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.factories import MATTERS

from noticeboard.matters.ledger import Ledger
from noticeboard.matters.recognition import recognize
from noticeboard.text.markup.paragraph_ids import read_paragraphs
from noticeboard.text.rendering import render

CASES = Path(__file__).resolve().parents[2] / "cases/matters"
FILES = sorted(CASES.glob("*.yml"))


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in FILES
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def ledger(text: str) -> Ledger:
    return recognize(render(text, "2024/x").html)


@pytest.mark.parametrize("case", cases())
def test_every_stated_problem_is_quoted_and_nothing_else(case: dict[str, Any]) -> None:
    expected = [
        (one["problem"], one.get("states", []), one.get("figures", []))
        for one in case.get("matters", [])
    ]
    assert [
        (matter.problem, list(matter.states), [figure.text for figure in matter.figures])
        for matter in ledger(case["text"]).matters
    ] == expected


def test_measures_begin_at_the_problem_and_end_at_the_next() -> None:
    first, second, third, last = ledger(MATTERS).matters
    assert first.measures == ("修订接待办法，退缴超标准接待费4,580元，批评教育2人。",)
    assert second.measures == ("重新审核支出37笔，追回资金1.8万元。该问题正在整改。",)
    assert (third.measures, third.place) == (("补录档案75份",), "")
    assert last.measures == ("化解积案11件。",)


def test_states_sums_and_counts_are_quoted() -> None:
    first, second, third, last = ledger(MATTERS).matters
    assert first.statements == (("已完成", "已完成"),)
    assert second.statements == (("正在整改", "正在整改"),)
    assert third.statements == (("其他写法", "持续推进"),)
    assert last.statements == ()
    sentence = "修订接待办法，退缴超标准接待费4,580元，批评教育2人。"
    assert first.figures == (("sum", "4,580元", sentence), ("count", "2人", sentence))


def test_a_matter_leads_to_its_paragraph() -> None:
    body = render(MATTERS, "2024/x").html
    places = {paragraph.id: paragraph.text for paragraph in read_paragraphs(body)}
    for matter in recognize(body).matters:
        assert not matter.place or matter.problem in places[matter.place]
        assert re.fullmatch("z-[0-9a-f]{8}", matter.id)


def test_equal_problems_are_numbered() -> None:
    text = "1.关于“台账不全”的问题\n\n补录。\n\n2.关于“台账不全”的问题\n\n再补。"
    first, second = ledger(text).matters
    assert second.id == f"{first.id}-2"


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("巡察组反馈了4个方面25个问题。", 25),
        ("巡察反馈意见指出的3个方面、12条具体问题。", 12),
        ("反馈25个问题，其中指出立行立改问题2个。反馈25个问题。", 25),
        ("反馈25个问题。省委指出16个问题。", None),
        ("制定措施80条。", None),
    ],
)
def test_the_total_is_that_of_the_text(text: str, total: int | None) -> None:
    assert ledger(f"{text}\n\n整改。").stated == total


LINES = [
    "## 二、整改情况", "### （一）作风方面", "1.关于“台账不全”的问题", "（1）审核不严。", "整改情况：补录3份。",
    "整改状态：已完成", "关于“学风不浓”的问题（基本完成）", "欢迎监督。", "## 三、下一步打算", "- 退款2万元。",
    "| 反馈问题 | 整改措施 |\n|---|---|\n| 账目不清 | 清理4笔 |", "一是学习2次。", "“", "”问题", "1.",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_everything_is_quoted_from_the_text(lines: list[str]) -> None:
    body = render("\n\n".join(lines), "2024/x")
    matters = recognize(body.html).matters
    assert len({matter.id for matter in matters}) == len(matters)
    for matter in matters:
        assert matter.problem in body.plain
        assert all(line in body.plain for line in matter.measures)
        assert all(statement.words in body.plain for statement in matter.statements)
        assert all(figure.text in figure.sentence for figure in matter.figures)
        assert all(figure.sentence in body.plain for figure in matter.figures)


@given(st.text(alphabet="关于“”的问题整改情况：。，1.（）一是已完成 \n#|-", max_size=60))
def test_any_text_has_a_ledger(text: str) -> None:
    body = render(text, "2024/x")
    assert all(matter.problem in body.plain for matter in recognize(body.html).matters)
