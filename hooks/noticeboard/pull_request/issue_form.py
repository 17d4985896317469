"""Open a request with the draft of a notice that was pasted into GitHub's issue form."""

from __future__ import annotations

import re
import tempfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from noticeboard.importing import ImportFailedError, import_file, save
from noticeboard.importing.draft import Section
from noticeboard.pull_request.api import Api, ApiError
from noticeboard.pull_request.hosts import FOLDER
from noticeboard.pull_request.markdown_text import load_template

TEXT_LABEL = "通报全文"
LAST_LABEL = "确认"
"""Labels of the form's fields, which GitHub turns into headings of the issue."""

_NOT_FOUND = 404
# GitHub reports the role `maintain` as write, and `triage` as read.
_WRITERS = {"admin", "write"}


def pasted_text(body: str) -> str:
    """Return the text pasted into the form, given the issue's body; empty when it is not the form's."""
    body = body.replace("\r\n", "\n")
    heading = re.search(rf"^### {TEXT_LABEL}[ ]*\n", body, re.MULTILINE)
    if not heading:
        return ""
    text = body[heading.end() :]
    ends = list(re.finditer(rf"^### {LAST_LABEL}[ ]*$", text, re.MULTILINE))
    text = (text[: ends[-1].start()] if ends else text).strip("\n")
    fenced = re.fullmatch(r"(`{3,})[^\n]*\n(.*)\n\1", text, re.DOTALL)
    return fenced[2] if fenced else text


def open_request(event: Mapping[str, Any], commit: str, notices_dir: Path, api: Api) -> str:
    """Import the notice in an issue and open a request with it, on top of `commit`.

    `event` is that of an opened issue, which gets a comment with the outcome. A second call does
    nothing, for the branch exists, and so does a call for an author who may not write to the
    repository. Returns a sentence for the log. Raises ApiError.
    """
    repository, issue = event["repository"]["full_name"], event["issue"]
    author = issue["user"]["login"]
    if not _may_write(repository, author, api):
        return f"{author} 没有写入的权限，由维护人处理"
    branch = f"notice/issue-{issue['number']}"
    if _exists(f"repos/{repository}/git/ref/heads/{branch}", api):
        return f"分支 {branch} 已经有了，不再开新的请求"
    comments = f"repos/{repository}/issues/{issue['number']}/comments"
    try:
        path, sections = _import(pasted_text(issue["body"] or ""), notices_dir)
    except ImportFailedError as problem:
        api.call("POST", comments, {"body": _render("refused.md.jinja", problem=str(problem))})
        return f"没有导入：{problem}"
    api.call("POST", f"repos/{repository}/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
    notice_id = path.relative_to(notices_dir).with_suffix("").as_posix()
    name = f"{FOLDER}/{notice_id}.md"
    content = {
        "message": f"导入 {name}（来自 #{issue['number']}）",
        "content": b64encode(path.read_bytes()).decode(),
        "branch": branch,
    }
    api.call("PUT", f"repos/{repository}/contents/{name}", content)
    request = {
        "title": f"新通报：{notice_id}",
        "head": branch,
        "base": event["repository"]["default_branch"],
        "body": _render("imported.md.jinja", sections=sections, number=issue["number"], name=name),
        "maintainer_can_modify": True,
    }
    url = api.call("POST", f"repos/{repository}/pulls", request)["html_url"]
    api.call("POST", comments, {"body": _render("opened.md.jinja", url=url)})
    return f"开了请求 {url}"


def _import(text: str, notices_dir: Path) -> tuple[Path, Sequence[Section]]:
    """Return the path of the saved draft, and the importer's notes on it."""
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "通报.txt"
        source.write_text(text, "utf-8")
        draft = import_file(source)
    return save(draft, notices_dir), draft.sections()


def _may_write(repository: str, login: str, api: Api) -> bool:
    """Ask GitHub for the permission: the author's association may come from one merged commit."""
    path = f"repos/{repository}/collaborators/{quote(login, safe='')}/permission"
    try:
        return api.call("GET", path)["permission"] in _WRITERS
    except ApiError as error:
        if error.status == _NOT_FOUND:
            return False
        raise


def _exists(path: str, api: Api) -> bool:
    try:
        api.call("GET", path)
    except ApiError as error:
        if error.status == _NOT_FOUND:
            return False
        raise
    return True


def _render(template_name: str, **values: object) -> str:
    return load_template(template_name).render(values).strip() + "\n"
