"""The adapters of the code hosts, against simulated hosts with bare Git repositories."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.code_hosts import LOGIN, MAIN, TOKEN, Host, serve_host

PATH = "notices/2024/shili.md"
KINDS = ("forgejo", "gitlab", "github")
REFUSALS = {
    400: "不接受", 403: "权限", 404: "找不到", 409: "不同的内容", 413: "太大", 422: "不接受",
    429: "2 分钟", 500: "故障", 502: "故障",
}  # fmt: skip
CHANGES = {"forgejo": 3, "gitlab": 2, "github": 4}
"""How many requests of each host change something, without a fork, for two files."""


class Clerk:
    """Submits a change from the write page's own modules."""

    def __init__(self, project: Path, kind: str, host: Host, url: str) -> None:
        self.project, self.host = project, host
        self.settings = {"host": kind, "url": url, "api": url, "repo": MAIN}

    def submit(
        self, text: str = "一", *, is_new: bool = True, token: str = TOKEN
    ) -> dict[str, Any]:
        return self.attempts(1, text, is_new=is_new, token=token)[0]

    def attempts(
        self, number: int, text: str = "一", *, is_new: bool = True, token: str = TOKEN
    ) -> list[dict[str, Any]]:
        files = [
            {"path": PATH, "content": text},
            {"path": "notices/2024/shili/附件 1.txt", "content": "附件"},
        ]
        change = {"id": "2024/shili", "title": "新通报：示例", "body": "- [x] 核对过", "isNew": is_new, "files": files}  # fmt: skip
        given = json.dumps(
            {"settings": self.settings, "token": token, "change": change, "attempts": number}
        )
        command = ["node", "--no-warnings", str(self.project / "tests/support/submit.mjs")]
        command += [str(self.project / "docs/assets"), given]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        answers: list[dict[str, Any]] = json.loads(run.stdout)
        return answers

    def merged(self) -> str:
        self.host.merge()
        merged = self.host.read(MAIN, "main", PATH)
        assert merged
        return merged[0].decode()


@pytest.fixture(params=KINDS)
def clerk(request: pytest.FixtureRequest, project: Path, tmp_path: Path) -> Iterator[Clerk]:
    host = Host(tmp_path / "host")
    with serve_host(request.param, host) as url:
        yield Clerk(project, request.param, host, url)


def test_a_change_becomes_one_request_that_can_be_merged(clerk: Clerk) -> None:
    first = clerk.submit()
    assert first == clerk.submit()  # a double click
    (request,) = clerk.host.requests
    assert request["title"] == "新通报：示例"
    assert request["body"] == "- [x] 核对过"
    assert clerk.merged() == "一"
    assert clerk.host.read(MAIN, "main", "notices/2024/shili/附件 1.txt")


def test_who_may_not_write_forks(clerk: Clerk) -> None:
    clerk.host.may_push = False
    assert "address" in clerk.submit()
    assert clerk.host.requests[0]["repo"] == f"{LOGIN}/notices"
    assert clerk.merged() == "一"
    assert "address" in clerk.submit("二", is_new=False)  # the fork exists


def test_a_published_notice_is_changed_and_a_new_one_never_overwrites(clerk: Clerk) -> None:
    clerk.host.commit(MAIN, "main", {PATH: "旧".encode()}, "published")
    refused = clerk.submit()
    assert refused["status"] == 409
    assert "同名" in refused["sentence"]
    assert clerk.host.requests == []
    assert "address" in clerk.submit("新", is_new=False)
    assert clerk.merged() == "新"


def test_an_interrupted_submission_goes_on_where_it_stopped(clerk: Clerk) -> None:
    kind = clerk.settings["host"]
    for number in range(1, CHANGES[kind] + 1):
        clerk.host.fail[clerk.host.changes + 1] = 0
        lost = clerk.submit()  # the work is done, the answer lost
        assert lost.get("status") == 0 or "address" in lost, number
    assert "address" in clerk.submit()
    assert len(clerk.host.requests) == 1
    assert clerk.merged() == "一"


def test_refusals_are_sentences_and_a_later_attempt_succeeds(clerk: Clerk) -> None:
    clerk.host.refusals = [*REFUSALS, 0]
    *refused, last = clerk.attempts(len(REFUSALS) + 2)
    assert [one["status"] for one in refused] == [*REFUSALS, 0]
    for one, word in zip(refused, REFUSALS.values(), strict=False):
        assert word in one["sentence"]
        assert one["sentence"].endswith("。")
    assert "address" in last
    assert len(clerk.host.requests) == 1
    assert clerk.merged() == "一"


def test_an_expired_token_asks_to_sign_in_again(clerk: Clerk) -> None:
    refused = clerk.submit(token="expired")
    assert refused["status"] == 401
    assert "重新登录" in refused["sentence"]
    assert clerk.host.changes == 0
