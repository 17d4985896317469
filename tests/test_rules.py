"""The rules that look beyond one file; the others have their goldens in cases/check/."""

from datetime import date
from pathlib import Path

from made import BODY, notice, text, write

from noticeboard.reading import read_all, read_text
from noticeboard.rules import Context, check_readings
from noticeboard.rules.record import NOTICE_RULES, date_not_in_future


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
    readings = [read_text(text(), f"notices/2024/{name}.md") for name in ("a", "A")]
    assert [(p.path, p.rule) for p in check_readings(readings, Path("notices"))] == [
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
    for rule in NOTICE_RULES:
        assert rule.__doc__ is not None
        assert rule.__doc__.endswith("。")
