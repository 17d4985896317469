"""Files of inspection rounds: what is read, what is refused, where and in which words."""

from __future__ import annotations

import calendar
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from support.factories import made_round, notice, round_text, write, write_round

from noticeboard.cli.main import main
from noticeboard.model.dates import PartialDate, months_after, overlap
from noticeboard.model.rounds import MAX_MONTHS, Published
from noticeboard.reading.reader import read_all
from noticeboard.reading.rounds import read_round, read_rounds

PATH = "notices/rounds/shili-2024-1.yml"


def told(text: str, path: str = PATH) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.rule) for p in read_round(text, path).problems]


def test_a_round() -> None:
    found = made_round(units=["示范局党组", {"unit": "示例局党组", "feedback": "2024-07"}])
    assert (found.slug, found.path) == ("shili-2024-1", PATH)
    assert [unit.unit for unit in found.units] == ["示范局党组", "示例局党组"]
    assert [str(found.feedback_of(unit)) for unit in found.units] == ["2024-06-15", "2024-07"]
    assert {found.region_of(unit) for unit in found.units} == {"示例省/示例市/示例区"}


def test_every_problem_at_once_with_its_place() -> None:
    text = (
        "name: 示例区委第一轮巡察\n"
        "authority: 区政府\n"
        "region: 示例省//示例区\n"
        "feedback: 2024-02-30\n"
        "due_months: 半年\n"
        "单位: 甲\n"
        "name: 又一个\n"
        "units:\n"
        "  - 示范局党组\n"
        "  - {unit: 示例局党组, notice: 第一篇, ground: 涉密}\n"
    )
    assert sorted(told(text)) == [
        (1, 1, "required"),
        (2, 12, "authority"),
        (3, 9, "region"),
        (4, 11, "date"),
        (5, 13, "value"),
        (6, 1, "unknown-key"),
        (7, 1, "duplicate-key"),
        (10, 27, "id"),
        (10, 40, "ground"),
    ]
    problems = {p.rule: p for p in read_round(text, PATH).problems}
    assert "“source”（名单来源）" in problems["required"].message
    assert problems["duplicate-key"].message == "“name”写了两次（第一次在第1行）"
    assert "2024年2月有29天" in problems["date"].message


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("name: &a 甲\nsource: *a\n", "anchor"),
        ("name: !!python/name:os.system x\n", "tag"),
        ("name：甲\n", "full-width-colon"),
        ("name:\t甲\n", "tab"),
        ("- 甲\n- 乙\n", "yaml"),
        (round_text().replace("示范局", "示范\u200b局"), "control-character"),
        (round_text(units=[]), "required"),
        (round_text(name="【待填】"), "blank"),
        ("", "required"),
    ],
)
def test_what_is_refused(text: str, rule: str) -> None:
    assert rule in {rule for _, _, rule in told(text)}


@pytest.mark.parametrize(
    "name", ["第一轮.yml", "2024/shili.yml", "shili.yaml", "Shili.yml", "index.md", "page.yml"]
)
def test_other_files_are_told(name: str, tmp_path: Path) -> None:
    write_round(tmp_path / "notices").rename(tmp_path / "notices/moved")
    path = tmp_path / "notices/rounds" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(round_text(), "utf-8")
    (parsed,) = read_rounds(tmp_path / "notices")
    assert parsed.round is None
    assert [p.rule for p in parsed.problems] == ["round-path"]


def test_links_hidden_files_and_other_encodings(tmp_path: Path) -> None:
    path = write_round(tmp_path / "notices")
    path.with_name(".swp").write_text("x")
    path.with_name("link.yml").symlink_to(path)
    path.with_name("gbk.yml").write_bytes(round_text().encode("gb18030"))
    found = {
        Path(r.path).name: [p.rule for p in r.problems] for r in read_rounds(tmp_path / "notices")
    }
    assert found == {"shili-2024-1.yml": [], "link.yml": ["path"], "gbk.yml": ["encoding"]}


def test_notices_are_read_without_the_rounds(tmp_path: Path) -> None:
    write(tmp_path / "notices")
    write_round(tmp_path / "notices")
    assert [r.path for r in read_all(tmp_path / "notices")] == ["notices/2024/shifanju.md"]
    assert read_rounds(tmp_path / "without") == []


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(1, MAX_MONTHS), st.booleans())
def test_months_after(start: date, months: int, to_the_day: bool) -> None:
    day = PartialDate(start.year, start.month, start.day if to_the_day else None)
    due = months_after(day, months)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    length = calendar.monthrange(due.year, due.month)[1]
    assert due.day == min(day.last.day, length)
    assert months_after(day, months) < months_after(day, months + 1)


@given(
    *[st.tuples(st.integers(2023, 2024), st.integers(1, 12), st.none() | st.integers(1, 28))] * 2
)
def test_overlap(one: tuple[int, int, int | None], other: tuple[int, int, int | None]) -> None:
    a, b = PartialDate(*one), PartialDate(*other)
    assert overlap(a, b) == overlap(b, a)
    assert overlap(a, a)
    if a.day and b.day:
        assert overlap(a, b) == (a == b)


def test_a_unit_and_its_notice() -> None:
    plain = notice()
    elsewhere = notice("2024/elsewhere", region="示例省/示例市/另一区")
    before = notice("2024/before", inspection__feedback="2024-05-01")
    gone = notice("2024/gone", withdrawn={"date": "2025-01-01", "reason": "重复公布"})
    published = Published([gone, elsewhere, before, plain])
    found = made_round(
        units=[
            "示范局党组",
            {"unit": "示范局党组", "region": "示例省/示例市/另一区"},
            {"unit": "示范局党组", "group": "区委第九巡察组"},
            {"unit": "示范局党组", "group": "区委第一巡察组"},
            {"unit": "示范局党组", "feedback": "2024-05"},
            {"unit": "别的名称", "notice": "2024/before"},
            {"unit": "示例局党组"},
        ]
    )
    matched = [published.of(unit, found) for unit in found.units]
    assert matched == [plain, elsewhere, None, plain, before, before, None]
    assert Published([gone]).of(found.units[0], found) == gone


def test_the_command_reads_rounds_with_all_and_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "notices")
    path = write_round(tmp_path / "notices", feedback="2024-06-16")
    other = write(tmp_path / "notices", "2024/other", title="XX局的通报", unit="别的局党组")

    def rules(*arguments: str) -> dict[str, str]:
        run = CliRunner().invoke(main, ["check", "--format", "json", *arguments])
        return {entry["rule"]: entry["path"] for entry in json.loads(run.output)}

    both = {
        "round-feedback": "notices/rounds/shili-2024-1.yml",
        "field-placeholder": "notices/2024/other.md",
    }
    assert both.items() <= rules().items()
    for argument in ("notices/rounds", "notices/rounds/shili-2024-1.yml"):
        assert set(rules(argument)) == {"round-feedback"}
    assert "round-feedback" not in rules("notices/2024")
    assert set(rules("notices")) == set(rules())
    monkeypatch.chdir("/")
    assert set(rules(str(path.parent))) == set(rules(str(path))) == {"round-feedback"}
    assert "field-placeholder" in rules(str(other))
