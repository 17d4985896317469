"""The five answers: what is accepted, and the sentence for what is not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticeboard.boards.answers import QUESTIONS, check_answers
from noticeboard.boards.yaml_edit import get_entries, set_entries
from noticeboard.model.problems import NoticeboardError

BY_NAME = {question.name: question for question in QUESTIONS}
SITE = ("extra", "site")
PHONE = (*SITE, "contact", "phone")


@pytest.mark.parametrize("name", BY_NAME)
def test_every_example_is_accepted(name: str) -> None:
    assert all(BY_NAME[name].check(BY_NAME[name].example).keys())


@pytest.mark.parametrize(
    ("answer", "number", "hours", "mail"),
    [
        ("0999-8123456", "0999-8123456", "", ""),
        ("0999-8123456（工作日8:30—17:30）", "0999-8123456", "工作日8:30—17:30", ""),
        ("电话 0999-8123456", None, None, None),
        ("a@shili.example.cn", "", "", "a@shili.example.cn"),
        ("12388，a@shili.example.cn", "12388", "", "a@shili.example.cn"),
        (" 0999-8123456 工作日 9:00—12:00，14:00—17:00 ", "0999-8123456", "工作日 9:00—12:00，14:00—17:00", ""),
    ],
)  # fmt: skip
def test_contact(answer: str, number: str | None, hours: str | None, mail: str | None) -> None:
    if number is None:
        number, hours, mail = "0999-8123456", "电话", ""
    values = BY_NAME["contact"].check(answer)
    assert values[(*PHONE, "number")] == number
    assert values[(*PHONE, "hours")] == hours
    assert values[(*SITE, "contact", "email")] == mail


WRONG = [
    ("name", ""),
    ("name", "  "),
    ("name", "甲\n乙"),
    ("name", "甲\u200b乙"),
    ("name", "甲" * 300),
    ("region", "示例省示例市"),
    ("region", "示例省／示例市"),
    ("region", "/示例省"),
    ("region", "示例省//示例区"),
    ("host", "\t"),
    ("contact", "电话"),
    ("contact", "a@b c@d"),
    ("contact", "a@b"),
    ("contact", "123"),
    ("contact", "主任 a@shili.example.cn"),
    ("address", "gongkai.example.gov.cn"),
    ("address", "ftp://gongkai.example.gov.cn"),
    ("address", "https://"),
    ("address", "https://localhost"),
    ("address", "https://a b.example.cn"),
    ("address", "https://a.example.cn:99999/"),
    ("address", "https://[::1"),
    ("address", "https://a.example.cn/?a=1"),
    ("address", "https://user:secret@a.example.cn/"),
    ("address", "javascript:alert(1)"),
]


@pytest.mark.parametrize(("name", "answer"), WRONG)
def test_a_wrong_answer_is_one_chinese_sentence(name: str, answer: str) -> None:
    with pytest.raises(NoticeboardError) as caught:
        BY_NAME[name].check(answer)
    sentence = str(caught.value)
    assert sentence.startswith(BY_NAME[name].label)
    assert "例如" in sentence
    assert "\n" not in sentence.replace(answer, "")


def test_all_wrong_answers_are_reported_at_once() -> None:
    with pytest.raises(NoticeboardError) as caught:
        check_answers({"name": "甲", "region": "示例省", "contact": "x", "address": "y"})
    assert [line.partition("：")[0] for line in str(caught.value).splitlines()] == [
        "主办单位",
        "网站的联系方式",
        "网站的网址",
    ]


@settings(max_examples=60)
@given(st.text(max_size=40), st.sampled_from(sorted(BY_NAME)))
def test_any_answer_is_refused_or_kept_word_for_word(answer: str, name: str) -> None:
    """What is accepted is in mkdocs.yml afterwards, and nothing else has changed."""
    text = "site_name: 甲  # 名称\nsite_url: !ENV [SITE_URL, 乙]\nextra:\n  site:\n    host:   # 主办\n"
    values: Mapping[tuple[str, ...], str] = {}
    with suppress(NoticeboardError):
        values = BY_NAME[name].check(answer)
    entries = get_entries(set_entries(text, values))
    for path, value in values.items():
        assert entries.get(path, "") == value
    assert "# 名称" in set_entries(text, values)
