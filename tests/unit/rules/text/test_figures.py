"""Rules about figures: what they report, where, and in which words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY, notice

from noticeboard.rules.base import Finding, TextFinding
from noticeboard.rules.text.figures import (
    FIGURE_TEXT_RULES,
    figures_in_text,
    phone_in_metadata,
    progress_in_text,
    progress_sum,
)


@pytest.mark.parametrize(
    ("counts", "states", "terms"),
    [
        ({"problems": "25", "rectified": "19", "ongoing": "5"}, "已完成、正在整改", "19 + 5"),
        ({"problems": "25", "rectified": "26"}, "已完成", "26"),
    ],
)
def test_wrong_sum_is_reported_at_the_total(
    counts: dict[str, str], states: str, terms: str
) -> None:
    message = f"问题总数 25 与{states}的个数（{terms}）对不上"
    assert list(progress_sum(notice(progress=counts))) == [
        Finding(("progress", "problems"), message, "对照通报原文核对这几个数字")
    ]


def test_number_missing_from_the_text_is_reported_at_its_field() -> None:
    record = notice(
        body="问题25个。", progress={"problems": "25", "ongoing": "6", "measures": "30"}
    )
    help_text = "对照通报原文核对；原文没有写的数字不填"
    assert list(progress_in_text(record)) == [
        Finding(("progress", name), f"正文里没有提到 {count} 这个数", help_text, "warning")
        for name, count in (("ongoing", 6), ("measures", 30))
    ]


def test_notice_without_text_or_progress_is_not_compared() -> None:
    assert list(progress_in_text(notice())) == []
    assert list(progress_in_text(notice(body="\n", progress={"problems": "25"}))) == []


@pytest.mark.parametrize(
    ("words", "count", "reported"),
    [
        ("十五", 15, False),
        ("二十", 20, False),
        ("九十九", 99, False),
        ("十", 20, True),
        ("二十四", 25, True),
        ("百", 100, True),
        ("100", 100, False),
        ("1005", 100, True),
        ("1.100", 100, True),
        ("100.5", 100, True),
    ],
)
def test_number_must_not_be_part_of_another_number(words: str, count: int, reported: bool) -> None:
    record = notice(body=f"问题{words}个。", progress={"problems": str(count)})
    assert bool(list(progress_in_text(record))) is reported


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("整改完成率102%。", 5, "完成率102%超过了 100%"),
        ("整改完成率100.5%。", 5, "完成率100.5%超过了 100%"),
        ("反馈问题25个，已完成26个。", 9, "完成 26 个，多于问题总数 25 个"),
        (
            "反馈问题25个，已完成19个，正在整改5个。",
            2,
            "完成 19 个、正在整改 5 个，合计不是 25 个",
        ),
        (
            "反馈问题25个，完成整改19个，完成率80%。",
            19,
            "完成率80%，而 25 个里完成 19 个是 76.0%",
        ),
    ],
)
def test_contradiction_is_reported_at_its_place(text: str, column: int, message: str) -> None:
    help_text = "对照通报原文核对；正文照原文不改；原文如此的，在 accepted 里写明核对的结果"
    assert list(figures_in_text(text)) == [TextFinding(0, column, message, help_text, "warning")]
    before = "甲\n\n乙！已办结。"
    assert list(figures_in_text(f"{before}{text}")) == [
        TextFinding(2, 6 + column, message, help_text, "warning")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "反馈问题100个，完成整改99个，完成率98%。",
        "反馈问题3个。已完成5个。",
        "反馈问题3个！已完成5个？反馈问题2个。",
    ],
)
def test_rounded_rate_and_counts_of_other_sentences_are_accepted(text: str) -> None:
    assert list(figures_in_text(text)) == []


def phones(body: str) -> list[tuple[int, int, str]]:
    """Return line in the body from 0, column from 1 and severity of each reported telephone."""
    record = notice(body=body)
    findings = phone_in_metadata(record)
    return [(one.line - record.body_line, one.column, one.severity) for one in findings]


def test_unknown_telephone_is_reported_in_full() -> None:
    record = notice(body="甲\n\n联系电话：（０９９９）８１２３４９９")
    assert list(phone_in_metadata(record)) == [
        Finding(
            (),
            "正文里的电话 (0999)8123499 与 contact 里的不同",
            "对照通报原文核对；两处要一致，有几个号码就在 contact.phones 里写几项",
            "error",
            record.body_line + 2,
            6,
        )
    ]


@pytest.mark.parametrize("below", [10, 11, 12])
def test_only_the_last_lines_belong_to_the_contact(below: int) -> None:
    severity = "error" if below < 12 else "warning"
    body = "乙\n电话8123499" + "\n甲" * below
    assert phones(f"{body}\n\n\n") == [(1, 3, severity)]


@pytest.mark.parametrize(
    "line",
    [
        "电话812-3456",
        "电话0999 812 3456",
        "电话" + "甲" * 60 + "8123499",
        "电话传真甲乙丙丁戊己8123499",
        "传真电话8123499",
        "电话：8123456、传真：8123499",
    ],
)
def test_known_numbers_fax_numbers_and_distant_numbers_are_accepted(line: str) -> None:
    assert phones(line) == []


def test_number_near_the_word_for_telephone_is_reported_unless_a_fax() -> None:
    assert phones("电话" + "甲" * 53 + "8123499") == [(0, 56, "error")]
    assert phones("电话传真甲乙丙丁戊己庚8123499") == [(0, 12, "error")]


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
def test_contradicting_figures_are_reported(sentence: str) -> None:
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
def test_consistent_figures_are_accepted(sentence: str) -> None:
    assert list(figures_in_text(sentence)) == []


@pytest.mark.parametrize(
    ("counts", "reported"),
    [
        ({"problems": "25", "rectified": "19", "ongoing": "6"}, False),
        ({"problems": "25", "rectified": "19", "ongoing": "5"}, True),
        ({"problems": "25", "rectified": "26"}, True),
        ({"problems": "25", "rectified": "19"}, False),
        ({"rectified": "19"}, False),
    ],
)
def test_progress_counts_must_add_up(counts: dict[str, str], reported: bool) -> None:
    assert bool(list(progress_sum(notice(progress=counts)))) is reported


@pytest.mark.parametrize(("words", "count"), [("二十五", 25), ("十", 10), ("25", 25), ("125", 125)])
def test_count_may_be_written_in_either_numerals(words: str, count: int) -> None:
    record = notice(body=f"{BODY}\n问题{words}个。", progress={"problems": str(count)})
    assert list(progress_in_text(record)) == []
    record = notice(body=f"{BODY}\n问题九个。", progress={"problems": str(count)})
    assert len(list(progress_in_text(record))) == 1


def test_severity_of_unknown_telephones() -> None:
    def severities(body: str, **changes: Any) -> list[str]:
        record = notice(body=body, **changes)
        return [finding.severity for finding in phone_in_metadata(record)]

    end = BODY.replace("，邮箱", "、8123499，传真：0999-8123488，邮箱")
    assert severities(end) == ["error"]
    assert severities(end, contact__verified="2025-01-01") == []
    assert severities("设立举报电话0999-8123499。\n" * 2 + "甲\n" * 20) == ["warning", "warning"]


@given(
    st.text(
        alphabet="一三十、（）()《》“”2024年 月日,，○巡查\n#个问题已完成正在整改%率", max_size=80
    )
)
def test_findings_lie_within_any_text(text: str) -> None:
    lines = text.split("\n")
    for rule in FIGURE_TEXT_RULES:
        for finding in rule(text):
            assert 0 <= finding.line < len(lines)
            assert 0 <= finding.column <= len(lines[finding.line])


@pytest.mark.parametrize(
    "sentence",
    [
        "反馈问题697个，已完成688个，正在整改4个，长期坚持5个。",
        "共发现问题30个，已完成20个，基本完成6个，正在整改4个。",
    ],
)
def test_other_states_count_towards_the_total(sentence: str) -> None:
    assert list(figures_in_text(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "反馈问题697个，已完成688个，正在整改4个，长期坚持6个。",
        "反馈问题26个，已完成20个，正在整改3个。",
    ],
)
def test_a_sum_that_no_state_completes_is_reported(sentence: str) -> None:
    assert len(list(figures_in_text(sentence))) == 1
