"""`request comment forgejo`, from a scheduled job: real repositories, recorded responses of the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from support.factories import write
from support.fake_host import FakeHost, Responses, fake_host, run_request
from support.repositories import commit, git

from noticeboard.pull_request import forgejo
from noticeboard.pull_request.comment import MARKER
from noticeboard.pull_request.hosts import BranchRef
from noticeboard.pull_request.report import build_report

REPOSITORY = "shili/tongbao"
SECRET = "a-secret-token"


class Board:
    """A repository with a request on a host, and the checkout of the scheduled job."""

    def __init__(self, folder: Path) -> None:
        self.host = folder / "host"
        self.remote = self.host / f"{REPOSITORY}.git"
        self.work = folder / "work"
        write(self.work / "notices")
        (self.work / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")
        git(self.work, "init", "--quiet")
        self.base = commit(self.work)
        git(folder, "clone", "--quiet", "--bare", str(self.work), str(self.remote))
        self.job = folder / "job"
        git(folder, "clone", "--quiet", str(self.remote), str(self.job))
        self.head = self.request(unit="另一局党组")

    def request(self, **changes: Any) -> str:
        """Push a request with one more notice and a change of the program; return its commit."""
        git(self.work, "checkout", "--quiet", "-B", "request", self.base)
        write(self.work / "notices", "2024/other", **changes)
        (self.work / "sitecustomize.py").write_text("raise SystemExit('ran')\n", "utf-8")
        head = commit(self.work)
        git(self.work, "push", "--quiet", "--force", str(self.remote), "request:refs/pull/7/head")
        self.head = head
        return head

    def responses(self, **changes: Any) -> Responses:
        repo = {"html_url": f"https://git.example/{REPOSITORY}"}
        request = {
            "number": 7,
            "base": {"ref": "main", "repo": repo},
            "head": {"ref": "notice/1", "sha": self.head, "repo": repo},
            "changed_files": 2,
        }
        path = f"repos/{REPOSITORY}"
        recorded: Responses = {
            "GET user": {"login": "noticeboard"},
            f"GET {path}": {"default_branch": "main"},
            f"GET {path}/pulls?state=open&limit=50": [request],
            f"GET {path}/commits/{self.head}/statuses?limit=50": [],
            f"GET {path}/pulls/7/files?limit=50": [
                {"filename": "notices/2024/other.md"},
                {"filename": "sitecustomize.py"},
            ],
            f"GET {path}/issues/7/comments?per_page=100": [],
            f"POST {path}/issues/7/comments": {},
            f"PATCH {path}/issues/comments/3": {},
            f"POST {path}/statuses/{self.head}": {},
        }
        return {**recorded, **changes}

    def comment(self, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> tuple[Result, FakeHost]:
        monkeypatch.chdir(self.job)
        with fake_host(self.responses(**changes)) as host:
            result = run_request(
                "comment",
                "forgejo",
                GITHUB_API_URL=host.base,
                GITHUB_REPOSITORY=REPOSITORY,
                GITHUB_SERVER_URL=self.host.as_uri(),
                GITHUB_RUN_NUMBER="5",
                NOTICEBOARD_TOKEN=SECRET,
            )
        assert not isinstance(result.exception, Exception), result.exception
        return result, host


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every request pass, for tests of what follows the check."""
    monkeypatch.setattr(forgejo, "_check", lambda root: build_report([], []))


