"""Upgrades in scratch repositories succeed as a whole or change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.offices import SAMPLE, make_office, release, replace, state, write_program
from support.repositories import commit, git

from noticeboard.boards.releases import describe_changes, parse_tag
from noticeboard.boards.upgrade import upgrade
from noticeboard.boards.yaml_edit import get_entries
from noticeboard.model.problems import NoticeboardError


@pytest.fixture
def program(project: Path, tmp_path: Path) -> Path:
    return write_program(project, tmp_path / "程 序")


@pytest.fixture
def office(program: Path, tmp_path: Path) -> Path:
    return make_office(program, tmp_path / "公开 栏")


def three_releases(program: Path) -> None:
    """Publish releases that change what the office has changed, and what is next to it."""
    config = program / "mkdocs.yml"
    replace(
        config,
        "    host:             # 主办单位\n",
        "    host:             # 主办的单位\n    new_entry:        # 新的一项\n",
    )
    replace(config, "phone: {number: , hours: }", "phone: {number: , hours: , label: }")
    release(program, "v2026.2.1", "Second.")
    (program / SAMPLE).write_text("样例改了\n", "utf-8")
    (program / "notices/2025").mkdir()
    (program / "notices/2025/another.md").write_text("又一篇样例\n", "utf-8")
    replace(program / ".github/CODEOWNERS", "# Notices.", "# The notices.")
    release(program, "v2026.10.3", "Third.")
    replace(config, "site_name: 巡察整改公开栏", "site_name: 巡察整改公开栏（新）")
    (program / "new-file").write_text("新文件\n", "utf-8")
    release(program, "v2026.10.20", "Fourth.")


def run(office: Path, tag: str | None = None) -> str:
    return upgrade(office, tag, lambda line: None)


def test_an_office_three_releases_behind_upgrades_without_a_conflict(
    program: Path, office: Path
) -> None:
    notices = git(office, "ls-tree", "-r", "HEAD", "notices")
    owners = git(office, "ls-tree", "-r", "HEAD", ".github", ".gitlab", ".gitea")
    three_releases(program)
    changes = run(office)
    assert "v2026.10.20" in changes
    assert [word for word in ("First", "Second", "Third", "Fourth") if word in changes] == [
        "Second",
        "Third",
        "Fourth",
    ]
    assert (office / "new-file").is_file()
    assert git(office, "ls-tree", "-r", "HEAD", "notices") == notices
    assert git(office, "ls-tree", "-r", "HEAD", ".github", ".gitlab", ".gitea") == owners
    text = (office / "mkdocs.yml").read_text("utf-8")
    entries = get_entries(text)
    assert entries[("site_name",)] == "示例区公开栏"
    assert entries[("extra", "site", "host")] == "中共示例区委巡察办"
    assert entries[("extra", "site", "contact", "phone", "number")] == "0999-8123456"
    assert "# 主办的单位" in text
    assert "# 新的一项" in text
    assert ("extra", "site", "contact", "phone", "label") in entries
    assert state(office)[1:3] == ("main", "")
    assert not (office / ".cache/upgrade").exists()


def test_a_second_run_changes_nothing(program: Path, office: Path) -> None:
    three_releases(program)
    assert run(office, "v2026.2.1")
    assert run(office)
    before = state(office)
    assert run(office) == ""
    assert run(office, "v2026.2.1") == ""
    assert state(office) == before


@pytest.mark.parametrize("file", ["broken-rule", "broken-page"])
def test_a_release_that_fails_leaves_everything_as_it_was(
    program: Path, office: Path, file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (program / file).touch()
    release(program, "v2026.3.1", "Broken.")
    before = state(office)
    with pytest.raises(
        NoticeboardError, match=r"没有更新，一切照旧。v2026\.3\.1 的(检查没有通过|网站没有生成)"
    ):
        run(office)
    assert state(office) == before


def test_a_conflict_leaves_everything_as_it_was(program: Path, office: Path) -> None:
    for folder, line in ((program, "新"), (office, "自己的")):
        (folder / "Makefile").write_text(f"# {line}\n", "utf-8")
        replace(folder / "mkdocs.yml", "  - 首页: index.md", f"  - {line}首页: index.md")
    commit(office, "自己改的")
    release(program, "v2026.3.1", "Conflict.")
    before = state(office)
    with pytest.raises(NoticeboardError, match=r"这些文件贵单位改过.*Makefile、mkdocs\.yml"):
        run(office)
    assert state(office) == before


def test_work_that_is_not_committed_is_not_touched(program: Path, office: Path) -> None:
    three_releases(program)
    (office / "notices/2026/shifanju.md").write_text("改到一半\n", "utf-8")
    before = state(office)
    with pytest.raises(NoticeboardError, match=r"有没有提交的改动：notices/2026/shifanju\.md"):
        run(office)
    assert state(office) == before


def test_an_untracked_file_in_the_way_is_not_overwritten(program: Path, office: Path) -> None:
    three_releases(program)
    (office / "new-file").write_text("自己的\n", "utf-8")
    before = state(office)
    with pytest.raises(NoticeboardError, match="没有更新，一切照旧"):
        run(office)
    assert state(office) == before
    assert (office / "new-file").read_text("utf-8") == "自己的\n"


def test_the_remains_of_a_killed_upgrade_do_not_stop_the_next(program: Path, office: Path) -> None:
    three_releases(program)
    git(office, "worktree", "add", "--detach", str(office / ".cache/upgrade"), "HEAD")
    assert run(office)


def test_faults_of_the_repository_are_sentences(
    project: Path, program: Path, office: Path, tmp_path: Path
) -> None:
    with pytest.raises(
        NoticeboardError, match=r"上游没有 v2026\.9\.9 这一版；最近的有：v2026\.1\.5"
    ):
        run(office, "v2026.9.9")
    git(office, "remote", "set-url", "upstream", str(tmp_path / "none"))
    with pytest.raises(NoticeboardError, match="上游取不到，什么也没有改"):
        run(office)
    git(office, "remote", "remove", "upstream")
    with pytest.raises(NoticeboardError, match="没有名叫 upstream 的上游"):
        run(office)
    with pytest.raises(NoticeboardError, match="这里不是能更新的仓库"):
        run(tmp_path)
    copy = tmp_path / "template"
    copy.mkdir()
    git(copy, "init", "--quiet")
    (copy / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")
    commit(copy)
    git(copy, "remote", "add", "upstream", str(program))
    with pytest.raises(NoticeboardError, match="没有共同的历史"):
        run(copy)


DATED = ("v2026.11.28", "2026-01-05", "v2026.11.28.2")
OTHER = ("v1.2.3", "v2026.13.1", "v2026.11", "release", "v2026.11-28")


@pytest.mark.parametrize("tag", [*DATED, *OTHER])
def test_dated_tags(tag: str) -> None:
    assert (parse_tag(tag) is not None) == (tag in DATED)


def test_releases_are_ordered_by_day_and_number() -> None:
    tags = ["v2026.9.30", "v2026.10.3", "v2026.10.3.2", "v2026.10.3.10", "v2027.1.1"]
    releases = [parse_tag(tag) for tag in reversed(tags)]
    assert [each.tag for each in sorted(filter(None, releases))] == tags


def test_only_new_entries_are_described() -> None:
    old = "# C\n\n## [Unreleased]\n\n### Added\n\n- One\n  more.\n"
    new = "# C\n\n## [Unreleased]\n\n### Fixed\n\n- Two.\n\n## [1]\n\n### Added\n\n- One\n  more.\n- Three.\n"
    assert describe_changes(old, new).split("\n") == [
        "## [Unreleased]",
        "### Fixed",
        "- Two.",
        "",
        "## [1]",
        "### Added",
        "- Three.",
    ]
    assert describe_changes(new, new) == ""
