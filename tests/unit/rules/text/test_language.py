"""Rules about wording and punctuation: what they report, where, and in which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.rules.base import TextFinding
from noticeboard.rules.text.language import LANGUAGE_RULES, heading_order, mixed_punctuation

TWICE = "示范局党组召开专题会议研究部署巡察整改工作，"


def findings(rule: str, text: str) -> list[TextFinding]:
    (chosen,) = (each for each in LANGUAGE_RULES if each.__name__ == rule)
    return list(chosen(text))


@pytest.mark.parametrize(
    ("rule", "text", "place", "message", "help_text"),
    [
        (
            "inspection_word",
            "甲 乙 丙\n\n区委巡查组",
            (2, 2),
            "“巡查”像是“巡察”的误写",
            "党委的是“巡察”；确是日常巡查的不用改",
        ),
        (
            "mixed_punctuation",
            "\n甲，乙，丙，丁\n\n戊！己,庚,辛\n壬",
            (3, 3),
            "全角、半角标点混用：全角 4 处，半角 2 处；这里是半角“,”",
            "全篇统一用一种；中文一般用全角：，；：（）",
        ),
        (
            "mixed_punctuation",
            "甲：乙,丙,丁，戊,己",
            (0, 7),
            "全角、半角标点混用：全角 2 处，半角 3 处；这里是全角“，”",
            "全篇统一用一种；中文一般用全角：，；：（）",
        ),
        (
            "mixed_punctuation",
            "甲，乙,丙",
            (0, 3),
            "全角、半角标点混用：全角 1 处，半角 1 处；这里是半角“,”",
            "全篇统一用一种；中文一般用全角：，；：（）",
        ),
        (
            "circle_for_zero",
            "甲 乙 丙\n\n二〇二四年和二零二O年",
            (2, 9),
            "“二零二O年”里的“O”不是“〇”",
            "改成“〇”（U+3007），否则搜索和读屏会出错",
        ),
        (
            "date_number_missing",
            "\n出生年月\n\n甲乙，2024年 月",
            (3, 7),
            "“月”的前面缺少数字",
            "对照通报原文补上；原文如此的可以不改",
        ),
        (
            "date_number_missing",
            "\n2024年5月日",
            (1, 6),
            "“日”的前面缺少数字",
            "对照通报原文补上；原文如此的可以不改",
        ),
        (
            "date_number_missing",
            "3月1日至 月10日",
            (0, 4),
            "“月”的前面缺少数字",
            "对照通报原文补上；原文如此的可以不改",
        ),
        (
            "unbalanced_brackets",
            "甲\n1）《乙》丙）丁）",
            (1, 6),
            "“）”的前面没有“（”",
            "补上另一半，或删去这一个",
        ),
        (
            "unbalanced_brackets",
            "甲 乙 丙\n\n按照《甲“乙",
            (2, 2),
            "“《”没有对应的“》”",
            "补上另一半，或删去这一个",
        ),
        (
            "heading_order",
            "前言 甲\n\n## 二、乙",
            (2, 3),
            "序号“二、”前面一个是 （没有）",
            "按顺序应是第 1；核对是漏了一段，还是序号写错",
        ),
        (
            "heading_order",
            "## 一、甲\n### **（一）乙\n### **（三）乙**",
            (2, 7),
            "序号“（三）”前面一个是 1",
            "按顺序应是第 2；核对是漏了一段，还是序号写错",
        ),
        (
            "heading_order",
            "## 一、甲\n#### 2. 乙",
            (1, 5),
            "序号“2.”前面一个是 （没有）",
            "按顺序应是第 1；核对是漏了一段，还是序号写错",
        ),
        (
            "doubled_paragraph",
            f"甲 乙 丙\n\n{TWICE}\n\n丙\n {TWICE}",
            (5, 0),
            "这一段与往上第 3 行的一段完全相同",
            "多半是粘贴了两次，删去一段",
        ),
    ],
)
def test_mistake_is_reported_in_full(
    rule: str, text: str, place: tuple[int, int], message: str, help_text: str
) -> None:
    assert findings(rule, text) == [TextFinding(*place, message, help_text, "warning")]


def test_every_line_with_brackets_is_checked() -> None:
    text = "甲）（乙）丙》\n丁》\n《戊"
    assert [finding.line for finding in findings("unbalanced_brackets", text)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "heading_order",
            "## 一、甲\n### （一）乙\n#### 1. 丙\n## 二、丁\n### （一）戊\n#### 1. 己",
        ),
        ("heading_order", "### （一）甲\n#### 1. 乙\n### （二）丙\n#### 1. 丁\n#### 2. 戊"),
        ("heading_order", "\n".join(f"#### {n}. 甲" for n in range(1, 13))),
        ("doubled_paragraph", "| 示范局党组 | 区委第一巡察组 | 常规巡察 |\n" * 2),
        ("unbalanced_brackets", "（1）甲；（2）乙（《丙》“丁”）【戊】(己）"),
    ],
)
def test_correct_structure_is_accepted(rule: str, text: str) -> None:
    assert findings(rule, text) == []


def test_heading_numerals_count_to_forty() -> None:
    tens = ["", "十", "二十", "三十"]
    numerals = [f"{ten}{one}" for ten in tens for one in ["", *"一二三四五六七八九"]][1:]
    headings = [f"## {numeral}、甲" for numeral in numerals]
    assert findings("heading_order", "\n".join(headings)) == []
    result = findings("heading_order", "\n".join((*headings[:20], *headings[21:])))
    assert [finding.message for finding in result] == ["序号“二十二、”前面一个是 20"]


def violated_rules(text: str) -> set[str]:
    return {rule.__name__ for rule in LANGUAGE_RULES if list(rule(text))}


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
def test_mistakes_are_reported(rule: str, text: str) -> None:
    assert violated_rules(text) == {rule}


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
def test_correct_text_is_accepted(text: str) -> None:
    assert violated_rules(text) == set()


def test_mixed_punctuation_is_reported_once_at_the_rarer_form() -> None:
    (finding,) = mixed_punctuation("甲，乙，丙\n丁，戊,己，庚,辛")
    assert (finding.line, finding.column) == (1, 3)


def test_heading_numerals_above_ten() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    lines = [f"## {n}、甲" for n in numerals]
    assert list(heading_order("\n".join(lines))) == []
    assert len(list(heading_order("\n".join(lines[:10] + lines[11:])))) == 1


@given(
    st.text(
        alphabet="一三十、（）()《》“”2024年 月日,，○巡查\n#个问题已完成正在整改%率", max_size=80
    )
)
def test_findings_lie_within_any_text(text: str) -> None:
    lines = text.split("\n")
    for rule in LANGUAGE_RULES:
        for finding in rule(text):
            assert 0 <= finding.line < len(lines)
            assert 0 <= finding.column <= len(lines[finding.line])
