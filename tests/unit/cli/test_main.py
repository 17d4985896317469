import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.factories import write

from noticeboard.cli.main import main


@pytest.fixture
def notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTICES_DIR", raising=False)
    write(tmp_path / "notices")
    return tmp_path / "notices"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_clean_notices_exit_0(notices: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.output) == (0, "没有发现问题\n")


def test_problems_exit_1_and_are_all_named(notices: Path) -> None:
    write(notices, "2024/b", published="2023-12-02")
    write(notices, "2024/c", region=None)
    result = run("check", "--format", "json")
    assert result.exit_code == 1
    listed = json.loads(result.output)
    errors = [entry for entry in listed if entry["severity"] == "error"]
    assert {entry["path"] for entry in errors} == {"notices/2024/b.md", "notices/2024/c.md"}
    assert set(listed[0]) == {"path", "line", "column", "rule", "severity", "message", "help"}


def test_warnings_alone_exit_0(notices: Path) -> None:
    path = notices / "2024/shifanju.md"
    path.write_text(path.read_text("utf-8") + "\n**（一）抓整改。**全面\n", "utf-8")
    result = run("check")
    assert result.exit_code == 0
    assert "提醒[tight-bold]" in result.output


def test_paths_limit_the_check(notices: Path) -> None:
    write(notices, "2024/b", region=None)
    assert run("check", "notices/2024/shifanju.md").exit_code == 0
    assert run("check", "notices/2024/b.md").exit_code == 1
    assert run("check", "notices/2024").exit_code == 1


@pytest.mark.parametrize("path", ["notices/2024/none.md", "none.md", "elsewhere/2024/none.md"])
def test_a_path_that_is_not_there_exits_2_with_a_sentence(notices: Path, path: str) -> None:
    result = run("check", path)
    assert result.exit_code == 2
    assert path in result.output


@pytest.mark.parametrize("command", ["check", "check --base HEAD", "import", "verify"])
@pytest.mark.parametrize("name", ["长" * 100, "a/" * 2_100, "loop/x"])
def test_a_path_that_cannot_be_looked_for_exits_2_with_a_sentence(
    notices: Path, command: str, name: str
) -> None:
    (notices / "loop").symlink_to("loop")
    result = CliRunner().invoke(main, [*command.split(), str(notices / name)])
    assert (result.exit_code, "打不开：" in result.output) == (2, True), result.output


def test_notices_elsewhere_are_checked_too(notices: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", "2024/b", region=None)
    for path in ("elsewhere", "elsewhere/2024", "elsewhere/2024/b.md"):
        result = run("check", path)
        assert result.exit_code == 1, path
        assert "elsewhere/2024/b.md:1:1" in result.output
    assert run("check", "elsewhere", "notices").exit_code == 2


def test_no_folder_and_no_such_format_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTICES_DIR", raising=False)
    assert run("check").exit_code == 2
    assert run("search", "x").exit_code == 2
    assert run("check", "--format", "none").exit_code == 2


def test_the_folder_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "elsewhere", region=None)
    monkeypatch.setenv("NOTICES_DIR", str(tmp_path / "elsewhere"))
    result = run("check")
    assert result.exit_code == 1
    assert "elsewhere/2024/shifanju.md:1:1" in result.output


def test_search_prints_id_title_and_passage(notices: Path) -> None:
    result = run("search", "采購辦法")
    assert result.exit_code == 0
    assert "2024/shifanju  中共示例区示范局党组关于巡察整改进展情况的通报" in result.output
    assert "修订采购办法" in result.output
    assert result.output.endswith("共 1 篇\n")
    missing = run("search", "没有这个词")
    assert (missing.exit_code, missing.output) == (1, "共 0 篇\n")


def test_import_writes_a_draft_and_tells_what_to_look_at(notices: Path, project: Path) -> None:
    seed = str(project / "tests/cases/seed.txt")
    result = run("import", seed)
    assert result.exit_code == 0
    (path,) = (notices / "2024").glob("wuchang*.md")
    assert "找到的" in result.output
    assert str(path.relative_to(notices.parent)) in result.output
    assert run("check", str(path)).exit_code == 0
    before = path.read_bytes()
    assert run("import", seed).exit_code == 0
    assert path.read_bytes() == before
    assert len(list((notices / "2024").glob("wuchang*.md"))) == 2


def test_import_can_print_or_write_elsewhere(notices: Path, project: Path, tmp_path: Path) -> None:
    seed = str(project / "tests/cases/seed.txt")
    printed = run("import", seed, "--stdout")
    assert printed.stdout.startswith("---\ntitle: ")
    assert "找到的" in printed.stderr
    assert run("import", seed, "--into", str(tmp_path / "other")).exit_code == 0
    (path,) = (tmp_path / "other/2024").glob("*.md")
    assert path.read_text("utf-8") == printed.stdout
    assert sorted(p.name for p in (notices / "2024").iterdir()) == ["shifanju.md"]


def test_import_says_why_it_cannot(notices: Path) -> None:
    (notices.parent / "x.docx").write_bytes(b"no document")
    assert run("import", "x.docx").exit_code == 1
    assert run("import", "none.docx").exit_code == 2
