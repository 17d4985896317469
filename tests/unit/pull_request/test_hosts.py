"""What the workflows do on GitHub and GitLab, with recorded events and answers."""

import copy
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.factories import write
from support.fake_host import Answers, FakeHost, fake_host
from support.repositories import commit, git

from noticeboard.cli.main import main
from noticeboard.model.problems import NoticeboardError
from noticeboard.pull_request.api import Api, ApiError
from noticeboard.pull_request.comment import MARKER
from noticeboard.pull_request.github import BOT
from noticeboard.pull_request.issue_form import pasted_text
from noticeboard.pull_request.report import make_report, write_report
from noticeboard.reading.reader import read_file

CASES = Path(__file__).resolve().parents[2] / "cases/pull_request"
RUN = json.loads((CASES / "workflow_run.json").read_text("utf-8"))
ISSUE = json.loads((CASES / "issues.json").read_text("utf-8"))
SHA = RUN["workflow_run"]["head_sha"]
REPO = "repos/example/noticeboard"
PULLS = f"GET {REPO}/pulls?state=open&per_page=100&head=shili-clerk%3Atongbao%2Fshifanju"
COMMENTS = f"GET {REPO}/issues/7/comments?per_page=100"
FILES = f"GET {REPO}/pulls/7/files?per_page=100"
ARTIFACTS = f"GET {REPO}/actions/runs/11872003001/artifacts?per_page=100"
HEAD = {
    "ref": "tongbao/shifanju",
    "sha": SHA,
    "repo": {
        "full_name": "shili-clerk/noticeboard",
        "html_url": "https://github.com/shili-clerk/noticeboard",
    },
}


def answers(**changes: Any) -> Answers:
    """GitHub as it stands after the run of `workflow_run.json`; `changes` by short names."""
    named = {
        "pulls": [{"number": 7, "head": HEAD}],
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


def said_by(login: str, body: str, number: int = 900) -> dict[str, Any]:
    return {"id": number, "user": {"login": login}, "body": body}


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["request", *arguments], env=environment)


