"""The end of a check's run on GitHub -> one comment on the request that it checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from noticeboard.pull_request.api import Api
from noticeboard.pull_request.comment import MARKER, CommentContext, render_comment
from noticeboard.pull_request.hosts import BranchRef, outside_notices
from noticeboard.pull_request.report import Report

BOT = "github-actions[bot]"
"""Whom GitHub names as the author of what a workflow's own token posts."""

PREVIEW = "preview"


def github_api(base: str, token: str) -> Api:
    """GitHub's interface with the version that this module is written for."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {token}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    return Api(base, headers)


def comment_after_run(event: Mapping[str, Any], report: Report | None, api: Api) -> str:
    """Comment on the request whose check the `workflow_run` event tells the end of.

    Which request that is comes from GitHub alone, never from what the run has left. Returns one
    sentence for the log. Raises ApiError.
    """
    run = event["workflow_run"]
    repository = event["repository"]["full_name"]
    request = find_request(run, repository, api)
    if request is None:
        return "没有打开着的合并请求停在这次检查的提交上，不评论"
    number = request["number"]
    files = api.listed(f"repos/{repository}/pulls/{number}/files?per_page=100")
    # A file that has moved has a former name too.
    names = (file.get(key) or "" for file in files for key in ("filename", "previous_filename"))
    around = CommentContext(
        branch_of(request),
        run["html_url"],
        _preview(run, repository, api),
        other_files=outside_notices(filter(None, names)),
    )
    return post(render_comment(report, around), repository, number, api)


def find_request(run: Mapping[str, Any], repository: str, api: Api) -> Mapping[str, Any] | None:
    """The open request whose head is the commit of a run; None when it has moved on or closed."""
    home = run["head_repository"]
    if not home:  # the fork is gone
        return None
    head = quote(f"{home['owner']['login']}:{run['head_branch']}", safe="")
    requests = api.listed(f"repos/{repository}/pulls?state=open&per_page=100&head={head}")
    for request in requests:
        at = request["head"]
        same_home = at["repo"] and at["repo"]["full_name"] == home["full_name"]
        if same_home and at["sha"] == run["head_sha"]:
            found: Mapping[str, Any] = request
            return found
    return None


def branch_of(request: Mapping[str, Any]) -> BranchRef:
    """The branch that a request wants to merge."""
    head = request["head"]
    return BranchRef("github", head["repo"]["html_url"], head["ref"], head["sha"])


def _preview(run: Mapping[str, Any], repository: str, api: Api) -> str:
    answer = api.ask("GET", f"repos/{repository}/actions/runs/{run['id']}/artifacts?per_page=100")
    for artifact in answer["artifacts"]:
        if artifact["name"] == PREVIEW and not artifact["expired"]:
            return f"{run['html_url']}/artifacts/{artifact['id']}"
    return ""


def post(text: str, repository: str, number: int, api: Api) -> str:
    """Put the comment on a request, in the place of the earlier one."""
    issue = f"repos/{repository}/issues"
    for comment in api.listed(f"{issue}/{number}/comments?per_page=100"):
        if comment["user"]["login"] == BOT and comment["body"].startswith(MARKER):
            api.ask("PATCH", f"{issue}/comments/{comment['id']}", {"body": text})
            return f"更新了请求 {number} 的评论"
    api.ask("POST", f"{issue}/{number}/comments", {"body": text})
    return f"在请求 {number} 里写了评论"