def test_a_request_is_checked_and_commented_on(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, host = board.comment(monkeypatch)
    assert result.exit_code == 0, result.output
    (call, content), (status_call, status) = host.writes
    assert call == f"POST repos/{REPOSITORY}/issues/7/comments"
    assert content["body"].startswith(MARKER)
    assert "2024/other" in content["body"]
    assert "- sitecustomize.py" in content["body"]
    assert (
        f"https://git.example/{REPOSITORY}/src/commit/{board.head}/notices/2024/other.md"
        in (content["body"])
    )
    assert status_call == f"POST repos/{REPOSITORY}/statuses/{board.head}"
    assert (status["context"], status["state"]) == ("noticeboard", "success")
    assert git(board.job, "status", "--porcelain") == ""
    assert len(git(board.job, "worktree", "list").splitlines()) == 1
    for _, _, headers in host.requests:
        assert headers["Authorization"] == f"token {SECRET}"


def test_a_request_with_errors_fails(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    board.request(published="2024-13-01")
    _, host = board.comment(monkeypatch)
    (_, content), (_, status) = host.writes
    assert status["state"] == "failure"
    assert "❌" in content["body"]
    assert (
        f"https://git.example/{REPOSITORY}/_edit/notice/1/notices/2024/other.md" in content["body"]
    )


@pytest.mark.usefixtures("checked")
def test_a_commit_is_checked_once_for_each_state_of_the_branch(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, host = board.comment(monkeypatch)
    statuses = f"GET repos/{REPOSITORY}/commits/{board.head}/statuses?limit=50"
    known = [dict(host.writes[1][1], id=1), {"context": "other", "description": None}]
    result, host = board.comment(monkeypatch, **{statuses: known})
    assert (result.exit_code, host.writes) == (0, [])
    older = [{"context": "noticeboard", "description": f"{board.head[:12]} + 000000000000"}]
    _, host = board.comment(monkeypatch, **{statuses: older})
    assert len(host.writes) == 2


@pytest.mark.usefixtures("checked")
def test_only_an_own_comment_is_updated(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    call = f"GET repos/{REPOSITORY}/issues/7/comments?per_page=100"
    comments = [
        {"id": 2, "user": {"login": "somebody"}, "body": f"{MARKER}\n假的"},
        {"id": 3, "user": {"login": "noticeboard"}, "body": f"{MARKER}\n旧的"},
    ]
    _, host = board.comment(monkeypatch, **{call: comments})
    assert host.writes[0][0] == f"PATCH repos/{REPOSITORY}/issues/comments/3"
    comments[1]["user"] = {"login": "gitea-actions"}
    _, host = board.comment(monkeypatch, **{call: comments, "GET user": 403})
    assert host.writes[0][0] == f"PATCH repos/{REPOSITORY}/issues/comments/3"


def test_a_request_that_has_moved_on_waits(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = board.head
    board.request(unit="第三局党组")
    board.head = seen
    result, host = board.comment(monkeypatch)
    assert (result.exit_code, host.writes) == (0, [])
    assert "刚有新的提交" in result.output


def test_a_request_for_another_branch_is_left_alone(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = f"GET repos/{REPOSITORY}/pulls?state=open&limit=50"
    (request,) = board.responses()[call]
    other = {**request, "base": {**request["base"], "ref": "old"}}
    result, host = board.comment(monkeypatch, **{call: [other]})
    assert (result.exit_code, host.writes) == (0, [])


def test_the_check_sees_no_token(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of the job that the check of a request is started with."""
    seen: list[dict[str, str]] = []

    def record(*arguments: Any, env: dict[str, str], **options: Any) -> None:
        seen.append(env)

    for name in ("GITHUB_TOKEN", "FORGEJO_TOKEN", "GITEA_TOKEN", "ACTIONS_RUNTIME_TOKEN"):
        monkeypatch.setenv(name, SECRET)
    monkeypatch.setattr(forgejo.subprocess, "run", record)  # type: ignore[attr-defined]
    monkeypatch.setattr(forgejo, "git", lambda *arguments, **options: b"")
    forgejo._check(board.job)
    assert seen
    assert SECRET not in repr(seen)


def test_a_check_that_does_not_finish_is_an_error(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgejo, "MAX_SECONDS", 0.001)
    _, host = board.comment(monkeypatch)
    (_, content), (_, status) = host.writes
    assert status["state"] == "error"
    assert "检查没有做完" in content["body"]


@pytest.mark.usefixtures("checked")
def test_a_failure_stops_no_other_request(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    call = f"GET repos/{REPOSITORY}/pulls?state=open&limit=50"
    (request,) = board.responses()[call]
    result, host = board.comment(monkeypatch, **{call: [{**request, "number": 6}, request]})
    assert result.exit_code == 2
    assert "请求 6：" in result.output
    assert len(host.writes) == 2
    assert SECRET not in result.output


def test_addresses_of_forgejo() -> None:
    branch = BranchRef("forgejo", "https://git.example/a/b", "notice/甲", "c" * 40)
    assert branch.line_url("notices/2024/x.md", 3) == (
        "https://git.example/a/b/_edit/notice/%E7%94%B2/notices/2024/x.md#L3"
    )
