"""A pasted notice in GitHub's issue form -> a request that holds its draft."""

from __future__ import annotations

import re
import tempfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from noticeboard.importing import ImportProblem, import_file, save
from noticeboard.importing.draft import Section
from noticeboard.pull_request.api import Api, ApiError
from noticeboard.pull_request.markdown_text import template

QUESTION = "通报全文"
"""The label of the form's field, which GitHub makes a heading of the issue."""

LAST_QUESTION = "确认"
_NOT_FOUND = 404


def pasted_text(body: str) -> str:
    """What was pasted into the form, taken out of the issue's text; empty when it is no form."""
    body = body.replace("\r\n", "\n")
    begun = re.search(rf"^### {QUESTION}[ ]*\n", body, re.MULTILINE)
    if not begun:
        return ""
    text = body[begun.end() :]
    ends = list(re.finditer(rf"^### {LAST_QUESTION}[ ]*$", text, re.MULTILINE))
    text = (text[: ends[-1].start()] if ends else text).strip("\n")
    fenced = re.fullmatch(r"(`{3,})[^\n]*\n(.*)\n\1", text, re.DOTALL)
    return fenced[2] if fenced else text


def open_request(event: Mapping[str, Any], commit: str, notices_dir: Path, api: Api) -> str:
    """Import what an issue holds, and open a request with it from the base branch at `commit`.

    `event` is that of an opened issue. The issue is told what came of it, also when nothing did.
    A second call finds the branch of the first and leaves all as it is. Returns one sentence for
    the log. Raises ApiError.
    """
    repository, issue = event["repository"]["full_name"], event["issue"]
    branch = f"notice/issue-{issue['number']}"
    if _exists(f"repos/{repository}/git/ref/heads/{branch}", api):
        return f"分支 {branch} 已经有了，不再开新的请求"
    answer = f"repos/{repository}/issues/{issue['number']}/comments"
    try:
        path, sections = _import(pasted_text(issue["body"] or ""), notices_dir)
    except ImportProblem as problem:
        api.ask("POST", answer, {"body": _said("refused.md.jinja", problem=str(problem))})
        return f"没有导入：{problem}"
    api.ask("POST", f"repos/{repository}/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
    name = f"notices/{path.relative_to(notices_dir).as_posix()}"
    content = {
        "message": f"导入 {name}（来自 #{issue['number']}）",
        "content": b64encode(path.read_bytes()).decode(),
        "branch": branch,
    }
    api.ask("PUT", f"repos/{repository}/contents/{name}", content)
    request = {
        "title": f"新通报：{name.removeprefix('notices/').removesuffix('.md')}",
        "head": branch,
        "base": event["repository"]["default_branch"],
        "body": _said("imported.md.jinja", sections=sections, number=issue["number"], name=name),
        "maintainer_can_modify": True,
    }
    url = api.ask("POST", f"repos/{repository}/pulls", request)["html_url"]
    api.ask("POST", answer, {"body": _said("opened.md.jinja", url=url)})
    return f"开了请求 {url}"


def _import(text: str, notices_dir: Path) -> tuple[Path, Sequence[Section]]:
    """The saved draft, and what the importer says of it."""
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "通报.txt"
        source.write_text(text, "utf-8")
        draft = import_file(source)
    return save(draft, notices_dir), draft.sections()


def _exists(path: str, api: Api) -> bool:
    try:
        api.ask("GET", path)
    except ApiError as error:
        if error.status == _NOT_FOUND:
            return False
        raise
    return True


def _said(template_name: str, **values: object) -> str:
    return template(template_name).render(values).strip() + "\n"
