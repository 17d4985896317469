"""No configuration of Git changes what is read, and what Git refuses is reported."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.factories import write
from support.git_moods import hostile_config
from support.repositories import commit, git

from noticeboard.history.baseline import Baseline, read_baseline
from noticeboard.history.log import History, read_history
from noticeboard.model.problems import NoticeboardError


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two versions of a notice, an attachment, a merge, a mailmap, a changed and a new file."""
    root = tmp_path / "仓库"
    root.mkdir()
    git(root, "init", "--quiet")
    (root / ".mailmap").write_text("别人 <bie@example.com> <shili@example.com>\n")
    (root / ".gitattributes").write_text("*.md diff=shout\n")
    for published in ("2024-12-02", "2024-12-03"):
        write(root / "notices", published=published)
        commit(root, published)
    git(root, "checkout", "--quiet", "-b", "other", "HEAD^")
    (root / "notices/2024/shifanju").mkdir()
    (root / "notices/2024/shifanju/附件.txt").write_text("一")
    commit(root, "附件")
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "--message", "合并", "other")
    git(root, "notes", "add", "--message", "一条注")
    (root / "notices/2024/shifanju/附件.txt").write_text("二")
    write(root / "notices", "2024/new")
    return root


def configure_user(repository: Path, config: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.parent / "home").mkdir()
    (repository.parent / "home/.gitconfig").write_text(config, "utf-8")
    monkeypatch.setenv("HOME", str(repository.parent / "home"))


def configure_machine(repository: Path, config: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.parent / "system").write_text(config, "utf-8")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(repository.parent / "system"))


def configure_repository(repository: Path, config: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with (repository / ".git/config").open("a", encoding="utf-8") as file:
        file.write(config)


def configure_environment(repository: Path, config: str, monkeypatch: pytest.MonkeyPatch) -> None:
    configure_user(repository, config, monkeypatch)
    lines = git(repository, "config", "--list", "--file", f"{repository.parent}/home/.gitconfig")
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(lines.splitlines())))
    for number, line in enumerate(lines.splitlines()):
        name, _, value = line.partition("=")
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(repository.parent / "program"))
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    monkeypatch.setenv("GIT_TRACE", "1")


def read(repository: Path) -> tuple[History, Baseline]:
    notices = repository / "notices"
    return read_history(repository, notices), read_baseline("main", notices)


@pytest.mark.parametrize(
    "configure",
    [configure_user, configure_machine, configure_repository, configure_environment],
)
def test_no_configuration_changes_what_is_read(
    repository: Path,
    configure: Callable[[Path, str, pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history, baseline = read(repository)
    assert history.dirty
    assert len(history.versions["2024/shifanju"]) == 3
    assert baseline.changes == {"notices/2024/shifanju/附件.txt": "M"}
    configure(repository, hostile_config(repository.parent), monkeypatch)
    os.utime(repository / "notices/2024/shifanju.md")  # so that Git compares the content
    assert read(repository) == (history, baseline)
    assert not (repository.parent / "started").exists()


def test_marks_in_the_index_hide_no_change(repository: Path) -> None:
    write(repository / "notices", published="2024-12-04")
    for option in ("--assume-unchanged", "--skip-worktree"):
        git(repository, "update-index", option, "notices/2024/shifanju.md")
        changes = read_baseline("main", repository / "notices").changes
        assert changes["notices/2024/shifanju.md"] == "M"


def test_another_owner_is_reported(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    sentence = r"dubious ownership in repository at '.*仓库'(?s:.*)git config --global --add safe"
    with pytest.raises(NoticeboardError, match=sentence):
        read_history(repository, repository / "notices")
    with pytest.raises(NoticeboardError, match=sentence):
        read_baseline("main", repository / "notices")
    configure_user(repository, f'[safe]\n\tdirectory = "{repository}"\n', monkeypatch)
    assert read_history(repository, repository / "notices").complete


def break_format(repository: Path) -> None:
    git(repository, "config", "core.repositoryFormatVersion", "99")


def break_configuration(repository: Path) -> None:
    (repository / ".git/config").write_text("[core\n")


def break_head(repository: Path) -> None:
    (repository / ".git/HEAD").write_text("?\n")


def break_link(repository: Path) -> None:
    (repository / ".git").rename(repository / "moved")
    (repository / ".git").write_text("gitdir: /nowhere\n")


def break_commit(repository: Path) -> None:
    name = git(repository, "rev-parse", "HEAD^")
    (repository / f".git/objects/{name[:2]}/{name[2:]}").unlink()


@pytest.mark.parametrize(
    "damage", [break_format, break_configuration, break_head, break_link, break_commit]
)
def test_a_repository_that_git_cannot_read_is_reported(
    repository: Path, damage: Callable[[Path], None]
) -> None:
    damage(repository)
    with pytest.raises(NoticeboardError, match=r"Git 读不出这个仓库：(fatal|error): "):
        read_history(repository, repository / "notices")
    with pytest.raises(NoticeboardError, match=r"--base：Git 读不出来：(fatal|error): "):
        read_baseline("main~5", repository / "notices")


def test_before_the_first_commit_there_is_no_history(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert read_history(tmp_path, tmp_path / "notices") == History()
