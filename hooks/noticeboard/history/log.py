"""What Git knows of the notices; all of it is optional, for a build without Git is a build too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from noticeboard.history.git import GitError, contents, git
from noticeboard.model.dates import BEIJING
from noticeboard.model.field_types import NOTICE_ID

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_FIELDS = "%x1e%H%x1f%cI"
# A merge counts as the change that it brought to the published line: what was tried on the way
# there has never been public.
_LOG = ("--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z")
_ATTACHMENT = re.compile(rf"({NOTICE_ID.pattern})/(.+)", re.DOTALL)


class FileChange(NamedTuple):
    """A file of a notice in one commit: its name in the notice's folder, and Git's letter."""

    name: str
    letter: str

    @property
    def words(self) -> str:
        """What the commit did to it."""
        return {"A": "新增", "D": "删去"}.get(self.letter, "替换")


@dataclass(frozen=True, slots=True)
class Version:
    """One commit that touched a notice; `made` is the time of the commit in Beijing.

    `blob` names the notice's content then, the same as before where only `files`, its
    attachments, have changed; `deleted` says that the commit took the notice away.
    """

    commit: str
    made: datetime
    blob: str = ""
    deleted: bool = False
    files: tuple[FileChange, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The state of the repository that a site is built from.

    `commit` is the full id, None without Git; `dirty` says that files differ from it; `complete` is
    false in a shallow clone, and when the notices lie elsewhere; `versions` maps a notice's id to
    its commits, newest first; `contents` maps the blobs of the notices with more than one version
    to what they hold.
    """

    commit: str | None = None
    dirty: bool = False
    complete: bool = False
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The commit as people write it; empty without Git."""
        return (self.commit or "")[:12]

    def added(self) -> Mapping[str, date]:
        """The day on which each notice came into the repository, in Beijing, as far as known."""
        return {identity: found[-1].made.date() for identity, found in self.versions.items()}


def read_history(root: Path, notices_dir: Path) -> History:
    """Ask Git about the repository at `root`; without Git, or a commit, nothing is known.

    `dirty` also when the notices lie outside of the repository, for then no commit holds them.
    The number of Git's processes does not depend on the number of notices.
    """
    commit = _git(root, "rev-parse", "--verify", "HEAD").decode().strip()
    if not _COMMIT.fullmatch(commit):
        return History()
    inside = notices_dir.resolve().is_relative_to(root.resolve())
    dirty = not inside or bool(_git(root, "status", "--porcelain").strip())
    whole = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"false"
    complete = inside and whole
    # In a shallow clone its oldest commit seems to add every file: nothing is said of them then.
    versions = _versions(notices_dir) if complete else {}
    changed = (one for one in versions.values() if len(one) > 1)
    blobs = {version.blob for one in changed for version in one if version.blob}
    known: Mapping[str, bytes] = {}
    with suppress(GitError):
        known = contents(root, sorted(blobs), fetch=False)
    return History(commit, dirty, complete, versions, known)


def _versions(notices_dir: Path) -> Mapping[str, tuple[Version, ...]]:
    said = _git(notices_dir, "log", *_LOG, f"--format={_FIELDS}", "--", ".")
    found: dict[str, list[Version]] = defaultdict(list)
    # The oldest first, so that each knows the content before it.
    for entry in reversed(said.decode("utf-8", "surrogateescape").split("\x1e")[1:]):
        head, _, listed = entry.partition("\0")
        commit, _, made = head.partition("\x1f")
        moment = datetime.fromisoformat(made.strip()).astimezone(BEIJING)
        for identity, changes in _by_notice(_raw(listed)).items():
            earlier = found[identity][-1].blob if found[identity] else ""
            own = changes.pop("", None)
            files = tuple(FileChange(name, letter) for name, (_, letter) in changes.items())
            blob, letter = own or (earlier, "")
            gone = letter == "D"
            found[identity].append(Version(commit, moment, "" if gone else blob, gone, files))
    return {identity: tuple(reversed(versions)) for identity, versions in found.items()}


def _raw(listed: str) -> Iterator[tuple[str, str, str]]:
    """Path, blob afterwards and letter of each file that `git log --raw -z` names."""
    parts = listed.strip("\n").split("\0")
    for said, path in zip(parts[::2], parts[1::2], strict=False):
        _, _, _, blob, letter = said.strip("\n").split(" ")
        yield path, blob, letter[0]


def _by_notice(
    changes: Iterable[tuple[str, str, str]],
) -> Mapping[str, dict[str, tuple[str, str]]]:
    """Notice id -> name in its folder, empty for the notice itself -> blob and letter."""
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for path, blob, letter in changes:
        if NOTICE_ID.fullmatch(path.removesuffix(".md")) and path.endswith(".md"):
            found[path.removesuffix(".md")][""] = (blob, letter)
        elif inside := _ATTACHMENT.fullmatch(path):
            found[inside[1]][inside[inside.lastindex or 0]] = (blob, letter)
    return found


def _git(folder: Path, *arguments: str) -> bytes:
    """What Git says on stdout; empty when it fails or is not there."""
    with suppress(GitError):
        # A build asks no network.
        return git(folder, *arguments, fetch=False)
    return b""
