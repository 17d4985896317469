"""The comparison of two notices, on which changelog, rules and request reports are built."""

from __future__ import annotations

from typing import Any

import pytest
from support.factories import BODY, notice

from noticeboard.history.diff import (
    MAX_ALIGNED_PARAGRAPHS,
    MAX_HUNKS,
    LineChange,
    added_corrections,
    compare_notices,
    field_changes,
    first_line_change,
    paragraph_changes,
    scalar_changes,
)
from noticeboard.model.notice import FrontMatter

NOTE = {"date": "2025-03-01", "note": "更正错字"}


@pytest.mark.parametrize(
    ("new", "path", "label", "needs_correction"),
    [
        ({"title": "另一个标题"}, ("title",), "标题", True),
        ({"inspection__end": "2024-04"}, ("inspection", "end"), "巡察结束日期", True),
        ({"progress": {"problems": "3"}}, ("progress", "problems"), "问题总数", True),
        ({"contact__email": None}, ("contact", "email"), "电子邮箱", False),
        ({"topics": ["采购"]}, ("topics",), "主题", False),
    ],
)
def test_field_change_has_path_and_label(
    new: dict[str, Any], path: tuple[str, ...], label: str, needs_correction: bool
) -> None:
    (change,) = field_changes(notice(), notice(**new))
    assert (change.path, change.label) == (path, label)
    assert change.needs_correction is needs_correction
    (reverse,) = field_changes(notice(**new), notice())
    assert (reverse.old, reverse.new) == (change.new, change.old)


def test_corrections_withdrawal_and_draft_are_not_fields() -> None:
    withdrawn = {"date": "2025-03-02", "reason": "重复公布"}
    new = notice(corrections=[NOTE], withdrawn=withdrawn, draft="true")
    assert list(field_changes(notice(), new)) == []
    assert not compare_notices(notice(), new)
    assert [change.path for change in compare_notices(new, notice()).fields] == [
        ("corrections",),
        ("withdrawn",),
    ]


def test_replaced_withdrawal_shows_both_reasons() -> None:
    old, new = (
        notice(withdrawn={"date": "2025-03-02", "reason": reason})
        for reason in ("重复公布", "内容有误")
    )
    (change,) = compare_notices(old, new).fields
    assert (change.label, change.old, change.new) == ("撤回", "重复公布", "内容有误")


def test_values_are_formatted_in_chinese() -> None:
    attachments = ["a.pdf", {"file": "b.pdf", "title": "清单"}]
    (change,) = field_changes(notice(), notice(attachments=attachments))
    assert (change.old_text, change.new_text) == ("", "a.pdf；清单（b.pdf）")
    (change,) = field_changes(notice(), notice(inspection__end="2024-04"))
    assert (change.old_text, change.new_text) == ("2024年4月30日", "2024年4月")


def test_scalars_of_lists_are_numbered_when_there_are_several() -> None:
    phones = [{"number": "0999-8123457"}, {"number": "0999-8123456", "hours": "上午"}]
    changes = list(scalar_changes(notice(), notice(contact__phones=phones), FrontMatter))
    assert changes[-1].path == ("contact", 0, "phones", 1, "hours", 0)
    assert [(change.label, change.old, change.new) for change in changes] == [
        ("联系方式·电话·电话号码", "0999-8123456", None),
        ("联系方式·电话·接听时间", "工作日 9:00—17:00", None),
        ("联系方式·电话 1·电话号码", None, "0999-8123457"),
        ("联系方式·电话 2·电话号码", None, "0999-8123456"),
        ("联系方式·电话 2·接听时间", None, "上午"),
    ]


def test_first_line_change_ignores_trailing_white_space() -> None:
    assert first_line_change("甲\n乙", "甲  \n乙\n\n") is None
    assert first_line_change("甲\n乙丙", "甲\n乙丁") == LineChange(1, 1, "乙丙", "乙丁")
    assert first_line_change("甲\n乙", "甲") == LineChange(0, 0, "乙", "")


def test_paragraphs_are_paired() -> None:
    changes = [("乙", "丁"), ("", "戊 己")]
    assert paragraph_changes("甲\n\n乙\n\n丙", "甲\n\n丁\n\n丙\n\n戊\n己") == (changes, 2)
    old, new = "甲\n\n乙\n\n丙\n\n丁", "甲\n\n戊\n\n丙\n\n丁"
    assert paragraph_changes(old, new) == ([("乙", "戊")], 1)
    assert paragraph_changes("甲  乙", "甲 乙\n\n") == ([], 0)


@pytest.mark.parametrize("extra", [0, 1])
def test_too_many_paragraphs_are_counted(extra: int) -> None:
    number = MAX_ALIGNED_PARAGRAPHS + extra
    old, new = ([f"{word}{n}" for n in range(number)] for word in "甲乙")
    new[number // 2] = old[number // 2]
    pairs, count = paragraph_changes("\n\n".join(old), "\n\n".join(new))
    assert (len(pairs), count) == (0 if extra else number - 1, number - 1)


def test_correction_is_added_when_its_date_or_note_differs() -> None:
    old, hidden = notice(corrections=[NOTE]), notice(corrections=[{**NOTE, "hide": True}])
    assert added_corrections(old, hidden) == ()
    other = notice(corrections=[NOTE, {**NOTE, "note": "更正单位"}])
    assert [note for _, note in added_corrections(old, other)] == ["更正单位"]


def test_difference_needs_a_correction_for_text_and_replaced_files() -> None:
    changed = notice(body=BODY.replace("照单全收", "全部接受"))
    difference = compare_notices(notice(), changed)
    assert difference
    assert difference.needs_correction
    assert not compare_notices(notice(), notice(summary="摘要")).needs_correction


def test_hunks_beyond_the_limit_are_counted() -> None:
    old, new = (
        "\n\n".join(f"第{n}段\n\n{word}{n}" for n in range(MAX_HUNKS + 3)) for word in "甲乙"
    )
    difference = compare_notices(notice(body=old), notice(body=new))
    assert (len(difference.hunks), difference.more) == (MAX_HUNKS, 3)


def test_a_changed_summary_is_shown_as_a_whole_sentence() -> None:
    old = "示范局党组反馈的25个问题已经整改19个，其余正在整改。"
    new = "示范局党组反馈的25个问题已经整改20个，其余正在整改。"
    (change,) = compare_notices(notice(summary=old), notice(summary=new)).fields
    assert "".join(span.text for span in change.spans if span.kind != "added") == old
    assert "".join(span.text for span in change.spans if span.kind != "removed") == new
    assert [span.text for span in change.spans if span.kind == "added"] == ["20"]
    (short,) = compare_notices(notice(summary="甲乙"), notice(summary="丙丁")).fields
    assert short.spans == ()