def on_github(verb: str, event: object, host: FakeHost, folder: Path, *more: str) -> Result:
    path = folder / "event.json"
    path.write_text(json.dumps(event), "utf-8")
    return run(
        *verb.split(),
        *more,
        GITHUB_EVENT_PATH=str(path),
        GITHUB_API_URL=host.base,
        GITHUB_TOKEN="secret",
        GITHUB_SHA="0" * 40,
        NOTICES_DIR=str(folder / "notices"),
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    write_report(make_report([], []), path)
    return path


def commented(report: Path, event: object = RUN, **changes: Any) -> tuple[Result, FakeHost]:
    with fake_host(answers(**changes)) as host:
        result = on_github("comment github", event, host, report.parent, "--report", str(report))
    return result, host


def test_the_first_comment_is_posted(report: Path) -> None:
    result, host = commented(report)
    assert result.exit_code == 0, result.output
    ((call, content),) = host.written
    assert call == f"POST {REPO}/issues/7/comments"
    assert content["body"].startswith(MARKER)
    assert "✅" in content["body"]
    assert "actions/runs/11872003001/artifacts/77" in content["body"]
    assert all(headers["Authorization"] == "Bearer secret" for _, _, headers in host.asked)


def test_the_second_takes_the_place_of_the_first(report: Path) -> None:
    pages = [
        [said_by("someone", f"{MARKER} 冒充的", 898), said_by(BOT, "别的评论", 899)],
        [said_by(BOT, f"{MARKER}\n旧的")],
    ]
    result, host = commented(report, comments=pages)
    assert result.exit_code == 0, result.output
    assert [call for call, _ in host.written] == [f"PATCH {REPO}/issues/comments/900"]


def test_a_request_that_moved_on_is_left_alone(report: Path) -> None:
    moved = {**HEAD, "sha": "1" * 40}
    others = {**HEAD, "repo": {**HEAD["repo"], "full_name": "other/noticeboard"}}
    gone = {**HEAD, "repo": None}
    pulls = [{"number": n, "head": head} for n, head in enumerate((moved, others, gone), 7)]
    result, host = commented(report, pulls=pulls)
    assert (result.exit_code, host.written) == (0, [])
    event = copy.deepcopy(RUN)
    event["workflow_run"]["head_repository"] = None
    result, host = commented(report, event)
    assert (result.exit_code, host.asked) == (0, [])


def test_files_outside_notices_are_named_by_github_not_by_the_report(report: Path) -> None:
    files = [
        {"filename": "notices/2024/a.md", "previous_filename": "hooks/a.md"},
        {"filename": ".github/workflows/notices.yml"},
    ]
    expired = {"artifacts": [{"name": "preview", "id": 77, "expired": True}]}
    _, host = commented(report, files=files, artifacts=expired)
    body = host.written[0][1]["body"]
    assert "- hooks/a.md\n- .github/workflows/notices.yml" in body
    assert "预览](" not in body


def test_a_missing_report_is_commented_too(report: Path) -> None:
    report.unlink()
    _, host = commented(report)
    assert "没有做完" in host.written[0][1]["body"]


def test_what_the_host_refuses_is_one_sentence(report: Path) -> None:
    result, _ = commented(report, comments=403)
    assert result.exit_code == 2
    assert "403" in result.output
    assert "secret" not in result.output


def test_an_interface_out_of_reach_is_one_sentence() -> None:
    with fake_host({}) as host:
        base = host.base
    with pytest.raises(ApiError, match="连不上"):
        Api(base, {}).ask("GET", "x")
    with pytest.raises(NoticeboardError, match="写法不对"):
        Api("file:///etc", {})


def test_the_token_follows_no_page_elsewhere() -> None:
    with fake_host({"GET a?per_page=100": [[1], [2]]}) as host:
        api = Api(host.base, {})
        assert list(api.listed("a?per_page=100")) == [1, 2]
        host.base = "http://elsewhere.example/"
        assert list(api.listed("a?per_page=100")) == [1]


@pytest.mark.parametrize("name", ["GITHUB_EVENT_PATH", "GITHUB_API_URL", "GITHUB_TOKEN"])
def test_outside_a_runner_the_missing_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    event = tmp_path / "event.json"
    event.write_text("{}", "utf-8")
    given = {"GITHUB_EVENT_PATH": str(event), "GITHUB_API_URL": "x", "GITHUB_TOKEN": "x"}
    monkeypatch.delenv(name, raising=False)
    result = run("comment", "github", **{**given, name: ""})
    assert result.exit_code == 2
    assert name in result.output
    event.write_text("no json", "utf-8")
    assert run("comment", "github", **given).exit_code == 2


LAB = {
    "CI_PROJECT_ID": "12",
    "CI_MERGE_REQUEST_IID": "3",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_URL": "https://gitlab.example/shili/noticeboard",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "tongbao",
    "CI_COMMIT_SHA": SHA,
    "CI_PIPELINE_URL": "https://gitlab.example/shili/noticeboard/-/pipelines/5",
    "PREVIEW_URL": "https://gitlab.example/preview/index.html",
    "NOTICEBOARD_TOKEN": "secret",
}


@pytest.mark.parametrize("earlier", [True, False])
def test_gitlab_has_one_comment_too(report: Path, earlier: bool) -> None:
    request = "projects/12/merge_requests/3"
    notes = [{"id": 1, "author": {"id": 5}, "body": MARKER}]
    notes += [{"id": 2, "author": {"id": 4}, "body": f"{MARKER}\n旧的"}] if earlier else []
    recorded = {
        "GET user": {"id": 4},
        f"GET {request}/diffs?per_page=100": [{"new_path": "Makefile", "old_path": "Makefile"}],
        f"GET {request}/notes?per_page=100": notes,
        f"POST {request}/notes": {},
        f"PUT {request}/notes/2": {},
    }
    with fake_host(recorded) as host:
        result = run("comment", "gitlab", "--report", str(report), CI_API_V4_URL=host.base, **LAB)
    assert result.exit_code == 0, result.output
    ((call, content),) = host.written
    assert call == (f"PUT {request}/notes/2" if earlier else f"POST {request}/notes")
    assert "[打开预览](https://gitlab.example/preview/index.html)" in content["body"]
    assert content["body"].count("- Makefile") == 1
    assert {k.lower(): v for k, v in host.asked[0][2].items()}["private-token"] == "secret"


def test_check_leaves_a_report_and_says_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices")
    (tmp_path / ".gitignore").write_text("report.json\n", "utf-8")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "request")
    write(tmp_path / "notices", "2024/b", region=None)
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "main")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTICES_DIR", raising=False)
    result = run("check", "request", "--format", "github")
    assert result.exit_code == 1, result.output
    assert "::error file=notices/2024/b.md" in result.output
    assert json.loads(Path("report.json").read_text("utf-8"))["errors"] == 1
    git(tmp_path, "checkout", "--quiet", "--", "notices")
    git(tmp_path, "clean", "-qfd")
    assert run("check", "main").exit_code == 0
    assert run("check", "nowhere").exit_code == 2


