"""Comment on the merge requests whose pipelines have ended, from a scheduled job on GitLab.

The pipeline of a request runs the request's own configuration, so it has no token and only leaves a
report. The scheduled job runs the target branch's code, and reads the report as data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from noticeboard.pull_request.api import Api, ApiError
from noticeboard.pull_request.comment import MARKER, CommentContext, render_comment
from noticeboard.pull_request.hosts import BranchRef, outside_notices
from noticeboard.pull_request.report import MAX_BYTES, Report, parse_report

JOB = "notices"
REPORT = "report.json"
_ENDED = {"success", "failed"}
_NOT_FOUND = 404


def comment_on_requests(environment: Mapping[str, str], api: Api) -> str:
    """Comment on every open request for the default branch, given the job's variables (`CI_…`).

    A pipeline is commented on once. Returns sentences for the log. Raises ApiError, after all
    other requests.
    """
    project = f"projects/{environment['CI_PROJECT_ID']}"
    branch = environment["CI_DEFAULT_BRANCH"]
    query = f"state=opened&target_branch={branch}&per_page=100"
    own_id = api.call("GET", "user")["id"]
    outcomes, failures = [], []
    for listed in list(api.paginate(f"{project}/merge_requests?{query}")):
        try:
            request = f"{project}/merge_requests/{int(listed['iid'])}"
            outcomes.append(_comment_on(request, own_id, environment.get("SITE_URL", ""), api))
        except ApiError as error:
            failures.append(error)
    if failures:
        raise ApiError(failures[0].status, "\n".join(map(str, failures)))
    return "\n".join(outcomes) or "没有打开着的合并请求"


def _comment_on(request: str, own_id: int, site_url: str, api: Api) -> str:
    number = request.rpartition("/")[2]
    details = api.call("GET", request)
    pipeline = details["head_pipeline"]
    ended = pipeline and pipeline["status"] in _ENDED
    if not ended or not _is_of_head(pipeline, details, api):
        return f"请求 {number} 的检查还没有结束"
    notes = list(api.paginate(f"{request}/notes?per_page=100"))
    own = [n for n in notes if n["author"]["id"] == own_id and n["body"].startswith(MARKER)]
    if own and f"({pipeline['web_url']})" in own[0]["body"]:
        return f"请求 {number} 的评论已经是最新的"
    jobs = _jobs(pipeline, api)
    changed = list(api.paginate(f"{request}/diffs?per_page=100"))
    names = [name for file in changed for name in (file["new_path"], file["old_path"])]
    context = CommentContext(
        BranchRef("gitlab", _source_url(details, api), details["source_branch"], details["sha"]),
        pipeline["web_url"],
        _preview(jobs),
        preview_is_page=True,
        other_files=outside_notices(names),
        # A request of too many files has a count such as `1000+`.
        lists_all_files="+" not in str(details["changes_count"]),
        site_url=site_url,
    )
    text = render_comment(_report(pipeline, jobs, api), context)
    if own:
        api.call("PUT", f"{request}/notes/{own[0]['id']}", {"body": text})
        return f"更新了请求 {number} 的评论"
    api.call("POST", f"{request}/notes", {"body": text})
    return f"在请求 {number} 里写了评论"


def _is_of_head(pipeline: Mapping[str, Any], request: Mapping[str, Any], api: Api) -> bool:
    """Return whether a pipeline checked the request's head, itself or merged into the target.

    A newer commit may have no pipeline: its message says so, or its configuration has no job.
    """
    if pipeline["sha"] == request["sha"]:
        return True
    path = f"projects/{int(pipeline['project_id'])}/repository/commits/{quote(pipeline['sha'])}"
    try:
        parents: list[str] = api.call("GET", path)["parent_ids"]
    except ApiError as error:
        if error.status != _NOT_FOUND:
            raise
        return False
    return request["sha"] in parents


def _jobs(pipeline: Mapping[str, Any], api: Api) -> Sequence[Mapping[str, Any]]:
    """Return the jobs of the check; none where the token may not read a private fork."""
    path = f"projects/{int(pipeline['project_id'])}/pipelines/{int(pipeline['id'])}/jobs"
    try:
        jobs = list(api.paginate(f"{path}?per_page=100"))
    except ApiError as error:
        if error.status != _NOT_FOUND:
            raise
        return ()
    return [job for job in jobs if job["name"] == JOB]


def _report(
    pipeline: Mapping[str, Any], jobs: Sequence[Mapping[str, Any]], api: Api
) -> Report | None:
    for job in jobs:
        path = f"projects/{int(pipeline['project_id'])}/jobs/{int(job['id'])}/artifacts/{REPORT}"
        try:
            return parse_report(api.download(path, MAX_BYTES + 1))
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
    return None


def _preview(jobs: Sequence[Mapping[str, Any]]) -> str:
    succeeded = (job["web_url"] for job in jobs if job["status"] == "success")
    url = next(succeeded, "")
    return f"{url}/artifacts/file/preview/index.html" if url else ""


def _source_url(request: Mapping[str, Any], api: Api) -> str:
    """Return the address of the project that the request comes from; its own if that is gone."""
    source = request["source_project_id"]
    try:
        url: str = api.call("GET", f"projects/{int(source)}")["web_url"] if source else ""
    except ApiError as error:
        if error.status != _NOT_FOUND:
            raise
        url = ""
    return url or request["web_url"].partition("/-/")[0]
