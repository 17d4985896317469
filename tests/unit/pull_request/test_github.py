"""`request comment github`, with a recorded event and recorded responses."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from support.fake_host import FakeHost, Responses, fake_host, run_on_github, run_request

from noticeboard.pull_request import github
from noticeboard.pull_request.comment import MARKER
from noticeboard.pull_request.github import BOT
from noticeboard.pull_request.report import build_report, write_report

CASES = Path(__file__).resolve().parents[2] / "cases/pull_request"
RUN = json.loads((CASES / "workflow_run.json").read_text("utf-8"))
SHA = RUN["workflow_run"]["head_sha"]
REPO = "repos/example/noticeboard"
PULLS = f"GET {REPO}/pulls?state=open&per_page=100&head=shili-clerk%3Atongbao%2Fshifanju"
COMMENTS = f"GET {REPO}/issues/7/comments?per_page=100"
FILES = f"GET {REPO}/pulls/7/files?per_page=100"
MAIN = {"ref": "main"}
ARTIFACTS = f"GET {REPO}/actions/runs/11872003001/artifacts?per_page=100"
HEAD = {
    "ref": "tongbao/shifanju",
    "sha": SHA,
    "repo": {
        "full_name": "shili-clerk/noticeboard",
        "html_url": "https://github.com/shili-clerk/noticeboard",
    },
}


def responses(**changes: Any) -> Responses:
    """Return GitHub's responses after the run in `workflow_run.json`; `changes` by short names."""
    named = {
        "pulls": [{"number": 7, "head": HEAD, "base": MAIN}],
        "files": [{"filename": "notices/2024/shifanju.md"}],
        "artifacts": {"artifacts": [{"name": "preview", "id": 77, "expired": False}]},
        "comments": [],
        **changes,
    }
    return {
        PULLS: named["pulls"],
        FILES: named["files"],
        ARTIFACTS: named["artifacts"],
        COMMENTS: named["comments"],
        f"POST {REPO}/issues/7/comments": {},
        f"PATCH {REPO}/issues/comments/900": {},
    }


def comment_by(login: str, body: str, number: int = 900) -> dict[str, Any]:
    return {"id": number, "user": {"login": login}, "body": body}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    write_report(build_report([], []), path)
    return path


def post_comment(report: Path, event: object = RUN, **changes: Any) -> tuple[Result, FakeHost]:
    with fake_host(responses(**changes)) as host:
        result = run_on_github(
            "comment github", event, host, report.parent, "--report", str(report)
        )
    return result, host


def test_first_comment_is_posted(report: Path) -> None:
    result, host = post_comment(report)
    assert result.exit_code == 0, result.output
    ((call, content),) = host.writes
    assert call == f"POST {REPO}/issues/7/comments"
    assert content["body"].startswith(MARKER)
    assert "✅" in content["body"]
    assert "actions/runs/11872003001/artifacts/77" in content["body"]
    assert all(headers["Authorization"] == "Bearer secret" for _, _, headers in host.requests)


def test_second_comment_updates_the_first(report: Path) -> None:
    pages = [
        [comment_by("someone", f"{MARKER} 冒充的", 898), comment_by(BOT, "别的评论", 899)],
        [comment_by(BOT, f"{MARKER}\n旧的")],
    ]
    result, host = post_comment(report, comments=pages)
    assert result.exit_code == 0, result.output
    assert [call for call, _ in host.writes] == [f"PATCH {REPO}/issues/comments/900"]


def test_request_with_newer_commits_gets_no_comment(report: Path) -> None:
    moved = {**HEAD, "sha": "1" * 40}
    others = {**HEAD, "repo": {**HEAD["repo"], "full_name": "other/noticeboard"}}
    gone = {**HEAD, "repo": None}
    pulls = [
        {"number": n, "head": head, "base": MAIN} for n, head in enumerate((moved, others, gone), 7)
    ]
    result, host = post_comment(report, pulls=pulls)
    assert (result.exit_code, host.writes) == (0, [])
    event = copy.deepcopy(RUN)
    event["workflow_run"]["head_repository"] = None
    result, host = post_comment(report, event)
    assert (result.exit_code, host.requests) == (0, [])


def test_a_request_with_the_same_head_for_another_branch_gets_no_comment(report: Path) -> None:
    other = {"number": 6, "head": HEAD, "base": {"ref": "release"}}
    main = {"number": 7, "head": HEAD, "base": MAIN}
    result, host = post_comment(report, pulls=[other, main])
    assert result.exit_code == 0, result.output
    assert [call for call, _ in host.writes] == [f"POST {REPO}/issues/7/comments"]


def test_other_files_come_from_github_not_from_the_report(report: Path) -> None:
    files = [
        {"filename": "notices/2024/a.md", "previous_filename": "hooks/a.md"},
        {"filename": ".github/workflows/notices.yml"},
    ]
    expired = {"artifacts": [{"name": "preview", "id": 77, "expired": True}]}
    _, host = post_comment(report, files=files, artifacts=expired)
    body = host.writes[0][1]["body"]
    assert "- hooks/a.md\n- .github/workflows/notices.yml" in body
    assert "预览](" not in body


def test_no_number_of_files_hides_a_change_of_the_program(report: Path) -> None:
    files = [{"filename": f".a{number:04}/x"} for number in range(90)]
    files += [{"filename": f".ci/{number:04}"} for number in range(90)]
    files += [{"filename": name} for name in (".github/workflows/notices.yml", "hooks/x.py")]
    _, host = post_comment(report, files=files)
    body = host.writes[0][1]["body"]
    for name in (".ci/0000", ".github/workflows/notices.yml", "hooks/x.py", "共 182 个文件"):
        assert f"- {name}" in body
    assert "没有列全" not in body


def test_a_list_of_files_that_github_shortens_is_mentioned(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(github, "MAX_LISTED_FILES", 2)
    files = [{"filename": f"notices/2024/{number}.md"} for number in range(2)]
    _, host = post_comment(report, files=files)
    assert "没有列全" in host.writes[0][1]["body"]


def test_missing_report_is_post_comment(report: Path) -> None:
    report.unlink()
    _, host = post_comment(report)
    assert "没有做完" in host.writes[0][1]["body"]


def test_api_error_is_reported_without_the_token(report: Path) -> None:
    result, _ = post_comment(report, comments=403)
    assert result.exit_code == 2
    assert "403" in result.output
    assert "secret" not in result.output


@pytest.mark.parametrize("name", ["GITHUB_EVENT_PATH", "GITHUB_API_URL", "GITHUB_TOKEN"])
def test_missing_environment_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    event = tmp_path / "event.json"
    event.write_text("{}", "utf-8")
    given = {"GITHUB_EVENT_PATH": str(event), "GITHUB_API_URL": "x", "GITHUB_TOKEN": "x"}
    monkeypatch.delenv(name, raising=False)
    result = run_request("comment", "github", **{**given, name: ""})
    assert result.exit_code == 2
    assert name in result.output
    event.write_text("no json", "utf-8")
    assert run_request("comment", "github", **given).exit_code == 2
