"""What Git is asked, and what stands when it does not answer."""

from pathlib import Path

import pytest
from support.repositories import commit
from support.repositories import git as run

from noticeboard.history.git import GitError, NoGitError, contents, git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    run(tmp_path, "init", "--quiet")
    (tmp_path / "空 格.md").write_bytes("一\n二 5\n".encode())
    (tmp_path / "empty").touch()
    commit(tmp_path)
    return tmp_path


def test_contents_by_name(repository: Path) -> None:
    names = ["HEAD:空 格.md", "HEAD:missing", "0" * 40, "HEAD:empty"]
    found = contents(repository, names)
    assert found == {names[0]: "一\n二 5\n".encode(), names[3]: b""}
    assert contents(repository, []) == {}


def test_what_is_given_is_read(repository: Path) -> None:
    blob = git(repository, "hash-object", "-w", "--stdin", given=b"x").decode().strip()
    assert contents(repository, [blob], fetch=False) == {blob: b"x"}


def test_what_git_says_instead(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GitError, match="no-such-command"):
        git(repository, "no-such-command")
    with pytest.raises(GitError):
        contents(repository / "missing", ["HEAD:x"])
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(NoGitError):
        git(repository, "status")
