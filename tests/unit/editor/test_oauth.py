"""Signing in by OAuth with PKCE, against simulated hosts that check what the standards demand."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from support.code_hosts import CLIENT, TOKEN, Host, serve_host

SEARCH = "?notice=2024/shili"
BACK = {"address": f"/contribute/write/{SEARCH}", "left": 0}
"""The same notice, and nothing of the signing in kept."""
REFUSED: dict[str, dict[str, object]] = {
    "another state": {"answer": "?code=code-1&state=another"},
    "no state": {"answer": "?code=code-1"},
    "another tab": {"kept": {"state": None}},
    "another verifier": {"kept": {"verifier": "another"}},
    "another client": {"editor": {"client_id": "another"}},
    "lost network": {"editor": {"url": "http://127.0.0.1:9"}},
    "declined": {"answer": "?error=access_denied&state=same", "kept": {"state": "same"}},
}
SENTENCES = {
    "another state": "登录的记号对不上",
    "no state": "登录的记号对不上",
    "another tab": "登录的记号对不上",
    "another verifier": "网络断了，或代码托管网站没有给出令牌",
    "another client": "网络断了，或代码托管网站没有给出令牌",
    "lost network": "网络断了，或代码托管网站没有给出令牌",
    "declined": "没有得到同意",
}


@pytest.mark.parametrize("kind", ["forgejo", "gitlab"])
def test_only_the_page_that_asked_gets_the_token(kind: str, project: Path, tmp_path: Path) -> None:
    with serve_host(kind, Host(tmp_path / "host")) as url:
        editor = {"host": kind, "url": url, "client_id": CLIENT}
        given = {"editor": editor, "search": SEARCH, "changes": [{}, *REFUSED.values()]}
        command = ["node", "--no-warnings", str(project / "tests/support/sign_in.mjs")]
        command += [str(project / "docs/assets"), json.dumps(given)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    signed_in, *refused = json.loads(run.stdout)
    assert signed_in == {"before": SEARCH, "token": TOKEN, **BACK}
    for name, answer in zip(REFUSED, refused, strict=True):
        assert answer == {"before": answer["before"], "sentence": SENTENCES[name], **BACK}, name
