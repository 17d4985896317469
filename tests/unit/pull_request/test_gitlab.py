"""`request comment gitlab`, from a scheduled job, with recorded responses."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from click.testing import Result
from support.fake_host import FakeHost, Responses, fake_host, run_request

from noticeboard.pull_request.comment import MARKER
from noticeboard.pull_request.report import MAX_BYTES, build_report

JOB = {"CI_PROJECT_ID": "12", "CI_DEFAULT_BRANCH": "main", "NOTICEBOARD_TOKEN": "secret"}
PROJECT = "projects/12"
REQUEST = f"{PROJECT}/merge_requests/3"
OPEN = f"GET {PROJECT}/merge_requests?state=opened&target_branch=main&per_page=100"
JOBS = "GET projects/77/pipelines/5/jobs?per_page=100"
ARTIFACT = "GET projects/77/jobs/9/artifacts/report.json"
PIPELINE = "https://gitlab.example/shili/noticeboard/-/pipelines/5"
DETAILS: dict[str, Any] = {
    "iid": 3,
    "sha": "6f1d2b7c3a9e4d5f8b0c1a2e3d4f5a6b7c8d9e0f",
    "source_branch": "main",
    "source_project_id": 77,
    "web_url": "https://gitlab.example/bangong/noticeboard/-/merge_requests/3",
    "changes_count": "1",
    "head_pipeline": {
        "id": 5,
        "project_id": 77,
        "sha": "6f1d2b7c3a9e4d5f8b0c1a2e3d4f5a6b7c8d9e0f",
        "status": "success",
        "web_url": PIPELINE,
    },
}
RECORDED: Responses = {
    "GET user": {"id": 4},
    OPEN: [{"iid": 3}],
    f"GET {REQUEST}": DETAILS,
    f"GET {REQUEST}/diffs?per_page=100": [{"new_path": "Makefile", "old_path": "Makefile"}],
    f"GET {REQUEST}/notes?per_page=100": [],
    f"POST {REQUEST}/notes": {},
    f"PUT {REQUEST}/notes/2": {},
    "GET projects/77": {"web_url": "https://gitlab.example/shili/noticeboard"},
    JOBS: [
        {"id": 8, "name": "tests", "status": "success", "web_url": "https://gitlab.example/8"},
        {"id": 9, "name": "notices", "status": "success", "web_url": "https://gitlab.example/9"},
    ],
    ARTIFACT: build_report([], []).model_dump_json().encode(),
}


def comment(**changes: Any) -> tuple[Result, FakeHost]:
    """Run the scheduled job; `changes` are other responses."""
    with fake_host({**RECORDED, **changes}) as host:
        return run_request("comment", "gitlab", CI_API_V4_URL=host.base, **JOB), host


def posted(**changes: Any) -> str:
    result, host = comment(**changes)
    assert result.exit_code == 0, result.output
    ((_, content),) = host.writes
    body: str = content["body"]
    return body


def with_details(**changes: Any) -> Responses:
    return {f"GET {REQUEST}": {**copy.deepcopy(DETAILS), **changes}}


def test_a_checked_request_gets_a_comment() -> None:
    result, host = comment()
    assert result.exit_code == 0, result.output
    ((call, content),) = host.writes
    assert call == f"POST {REQUEST}/notes"
    assert content["body"].startswith(MARKER)
    assert "✅" in content["body"]
    assert (
        "[打开预览](https://gitlab.example/9/artifacts/file/preview/index.html)" in content["body"]
    )
    assert content["body"].count("- Makefile") == 1
    assert f"[检查记录]({PIPELINE})" in content["body"]
    for _, _, headers in host.requests:
        assert {k.lower(): v for k, v in headers.items()}["private-token"] == "secret"


def test_an_earlier_comment_is_updated_once() -> None:
    notes = [{"id": 1, "author": {"id": 5}, "body": f"{MARKER} ({PIPELINE})"}]
    notes.append({"id": 2, "author": {"id": 4}, "body": f"{MARKER}\n旧的"})
    result, host = comment(**{f"GET {REQUEST}/notes?per_page=100": notes})
    assert [call for call, _ in host.writes] == [f"PUT {REQUEST}/notes/2"]
    notes[1]["body"] = host.writes[0][1]["body"]
    result, host = comment(**{f"GET {REQUEST}/notes?per_page=100": notes})
    assert (result.exit_code, host.writes) == (0, [])
    assert not any("artifacts" in call for call, _, _ in host.requests)


@pytest.mark.parametrize(
    "status", ["created", "running", "pending", "canceled", "manual", "skipped"]
)
def test_a_pipeline_that_has_not_ended_gets_no_comment(status: str) -> None:
    result, host = comment(
        **with_details(head_pipeline={**DETAILS["head_pipeline"], "status": status})
    )
    assert (result.exit_code, host.writes) == (0, [])
    result, host = comment(**with_details(head_pipeline=None))
    assert (result.exit_code, host.writes) == (0, [])


@pytest.mark.parametrize(
    ("parents", "writes"),
    [(["1" * 40, DETAILS["sha"]], 1), (["1" * 40], 0), (404, 0)],
    ids=["merged results", "older commit", "unreadable"],
)
def test_only_a_pipeline_of_the_newest_commit_gets_a_comment(
    parents: list[str] | int, writes: int
) -> None:
    call = f"GET projects/77/repository/commits/{'2' * 40}"
    details = with_details(head_pipeline={**DETAILS["head_pipeline"], "sha": "2" * 40})
    commit = {"parent_ids": parents} if isinstance(parents, list) else parents
    result, host = comment(**details, **{call: commit})
    assert (result.exit_code, len(host.writes)) == (0, writes), result.output


@pytest.mark.parametrize("report", [404, b"", b"[]", b"<html>", b" " * (MAX_BYTES + 1)])
def test_without_a_valid_report_the_comment_says_so(report: bytes | int) -> None:
    assert "没有做完" in posted(**{ARTIFACT: report})


def test_a_private_or_deleted_fork_gets_a_comment_too() -> None:
    assert "没有做完" in posted(**{JOBS: 404, "GET projects/77": 404})
    body = posted(**{"GET projects/77": 404})
    assert "✅" in body
    assert "没有做完" not in posted(**with_details(source_project_id=None))


def test_a_token_is_not_sent_to_another_host() -> None:
    with fake_host({"GET report": RECORDED[ARTIFACT]}) as store:
        assert "✅" in posted(**{ARTIFACT: f"{store.base.replace('127.0.0.1', 'localhost')}report"})
    ((_, _, headers),) = store.requests
    assert not [name for name in headers if "token" in name.lower()]


def test_a_list_of_files_that_gitlab_shortens_is_mentioned() -> None:
    assert "没有列全" not in posted()
    assert "没有列全" in posted(**with_details(changes_count="1000+"))


def test_a_failure_at_one_request_does_not_stop_the_others() -> None:
    result, host = comment(**{OPEN: [{"iid": 2}, {"iid": 3}]})
    assert result.exit_code == 2
    assert "merge_requests/2" in result.output
    assert "secret" not in result.output
    assert len(host.writes) == 1


@pytest.mark.parametrize("name", ["CI_PROJECT_ID", "CI_DEFAULT_BRANCH", "NOTICEBOARD_TOKEN"])
def test_a_missing_variable_is_named(name: str) -> None:
    result = run_request("comment", "gitlab", CI_API_V4_URL="http://a.example", **{**JOB, name: ""})
    assert (result.exit_code, name in result.output) == (2, True)
