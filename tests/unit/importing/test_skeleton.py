"""The skeleton of a new notice lacks only its blanks."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.answers import ANSWERS, lacks_only_blanks
from support.factories import FRONT, notice

from noticeboard.importing.skeleton import Answers, from_earlier, skeleton
from noticeboard.model.field_types import BLANK
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import FrontMatter
from noticeboard.reading.reader import read_text
from noticeboard.rules.check import check_notices


@given(st.sets(st.sampled_from(sorted(ANSWERS))))
def test_only_the_blanks_are_missing(known: set[str]) -> None:
    text = skeleton(Answers({name: ANSWERS[name] for name in known}))
    parsed = read_text(text, "notices/2024/shifanju.md")
    problems = check_notices([parsed], Path("notices"))
    assert problems
    assert lacks_only_blanks(text, problems), problems
    assert text.count(BLANK) == len(problems)


def test_every_answer_is_in_its_place() -> None:
    head = skeleton(Answers(ANSWERS, "2023/shifanju")).split("---")[1]
    values = yaml.load(head, yaml.BaseLoader)
    assert values["inspection"]["feedback"] == "2024-06"
    (phone,) = values["contact"]["phones"]
    assert phone == {"number": "0999-8123456转801", "hours": "工作日 9:00—17:00: #午休除外"}
    assert values["follow_up_of"] == "2023/shifanju"


def test_every_field_is_explained_by_the_model() -> None:
    text = skeleton(Answers())
    for model in (FrontMatter, Inspection):
        for name, info in model.model_fields.items():
            assert f"{name}:" in text
            assert str(info.title) in text
            assert str(info.description) in text


def test_what_a_unit_shares_with_its_earlier_notice() -> None:
    shared = from_earlier(notice())
    assert shared["contact.email"] == FRONT["contact"]["email"]
    assert "published" not in shared
    assert "inspection.start" not in shared
    assert "contact.phones.number" not in from_earlier(
        notice(contact__phones=None, contact__address="示例路1号")
    )
