"""Versions of the notices from Git, and an empty history without it."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

import pytest
from support.factories import notice, write
from support.repositories import commit, commit_raw, git

from noticeboard.exports.verification import notice_verification, rebuild_commands
from noticeboard.history.log import History, read_history
from noticeboard.model.dates import BEIJING


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


def test_versions_are_newest_first(repository: Path) -> None:
    history = read_history(repository, repository / "notices")
    commits = git(repository, "log", "--format=%H").split()
    assert (history.commit, history.dirty, history.complete) == (commits[0], False, True)
    assert history.short == commits[0][:12]
    by_id = {name: [v.commit for v in versions] for name, versions in history.versions.items()}
    assert by_id == {"2024/shifanju": commits[1:], "2024/other": commits[:1]}


def test_first_commit_is_the_date_added(repository: Path) -> None:
    history = read_history(repository, repository / "notices")
    first_days = [versions[-1].committed_at.date() for versions in history.versions.values()]
    assert list(history.dates_added().values()) == first_days
    assert set(history.dates_added()) == {"2024/shifanju", "2024/other"}
    assert History().dates_added() == {}


def test_uncommitted_files_make_the_history_dirty(repository: Path, tmp_path: Path) -> None:
    assert read_history(repository, tmp_path).dirty
    write(repository / "notices", "2024/new")
    assert read_history(repository, repository / "notices").dirty


def test_shallow_clone_has_no_versions(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    history = read_history(clone, clone / "notices")
    assert history.commit == git(repository, "rev-parse", "HEAD")
    assert (history.complete, history.versions) == (False, {})


def test_history_is_empty_without_git(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_history(tmp_path, tmp_path) == History()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(repository, repository / "notices") == History()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1733100000 +9999", "2024-12-02"),
        ("1733100000 -12345", "2024-12-02"),
        ("1733100000 +0860", "2024-12-02"),
    ],
)
def test_an_impossible_time_zone_is_left_out(repository: Path, written: str, day: str) -> None:
    write(repository / "notices", "2024/odd")
    commit_raw(repository, written)
    history = read_history(repository, repository / "notices")
    assert str(history.dates_added()["2024/odd"]) == day
    assert history.warnings == ()


@pytest.mark.parametrize(
    "written",
    [
        "-1 +0800", "1733100000", "abc +0000", "", "300000000000 +0000", "99999999999999 +0000",
        "9999999999999999999 +0000", "99999999999999999999999 -1200",
    ],
)  # fmt: skip
def test_an_impossible_time_is_that_of_the_commit_before(repository: Path, written: str) -> None:
    write(repository / "notices", "2024/odd")
    name = commit_raw(repository, written)
    write(repository / "notices", "2024/next")
    commit(repository)
    history = read_history(repository, repository / "notices")
    assert str(history.dates_added()["2024/odd"]) == "2024-12-02"
    assert len(history.versions) == 4
    (warning,) = history.warnings
    assert name[:12] in warning


def test_an_impossible_first_time_is_the_beginning_of_git_time(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices")
    commit_raw(tmp_path, "x")
    (version,) = read_history(tmp_path, tmp_path / "notices").versions["2024/shifanju"]
    assert version.committed_at == datetime.fromisoformat("1970-01-01T08:00:00+08:00")


def test_names_that_are_not_utf8_are_escaped(repository: Path) -> None:
    folder = repository / "notices/2024/shifanju"
    folder.mkdir()
    for name in (b"\xff.pdf", "一\n.pdf".encode(), "二".encode("gb18030")):
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_bytes(b"x")
    commit(repository)
    files = read_history(repository, repository / "notices").versions["2024/shifanju"][0].files
    names = "".join(file.name for file in files)
    assert names.encode()
    assert names.isprintable()
    assert {"\\udcff.pdf", "一\\u000a.pdf"} <= {file.name for file in files}


def test_verification_links_the_versions(repository: Path) -> None:
    folder = repository / "notices"
    history = read_history(repository, folder)
    verified = notice(published="2024-12-03")
    verification = notice_verification(
        verified, "ab" * 32, history, "https://a.example/", "https://b.example/r/"
    )
    assert [version.url for version in verification.versions] == [
        f"https://b.example/r/blob/{version.commit}/notices/2024/shifanju.md"
        for version in history.versions["2024/shifanju"]
    ]
    assert f'= "{"ab" * 32}  -"' in verification.command
    raw = (folder / "2024/shifanju.md").read_bytes()
    assert verification.versions[0].sha256 == hashlib.sha256(raw).hexdigest()
    assert verification.versions[1].sha256 not in (None, verification.versions[0].sha256)
    assert {str(version.committed_at.utcoffset()) for version in verification.versions} == {
        "8:00:00"
    }
    without = notice_verification(verified, "ab" * 32, history, "https://a.example/", "")
    assert {version.url for version in without.versions} == {None}


def test_rebuild_takes_five_commands() -> None:
    day = datetime(2025, 1, 1, tzinfo=BEIJING)
    lines = rebuild_commands(History("a" * 40), day, "https://a.example/", "https://b.example/r")
    assert len(lines) == 5
    settings = "SITE_URL=https://a.example/ REPO_URL=https://b.example/r"
    assert lines[2] == f"SOURCE_DATE_EPOCH=1735660800 {settings} make site"
