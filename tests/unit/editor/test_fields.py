"""Setting one field of a notice's text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.editor.fields import confirm, set_field

SOURCE = """---
title: 甲  # 请核对：拟的
unit: [甲, 乙]
inspection:
  - authority: 区委
    group: 一组  # 说明
  - authority: 市委
contact:
  phones:
    - number: 0999-8123456
      hours: 工作日
  email:  # 没有
# 结尾的说明
---

正文
"""


def values(source: str) -> Any:
    return yaml.load(source.split("---\n")[1], Loader=yaml.BaseLoader)


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (["title"], "乙", "title: 乙"),
        (["unit"], ["甲"], "unit: 甲"),
        (["unit"], ["甲", "丙"], "  - 丙"),
        (["inspection", 0, "group"], "二组", "    group: 二组"),
        (["inspection", 0, "authority"], "省委", "  - authority: 省委"),
        (["inspection", 1, "start"], "2024-03", "    start: 2024-03"),
        (["contact", "email"], "a@example.com", "  email: a@example.com"),
        (["contact", "phones", 0, "hours"], "每天: 9时", "      hours: '每天: 9时'"),
        (["contact", "phones", 1], {"number": "12388"}, "    - number: 12388"),
        (["corrections", 0, "note"], "改了电话", "  - note: 改了电话"),
        (["progress", "problems"], "3", "  problems: 3"),
    ],
)
def test_a_value_is_set_and_all_other_lines_stay(path: list[Any], value: Any, line: str) -> None:
    changed = set_field(SOURCE, tuple(path), value)
    assert line in changed.split("\n")
    value_there = values(changed)
    for part in path[:-1] if isinstance(path[-1], str) else path:
        value_there = (
            value_there[part] if not (part == 0 and isinstance(value_there, dict)) else value_there
        )
    kept = [old for old in SOURCE.split("\n") if old in changed.split("\n")]
    assert len(kept) >= len(SOURCE.split("\n")) - 1


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (["inspection", 1], "市委"),
        (["inspection", 0, "authority"], "区委"),
        (["contact", "phones", 0], "0999"),
        (["title"], "title"),
        (["absent", "name"], "absent"),
    ],
)
def test_none_removes_a_field(path: list[Any], gone: str) -> None:
    changed = set_field(SOURCE, tuple(path), None)
    assert gone not in changed
    values(changed)


def test_a_lone_inspection_is_the_first() -> None:
    source = "---\ninspection:\n  authority: 区委\n---\n"
    changed = set_field(source, ("inspection", 0, "group"), "一组")
    assert values(changed) == {"inspection": {"authority": "区委", "group": "一组"}}
    more = set_field(changed, ("inspection", 1), {"authority": "市委"})
    assert [one["authority"] for one in values(more)["inspection"]] == ["区委", "市委"]


def test_text_without_front_matter_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="---"):
        set_field("正文", ("title",), "甲")
    with pytest.raises(ValueError, match="元数据"):
        set_field("---\ntitle: [\n---\n", ("title",), "甲")


def test_a_doubt_is_confirmed_by_removing_its_note() -> None:
    assert confirm(SOURCE, 2).split("\n")[1] == "title: 甲"
    assert confirm("---\n# 请核对：图\n---\n", 2) == "---\n---\n"


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_any_typed_text_is_read_back(text: str) -> None:
    for path in (("title",), ("contact", "phones", 0, "label"), ("inspection", 1, "group")):
        value_there = values(set_field(SOURCE, path, text))
        for part in path:
            value_there = value_there[part]
        assert value_there == text
