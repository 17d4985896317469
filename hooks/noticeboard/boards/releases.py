"""Releases of the program: dated tags of the remote `upstream`, and what changed between two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from noticeboard.incremental.git import GitError, git, git_text
from noticeboard.model.problems import NoticeboardError

UPSTREAM = "upstream"
_REFS = "refs/noticeboard/releases"
"""Where the tags of `upstream` are kept, apart from the office's own."""
_DATED = re.compile(r"v?(\d{4})([.-])(\d{1,2})\2(\d{1,2})(?:[.-](\d{1,4}))?")


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A release, ordered by its day and its number on that day."""

    day: date
    number: int
    tag: str

    @property
    def ref(self) -> str:
        """The reference that names its commit."""
        return f"{_REFS}/{self.tag}"


def parse_tag(tag: str) -> Release | None:
    """Return the release of a tag such as `v2026.11.28` or `v2026.11.28.2`; None for other tags."""
    match = _DATED.fullmatch(tag)
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None
    return Release(day, int(match[5] or 0), tag)


def fetch_releases(root: Path) -> list[Release]:
    """Fetch the tags of `upstream`; return its releases, the newest last. Raise NoticeboardError."""
    try:
        remotes = git_text(root, "remote").split()
    except GitError as error:
        raise NoticeboardError(f"这里不是能更新的仓库：{error.explain()}") from None
    if UPSTREAM not in remotes:
        raise NoticeboardError(
            f"没有名叫 {UPSTREAM} 的上游；先运行 git remote add {UPSTREAM} <程序的网址>"
        )
    try:
        git(
            root,
            "fetch",
            "--quiet",
            "--no-tags",
            "--prune",
            UPSTREAM,
            f"+refs/tags/*:{_REFS}/*",
            fetch=True,
        )
    except GitError as error:
        raise NoticeboardError(
            f"上游取不到，什么也没有改；检查网络和 git remote -v 里的网址：{error}"
        ) from None
    names = git_text(root, "for-each-ref", "--format=%(refname)", _REFS).split()
    tags = (parse_tag(name.removeprefix(f"{_REFS}/")) for name in names)
    return sorted(release for release in tags if release)


def choose(releases: list[Release], tag: str | None) -> Release:
    """Return the release with this tag, or the newest one. Raise NoticeboardError."""
    if not releases:
        raise NoticeboardError("上游还没有按日期编号的版本（如 v2026.11.28）")
    if not tag:
        return releases[-1]
    for release in releases:
        if release.tag == tag:
            return release
    known = "、".join(release.tag for release in releases[-5:])
    raise NoticeboardError(f"上游没有 {tag} 这一版；最近的有：{known}")


def describe_changes(old: str, new: str) -> str:
    """Return the entries of a changelog that an older one does not have, below their headings."""
    known = {" ".join(entry.split()) for _, entry in _entries(old)}
    lines: list[str] = []
    shown: list[str] = []
    for headings, entry in _entries(new):
        if " ".join(entry.split()) in known:
            continue
        for depth, heading in enumerate(headings):
            if shown[depth : depth + 1] != [heading]:
                shown[depth:] = [heading]
                lines += ["", heading] if lines and not depth else [heading]
        lines.append(entry)
    return "\n".join(lines)


def _entries(changelog: str) -> list[tuple[tuple[str, ...], str]]:
    """Return each list item of a changelog, with the headings of its version and its kind."""
    headings: list[str] = []
    entries: list[tuple[tuple[str, ...], str]] = []
    for line in changelog.splitlines():
        if match := re.match(r"(##+) ", line):
            headings[len(match[1]) - 2 :] = [line]
        elif headings and line.startswith("- "):
            entries.append((tuple(headings), line))
        elif entries and line.startswith("  ") and headings:
            entries[-1] = (entries[-1][0], f"{entries[-1][1]}\n{line}")
    return entries
