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


WORDS = st.sampled_from(["甲", "乙", "3", "2024-03", "每天: 9时"])
KEYS = st.sampled_from(["a", "b", "c"])
RECORDS = st.dictionaries(KEYS, WORDS, min_size=1)
BLOCKS = st.dictionaries(
    KEYS,
    WORDS
    | RECORDS
    | st.lists(WORDS, min_size=1, max_size=3)
    | st.lists(RECORDS, min_size=1, max_size=3)
    | st.dictionaries(KEYS, st.lists(RECORDS, min_size=1, max_size=2), min_size=1),
    min_size=1,
)


def plain(node: Any) -> Any:
    """Without empty values; a list of one is its item."""
    if isinstance(node, dict):
        return {key: one for key, value in node.items() if (one := plain(value))}
    if isinstance(node, list):
        items = [one for value in node if (one := plain(value))]
        return items[0] if len(items) == 1 else items
    return node


def with_value(node: Any, path: list[Any], value: Any) -> Any:
    if not path:
        return value
    part, *rest = path
    if isinstance(part, str):
        record = dict(node) if isinstance(node, dict) else {}
        return {**record, part: with_value(record.get(part), rest, value)}
    items = list(node) if isinstance(node, list) else [node] if node else []
    items += [None] * (part + 1 - len(items))
    items[part] = with_value(items[part], rest, value)
    return items


@st.composite
def changes(draw: st.DrawFn) -> tuple[Any, list[Any]]:
    """A front matter, and a path to a value in it or next to one."""
    root: Any = draw(BLOCKS)
    node = root
    path: list[Any] = []
    while not isinstance(node, str):
        if isinstance(node, list):
            path.append(draw(st.integers(0, len(node))))
            node = node[path[-1]] if path[-1] < len(node) else {}
        else:
            path.append(draw(KEYS))
            node = node.get(path[-1], "")
        if draw(st.integers(0, 3)) == 0:
            break
    return root, path


@given(changes(), WORDS | RECORDS | st.none(), st.sampled_from([False, None]), st.booleans())
def test_only_the_value_of_the_path_changes(
    change: tuple[Any, list[Any]], value: Any, flow: bool | None, lone: bool
) -> None:
    data, path = change
    written = {key: plain(one) if lone else one for key, one in data.items()}
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    changed = set_field(f"---\n{text}---\n正文", tuple(path), value)
    assert plain(values(changed) or {}) == plain(with_value(data, path, value))
    assert changed.endswith("---\n正文")
