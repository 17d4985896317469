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
    arguments = ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    name = _run(folder, arguments, content.encode())
    git(folder, "update-ref", "refs/heads/main", name)
    return name


def commit_file(folder: Path, path: bytes, content: bytes = b"x\n") -> str:
    """Return a commit on top of HEAD with one more file, whose name the file system may refuse."""
    blob = _run(folder, ["hash-object", "-w", "--stdin"], content)
    tree = b"100644 blob %s\t%s" % (blob.encode(), path.rpartition(b"/")[2])
    parents = path.split(b"/")[:-1]
    for depth in range(len(parents), -1, -1):
        inside = b"/".join(parents[:depth])
        known = _list(folder, inside)
        own = tree.rpartition(b"\t")[2]
        lines = [line for line in known if line.rpartition(b"\t")[2] != own]
        name = _run(folder, ["mktree", "-z"], b"".join(line + b"\0" for line in [*lines, tree]))
        tree = b"040000 tree %s\t%s" % (name.encode(), parents[depth - 1] if depth else b"")
    return git(folder, "commit-tree", name, "-p", "HEAD", "-m", "请求")


def make_tree(folder: Path, lines: list[str]) -> str:
    """Write a tree, in any order and with double names, and return its ID."""
    entries = b""
    for line in lines:
        details, _, name = line.partition("\t")
        mode, _, object_id = details.split()
        entries += f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(object_id)
    return _run(folder, ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], entries)


def _list(folder: Path, inside: bytes) -> list[bytes]:
    command = ["git", "ls-tree", "-z", f"HEAD:{os.fsdecode(inside)}"]
    run = subprocess.run(command, cwd=folder, capture_output=True)
    return run.stdout.split(b"\0")[:-1]


def _run(folder: Path, arguments: list[str], content: bytes) -> str:
    command = ["git", *arguments]
    run = subprocess.run(command, cwd=folder, input=content, capture_output=True, check=True)
    return run.stdout.decode().strip()
