"""Small git repositories with notices, for tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (
        ("NAME", "示例"),
        ("EMAIL", "shili@example.com"),
        ("DATE", "@1733100000 +0800"),
    )
}


def git(folder: Path, *arguments: str) -> str:
    """What git prints; fails loudly."""
    run = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        env={
            **os.environ,
            **_WHO,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def commit(folder: Path, message: str = "改动") -> str:
    """Commit all that has changed; the commit's id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")
