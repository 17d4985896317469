from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.factories import round_text, write, write_round

from noticeboard.cli.main import main
from noticeboard.reading.reader import read_all
from noticeboard.reading.rounds import read_round, read_rounds

PATH = "notices/rounds/shili-2024-1.yml"


def reports(text: str, path: str = PATH) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.rule) for p in read_round(text, path).problems]


def test_every_problem_is_reported_with_its_place() -> None:
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
    assert sorted(reports(text)) == [
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
def test_an_invalid_round_is_refused(text: str, rule: str) -> None:
    assert rule in {rule for _, _, rule in reports(text)}


@pytest.mark.parametrize(
    "name", ["第一轮.yml", "2024/shili.yml", "shili.yaml", "Shili.yml", "index.md", "page.yml"]
)
def test_misplaced_files_are_reported(name: str, tmp_path: Path) -> None:
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
    rules = {
        Path(r.path).name: [p.rule for p in r.problems] for r in read_rounds(tmp_path / "notices")
    }
    assert rules == {"shili-2024-1.yml": [], "link.yml": ["path"], "gbk.yml": ["encoding"]}


def test_rounds_are_not_read_as_notices(tmp_path: Path) -> None:
    write(tmp_path / "notices")
    write_round(tmp_path / "notices")
    assert [r.path for r in read_all(tmp_path / "notices")] == ["notices/2024/shifanju.md"]
    assert read_rounds(tmp_path / "without") == []


def test_the_command_checks_rounds_with_notices_and_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "notices")
    path = write_round(tmp_path / "notices", feedback="2024-06-16")
    alone = {"round-feedback", "round-near-name"}
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
        assert set(rules(argument)) == alone
    assert "round-feedback" not in rules("notices/2024")
    assert set(rules("notices")) == set(rules())
    monkeypatch.chdir("/")
    assert set(rules(str(path.parent))) == set(rules(str(path))) == alone
    assert "field-placeholder" in rules(str(other))
