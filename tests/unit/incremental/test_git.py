"""Git as a subprocess: objects read in one call, and its errors."""

from pathlib import Path

import pytest
from support.repositories import commit
from support.repositories import git as run

from noticeboard.incremental.git import GitError, GitMissingError, git, read_objects


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    run(tmp_path, "init", "--quiet")
    (tmp_path / "空 格.md").write_bytes("一\n二 5\n".encode())
    (tmp_path / "empty").touch()
    commit(tmp_path)
    return tmp_path


def test_missing_objects_are_left_out(repository: Path) -> None:
    names = [run(repository, "rev-parse", "HEAD:空 格.md"), "0" * 40]
    names.append(run(repository, "rev-parse", "HEAD:empty"))
    objects = read_objects(repository, names)
    assert objects == {names[0]: "一\n二 5\n".encode(), names[2]: b""}
    assert read_objects(repository, []) == {}


def test_stdin_is_passed_on(repository: Path) -> None:
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=b"x").decode().strip()
    assert read_objects(repository, [blob], fetch=False) == {blob: b"x"}


def test_failures_raise(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GitError, match="no-such-command"):
        git(repository, "no-such-command")
    with pytest.raises(GitError):
        read_objects(repository / "missing", ["0" * 40])
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(GitMissingError):
        git(repository, "status")
