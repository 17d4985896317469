"""Comment on a pull request after its check has run on GitHub."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from noticeboard.pull_request.api import Api
from noticeboard.pull_request.comment import MARKER, CommentContext, render_comment
from noticeboard.pull_request.hosts import BranchRef, outside_notices
from noticeboard.pull_request.report import Report

BOT = "github-actions[bot]"
"""The author of everything posted with a workflow's own token."""

PREVIEW = "preview"
MAX_LISTED_FILES = 3_000
"""GitHub lists no more files of a request."""


def github_api(base: str, token: str) -> Api:
    """Return the client of GitHub's API, pinned to a version."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {token}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    return Api(base, headers)


def comment_after_run(
    event: Mapping[str, Any], report: Report | None, api: Api, site_url: str = ""
) -> str:
    """Comment on the request whose check has ended, given the `workflow_run` event.

    The request is looked up on GitHub, never taken from the run's own files. Returns a sentence
    for the log. Raises ApiError.
    """
    run = event["workflow_run"]
    repository = event["repository"]["full_name"]
    request = find_request(run, repository, event["repository"]["default_branch"], api)
    if request is None:
        return "没有打开着的合并请求停在这次检查的提交上，不评论"
    number = request["number"]
    files = list(api.paginate(f"repos/{repository}/pulls/{number}/files?per_page=100"))
    names = (file.get(key) or "" for file in files for key in ("filename", "previous_filename"))
    context = CommentContext(
        branch_of(request),
        run["html_url"],
        _preview(run, repository, api),
        other_files=outside_notices(filter(None, names)),
        lists_all_files=len(files) < MAX_LISTED_FILES,
        site_url=site_url,
    )
    return post(render_comment(report, context), repository, number, api)


def find_request(
    run: Mapping[str, Any], repository: str, base: str, api: Api
) -> Mapping[str, Any] | None:
    """Return the open request for the branch `base` whose head is the commit of a run.

    None when it moved on or closed.
    """
    home = run["head_repository"]
    if not home:  # the fork was deleted
        return None
    head = quote(f"{home['owner']['login']}:{run['head_branch']}", safe="")
    requests = api.paginate(f"repos/{repository}/pulls?state=open&per_page=100&head={head}")
    for request in requests:
        source = request["head"]
        same_repository = source["repo"] and source["repo"]["full_name"] == home["full_name"]
        # Other branches may have requests with the same head; their code is not checked.
        is_checked = request["base"]["ref"] == base and source["sha"] == run["head_sha"]
        if same_repository and is_checked:
            match: Mapping[str, Any] = request
            return match
    return None


def branch_of(request: Mapping[str, Any]) -> BranchRef:
    """Return the branch that a request would merge."""
    head = request["head"]
    return BranchRef("github", head["repo"]["html_url"], head["ref"], head["sha"])


def _preview(run: Mapping[str, Any], repository: str, api: Api) -> str:
    response = api.call(
        "GET", f"repos/{repository}/actions/runs/{run['id']}/artifacts?per_page=100"
    )
    for artifact in response["artifacts"]:
        if artifact["name"] == PREVIEW and not artifact["expired"]:
            return f"{run['html_url']}/artifacts/{artifact['id']}"
    return ""


def post(
    text: str, repository: str, number: int, api: Api, authors: Collection[str] = (BOT,)
) -> str:
    """Post the comment on a request, or update the earlier one by one of the `authors`."""
    issue = f"repos/{repository}/issues"
    for comment in api.paginate(f"{issue}/{number}/comments?per_page=100"):
        if comment["user"]["login"] in authors and comment["body"].startswith(MARKER):
            api.call("PATCH", f"{issue}/comments/{comment['id']}", {"body": text})
            return f"更新了请求 {number} 的评论"
    api.call("POST", f"{issue}/{number}/comments", {"body": text})
    return f"在请求 {number} 里写了评论"
