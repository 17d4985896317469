"""Place and message of each problem with a published notice, without Git."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.factories import BODY, known_baseline, notice, text

from noticeboard.model.dates import beijing_date
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice, read_text
from noticeboard.rules.base import Finding
from noticeboard.rules.changes.corrections import past_day, past_hide, past_note
from noticeboard.rules.changes.notices import (
    PastRule,
    check_changes,
    past_attachment,
    past_change,
    past_contact,
    past_correction,
    past_deleted,
    past_draft,
    past_withdrawal,
)

WITHDRAWN = {"date": "2025-01-01", "reason": "含有个人信息"}
NOTE = {"date": "2025-03-01", "note": "更正错字"}
LATER = {"date": "2025-04-01", "note": "更正单位"}
LONG = "照单全收立行立改" * 5


def findings_of(rule: PastRule, old: dict[str, Any], new: dict[str, Any]) -> list[Finding]:
    return list(rule(notice(**old), notice(**new)))


def changed(name: str, was: str, now: str) -> tuple[str, str]:
    """Return message and help of an unexplained change."""
    return (
        f"{name}与已公布的不同：原来是“{was}”，现在是“{now}”",
        "如果是误改，改回原样；确需更正，在 corrections 里新增一条，如 "
        f"- {{date: {beijing_date()}, note: 改了什么、为什么}}",
    )


@pytest.mark.parametrize(
    ("old", "new", "loc", "texts"),
    [
        ({}, {"unit": "示范二局党组"}, ("unit",), ("被巡察党组织", "示范局党组", "示范二局党组")),
        (
            {"title": LONG},
            {"title": LONG + "甲"},
            ("title",),
            ("标题", LONG, f"{LONG[:39]}…"),
        ),
        (
            {},
            {"inspection__end": "2024-04"},
            ("inspection", "end"),
            ("巡察结束日期", "2024-04-30", "2024-04"),
        ),
        (
            {},
            {"progress": {"problems": "0"}},
            ("progress", "problems"),
            ("问题总数", "（空）", "0"),
        ),
        (
            {"progress": {"problems": "25", "measures": "3"}},
            {"progress": {"problems": "25"}},
            ("progress", "measures"),
            ("整改措施", "3", "（空）"),
        ),
        (
            {"progress": {"as_of": "2024-05"}},
            {},
            ("progress", "as_of"),
            ("统计截至", "2024-05", "（空）"),
        ),
        (
            {"attachments": ["a.pdf"]},
            {"attachments": ["a.pdf", "b.pdf"]},
            ("attachments",),
            ("附件", "a.pdf", "a.pdf、b.pdf"),
        ),
        ({"attachments": ["a.pdf"]}, {}, ("attachments",), ("附件", "a.pdf", "（空）")),
    ],
)
def test_changed_field_is_quoted(
    old: dict[str, Any], new: dict[str, Any], loc: Any, texts: tuple[str, str, str]
) -> None:
    assert findings_of(past_change, old, new) == [Finding(loc, *changed(*texts))]
    assert findings_of(past_change, old, {**new, "corrections": [NOTE]}) == []
    quoted = [Finding(loc, *changed(*texts))]
    assert findings_of(past_change, old, {**new, "withdrawn": WITHDRAWN}) == quoted
    blanked = {**WITHDRAWN, "blanked": "true"}
    is_text = loc[0] in {"progress", "attachments"}
    assert findings_of(past_change, old, {**new, "withdrawn": blanked, "body": ""}) == (
        [] if is_text else quoted
    )
    both = {"withdrawn": WITHDRAWN}
    assert findings_of(past_change, old | both, new | both) == [Finding(loc, *changed(*texts))]


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "was", "now"),
    [
        (
            "一二三四五六七八九十甲",
            "一二三四五六七八九十乙",
            0,
            11,
            "三四五六七八九十甲",
            "三四五六七八九十乙",
        ),
        ("甲\n乙\n丙", "甲\n乙丁\n丙", 1, 2, "乙", "乙丁"),
        ("甲\n乙\n丙", "甲\n丙", 1, 1, "乙", "丙"),
        ("甲\n乙\n丙", "甲\n乙", 1, 1, "丙", ""),
        ("甲", "甲\n\n乙", 2, 1, "", "乙"),
        ("甲", "", 0, 1, "甲", ""),
    ],
)
def test_changed_text_is_quoted_with_context(
    old: str, new: str, line: int, column: int, was: str, now: str
) -> None:
    findings = findings_of(past_change, {"body": old}, {"body": new})
    first = notice(body=new).body_line
    texts = changed("正文", was, now)
    assert findings == [Finding((), *texts, line=first + line, column=column)]


def test_trailing_white_space_is_no_change() -> None:
    assert findings_of(past_change, {"body": "甲\n乙"}, {"body": "甲  \n乙\t\n\n \n"}) == []


NUMBERS = [{"number": "0999-8123499"}]


@pytest.mark.parametrize(
    ("before", "after", "since"),
    [
        (None, None, "改动当天"),
        ("2024-12-10", None, "2024-12-10 之后"),
        ("2024-12-10", "2024-12-10", "2024-12-10 之后"),
        ("2024-12-10", "2024-12", ""),
        (None, "2024-12-10", ""),
        ("2024-12-10", "2024-12-11", ""),
    ],
)
def test_changed_contact_needs_a_newer_date(
    before: str | None, after: str | None, since: str
) -> None:
    new: dict[str, Any] = {"contact__phones": NUMBERS, "contact__verified": after}
    old: dict[str, Any] = {"contact__verified": before}
    help_text = f"试打新号码，再把 contact.verified 写成那一天（{since}）；误改就改回原样"
    expected = Finding(("contact", "verified"), "联系方式改了，核实日期没有更新", help_text)
    assert findings_of(past_contact, old, new) == ([expected] if since else [])
    assert findings_of(past_contact, old, {**new, "corrections": [NOTE]}) == []


@pytest.mark.parametrize(
    ("before", "after", "is_error"),
    [
        ("2024-12-10", None, True),
        ("2024-12", None, True),
        ("2024-12-10", "2024-12-09", True),
        ("2024-12", "2024-11-30", True),
        ("2024-12-10", "2024-12", False),
        ("2024-12", "2024-12-10", False),
        ("2024-12-10", "2024-12-11", False),
        (None, "2024-12-10", False),
    ],
)
def test_a_day_of_verification_is_not_set_back(
    before: str | None, after: str | None, is_error: bool
) -> None:
    old, new = {"contact__verified": before}, {"contact__verified": after}
    message = f"核实日期从 {before} 改成了 {after or '（空）'}，只能往后改"
    assert [finding.message for finding in findings_of(past_contact, old, new)] == (
        [message] if is_error else []
    )
    assert findings_of(past_contact, old, {**new, "corrections": [NOTE]}) == []
    withdrawn = {**new, "withdrawn": WITHDRAWN}
    assert len(findings_of(past_contact, old, withdrawn)) == is_error


@pytest.mark.parametrize(
    ("field", "was", "now"),
    [
        ("summary", "原来的摘要", "新的摘要"),
        ("follow_up_of", "2023/a", "2023/b"),
        ("source", {"url": "https://a.example/"}, {"url": "https://b.example/"}),
        ("source", {"sha256": "a" * 64}, {"sha256": "b" * 64}),
    ],
)
def test_what_may_be_added_may_not_be_changed(field: str, was: Any, now: Any) -> None:
    assert findings_of(past_change, {}, {field: was}) == []
    for new in ({field: now}, {}):
        assert len(findings_of(past_change, {field: was}, new)) == 1
        assert findings_of(past_change, {field: was}, {**new, "corrections": [NOTE]}) == []


def test_a_published_correction_keeps_whether_its_difference_is_shown() -> None:
    shown, hidden = NOTE, {**NOTE, "hide": True}
    for old, new in ((shown, hidden), (hidden, shown)):
        (finding,) = findings_of(past_hide, {"corrections": [old]}, {"corrections": [new]})
        assert finding.loc == ("corrections", 0, "hide")
    later = {**LATER, "hide": True}
    assert findings_of(past_hide, {"corrections": [NOTE]}, {"corrections": [NOTE, later]}) == []
    assert findings_of(past_hide, {}, {"corrections": [hidden]}) == []


@pytest.mark.parametrize(
    "note",
    [
        "。",
        "……",
        "更正",
        "更正。",
        "改 了",
        "——无——",
        "哈哈哈哈哈",
        "1111",
        "见 XX 局说明",
        "\U0001f600" * 9,
        "abcd",
    ],
)
def test_a_note_that_says_nothing_is_an_error(note: str) -> None:
    corrections = [{"date": "2025-03-01", "note": note}]
    (finding,) = findings_of(past_note, {}, {"corrections": corrections})
    assert finding.loc == ("corrections", 0, "note")
    assert findings_of(past_note, {"corrections": corrections}, {"corrections": corrections}) == []
    withdrawn = {"date": "2025-03-01", "reason": note}
    (finding,) = findings_of(past_note, {}, {"withdrawn": withdrawn})
    assert finding.loc == ("withdrawn", "reason")
    assert findings_of(past_note, {"withdrawn": withdrawn}, {"withdrawn": withdrawn}) == []


def test_a_note_that_says_something_is_accepted() -> None:
    for note in ("更正错字", "附件1换成完整的", "Fixed the phone number"):
        assert findings_of(past_note, {}, {"corrections": [{**NOTE, "note": note}]}) == []


@pytest.mark.parametrize(
    ("since", "day", "is_error"),
    [
        (date(2025, 6, 30), "2025-05-31", False),
        (date(2025, 6, 30), "2025-05-30", True),
        (date(2025, 6, 30), "2025-04", True),
        (date(2025, 6, 30), "2025-05", False),
        (date(2025, 6, 30), "2025-07-01", False),
        (date.min, "2024-12-02", False),
    ],
)
def test_a_change_is_not_dated_before_the_version_that_it_changes(
    since: date, day: str, is_error: bool
) -> None:
    for change in (
        {"corrections": [{**NOTE, "date": day}]},
        {"withdrawn": {**WITHDRAWN, "date": day}},
    ):
        assert len(list(past_day(notice(), notice(**change), since))) == is_error
        assert list(past_day(notice(**change), notice(**change), since)) == []


def test_removed_and_backdated_corrections_are_errors() -> None:
    old = {"corrections": [NOTE, LATER]}
    expected = Finding(
        ("corrections",),
        "第2条更正记录（2025-04-01：更正单位）被删去或改写了",
        "改回原样；要补充说明，另加一条更正",
    )
    assert findings_of(past_correction, old, {"corrections": [NOTE]}) == [expected]
    early = {"date": "2025-03-31", "note": "更正日期"}
    expected = Finding(
        ("corrections", 2, "date"),
        "新的更正日期 2025-03-31 早于上一次改动 2025-04-01",
        f"写更正公布的日期，如 {beijing_date()}",
    )
    assert findings_of(past_correction, old, {"corrections": [NOTE, LATER, early]}) == [expected]
    for day in ("2025-04-01", "2025-04"):
        same = {"date": day, "note": "更正日期"}
        assert findings_of(past_correction, old, {"corrections": [NOTE, LATER, same]}) == []
    assert findings_of(past_correction, old, old) == []


def test_changed_withdrawal_needs_a_correction() -> None:
    expected = Finding(
        ("withdrawn",),
        "撤回说明被删去或改写了",
        "改回原样；确需改动，在 corrections 里新增一条更正",
    )
    old = {"withdrawn": WITHDRAWN}
    assert findings_of(past_withdrawal, old, {}) == [expected]
    assert findings_of(past_withdrawal, old, {"withdrawn": {**WITHDRAWN, "reason": "别的"}}) == [
        expected
    ]
    assert findings_of(past_withdrawal, old, {"corrections": [NOTE]}) == []
    assert findings_of(past_withdrawal, {}, old) == findings_of(past_withdrawal, old, old) == []


def test_moved_or_duplicated_correction_explains_nothing() -> None:
    changes = {"unit": "示范二局党组"}
    (expected,) = findings_of(past_change, {}, changes)
    for old, new in (([NOTE, LATER], [LATER, NOTE]), ([NOTE], [NOTE, {**NOTE}]), ([NOTE], [LATER])):
        assert findings_of(past_change, {"corrections": old}, {**changes, "corrections": new}) == [
            expected
        ]


def test_published_notice_cannot_become_a_draft() -> None:
    help_text = "删去 draft；不应再公开的通报写 withdrawn: {date: , reason: }"
    expected = Finding(("draft",), "这篇通报已经公布，不能改回草稿", help_text)
    assert findings_of(past_draft, {}, {"draft": "true"}) == [expected]
    assert findings_of(past_draft, {}, {}) == []


DELETED = (
    "已公布的通报被删除了，它的网址会打不开",
    "恢复这个文件；不应再公开时保留文件，写 withdrawn: {date: , reason: }；"
    "正文也不能公开的，加上 blanked: true 并删去正文",
)
A, B, C = (f"notices/2024/{name}.md" for name in "abc")


def test_deleted_notice_names_its_new_path() -> None:
    assert list(past_deleted(A, "")) == [Finding((), *DELETED)]
    message = f"已公布的通报被移动或改名为 {B}，旧网址会打不开"
    assert list(past_deleted(A, B)) == [Finding((), message, f"改回原名：git mv {B} {A}")]


def test_replaced_and_deleted_attachments_are_errors() -> None:
    files = [("notices/2024/a/表/甲.pdf", "D"), ("notices/2024/a/乙.pdf", "M")]
    help_text = "恢复原来的文件；确需更换，在 corrections 里新增一条更正"
    assert list(past_attachment(notice(), notice(), files)) == [
        Finding(("attachments",), f"已公布的附件 {name}了", help_text)
        for name in ("甲.pdf 被删除", "乙.pdf 被替换")
    ]
    assert list(past_attachment(notice(), notice(corrections=[NOTE]), files)) == []


def check(
    before: dict[str, str], now: dict[str, str], letters: dict[str, str] | None = None
) -> list[Problem]:
    """Check the current files against the published ones."""
    letters = letters or {path: "M" if path in now else "D" for path in before}
    baseline = known_baseline(before, letters)
    parsed_notices: list[ParsedNotice] = [read_text(file, path) for path, file in now.items()]
    return list(check_changes(parsed_notices, baseline))


def test_problems_have_place_and_rule() -> None:
    now = text(unit="示范二局党组", body=BODY.replace("照单全收", "全部接受"))
    problems = check({A: text(), B: text()}, {A: now, B: text(draft="true")})
    first = read_text(now, A).body_line
    assert [(p.path, p.line, p.column, p.rule, p.severity) for p in problems] == [
        (A, 3, 7, "past-change", "error"),
        (A, first + 4, 6, "past-change", "error"),
        (B, 19, 8, "past-draft", "error"),
    ]
    assert (problems[0].message, problems[0].help) == changed(
        "被巡察党组织", "示范局党组", "示范二局党组"
    )


def test_moved_notice_is_recognised_by_its_title() -> None:
    other = text(title="中共示例区示范局党组的通报")
    moved = f"已公布的通报被移动或改名为 {B}，旧网址会打不开"
    (problem,) = check({A: text()}, {C: other, B: text()})
    assert problem == Problem(A, 1, 1, "past-deleted", "error", moved, f"改回原名：git mv {B} {A}")
    gone = Problem(A, 1, 1, "past-deleted", "error", *DELETED)
    assert check({A: text()}, {C: other}) == [gone]
    # B has the same title, but was published, too.
    assert check({A: text(), B: text()}, {B: text()}) == [gone]


def test_unpublished_files_may_be_deleted() -> None:
    before = {A: text(draft="true"), B: text(region=None), C: text()}
    assert [problem.path for problem in check(before, {})] == [C]


def test_invalid_current_notice_is_not_compared() -> None:
    assert check({A: text()}, {A: text(region=None, unit="示范二局党组")}) == []


def test_changed_attachment_is_reported_without_changes_of_its_notice() -> None:
    letters = {"notices/2024/a/甲.pdf": "M", "notices/2024/b/乙.pdf": "D", C: "M"}
    files = {A: text(attachments=["甲.pdf"]), B: text(draft="true"), C: text(unit="示范二局党组")}
    message = "已公布的附件 甲.pdf 被替换了"
    help_text = "恢复原来的文件；确需更换，在 corrections 里新增一条更正"
    attached = Problem(A, 19, 1, "past-attachment", "error", message, help_text)
    problems = check({C: text()}, files, letters)
    assert attached in problems
    assert [p.rule for p in problems] == ["past-change", "past-attachment"]
    # An earlier correction explains nothing, a new one does.
    corrected = text(corrections=[NOTE])
    letters = {"notices/2024/a/甲.pdf": "M"}
    assert len(check({}, {A: corrected}, letters)) == 1
    assert check({A: text()}, {A: corrected}, {**letters, A: "M"}) == []
