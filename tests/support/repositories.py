"""Create small Git repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_IDENTITY = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (
        ("NAME", "示例"),
        ("EMAIL", "shili@example.com"),
        ("DATE", "@1733100000 +0800"),
    )
}


def git(folder: Path, *arguments: str) -> str:
    """Run git and return its output; fail if git fails."""
    run = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        env={
            **os.environ,
            **_IDENTITY,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def copy_project(project: Path, target: Path) -> None:
    """Copy the files of the project, committed or not, except ignored ones."""
    names = git(project, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, names.split("\0")):
        if (project / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(project / name, target / name)


def commit(folder: Path, message: str = "改动") -> str:
    """Commit all changes and return the commit's ID."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def commit_raw(folder: Path, committer_time: str, message: str = "改动") -> str:
    """Commit all changes with a committer time that Git itself would refuse; return the ID."""
    git(folder, "add", "--all")
    lines = [f"tree {git(folder, 'write-tree')}"]
    if (folder / ".git/refs/heads/main").exists():
        lines.append(f"parent {git(folder, 'rev-parse', 'HEAD')}")
    lines += [
        "author 示例 <shili@example.com> 1733100000 +0800",
        f"committer 示例 <shili@example.com> {committer_time}",
    ]
    content = "\n".join([*lines, "", message, ""])
    run = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=folder,
        input=content.encode(),
        capture_output=True,
        check=True,
    )
    name = run.stdout.decode().strip()
    git(folder, "update-ref", "refs/heads/main", name)
    return name
