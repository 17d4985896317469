"""What Git knows of the notices; all of it is optional, for a build without Git is a build too."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_FIELDS = "%x1e%H%x1f%cI"


@dataclass(frozen=True, slots=True)
class Version:
    """One commit that touched a notice; `made` is the time of the commit with its zone."""

    commit: str
    made: datetime


@dataclass(frozen=True, slots=True)
class History:
    """The state of the repository that a site is built from.

    `commit` is the full id, None without Git; `dirty` says that files differ from it; `complete`
    is false in a shallow clone; `versions` maps a notice's id to its commits, newest first.
    """

    commit: str | None = None
    dirty: bool = False
    complete: bool = False
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The commit as people write it; empty without Git."""
        return (self.commit or "")[:12]


def read_history(root: Path, notices_dir: Path) -> History:
    """Ask Git once about the repository at `root`; without Git, or a commit, nothing is known.

    `dirty` also when the notices lie outside of the repository, for then no commit holds them.
    """
    commit = _git(root, "rev-parse", "--verify", "HEAD").strip()
    if not _COMMIT.fullmatch(commit):
        return History()
    inside = notices_dir.resolve().is_relative_to(root.resolve())
    dirty = not inside or bool(_git(root, "status", "--porcelain").strip())
    complete = _git(root, "rev-parse", "--is-shallow-repository").strip() == "false"
    # In a shallow clone its oldest commit seems to add every file: nothing is said of them then.
    versions = _versions(root, notices_dir) if inside and complete else {}
    return History(commit, dirty, complete, versions)


def _versions(root: Path, notices_dir: Path) -> Mapping[str, tuple[Version, ...]]:
    arguments = ("--name-only", "--no-renames", f"--format={_FIELDS}", "--relative", "-z")
    said = _git(notices_dir, "log", *arguments, "--", "*.md")
    found: dict[str, list[Version]] = defaultdict(list)
    for entry in said.split("\x1e")[1:]:
        head, _, names = entry.partition("\0")
        commit, _, made = head.partition("\x1f")
        version = Version(commit, datetime.fromisoformat(made))
        for name in names.strip("\n").split("\0"):
            if name.strip("\n").endswith(".md"):
                found[name.strip("\n").removesuffix(".md")].append(version)
    return {identity: tuple(versions) for identity, versions in found.items()}


def _git(folder: Path, *arguments: str) -> str:
    """What Git says on stdout; empty when it fails or is not there."""
    command = ["git", "-C", str(folder), "-c", "core.quotePath=false", *arguments]
    try:
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    except OSError:
        return ""
    return run.stdout if run.returncode == 0 else ""
