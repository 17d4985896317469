"""`make board`: from a clone to a board, as often as one likes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.offices import ANSWERS, SAMPLE, write_program
from support.repositories import commit, git

from noticeboard.boards.new_board import default_owners
from noticeboard.boards.owners import FILES, check_owners, owners_files, owners_from_remote
from noticeboard.boards.yaml_edit import get_entries
from noticeboard.cli.main import main
from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.board_config import read_board_config

FLAGS = [part for name, answer in ANSWERS.items() for part in (f"--{name}", answer)]


@pytest.fixture
def clone(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = write_program(project, tmp_path / "程序")
    folder = tmp_path / "公开 栏"
    git(tmp_path, "clone", "--quiet", "--origin", "upstream", str(program), str(folder))
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["board", *arguments], input=typed)
    assert not isinstance(result.exception, Exception), result.exception
    return result.exit_code, result.output


def test_five_answers_make_a_board(clone: Path) -> None:
    code, output = run(*FLAGS, "--owners", "@shili/weihu @shili/shenhe")
    assert code == 0, output
    entries = get_entries((clone / "mkdocs.yml").read_text("utf-8"))
    assert entries[("site_name",)] == ANSWERS["name"]
    assert entries[("extra", "site", "host")] == ANSWERS["host"]
    assert entries[("site_url",)] == ANSWERS["address"]
    assert not (clone / SAMPLE).exists()
    for name in FILES:
        assert "@shili/shenhe" in (clone / name).read_text("utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--file", ".cache/first-commit.txt")
    assert git(clone, "log", "-1", "--format=%s") == "建立示例区公开栏"


def test_the_questions_are_asked_until_each_answer_is_right(clone: Path) -> None:
    wrong = {"region": "示例省示例市", "contact": "打电话", "address": "gongkai"}
    typed = "".join(f"{wrong.get(n, '')}\n{a}\n" for n, a in ANSWERS.items())
    code, output = run(typed=typed)
    assert code == 0, output
    for label in ("地区：", "网站的联系方式：", "网站的网址："):
        assert output.count(f"\n{label}") + output.count(f": {label}") == 1
    assert "审核人还没有定" in output


def test_a_second_run_keeps_or_changes_answers(clone: Path) -> None:
    run(*FLAGS, "--owners", "@shili")
    commit(clone)
    code, output = run(typed="\n" * 5)
    assert (code, git(clone, "status", "--porcelain")) == (0, "")
    assert "什么也没有改" in output
    run(typed="新的名称\n" + "\n" * 4)
    assert git(clone, "status", "--porcelain") == "M mkdocs.yml"
    text = (clone / "mkdocs.yml").read_text("utf-8")
    assert "site_name: 新的名称" in text
    assert "# 主办单位" in text


@pytest.mark.parametrize("arguments", [[*FLAGS[:-1], "nowhere"], ["--owners", "shili", *FLAGS]])
def test_a_wrong_answer_changes_nothing(clone: Path, arguments: list[str]) -> None:
    code, output = run(*arguments)
    assert code == 2
    assert len(output.strip().splitlines()) == 1
    assert git(clone, "status", "--porcelain", "--ignored") == ""


def test_an_end_of_input_changes_nothing(clone: Path) -> None:
    code, output = run(typed="名称\n")
    assert code == 2
    assert "没有回答完，什么也没有改" in output
    assert git(clone, "status", "--porcelain", "--ignored") == ""


def test_a_notice_that_is_no_longer_the_sample_stays(clone: Path) -> None:
    (clone / SAMPLE).write_text("改过的\n", "utf-8")
    run(*FLAGS)
    assert (clone / SAMPLE).read_text("utf-8") == "改过的\n"


def test_the_owner_of_the_remote_is_the_owner(clone: Path) -> None:
    git(clone, "remote", "add", "origin", "git@git.example.com:shili/tongbao.git")
    assert default_owners(clone) == ("@shili",)
    git(clone, "remote", "remove", "upstream")
    assert default_owners(clone) == ()  # origin may be the program's own


@pytest.mark.parametrize(
    ("url", "owners"),
    [
        ("https://git.example.com/shili/tongbao.git", ("@shili",)),
        ("https://name:secret@git.example.com:3000/shili/tongbao", ("@shili",)),
        ("ssh://git@git.example.com:2222/shili/tongbao.git", ("@shili",)),
        ("git@git.example.com:shili/zu/tongbao.git", ("@shili",)),
        ("/srv/git/tongbao.git", ()),
        ("../tongbao", ()),
        ("file:///srv/git/tongbao.git", ()),
        ("https://git.example.com/tongbao.git", ()),
        ("", ()),
    ],
)
def test_owners_from_a_remote(url: str, owners: tuple[str, ...]) -> None:
    assert owners_from_remote(url) == owners


@pytest.mark.parametrize("answer", ["", "shili", "@", "@a @b @c", "@your-organisation/x", "@甲"])
def test_wrong_owners_are_refused(answer: str) -> None:
    with pytest.raises(NoticeboardError, match="审核人"):
        check_owners(answer)


def test_the_workflows_check_accepts_the_owners(project: Path, tmp_path: Path) -> None:
    for owners in (("@shili",), ("@shili/weihu", "@shili/shenhe")):
        (tmp_path / "CODEOWNERS").write_text(owners_files(owners)[".github/CODEOWNERS"], "utf-8")
        script = project / ".ci/check-owners"
        assert subprocess.run([script, tmp_path / "CODEOWNERS"]).returncode == 0


def test_a_repository_of_notices_alone(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    content = tmp_path / "通 报"
    code, output = run(*FLAGS, "--owners", "@shili", "--content", str(content))
    assert code == 0, output
    board = read_board_config(content / "board.yml")
    assert board.settings["site_name"] == ANSWERS["name"]
    assert board.site["host"] == ANSWERS["host"]
    script = (content / "build").read_text("utf-8")
    assert git(project, "rev-parse", "HEAD") in script
    assert "@ENGINE" not in script
    assert (content / "build").stat().st_mode & 0o111
    assert {".github", ".gitea", ".gitlab-ci.yml", "notices"} <= {p.name for p in content.iterdir()}
    (content / "build").write_text("#!/bin/sh\n", "utf-8")
    run("--content", str(content), *FLAGS[2:], "--name", "新的名称")
    assert (content / "build").read_text("utf-8") == "#!/bin/sh\n"
    assert read_board_config(content / "board.yml").settings["site_name"] == "新的名称"


def test_the_notices_do_not_go_into_the_program(clone: Path) -> None:
    code, output = run(*FLAGS, "--content", "notices-repository")
    assert code == 2
    assert "写本文件夹以外的地方" in output
