"""What Git says of the notices, and that a build without it knows nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.factories import notice, write
from support.repositories import commit, git

from noticeboard.exports.verification import notice_verification, rebuild_commands
from noticeboard.history.log import History, read_history


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "公告 栏"
    root.mkdir()
    git(root, "init", "--quiet")
    for published in ("2024-12-02", "2024-12-03"):
        write(root / "notices", published=published)
        commit(root, published)
    write(root / "notices", "2024/other")
    commit(root, "other")
    return root


def test_versions_of_each_notice_newest_first(repository: Path) -> None:
    history = read_history(repository, repository / "notices")
    commits = git(repository, "log", "--format=%H").split()
    assert (history.commit, history.dirty, history.complete) == (commits[0], False, True)
    assert history.short == commits[0][:12]
    found = {name: [v.commit for v in versions] for name, versions in history.versions.items()}
    assert found == {"2024/shifanju": commits[1:], "2024/other": commits[:1]}


def test_a_notice_is_added_by_its_first_commit(repository: Path) -> None:
    history = read_history(repository, repository / "notices")
    first = [versions[-1].made.date() for versions in history.versions.values()]
    assert list(history.added().values()) == first
    assert set(history.added()) == {"2024/shifanju", "2024/other"}
    assert History().added() == {}


def test_files_that_no_commit_holds(repository: Path, tmp_path: Path) -> None:
    assert read_history(repository, tmp_path).dirty
    write(repository / "notices", "2024/new")
    assert read_history(repository, repository / "notices").dirty


def test_shallow_clone_claims_no_history(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    history = read_history(clone, clone / "notices")
    assert history.commit == git(repository, "rev-parse", "HEAD")
    assert (history.complete, history.versions) == (False, {})


def test_without_git(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_history(tmp_path, tmp_path) == History()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(repository, repository / "notices") == History()


def test_proof_links_the_versions(repository: Path) -> None:
    folder = repository / "notices"
    history = read_history(repository, folder)
    made = notice(published="2024-12-03")
    verification = notice_verification(
        made, "ab" * 32, history, "https://a.example/", "https://b.example/r/"
    )
    assert [version.url for version in verification.versions] == [
        f"https://b.example/r/blob/{version.commit}/notices/2024/shifanju.md"
        for version in history.versions["2024/shifanju"]
    ]
    assert f'= "{"ab" * 32}  -"' in verification.command
    raw = (folder / "2024/shifanju.md").read_bytes()
    assert verification.versions[0].sha256 == hashlib.sha256(raw).hexdigest()
    assert verification.versions[1].sha256 not in (None, verification.versions[0].sha256)
    assert {str(version.made.utcoffset()) for version in verification.versions} == {"8:00:00"}
    without = notice_verification(made, "ab" * 32, history, "https://a.example/", "")
    assert {version.url for version in without.versions} == {None}


def test_five_lines() -> None:
    lines = rebuild_commands(History("a" * 40), "https://a.example/", "https://b.example/r")
    assert len(lines) == 5
    assert lines[2] == "SITE_URL=https://a.example/ REPO_URL=https://b.example/r make site"
