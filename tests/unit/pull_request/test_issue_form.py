"""`request open`: a notice pasted into the issue form becomes a request."""

import copy
import json
from base64 import b64decode
from pathlib import Path

import pytest
from support.fake_host import Responses, fake_host, run_on_github

from noticeboard.pull_request.issue_form import pasted_text
from noticeboard.reading.reader import read_file

CASES = Path(__file__).resolve().parents[2] / "cases/pull_request"
ISSUE = json.loads((CASES / "issues.json").read_text("utf-8"))
REPO = "repos/example/noticeboard"
BRANCH = f"{REPO}/git/ref/heads/notice/issue-41"
PERMISSION = f"GET {REPO}/collaborators/shili-clerk/permission"
OPENING: Responses = {
    PERMISSION: {"permission": "write"},
    f"POST {REPO}/git/refs": {},
    f"PUT {REPO}/contents/notices/2024/shili-shifanju.md": {},
    f"POST {REPO}/pulls": {"html_url": "https://github.com/example/noticeboard/pull/42"},
    f"POST {REPO}/issues/41/comments": {},
}


def test_pasted_notice_becomes_a_request(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    with fake_host(OPENING) as host:
        result = run_on_github("open", ISSUE, host, tmp_path)
    assert result.exit_code == 0, result.output
    ref, file, request, answer = (content for _, content in host.writes)
    assert ref == {"ref": "refs/heads/notice/issue-41", "sha": "0" * 40}
    path = tmp_path / "notices/2024/shili-shifanju.md"
    assert b64decode(file["content"]) == path.read_bytes()
    assert read_file(path, tmp_path / "notices").body.startswith("根据区委统一部署")
    assert (request["head"], request["base"]) == ("notice/issue-41", "main")
    assert "Closes #41" in request["body"]
    assert "不确定的" in request["body"]
    assert "https://github.com/example/noticeboard/pull/42" in answer["body"]


def test_issue_is_imported_once(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    with fake_host({**OPENING, f"GET {BRANCH}": {"ref": "x"}}) as host:
        result = run_on_github("open", ISSUE, host, tmp_path)
    assert (result.exit_code, host.writes) == (0, [])
    with fake_host({**OPENING, f"GET {BRANCH}": 500}) as host:
        assert run_on_github("open", ISSUE, host, tmp_path).exit_code == 2


def test_text_without_a_notice_is_refused_in_a_comment(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    event = copy.deepcopy(ISSUE)
    event["issue"]["body"] = None
    with fake_host(OPENING) as host:
        result = run_on_github("open", event, host, tmp_path)
    assert result.exit_code == 0, result.output
    ((call, content),) = host.writes
    assert call == f"POST {REPO}/issues/41/comments"
    assert "没有做成通报" in content["body"]
    assert list((tmp_path / "notices").iterdir()) == []


@pytest.mark.parametrize("permission", ["read", "none", "", 404])
def test_an_author_who_may_not_write_opens_nothing(tmp_path: Path, permission: str | int) -> None:
    (tmp_path / "notices").mkdir()
    answer = permission if isinstance(permission, int) else {"permission": permission}
    event = copy.deepcopy(ISSUE)
    event["issue"]["author_association"] = "MEMBER"
    with fake_host({**OPENING, PERMISSION: answer}) as host:
        result = run_on_github("open", event, host, tmp_path)
    assert (result.exit_code, host.writes) == (0, [])
    assert list((tmp_path / "notices").iterdir()) == []


def test_without_an_answer_about_the_permission_nothing_is_opened(tmp_path: Path) -> None:
    with fake_host({**OPENING, PERMISSION: 500}) as host:
        result = run_on_github("open", ISSUE, host, tmp_path)
    assert (result.exit_code, host.writes) == (2, [])


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
def test_pasted_text_is_extracted_from_the_form(body: str, text: str) -> None:
    assert pasted_text(body) == text
