"""Comment on a merge request from its check's job on GitLab."""

from __future__ import annotations

from collections.abc import Mapping

from noticeboard.pull_request.api import Api
from noticeboard.pull_request.comment import MARKER, CommentContext, render_comment
from noticeboard.pull_request.hosts import BranchRef, outside_notices
from noticeboard.pull_request.report import Report


def comment_from_job(environment: Mapping[str, str], report: Report | None, api: Api) -> str:
    """Comment on the request that the job's predefined variables (`CI_…`) name.

    Returns a sentence for the log. Raises ApiError.
    """
    request = (
        f"projects/{environment['CI_PROJECT_ID']}"
        f"/merge_requests/{environment['CI_MERGE_REQUEST_IID']}"
    )
    changed = api.paginate(f"{request}/diffs?per_page=100")
    names = [name for file in changed for name in (file["new_path"], file["old_path"])]
    context = CommentContext(
        BranchRef(
            "gitlab",
            environment["CI_MERGE_REQUEST_SOURCE_PROJECT_URL"],
            environment["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"],
            environment["CI_COMMIT_SHA"],
        ),
        environment["CI_PIPELINE_URL"],
        environment.get("PREVIEW_URL", ""),
        preview_is_page=True,
        other_files=outside_notices(names),
        site_url=environment.get("SITE_URL", ""),
    )
    return _post(render_comment(report, context), request, api)


def _post(text: str, request: str, api: Api) -> str:
    number = request.rpartition("/")[2]
    own_id = api.call("GET", "user")["id"]
    for note in api.paginate(f"{request}/notes?per_page=100"):
        if note["author"]["id"] == own_id and note["body"].startswith(MARKER):
            api.call("PUT", f"{request}/notes/{note['id']}", {"body": text})
            return f"更新了请求 {number} 的评论"
    api.call("POST", f"{request}/notes", {"body": text})
    return f"在请求 {number} 里写了评论"
