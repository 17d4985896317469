"""CODEOWNERS of every code host: who has to approve a change of the program, and who a notice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from noticeboard.model.problems import NoticeboardError

TEMPLATE_OWNER = "@your-organisation"
_OWNER = re.compile(r"@[A-Za-z0-9][\w.-]*(/[\w.-]+)*")
_HEAD = """\
# Required reviewers. The last matching rule applies.
# 谁必须审核：改程序和设置的，改通报的。代码托管上要打开“Require review from Code Owners”。
"""
_GLOB = (
    _HEAD + "\n# Code and configuration.\n*          {code}\n\n# Notices.\n/notices/  {notices}\n"
)
_REGEX = (
    _HEAD.replace(" The last matching rule applies.", " Every matching rule applies.")
    + "\n# Code and configuration.\n^(?!notices/).*  {code}\n\n# Notices.\n^notices/.*  {notices}\n"
)
FILES: Mapping[str, str] = {
    ".github/CODEOWNERS": _GLOB,
    ".gitlab/CODEOWNERS": _GLOB,
    # Forgejo and Gitea read regular expressions.
    ".gitea/CODEOWNERS": _REGEX.replace("^(?!notices/).*", "!^notices/.*"),
}
"""File -> its template with the owners of the code and of the notices."""


def check_owners(answer: str) -> tuple[str, ...]:
    """Return the owners: one for everything, or the code's and the notices'.

    Raise NoticeboardError with one sentence.
    """
    owners = tuple(answer.replace("，", " ").replace(",", " ").split())
    wrong = [owner for owner in owners if not _OWNER.fullmatch(owner)]
    if TEMPLATE_OWNER in answer or wrong or not 1 <= len(owners) <= 2:
        raise NoticeboardError(
            f"审核人“{answer.strip()}”写法不对，写代码托管上的名字，如 @shili 或 @shili/weihu @shili/shenhe"
            "（先写维护程序的，再写审核通报的）"
        )
    return owners


def owners_from_remote(url: str) -> tuple[str, ...]:
    """Return the owner of the repository at a remote's address; none if it names no owner."""
    match = re.fullmatch(r"(?:[\w.-]+@)?[\w.-]+:(?!//)(.+)", url)
    parts = urlsplit(url)
    path = match[1] if match else parts.path if parts.scheme in ("https", "http", "ssh") else ""
    owner = path.strip("/").partition("/")[0] if "/" in path.strip("/") else ""
    return (f"@{owner}",) if _OWNER.fullmatch(f"@{owner}") else ()


def owners_files(owners: Sequence[str]) -> dict[str, str]:
    """Return the content of each host's file."""
    return {
        name: template.format(code=owners[0], notices=owners[-1])
        for name, template in FILES.items()
    }
