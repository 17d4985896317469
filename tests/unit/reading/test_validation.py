from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field
from support.factories import front, text

from noticeboard.model.contact import Contact, Phone
from noticeboard.model.field_types import BLANK
from noticeboard.model.notice import FrontMatter, Notice
from noticeboard.model.problems import Problem
from noticeboard.model.rounds import RoundFile
from noticeboard.reading.frontmatter import parse_front_matter
from noticeboard.reading.validation import extend_record, known_names, model_of, validate

PATH = "notices/2024/a.md"


def problems_of(head: str, model: type[BaseModel] = FrontMatter) -> list[Problem]:
    """Validate a front matter, leaving out missing fields."""
    parsed = parse_front_matter(head, PATH, 2, known_names(model))
    return [problem for problem in validate(parsed, PATH, model)[1] if problem.rule != "required"]


FILL = "填上内容，去掉【待填】；通报里没有的可选项整行删去"


@pytest.mark.parametrize(
    ("head", "place", "rule", "message", "help_text"),
    [
        (
            "topics: [甲, 【待填】]",
            (2, 13),
            "blank",
            "“topics”（主题）还没有填写",
            f"{FILL}（关键词，每项一个）",
        ),
        (
            "contact:\n  phones:\n    - hours: 【待填】",
            (4, 14),
            "blank",
            "“hours”（接听时间）还没有填写",
            f"{FILL}（照通报原文写，例如 工作日 8:30—17:30）",
        ),
        ("colour: 【待填】", (2, 9), "blank", "“colour”还没有填写", FILL),
        (
            "topics: [{a: b}]",
            (2, 10),
            "value",
            "“topics”（主题）应是一段文字",
            "写在同一行：键: 值（关键词，每项一个）",
        ),
        (
            "contact: 甲",
            (2, 10),
            "value",
            "“contact”（联系方式）下面应有若干“键: 值”",
            "各项另起一行，缩进两格（公众提意见的渠道，至少一种）",
        ),
        (
            "progress: {problems: [1]}",
            (2, 12),
            "value",
            "“progress.problems”（问题总数）应是整数",
            "只写数字，如 25（反馈的问题个数）",
        ),
        (
            f"progress: {{problems: {'9' * 5000}}}",
            (2, 22),
            "value",
            "“progress.problems”（问题总数）写法不对",
            "对照 CONTRIBUTING.md 里的样例（反馈的问题个数）",
        ),
        (
            "progress: {problems: -1}",
            (2, 22),
            "value",
            "“progress.problems”（问题总数）不能小于 0",
            "只写数字，如 25（反馈的问题个数）",
        ),
        ("titles: 甲", (2, 1), "unknown-key", "没有“titles”这一项", "是不是想写 title？"),
    ],
)
def test_an_invalid_value_is_explained(
    head: str, place: tuple[int, int], rule: str, message: str, help_text: str
) -> None:
    assert problems_of(head) == [Problem(PATH, *place, rule, "error", message, help_text)]


@pytest.mark.parametrize("value", ["可能", "[true]"])
def test_a_switch_is_true_or_absent(value: str) -> None:
    (problem,) = problems_of(f"draft: {value}")
    assert problem.message.endswith("只能是 true 或 false")
    assert problem.help.startswith("是就写 true，不是就整行删去（")


@pytest.mark.parametrize(
    ("head", "help_text"),
    [
        ("公布日: 甲", "是不是想写 published？"),
        ("contact: {phones: [{numbr: 甲}]}", "是不是想写 number？"),
        ("hours: 甲", "“hours”应缩进写在 phones: 下面"),
        ("number: 甲", "“number”应缩进写在 phones: 下面"),
        ("hide: 甲", "“hide”应缩进写在 corrections: 下面"),
        ("group: 甲", "“group”应缩进写在 inspection: 下面"),
        (
            "contact: {colour: 甲}",
            "删去这一项；可以写的有：phones、fax、email、address、postcode、verified",
        ),
        *(
            (f"{name}: 甲", "版式由网站决定，通报里不能写这一项，请删去")
            for name in ("template", "location", "search", "status")
        ),
    ],
)
def test_an_unknown_key_suggests_the_right_one(head: str, help_text: str) -> None:
    (problem,) = problems_of(head)
    assert (problem.rule, problem.help) == ("unknown-key", help_text)


def test_a_missing_field_is_reported_at_its_parent() -> None:
    head = "contact:\n  phones:\n    - number: 0999-8123456\n    - hours: 甲\n"
    parsed = parse_front_matter(head, PATH, 2, known_names())
    places = {
        problem.message: (problem.line, problem.column, problem.help)
        for problem in validate(parsed, PATH, FrontMatter)[1]
        if problem.rule == "required"
    }
    assert places["缺少必填项“contact.phones.number”（电话号码）"] == (
        5,
        7,
        "写上 number: …（带区号的固定电话、手机、400 号码或 12388 这样的短号；分机写“转801”，"
        "例如 027-88937157）",
    )
    assert places["缺少必填项“title”（标题）"][:2] == (1, 1)


def test_an_unreadable_front_matter_is_reported_once() -> None:
    parsed = parse_front_matter("[", PATH, 2, known_names())
    assert (parsed.values, len(parsed.problems)) == ({}, 1)
    assert validate(parsed, PATH, FrontMatter) == (None, [])
    parsed = parse_front_matter("title:甲\ncolour: 乙", PATH, 2, known_names())
    assert parsed.problems
    assert "unknown-key" in {problem.rule for problem in validate(parsed, PATH, FrontMatter)[1]}


def test_there_is_no_record_with_problems() -> None:
    def record(**changes: Any) -> FrontMatter | None:
        head = text(**changes).split("---\n")[1]
        return validate(parse_front_matter(head, PATH, 2, known_names()), PATH, FrontMatter)[0]

    valid = record()
    assert valid
    assert valid == FrontMatter.model_validate(front())
    assert record(unit=BLANK) is None
    assert record(region=None) is None
    # Only the parser has a problem.
    head = text().split("---\n")[1]
    twice = parse_front_matter(f"{head}title: 乙\n", PATH, 2, known_names())
    assert [problem.rule for problem in twice.problems] == ["duplicate-key"]
    assert validate(twice, PATH, FrontMatter) == (None, [])


def test_an_extended_record_equals_a_validated_one() -> None:
    more = {"id": "2024/a", "path": PATH, "body": "甲", "body_line": 3}
    whole = FrontMatter.model_validate(front())
    assert extend_record(whole, Notice, **more) == Notice.model_validate({**front(), **more})


def test_numbers_have_the_minimum_of_their_field() -> None:
    (problem,) = problems_of("due_months: 0", RoundFile)
    assert problem.message == "“due_months”（公布期限（月））不能小于 1"


class Inner(BaseModel):
    name: str = Field(title="名称")


class Outer(BaseModel):
    parts: tuple[Inner, ...] = Field(title="各部分")
    part: Inner | None = Field(title="一部分")
    plain: str


def test_known_names_are_those_of_every_level_with_titles() -> None:
    assert known_names(Outer) == {"parts", "各部分", "part", "一部分", "plain", "name", "名称"}


@pytest.mark.parametrize(
    ("annotation", "model"),
    [
        (Contact, Contact),
        (Contact | None, Contact),
        (tuple[Phone, ...], Phone),
        (Annotated[tuple[Phone, ...] | None, "甲"], Phone),
        (str, None),
        (tuple[str, ...] | None, None),
    ],
)
def test_model_of_unwraps_a_type(annotation: Any, model: type[BaseModel] | None) -> None:
    assert model_of(annotation) is model
