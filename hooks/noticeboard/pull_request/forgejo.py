"""Check the open requests on Forgejo or Gitea and comment on them, from a scheduled job.

The workflow of a request is the request's own, so it gets no secret, and nothing that it writes is read. The
scheduled job runs the default branch's code, which takes the notices of a request as data.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from noticeboard.incremental.git import GitError, git, git_text
from noticeboard.model.problems import NoticeboardError
from noticeboard.pull_request.api import Api, ApiError
from noticeboard.pull_request.comment import CommentContext, render_comment
from noticeboard.pull_request.github import post
from noticeboard.pull_request.hosts import BranchRef, outside_notices
from noticeboard.pull_request.report import Report, read_report

CONTEXT = "noticeboard"
"""The name of the status that the job sets on a commit; a branch rule may require it."""
BOTS = frozenset({"forgejo-actions", "gitea-actions"})
"""The authors of what is posted with the token of a job."""
MAX_SECONDS = 600
_REQUEST = "refs/request/head"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONUTF8", "PYTHONPATH", "SITE_URL")
"""What the check of a request sees of the job's variables: no token."""


def forgejo_api(base: str, token: str) -> Api:
    """Return the client of the API of Forgejo or Gitea."""
    return Api(base, {"Authorization": f"token {token}"})


def comment_on_requests(environment: Mapping[str, str], root: Path, api: Api) -> str:
    """Check every open request for the default branch, given the job's variables, and comment on it.

    `root` has the default branch checked out. A commit is checked once for each state of the branch.
    Returns sentences for the log. Raises NoticeboardError, after all other requests.
    """
    repository = f"repos/{environment['GITHUB_REPOSITORY']}"
    branch = api.call("GET", repository)["default_branch"]
    base = git_text(root, "rev-parse", "HEAD").strip()
    outcomes, failures = [], []
    for request in list(api.paginate(f"{repository}/pulls?state=open&limit=50")):
        if request["base"]["ref"] != branch:
            continue
        try:
            outcomes.append(_handle(request, base, environment, root, api))
        except NoticeboardError as error:
            failures.append(f"请求 {request['number']}：{error}")
    if failures:
        raise NoticeboardError("\n".join([*outcomes, *failures]))
    return "\n".join(outcomes) or "没有打开着的合并请求"


def _handle(
    request: Mapping[str, Any], base: str, environment: Mapping[str, str], root: Path, api: Api
) -> str:
    number, head = int(request["number"]), request["head"]["sha"]
    repository = environment["GITHUB_REPOSITORY"]
    mark = f"{head[:12]} + {base[:12]}"
    known = api.paginate(f"repos/{repository}/commits/{head}/statuses?limit=50")
    if any(each["context"] == CONTEXT and mark in (each["description"] or "") for each in known):
        return f"请求 {number} 的评论已经是最新的"
    if _fetch(number, environment, root) != head:
        return f"请求 {number} 刚有新的提交，下次再检查"
    report = _check(root)
    run = f"{environment['GITHUB_SERVER_URL']}/{repository}/actions/runs/{environment['GITHUB_RUN_NUMBER']}"
    context = _context(request, run, environment, api)
    outcome = post(render_comment(report, context), repository, number, api, _own_names(api))
    state = "error" if report is None else "success" if report.clean else "failure"
    status = {"context": CONTEXT, "state": state, "description": mark, "target_url": run}
    api.call("POST", f"repos/{repository}/statuses/{head}", status)
    return outcome


def _fetch(number: int, environment: Mapping[str, str], root: Path) -> str:
    """Fetch the head of a request and return its commit."""
    token = b64encode(f"x-access-token:{environment['NOTICEBOARD_TOKEN']}".encode()).decode()
    remote = f"{environment['GITHUB_SERVER_URL']}/{environment['GITHUB_REPOSITORY']}.git"
    header = f"http.extraHeader=Authorization: basic {token}"
    reference = f"+refs/pull/{number}/head:{_REQUEST}"
    try:
        git(root, "-c", header, "fetch", "--quiet", "--no-tags", remote, reference, fetch=True)
        return git_text(root, "rev-parse", _REQUEST).strip()
    except GitError as error:
        raise NoticeboardError(f"取不到它的提交：{error}") from None


def _check(root: Path) -> Report | None:
    """Check the fetched request in a process and a working tree of its own, without the token."""
    command = [sys.executable, "-m", "noticeboard", "request", "check", _REQUEST]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with tempfile.TemporaryDirectory() as work:
        tree, report = Path(work) / "tree", Path(work) / "report.json"
        try:
            git(root, "worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
            subprocess.run(
                [*command, "--report", str(report)], cwd=tree, env=environment, timeout=MAX_SECONDS
            )
        except subprocess.TimeoutExpired:
            return None
        except GitError as error:
            raise NoticeboardError(f"Git 出错：{error}") from None
        finally:
            with suppress(GitError):
                git(root, "worktree", "remove", "--force", str(tree))
        return read_report(report)


def _context(
    request: Mapping[str, Any], run: str, environment: Mapping[str, str], api: Api
) -> CommentContext:
    repository, number = environment["GITHUB_REPOSITORY"], int(request["number"])
    files = list(api.paginate(f"repos/{repository}/pulls/{number}/files?limit=50"))
    names = [file.get(key) or "" for file in files for key in ("filename", "previous_filename")]
    head = request["head"]
    home = (head["repo"] or request["base"]["repo"])["html_url"]  # the fork may be deleted
    return CommentContext(
        BranchRef("forgejo", home, head["ref"], head["sha"]),
        run,
        other_files=outside_notices(filter(None, names)),
        lists_all_files=len(files) >= (request.get("changed_files") or 0),
        site_url=environment.get("SITE_URL", ""),
    )


def _own_names(api: Api) -> Collection[str]:
    """Return the name of the token's user; the token of a job has none that may be read."""
    try:
        return {api.call("GET", "user")["login"]}
    except ApiError:
        return BOTS
