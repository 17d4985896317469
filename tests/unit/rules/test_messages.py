"""Figures and language: what is caught and what is let be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY, notice

from noticeboard.rules.base import TextFinding
from noticeboard.rules.figures import (
    NOTICE_FIGURES,
    TEXT_FIGURES,
    figures_in_text,
    phone_in_metadata,
    progress_in_text,
    progress_sum,
)
from noticeboard.rules.language import LANGUAGE_RULES, heading_order, mixed_punctuation


def named(text: str) -> set[str]:
    return {rule.__name__ for rule in LANGUAGE_RULES if list(rule(text))}


@pytest.mark.parametrize(
    "sentence",
    [
        "反馈的25个问题，已完成整改19个，正在整改5个。",
        "反馈问题25个，已完成26个。",
        "反馈问题25个，完成整改19个，完成率80%。",
        "6个方面15项问题，完成整改12项，正在整改4项。",
        "整改完成率102%。",
    ],
)
def test_figures_that_contradict(sentence: str) -> None:
    assert len(list(figures_in_text(sentence))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "反馈的25个问题，已完成整改19个，正在整改6个。",
        "反馈意见涉及3个方面25个问题，已完成整改25个。",
        "反馈问题25个，完成整改19个，完成率76%。",
        "反馈问题3个，完成整改2个，完成率66.67%。",
        "反馈的3个问题已完成整改2个。其中4个问题正在整改9个。",
        "全年召开会议12次，完成项目3个，建台账5个。",
        "完成率达到100%。",
    ],
)
def test_figures_that_may_stand(sentence: str) -> None:
    assert list(figures_in_text(sentence)) == []


@pytest.mark.parametrize(
    ("counts", "fires"),
    [
        ({"problems": "25", "rectified": "19", "ongoing": "6"}, False),
        ({"problems": "25", "rectified": "19", "ongoing": "5"}, True),
        ({"problems": "25", "rectified": "26"}, True),
        ({"problems": "25", "rectified": "19"}, False),
        ({"rectified": "19"}, False),
    ],
)
def test_progress(counts: dict[str, str], fires: bool) -> None:
    assert bool(list(progress_sum(notice(progress=counts)))) is fires


@pytest.mark.parametrize(("said", "count"), [("二十五", 25), ("十", 10), ("25", 25), ("125", 125)])
def test_a_count_may_be_said_in_either_numerals(said: str, count: int) -> None:
    made = notice(body=f"{BODY}\n问题{said}个。", progress={"problems": str(count)})
    assert list(progress_in_text(made)) == []
    made = notice(body=f"{BODY}\n问题九个。", progress={"problems": str(count)})
    assert len(list(progress_in_text(made))) == 1


def test_phones_of_the_text() -> None:
    def found(body: str, **changes: Any) -> list[str]:
        made = notice(body=body, **changes)
        return [f.severity for f in phone_in_metadata(made)]

    end = BODY.replace("，邮箱", "、8123499，传真：0999-8123488，邮箱")
    assert found(end) == ["error"]
    assert found(end, contact__verified="2025-01-01") == []
    assert found("设立举报电话0999-8123499。\n" * 2 + "甲\n" * 20) == ["warning", "warning"]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("inspection_word", "区委巡查组反馈"),
        ("inspection_word", "巡查整改"),
        ("inspection_word", "按照区委巡查工作要求"),
        ("circle_for_zero", "二○二四年六月"),
        ("circle_for_zero", "二O二四年六月"),
        ("date_number_missing", "2024年月10日"),
        ("date_number_missing", "2024年5月日"),
        ("date_number_missing", "3月1日至 月10日"),
        ("unbalanced_brackets", "修订《办法"),
        ("unbalanced_brackets", "落实“两个维护"),
        ("unbalanced_brackets", "试行）办法"),
        ("mixed_punctuation", "照单全收,立行立改，逐项销号"),
        ("heading_order", "## 一、甲\n\n## 三、乙"),
        ("heading_order", "（一）甲\n（一）乙"),
        ("heading_order", "## 一、甲\n\n### （二）乙"),
        ("doubled_paragraph", "示范局党组召开专题会议研究部署整改工作。\n\n" * 2),
    ],
)
def test_slips(rule: str, text: str) -> None:
    assert named(text) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "开展安全巡查，日常巡查3次",
        "二〇二四年六月",
        "每月日均，出生年月日，5月日常检查",
        "1）甲；2）乙",
        "（一)抓整改",
        "照单全收,立行立改(试行)。",
        "照单全收，上午8:30，共1,000元。",
        "## 一、甲\n\n### （一）乙\n\n### （二）丙\n\n## 二、丁\n\n### （一）戊",
        "## 九、甲".replace("九", "一") + "\n\n1. 甲\n2. 乙",
    ],
)
def test_what_may_stand(text: str) -> None:
    assert named(text) == set()


def test_mixed_punctuation_is_told_once_at_the_rarer_kind() -> None:
    (found,) = mixed_punctuation("甲，乙，丙\n丁，戊,己，庚,辛")
    assert (found.line, found.column) == (1, 3)


def test_numerals_above_ten() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    lines = [f"## {n}、甲" for n in numerals]
    assert list(heading_order("\n".join(lines))) == []
    assert len(list(heading_order("\n".join(lines[:10] + lines[11:])))) == 1


@given(
    st.text(
        alphabet="一三十、（）()《》“”2024年 月日,，○巡查\n#个问题已完成正在整改%率", max_size=80
    )
)
def test_any_text_is_answered_with_places_inside_it(text: str) -> None:
    lines = text.split("\n")
    for rule in (*LANGUAGE_RULES, *TEXT_FIGURES):
        answers: Iterator[TextFinding] = rule(text)
        for found in answers:
            assert 0 <= found.line < len(lines)
            assert 0 <= found.column <= len(lines[found.line])


def test_each_rule_is_a_chinese_sentence() -> None:
    rules = (*LANGUAGE_RULES, *TEXT_FIGURES, *NOTICE_FIGURES)
    assert all((rule.__doc__ or "").endswith("。") for rule in rules)
