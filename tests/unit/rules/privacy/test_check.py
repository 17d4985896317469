"""Rules about personal data; the numbers are invented or public test numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY, text

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_text
from noticeboard.rules.check import check_notices
from noticeboard.rules.privacy.check import check_privacy, mask
from noticeboard.rules.privacy.numbers import has_luhn_check_digit, is_id_number

PRIVATE = {
    "id-number",
    "bank-card",
    "mobile-number",
    "home-address",
    "personal-paper",
    "personal-number",
    "person-name",
}


def check(sentence: str, **changes: Any) -> list[Problem]:
    file = text(BODY.replace("## 二、", f"{sentence}\n\n## 二、"), **changes)
    return check_notices([read_text(file, "notices/2024/a.md")], Path("notices"))


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
def test_personal_data_is_reported(rule: str, sentence: str) -> None:
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
        "编号8888888888888888",
        "见[网页](https://example.com/13800138000/6222021234567890128)",
    ],
)
def test_other_text_is_accepted(sentence: str) -> None:
    assert private(sentence) == set()


def test_mobile_number_of_the_contact_is_accepted() -> None:
    phones = [{"number": "13800138000"}, {"number": "0999-8123456"}]
    assert check("值班手机：138 0013 8000", contact__phones=phones) == []


def test_front_matter_is_checked() -> None:
    assert private("甲", summary="有意见请找13800138000") == {"mobile-number"}


def test_only_an_exception_with_reason_and_same_words_lifts_a_finding() -> None:
    entry = {"what": "138-0013-8000", "reason": "值班手机，经本单位同意公开"}
    assert check("手机13800138000", privacy_ok=[entry]) == []
    problems = check("手机13800138000", privacy_ok=[{**entry, "what": "138"}])
    assert [problem.rule for problem in problems] == ["privacy-ok-unused", "mobile-number"]
    problems = check("手机13800138000", privacy_ok=[{**entry, "reason": "可以"}])
    assert "reason" in {problem.rule for problem in problems}


def test_messages_mask_the_middle() -> None:
    for problem in check("证件号码11010519491231002X"):
        assert "19491231" not in problem.message + problem.help


OK = "privacy_ok: [{what: 这段文字, reason: 为什么可以公开、谁同意的}]"


@pytest.mark.parametrize(
    ("rule", "sentence", "expected"),
    [
        ("id-number", "证件11010519491231002X号", [(3, "身份证号码：110************02X")]),
        ("id-number", "证件110105491231002。", [(3, "15 位身份证号码：110*********002")]),
        (
            "id-number",
            "身份证号：420106199001011234、身份证号11010519491231002X",
            [(6, "身份证号码：420************234"), (29, "身份证号码：110************02X")],
        ),
        (
            "id-number",
            "身份证号420106199001011234、身份证号420106199001011235",
            [(5, "身份证号码：420************234"), (28, "身份证号码：420************235")],
        ),
        ("bank-card", "卡号6222021234567890128，", [(3, "银行卡号：622*************128")]),
        (
            "mobile-number",
            "见 https://a.example/1 和 138-0013-8000。",
            [(25, "没有写在 contact 里的手机号码：138*******000")],
        ),
        ("home-address", "他家住示例区示例路12号楼", [(2, "带门牌号的住址：家住示*****12号")]),
        ("home-address", "在3栋2单元501室。", [(2, "带门牌号的住址：3栋2***01室")]),
        ("personal-paper", "本案由赵六身份证号", [(4, "姓名和证件：赵***证")]),
    ],
)
def test_finding_is_reported_in_full_but_for_its_middle(
    rule: str, sentence: str, expected: list[tuple[int, str]]
) -> None:
    file = text(sentence)
    line = read_text(file, "notices/2024/a.md").body_line
    help_text = f"删去，或用“某”“*”代替；确实可以公开的，在元数据里写 {OK}"
    assert [p for p in privacy_problems(file) if p.rule in PRIVATE] == [
        Problem("notices/2024/a.md", line, column, rule, "error", f"这里像是{message}", help_text)
        for column, message in expected
    ]


def privacy_problems(file: str) -> list[Problem]:
    return list(check_privacy(read_text(file, "notices/2024/a.md")))


def test_unused_exception_is_reported_at_its_entry() -> None:
    entries = [
        {"what": "有13800138000", "reason": "值班手机，经本单位同意公开"},
        {"what": "13800138001", "reason": "值班手机，经本单位同意公开"},
    ]
    file = text("甲\n\n手机13800138000\n", privacy_ok=entries)
    line = file.split("\n").index("- what: '13800138001'") + 1
    assert privacy_problems(file) == [
        Problem(
            "notices/2024/a.md",
            line,
            3,
            "privacy-ok-unused",
            "warning",
            "privacy_ok 第2条没有对应到检查指出的文字",
            "照原样写检查指出的那段文字；已经删去的，这一条也删去",
        )
    ]


def test_every_line_is_checked_and_reported_by_number() -> None:
    body = "家住示例村1号\n\n家住示例村2号\n手机13800138000\n家住示例村3号"
    first = read_text(text(body), "notices/2024/a.md").body_line
    assert [p.line - first for p in privacy_problems(text(body))] == [0, 2, 3, 4]
    head = text("甲", summary="手机13800138000", topics=["甲", "家住示例村1号"])
    lines = head.split("\n")
    assert [(p.line, p.rule) for p in privacy_problems(head)] == [
        (lines.index("summary: 手机13800138000") + 1, "mobile-number"),
        (lines.index("- 家住示例村1号") + 1, "home-address"),
    ]


def test_only_contact_and_source_are_exempt() -> None:
    number = "13800138000"
    for name in ("Phone", "phone", "summary"):
        head = text("甲").replace("\n---\n", f"\n{name}: '{number}'\n---\n")
        assert [p.rule for p in privacy_problems(head)] == ["mobile-number"], name
    assert (
        privacy_problems(
            text("甲", source={"url": f"https://a.example/?n={number}&m=6222021234567890128"})
        )
        == []
    )
    address = "示例区示例路1号（家住1号）"
    known = {"contact__phones": [{"number": number}], "contact__address": address}
    assert privacy_problems(text(f"手机138 0013 8000，{address}", **known)) == []


def test_column_counts_characters_from_one() -> None:
    (problem,) = check("有意见请找１３８００１３８０００。")
    assert problem.column == 6


def test_file_without_a_valid_record_is_checked() -> None:
    assert "mobile-number" in private("手机13800138000", region=None)


@given(st.integers(0, 10**15 - 1))
def test_one_digit_in_ten_is_the_luhn_check_digit(number: int) -> None:
    assert sum(has_luhn_check_digit(f"{number}{digit}") for digit in range(10)) == 1


@given(st.dates(), st.integers(0, 999))
def test_one_id_check_digit_in_eleven_is_valid(day: Any, order: int) -> None:
    first = f"110105{day:%Y%m%d}{order:03}"
    if 1850 <= day.year <= 2100:
        assert sum(is_id_number(first + last) for last in "0123456789X") == 1


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        ("18500101", 1),
        ("21001231", 1),
        ("18491231", 0),
        ("21010101", 0),
        ("19490132", 0),
        ("19490229", 0),
    ],
)
def test_day_of_birth_must_be_valid(day: str, valid: int) -> None:
    assert sum(is_id_number(f"110105{day}002{last}") for last in "0123456789Xx") in (
        valid,
        2 * valid,
    )


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "ab",
        "1101054912",
        "11X105491231002",
        "11010519491231002",
        "99010519491231002X",
        "11010519491331002X",
        "11010519491231002XX",
        "110105194912310021",
    ],
)
def test_other_digits_are_no_id_number(digits: str) -> None:
    assert not is_id_number(digits)


def test_the_middle_of_a_text_is_masked() -> None:
    assert mask("13800138000") == "138*****000"
    assert mask("王五身份证") == "王***证"
    assert mask("王五") == "**"
    assert mask("王五证") == "王*证"
    assert mask("12345678") == "1******8"
    assert mask("123456789") == "123***789"


@pytest.mark.parametrize(
    ("digits", "valid"), [("59", True), ("0", True), ("42", True), ("5", False)]
)
def test_luhn_adds_the_digits_of_a_doubled_digit(digits: str, valid: bool) -> None:
    assert has_luhn_check_digit(digits) is valid


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("电话1380013\n8000", 0, 3),
        ("甲\n电话138 0013 8000", 1, 3),
        ("甲 乙 丙\n\n举报人张 建\n国反映", 2, 4),
        ("[甲](https://example.com/1) 电话13800138000", 0, 30),
        ("| 姓名 |\n| --- |\n| 韩志华 |", 2, 3),
        ("| 电话 | 138 | 0013 | 8000 |", 0, 8),
        ("甲[拨打](tel:138-0013-8000)", 0, 11),
    ],
)
def test_a_divided_match_is_reported_at_its_place(body: str, line: int, column: int) -> None:
    parsed = read_text(text(body), "notices/2024/a.md")
    (problem,) = check_privacy(parsed)
    assert (problem.line - parsed.body_line, problem.column) == (line, column)


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("举报人张建国反映", "张建国"),
        ("电话138 0013 8000", "13800138000"),
        ("电话一三八〇〇一三八〇〇〇", "一三八〇〇一三八〇〇〇"),
        ("护照号码：E12345678", "E12345678"),
        ("鄂A·F1234", "鄂AF1234"),
    ],
)
def test_an_exception_lifts_a_finding_of_each_kind(sentence: str, what: str) -> None:
    assert private(sentence)
    assert check(sentence, privacy_ok=[{"what": what, "reason": "本人书面同意公开"}]) == []


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("https://example.com/q?phone=13800138000", "mobile-number"),
        ("https://example.com/q?a=1&m=8613800138000&b=2", "mobile-number"),
        ("https://example.com/q?m=%31%338%30013800%30", "mobile-number"),
        ("mailto:x@example.com?body=%EF%BC%913800138000", "mobile-number"),
        ("mailto:x@example.com?body=13800138000", "mobile-number"),
        ("2024/x.html?m=１３８００１３８０００", "mobile-number"),
        ("https://example.com/p/11010519491231002X/a", "id-number"),
        ("https://example.com/p/%31%31010519491231002X", "id-number"),
        ("https://example.com/#11010519491231002x", "id-number"),
        ("https://example.com/13800138000.html", ""),
        ("https://example.com/art/2024/3/12/art_1229567890_4123456.html", ""),
        ("https://example.com/a?t=1710000000000&id=138001380001", ""),
        ("https://example.com/a?d=abc11010519491231002X", ""),
    ],
)
def test_a_number_of_a_person_in_an_address_is_private(address: str, rule: str) -> None:
    assert private(f"见[网页]({address})。") == ({rule} if rule else set())
    assert private(f"见[网页]({address})。", contact__phones=[{"number": "13800138000"}]) <= {"id-number"}  # fmt: skip


def test_a_contact_person_with_a_mobile_number_is_private_although_it_is_the_contact() -> None:
    phones = [{"number": "13800138000"}, {"number": "0999-8123456"}]
    assert private("联系人：张建国，电话：13800138000", contact__phones=phones) == {"mobile-number"}
    assert private("联系人：办公室，电话：13800138000", contact__phones=phones) == set()
    assert private("联系人：李主任，电话：13800138000", contact__phones=phones) == set()


def test_the_numbers_of_the_contact_are_known_in_every_form() -> None:
    phones = [{"number": "13800138000"}, {"number": "0999-8123456"}]
    assert private("值班手机：138-0013\n8000", contact__phones=phones) == set()
