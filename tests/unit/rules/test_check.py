"""The rules that look beyond one file; the others have their goldens in cases/check/."""

from datetime import date
from pathlib import Path

import pytest
from support.factories import BODY, known_baseline, notice, round_text, text, write

from noticeboard.incremental import progress
from noticeboard.model.contact_age import ContactAge
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice, read_all, read_text
from noticeboard.reading.rounds import read_round
from noticeboard.rules import Context, check_alone, check_readings, check_together
from noticeboard.rules.record import NOTICE_RULES, OWN_RULES, date_not_in_future


def found(folder: Path) -> list[tuple[str, str]]:
    return [(p.path, p.rule) for p in check_readings(read_all(folder), folder)]


def test_links_attachments_and_follow_ups_that_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    body = BODY + "\n见[附件](b/附件.pdf)、[前一篇](a.md#s1)和[网页](https://example.com)。\n"
    write(folder, "2024/a")
    write(folder, "2024/b", body, follow_up_of="2024/a", attachments=["附件.pdf"])
    (folder / "2024/b").mkdir()
    (folder / "2024/b/附件.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    assert found(folder) == []


def test_a_notice_cannot_follow_itself(tmp_path: Path) -> None:
    write(tmp_path / "notices", "2024/a", follow_up_of="2024/a")
    assert found(tmp_path / "notices") == [("notices/2024/a.md", "follow-up-present")]


def test_names_that_differ_in_case_alone() -> None:
    parsed_notices = [read_text(text(), f"notices/2024/{name}.md") for name in ("a", "A")]
    assert [(p.path, p.rule) for p in check_readings(parsed_notices, Path("notices"))] == [
        ("notices/2024/A.md", "same-name")
    ]


def test_all_files_are_reported_in_one_run(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a", region=None)
    write(folder, "2024/b", BODY.replace("示范局", "××局"))
    (folder / "2024/c.md").write_bytes("通报".encode("gbk"))
    assert {path for path, _ in found(folder)} == {f"notices/2024/{n}.md" for n in "abc"}


def test_the_day_of_the_check_decides_what_is_future() -> None:
    made = notice()
    assert list(date_not_in_future(made, Context(Path(), date(2024, 12, 2)))) == []
    assert len(list(date_not_in_future(made, Context(Path(), date(2024, 12, 1))))) == 1


def test_a_month_is_not_future_while_it_runs() -> None:
    made = notice(published="2024-12")
    assert list(date_not_in_future(made, Context(Path(), date(2024, 12, 1)))) == []


def test_a_withdrawn_notice_may_be_blanked(tmp_path: Path) -> None:
    write(
        tmp_path / "notices",
        "2024/a",
        "",
        withdrawn={"date": "2025-01-01", "reason": "含有个人信息", "blanked": "true"},
    )
    assert found(tmp_path / "notices") == []


def test_a_local_number_in_the_text_is_enough(tmp_path: Path) -> None:
    body = "联系电话：（0999）8123456、 8123457 转 801。"
    write(
        tmp_path / "notices",
        "2024/a",
        body,
        contact__email=None,
        contact__phones=[{"number": "0999-8123456"}, {"number": "0999-8123457转801"}],
    )
    assert found(tmp_path / "notices") == []


def test_each_rule_is_a_chinese_sentence() -> None:
    for rule in (*OWN_RULES, *NOTICE_RULES):
        assert rule.__doc__ is not None
        assert rule.__doc__.endswith("。")


A, B = "notices/2024/a.md", "notices/2024/b.md"
ROUND = "notices/rounds/shili-2024-1.yml"


def test_all_that_is_known_beyond_the_notices_is_looked_at() -> None:
    folder = Path("notices")
    parsed_notices = [read_text(text(), A), read_text(text(draft="true", unit="示例局党组"), B)]
    before = {A: text(unit="示范二局党组"), ROUND: round_text(source="另一份公告")}
    baseline = known_baseline(before, {A: "M", ROUND: "M"})
    rounds = [read_round(round_text(units=[{"unit": "示例局党组", "notice": "2024/b"}]), ROUND)]
    age = ContactAge(24, date(2030, 1, 1))
    alone = [problem for parsed in parsed_notices for problem in check_alone(parsed)]

    def rules(*known: object) -> list[tuple[str, str]]:
        found = check_readings(parsed_notices, folder, *known)  # type: ignore[arg-type]
        assert found == check_together(parsed_notices, alone, folder, *known)  # type: ignore[arg-type]
        return [(problem.path, problem.rule) for problem in found]

    assert rules() == []
    assert rules(baseline) == [(A, "past-change"), (ROUND, "past-round-deleted")]
    of_round = [(ROUND, "round-notice-present")]
    assert rules(None, rounds) == of_round
    of_past = [(A, "past-change"), (ROUND, "past-round"), (ROUND, "past-round")]
    assert sorted(rules(baseline, rounds)) == sorted(of_past + of_round)
    assert rules(None, (), age) == [(A, "contact-old")]


def test_places_of_text_fields_and_lines() -> None:
    body = "甲\n二XX局[乙](none.md)\n"
    read = read_text(text(body, contact__verified="2025-01-01", unit="XX局"), A)
    found = check_readings([read], Path("notices"))
    assert [(p.line, p.column, p.rule, p.severity, p.help) for p in found] == [
        (3, 7, "field-placeholder", "error", "填上实际内容"),
        (
            read.body_line + 1,
            2,
            "placeholder",
            "error",
            "填上实际内容",
        ),
        (
            read.body_line + 1,
            5,
            "link-present",
            "error",
            "核对路径；它从本文件所在的文件夹算起",
        ),
    ]
    assert [p.message for p in found] == [
        "“XX局”里有没有填写的占位符",
        "这里像是没有填写的占位符：…二XX局[乙]…",
        "链接“none.md”指向的文件不存在",
    ]


def test_a_file_without_a_record_is_looked_at_for_its_text_and_what_is_private() -> None:
    read = read_text(text("## 一、甲\n\n## 三、乙\n\n手机13800138000\n", region=None), A)
    rules = [problem.rule for problem in check_readings([read], Path("notices"))]
    assert rules == ["required", "heading-order", "mobile-number"]


def test_what_a_terminal_would_obey_is_not_repeated() -> None:
    said = Problem(A, 1, 1, "x", "error", "甲\x1b[2J乙\u202e丙\n丁", "改")
    found = check_readings([ParsedNotice(A, problems=(said, said))], Path("notices"))
    assert [problem.message for problem in found] == ["甲\ufffd[2J乙\ufffd丙 丁"]
    for message in ("甲\u202e", "甲\n"):
        said = Problem(A, 1, 1, "x", "error", message, "改")
        (problem,) = check_readings([ParsedNotice(A, problems=(said,))], Path("notices"))
        assert len(problem.message) == 2
        assert problem.message != message


def test_the_same_name_is_told_at_each_but_the_first() -> None:
    parsed_notices = [
        ParsedNotice(f"notices/2024/{name}.md") for name in ("a", "b", "A", "B", "ａ", "Ａ")
    ]
    assert check_readings(parsed_notices, Path("notices")) == [
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


def test_a_long_check_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", 0)
    check_readings([ParsedNotice(A)], Path("notices"))
    assert capsys.readouterr().err.startswith("检查通报：1/1")
