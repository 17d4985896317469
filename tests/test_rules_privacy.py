"""What is private and what only looks so; the numbers are made up or public test numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import BODY, text

from noticeboard.problems import Problem
from noticeboard.reading import read_text
from noticeboard.rules import check_readings
from noticeboard.rules.privacy import has_luhn_digit, is_id_number, masked

PRIVATE = {"id-number", "bank-card", "mobile-number", "home-address", "personal-paper"}


def check(sentence: str, **changes: Any) -> list[Problem]:
    file = text(BODY.replace("## 二、", f"{sentence}\n\n## 二、"), **changes)
    return check_readings([read_text(file, "notices/2024/a.md")], Path("notices"))


def private(sentence: str, **changes: Any) -> set[str]:
    return {problem.rule for problem in check(sentence, **changes)} & PRIVATE


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("id-number", "证件号码11010519491231002X"),
        ("id-number", "证件号码11010519491231002x，"),
        ("id-number", "证件号码１１０１０５１９４９１２３１００２Ｘ"),
        ("id-number", "110105 19491231 002X"),
        ("id-number", "编号110105491231002号"),
        ("id-number", "身份证号：420106199001011234"),
        ("id-number", "| 甲 | 11010519491231002X |"),
        ("mobile-number", "手机13800138000"),
        ("mobile-number", "手机138 0013 8000"),
        ("mobile-number", "手机138-0013-8000"),
        ("mobile-number", "电话：+8613800138000"),
        ("mobile-number", "手机１３８００１３８０００"),
        ("bank-card", "卡号6222021234567890128"),
        ("bank-card", "4111 1111 1111 1111"),
        ("home-address", "家住示例区示例路12号"),
        ("home-address", "家庭住址：示例街道示例路十二号"),
        ("home-address", "现住示例村二组15号"),
        ("home-address", "示例花园3栋2单元501室"),
        ("personal-paper", "王五身份证号"),
        ("personal-paper", "由赵六（身份证号4201********1234）"),
        ("personal-paper", "职工欧阳示身份证"),
        ("personal-paper", "请找王小示，身份证号在卷"),
        ("personal-paper", "李示范居民身份证"),
    ],
)
def test_what_is_private(rule: str, sentence: str) -> None:
    assert private(sentence) == {rule}


@pytest.mark.parametrize(
    "sentence",
    [
        "办理身份证业务",
        "查验群众身份证",
        "居民身份证受理点3个",
        "凭身份证领取",
        "管理人员身份证",
        "2023-07-25 2023-08-04 2024-01-01",
        "文号20230725000112345678",
        "资金1234567890123456.00元",
        "投入资金13800138000元",
        "统一社会信用代码91420106MA4K123456",
        "通信地址：示例路1号",
        "走访居住在辖区的群众12户",
        "老旧小区5个单元",
        "家住示例社区的老人",
        "证件号码1101**********002X",
        "见[网页](https://example.com/13800138000/6222021234567890128)",
    ],
)
def test_what_is_not(sentence: str) -> None:
    assert private(sentence) == set()


def test_a_duty_mobile_belongs_in_the_contact() -> None:
    phones = [{"number": "13800138000"}, {"number": "0999-8123456"}]
    assert check("值班手机：138 0013 8000", contact__phones=phones) == []


def test_the_front_matter_is_looked_at_too() -> None:
    assert private("甲", summary="有意见请找13800138000") == {"mobile-number"}


def test_only_a_reasoned_entry_for_the_same_words_lifts_a_finding() -> None:
    entry = {"what": "138-0013-8000", "reason": "值班手机，经本单位同意公开"}
    assert check("手机13800138000", privacy_ok=[entry]) == []
    found = check("手机13800138000", privacy_ok=[{**entry, "what": "138"}])
    assert [problem.rule for problem in found] == ["privacy-ok-unused", "mobile-number"]
    found = check("手机13800138000", privacy_ok=[{**entry, "reason": "可以"}])
    assert "reason" in {problem.rule for problem in found}


def test_a_message_does_not_repeat_what_it_hides() -> None:
    for problem in check("证件号码11010519491231002X"):
        assert "19491231" not in problem.message + problem.help


def test_the_place_is_where_it_stands() -> None:
    (problem,) = check("有意见请找１３８００１３８０００。")
    assert problem.column == 6


def test_a_file_without_a_valid_record_is_looked_at_too() -> None:
    assert "mobile-number" in private("手机13800138000", region=None)


@given(st.integers(0, 10**15 - 1))
def test_one_digit_in_ten_is_the_luhn_digit(number: int) -> None:
    assert sum(has_luhn_digit(f"{number}{digit}") for digit in range(10)) == 1


@given(st.dates(), st.integers(0, 999))
def test_one_check_digit_in_eleven_is_right(day: Any, order: int) -> None:
    first = f"110105{day:%Y%m%d}{order:03}"
    if 1850 <= day.year <= 2100:
        assert sum(is_id_number(first + last) for last in "0123456789X") == 1


@pytest.mark.parametrize("digits", ["99010519491231002X", "11010519491331002X", "1101054912", "ab"])
def test_what_is_no_id_number(digits: str) -> None:
    assert not is_id_number(digits)


def test_masked() -> None:
    assert masked("13800138000") == "138*****000"
    assert masked("王五身份证") == "王***证"
    assert masked("王五") == "**"
