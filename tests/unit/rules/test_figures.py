"""What the rules about figures say, where and in which words; test_rules_words.py has more cases."""

from __future__ import annotations

import pytest
from support.factories import notice

from noticeboard.rules.base import Finding, TextFinding
from noticeboard.rules.figures import (
    figures_in_text,
    phone_in_metadata,
    progress_in_text,
    progress_sum,
)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"problems": "25", "rectified": "19", "ongoing": "5"}, "19 + 5"),
        ({"problems": "25", "rectified": "26"}, "26"),
    ],
)
def test_a_sum_that_is_wrong_is_told_at_the_total(counts: dict[str, str], said: str) -> None:
    message = f"问题总数 25 与已完成、正在整改的个数（{said}）对不上"
    assert list(progress_sum(notice(progress=counts))) == [
        Finding(("progress", "problems"), message, "对照通报原文核对这几个数字")
    ]


def test_a_number_that_the_text_does_not_say_is_told_at_its_field() -> None:
    made = notice(body="问题25个。", progress={"problems": "25", "ongoing": "6", "measures": "30"})
    remedy = "对照通报原文核对；原文没有写的数字不填"
    assert list(progress_in_text(made)) == [
        Finding(("progress", name), f"正文里没有提到 {count} 这个数", remedy, "warning")
        for name, count in (("ongoing", 6), ("measures", 30))
    ]


def test_what_has_no_text_or_no_numbers_is_not_compared() -> None:
    assert list(progress_in_text(notice())) == []
    assert list(progress_in_text(notice(body="\n", progress={"problems": "25"}))) == []


@pytest.mark.parametrize(
    ("said", "count", "fires"),
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
def test_a_number_counts_as_said_only_when_it_stands_alone(
    said: str, count: int, fires: bool
) -> None:
    made = notice(body=f"问题{said}个。", progress={"problems": str(count)})
    assert bool(list(progress_in_text(made))) is fires


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
def test_a_contradiction_is_shown_where_it_stands(text: str, column: int, message: str) -> None:
    remedy = "对照通报原文核对；原文如此的，请告诉起草单位，正文照原文不改"
    assert list(figures_in_text(text)) == [TextFinding(0, column, message, remedy, "warning")]
    before = "甲\n\n乙！已办结。"
    assert list(figures_in_text(f"{before}{text}")) == [
        TextFinding(2, 6 + column, message, remedy, "warning")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "反馈问题100个，完成整改99个，完成率98%。",
        "反馈问题3个。已完成5个。",
        "反馈问题3个！已完成5个？反馈问题2个。",
    ],
)
def test_a_rounded_rate_and_another_sentence_may_stand(text: str) -> None:
    assert list(figures_in_text(text)) == []


def phones(body: str) -> list[tuple[int, int, str]]:
    """Line in the body from 0, column from 1 and severity of each telephone that is told."""
    made = notice(body=body)
    found = phone_in_metadata(made)
    return [(one.line - made.body_line, one.column, one.severity) for one in found]


def test_another_telephone_is_told_in_full() -> None:
    made = notice(body="甲\n\n联系电话：（０９９９）８１２３４９９")
    assert list(phone_in_metadata(made)) == [
        Finding(
            (),
            "正文里的电话 (0999)8123499 与 contact 里的不同",
            "对照通报原文核对；两处要一致，有几个号码就在 contact.phones 里写几项",
            "error",
            made.body_line + 2,
            6,
        )
    ]


@pytest.mark.parametrize("below", [10, 11, 12])
def test_only_the_last_lines_are_about_the_contact(below: int) -> None:
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
def test_the_same_number_a_facsimile_and_what_is_far_off(line: str) -> None:
    assert phones(line) == []


def test_what_is_near_a_telephone_and_no_facsimile() -> None:
    assert phones("电话" + "甲" * 53 + "8123499") == [(0, 56, "error")]
    assert phones("电话传真甲乙丙丁戊己庚8123499") == [(0, 12, "error")]
