"""Rules about characters that look like others or show differently, and what other rules read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.factories import BODY, text

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_text
from noticeboard.rules.check import check_notices


def check(sentence: str, **changes: Any) -> list[Problem]:
    file = text(BODY.replace("## 二、", f"{sentence}\n\n## 二、"), **changes)
    return check_notices([read_text(file, "notices/2024/a.md")], Path("notices"))


def rules_of(sentence: str, **changes: Any) -> list[str]:
    return [problem.rule for problem in check(sentence, **changes)]


@pytest.mark.parametrize(
    ("sentence", "rule", "right"),
    [
        ("住⻓江路的群众", "lookalike-character", "长"),
        ("本⽉整改完成", "lookalike-character", "月"),
        ("整改到\uf967位", "lookalike-character", "不"),
        ("更进㇐步", "lookalike-character", "一"),
        ("完成٣项", "lookalike-character", "3"),
        ("王\ue863的建议", "private-character", "䶮"),
        ("\uf0b7 完成整改", "private-character", "•"),
        ("\U000f0001完成整改", "private-character", "对照原文"),
        ("示\ufe00范局", "variation-selector", "删掉"),
    ],
)
def test_a_deceptive_character_is_a_warning_with_the_right_one(
    sentence: str, rule: str, right: str
) -> None:
    (problem,) = check(sentence)
    assert (problem.rule, problem.severity) == (rule, "warning")
    assert right in problem.help


def test_the_place_and_the_number_in_the_line_are_reported() -> None:
    (problem,) = check("甲⻓乙⻓丙")
    assert problem.column == 2
    assert "2 处" in problem.message


def test_front_matter_is_checked() -> None:
    assert rules_of("甲", title="⽰范局党组关于巡察整改进展情况的通报") == ["lookalike-character"]


@pytest.mark.parametrize("sentence", ["示范局〇一二", "１２３ＡＢ", "①②㎡", "王㐂、王小𠮷", "ⅡⅢ"])
def test_common_characters_are_accepted(sentence: str) -> None:
    assert check(sentence) == []


def test_stacked_marks_are_refused() -> None:
    assert rules_of("整\u0301\u0323\u0308改") == ["combining-marks"]
    assert rules_of("整\u0301改\u0301" * 6) == ["combining-marks"]
    assert rules_of("café\u0301") == []


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("unit", "示范ロ党组"),
        ("issuer", "示范а局党组"),
        ("title", "示范局党组\u0301关于巡察整改进展情况的通报"),
        ("title", "示范局党组关于巡察整改进展情况的通报ㄅ"),
        ("region", "示例省/示例市/示例ハ区"),
    ],
)
def test_other_scripts_are_refused_in_names(field: str, name: str) -> None:
    (problem,) = check("甲", **{field: name})
    assert (problem.rule, problem.severity) == ("foreign-letters", "error")


def test_long_names_are_refused() -> None:
    assert rules_of("甲", title="示" * 200) == []
    assert rules_of("甲", title="示" * 201) == ["field-length"]
    assert rules_of("甲", issuer="示" * 120) == []
    assert rules_of("甲", issuer="示" * 121) == ["field-length"]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("证件号码11010519491231002X", "id-number"),
        ("赵六⾝份证号", "personal-paper"),
        ("⼿机1380013800٠", "mobile-number"),
        ("巡查整改⼯作", "inspection-word"),
    ],
)
def test_every_rule_reads_lookalikes_as_common_characters(sentence: str, rule: str) -> None:
    assert set(rules_of(sentence)) >= {rule}


def test_an_exception_in_lookalikes_lifts_a_finding() -> None:
    entry = {"what": "赵六⾝份证", "reason": "本人书面同意公开"}
    assert set(rules_of("赵六⾝份证号", privacy_ok=[entry])) == {"lookalike-character"}


def test_problems_keep_their_places() -> None:
    plain = check("证件11010519491231002X，月")
    deceptive = check("证件11010519491231002X，⽉")
    assert [p for p in deceptive if p.rule == "id-number"] == plain