BRANCH = f"{REPO}/git/ref/heads/notice/issue-41"
OPENING: Answers = {
    f"POST {REPO}/git/refs": {},
    f"PUT {REPO}/contents/notices/2024/shili-shifanju.md": {},
    f"POST {REPO}/pulls": {"html_url": "https://github.com/example/noticeboard/pull/42"},
    f"POST {REPO}/issues/41/comments": {},
}


def test_a_pasted_notice_becomes_a_request(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    with fake_host(OPENING) as host:
        result = on_github("open", ISSUE, host, tmp_path)
    assert result.exit_code == 0, result.output
    ref, file, request, answer = (content for _, content in host.written)
    assert ref == {"ref": "refs/heads/notice/issue-41", "sha": "0" * 40}
    path = tmp_path / "notices/2024/shili-shifanju.md"
    assert b64decode(file["content"]) == path.read_bytes()
    assert read_file(path, tmp_path / "notices").body.startswith("根据区委统一部署")
    assert (request["head"], request["base"]) == ("notice/issue-41", "main")
    assert "Closes #41" in request["body"]
    assert "不确定的" in request["body"]
    assert "https://github.com/example/noticeboard/pull/42" in answer["body"]


def test_an_issue_is_imported_once(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    with fake_host({**OPENING, f"GET {BRANCH}": {"ref": "x"}}) as host:
        result = on_github("open", ISSUE, host, tmp_path)
    assert (result.exit_code, host.written) == (0, [])
    with fake_host({**OPENING, f"GET {BRANCH}": 500}) as host:
        assert on_github("open", ISSUE, host, tmp_path).exit_code == 2


def test_text_that_is_no_notice_is_answered(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    event = copy.deepcopy(ISSUE)
    event["issue"]["body"] = None
    with fake_host(OPENING) as host:
        result = on_github("open", event, host, tmp_path)
    assert result.exit_code == 0, result.output
    ((call, content),) = host.written
    assert call == f"POST {REPO}/issues/41/comments"
    assert "没有做成通报" in content["body"]
    assert list((tmp_path / "notices").iterdir()) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "### 通报全文\n\n```text\n甲\n\n```js\n乙\n```\n\n### 确认\n\n- [X] 是",
            "甲\n\n```js\n乙",
        ),
        (
            "### 通报全文\r\n\r\n甲\r\n### 确认\r\n乙\r\n\r\n### 确认\r\n\r\n- [X] 是",
            "甲\n### 确认\n乙",
        ),
        ("### 通报全文\n\n````text\n甲\n```\n乙\n````", "甲\n```\n乙"),
        ("没有用表单", ""),
    ],
)
def test_the_form_is_read_as_github_writes_it(body: str, text: str) -> None:
    assert pasted_text(body) == text
