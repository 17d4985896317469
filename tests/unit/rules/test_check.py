"""Checks across files; those of single files have their goldens in cases/check/."""

from datetime import date
from pathlib import Path

import pytest
from support.factories import BODY, known_baseline, notice, round_text, text, write
from support.pdf_files import pdf_bytes

from noticeboard.incremental import progress
from noticeboard.model.problems import Problem
from noticeboard.model.register import ContactStaleness
from noticeboard.reading.reader import ParsedNotice, read_all, read_text
from noticeboard.reading.rounds import read_round
from noticeboard.rules.all_rules import check_file
from noticeboard.rules.base import Context
from noticeboard.rules.check import check_notices
from noticeboard.rules.record import date_not_in_future


def violations(folder: Path) -> list[tuple[str, str]]:
    return [(p.path, p.rule) for p in check_notices(read_all(folder), folder)]


def test_existing_links_attachments_and_follow_ups_are_accepted(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    body = BODY + "\n见[附件](b/附件.pdf)、[前一篇](a.md#s1)和[网页](https://example.com)。\n"
    write(folder, "2024/a")
    write(folder, "2024/b", body, follow_up_of="2024/a", attachments=["附件.pdf"])
    (folder / "2024/b").mkdir()
    (folder / "2024/b/附件.pdf").write_bytes(pdf_bytes())
    assert violations(folder) == []


def test_notice_cannot_follow_itself(tmp_path: Path) -> None:
    write(tmp_path / "notices", "2024/a", follow_up_of="2024/a")
    assert violations(tmp_path / "notices") == [("notices/2024/a.md", "follow-up-present")]


def test_names_that_differ_only_in_case_are_reported() -> None:
    parsed_notices = [read_text(text(), f"notices/2024/{name}.md") for name in ("a", "A")]
    problems = check_notices(parsed_notices, Path("notices"))
    assert [(p.path, p.rule) for p in problems if p.severity == "error"] == [
        ("notices/2024/A.md", "same-name")
    ]


def test_problems_of_all_files_are_reported_in_one_run(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a", region=None)
    write(folder, "2024/b", BODY.replace("示范局", "××局"))
    (folder / "2024/c.md").write_bytes("通报".encode("gbk"))
    assert {path for path, _ in violations(folder)} == {f"notices/2024/{n}.md" for n in "abc"}


def test_day_of_the_check_is_not_in_the_future() -> None:
    record = notice()
    assert list(date_not_in_future(record, Context(Path(), date(2024, 12, 2)))) == []
    assert len(list(date_not_in_future(record, Context(Path(), date(2024, 12, 1))))) == 1


def test_check_is_made_as_of_one_day() -> None:
    parsed = read_text(text(), A)
    assert check_notices([parsed], Path("notices"), today=date(2024, 12, 2)) == []
    (problem,) = check_notices([parsed], Path("notices"), today=date(2024, 12, 1))
    assert problem.rule == "date-not-in-future"
    assert check_notices([parsed], Path("notices")) == []


def test_current_month_is_not_in_the_future() -> None:
    record = notice(published="2024-12")
    assert list(date_not_in_future(record, Context(Path(), date(2024, 12, 1)))) == []


def test_withdrawn_notice_may_be_blanked(tmp_path: Path) -> None:
    write(
        tmp_path / "notices",
        "2024/a",
        "",
        withdrawn={"date": "2025-01-01", "reason": "含有个人信息", "blanked": "true"},
    )
    assert violations(tmp_path / "notices") == []


def test_number_without_area_code_in_the_text_suffices(tmp_path: Path) -> None:
    body = "联系电话：（0999）8123456、 8123457 转 801。"
    write(
        tmp_path / "notices",
        "2024/a",
        body,
        contact__email=None,
        contact__phones=[{"number": "0999-8123456"}, {"number": "0999-8123457转801"}],
    )
    assert violations(tmp_path / "notices") == []


A, B = "notices/2024/a.md", "notices/2024/b.md"
ROUND = "notices/rounds/shili-2024-1.yml"


def test_baseline_rounds_and_contact_staleness_are_checked() -> None:
    folder = Path("notices")
    parsed_notices = [read_text(text(), A), read_text(text(draft="true", unit="示例局党组"), B)]
    before = {A: text(unit="示范二局党组"), ROUND: round_text(source="另一份公告")}
    baseline = known_baseline(before, {A: "M", ROUND: "M"})
    rounds = [read_round(round_text(units=[{"unit": "示例局党组", "notice": "2024/b"}]), ROUND)]
    staleness = ContactStaleness(24, date(2030, 1, 1))
    alone = [problem for parsed in parsed_notices for problem in check_file(parsed)]

    def rules(*scope: object) -> list[tuple[str, str]]:
        problems = check_notices(parsed_notices, folder, *scope)  # type: ignore[arg-type]
        reused = check_notices(parsed_notices, folder, *scope, file_problems=alone)  # type: ignore[arg-type]
        assert problems == reused
        return [(problem.path, problem.rule) for problem in problems]

    assert rules() == []
    assert rules(baseline) == [(A, "past-change"), (ROUND, "past-round-deleted")]
    round_problems = [(ROUND, "round-notice-present")]
    assert rules(None, rounds) == round_problems
    baseline_problems = [(A, "past-change"), (ROUND, "past-round"), (ROUND, "past-round")]
    assert sorted(rules(baseline, rounds)) == sorted(baseline_problems + round_problems)
    assert rules(None, (), staleness) == [(A, "contact-old")]


def test_problems_carry_the_place_of_their_field_or_line() -> None:
    body = "甲\n二XX局[乙](none.md)\n"
    parsed = read_text(text(body, contact__verified="2025-01-01", unit="XX局"), A)
    problems = check_notices([parsed], Path("notices"))
    assert [(p.line, p.column, p.rule, p.severity, p.help) for p in problems] == [
        (3, 7, "field-placeholder", "error", "填上实际内容"),
        (
            parsed.body_line + 1,
            2,
            "placeholder",
            "error",
            "填上实际内容",
        ),
        (
            parsed.body_line + 1,
            5,
            "link-present",
            "error",
            "核对路径；它从本文件所在的文件夹算起",
        ),
    ]
    assert [p.message for p in problems] == [
        "“XX局”里有没有填写的占位符",
        "这里像是没有填写的占位符：…二XX局[乙]…",
        "链接“none.md”指向的文件不存在",
    ]


def test_body_and_privacy_are_checked_without_a_valid_record() -> None:
    parsed = read_text(text("## 一、甲\n\n## 三、乙\n\n手机13800138000\n", region=None), A)
    rules = [problem.rule for problem in check_notices([parsed], Path("notices"))]
    assert rules == ["required", "heading-order", "mobile-number"]


def test_control_characters_are_replaced_in_messages() -> None:
    problem = Problem(A, 1, 1, "x", "error", "甲\x1b[2J乙\u202e丙\n丁", "改")
    problems = check_notices([ParsedNotice(A, problems=(problem, problem))], Path("notices"))
    assert [problem.message for problem in problems] == ["甲\ufffd[2J乙\ufffd丙 丁"]
    for message in ("甲\u202e", "甲\n"):
        problem = Problem(A, 1, 1, "x", "error", message, "改")
        (problem,) = check_notices([ParsedNotice(A, problems=(problem,))], Path("notices"))
        assert len(problem.message) == 2
        assert problem.message != message


def test_same_name_is_reported_at_each_file_but_the_first() -> None:
    parsed_notices = [
        ParsedNotice(f"notices/2024/{name}.md") for name in ("a", "b", "A", "B", "ａ", "Ａ")
    ]
    assert check_notices(parsed_notices, Path("notices")) == [
        Problem(
            f"notices/2024/{later}.md",
            1,
            1,
            "same-name",
            "error",
            f"文件名与 notices/2024/{first}.md 只有大小写不同",
            "换一个文件名",
        )
        for later, first in (("A", "a"), ("B", "b"), ("Ａ", "ａ"))
    ]


def test_long_check_shows_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", 0)
    check_notices([ParsedNotice(A)], Path("notices"))
    assert capsys.readouterr().err.startswith("检查通报：1/1")
