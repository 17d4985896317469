"""Read the history of the notices from Git, as far as there is one.

A build works without Git, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from noticeboard.files.filenames import escape_hidden
from noticeboard.incremental.git import GitError, GitMissingError, git_text, read_objects
from noticeboard.model.dates import BEIJING, MAX_YEAR
from noticeboard.model.field_types import NOTICE_ID, SLUG
from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.source_files import ROUNDS

# The time as it is in the commit: Git's other formats fail on an impossible time zone.
_FORMAT = "--format=%x1e%H%x1f%ct"
# A merge counts as the change that it brought to the main line: the commits of the merged branch
# were never public.
_LOG = (
    "--first-parent", "--diff-merges=first-parent", "--raw", "--no-abbrev", "--no-renames",
    "--relative", "-z", "--no-show-signature", "--no-decorate", "--no-color", "--no-ext-diff",
    "--no-textconv", "--no-mailmap", "--no-notes", "--encoding=UTF-8",
)  # fmt: skip
_STATUS = ("--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=none")
_EPOCH = datetime.fromtimestamp(0, BEIJING)
_ROUND = re.compile(rf"({ROUNDS}/{SLUG.pattern})\.yml")
_ATTACHMENT = re.compile(rf"({NOTICE_ID.pattern})/(.+)", re.DOTALL)


class FileChange(NamedTuple):
    """An attachment changed by a commit: its name in the notice's folder, Git's status letter."""

    name: str
    status: str

    @property
    def action(self) -> str:
        """The change in Chinese."""
        return {"A": "新增", "D": "删去"}.get(self.status, "替换")


class _RawChange(NamedTuple):
    path: str
    blob: str
    status: str


@dataclass(frozen=True, slots=True)
class Version:
    """A commit that touched a notice; `committed_at` is in Beijing time.

    `blob` is the object id of the notice's content after the commit, unchanged where only `files`,
    its attachments, changed; `deleted` says that the commit removed the notice.
    """

    commit: str
    committed_at: datetime
    blob: str = ""
    deleted: bool = False
    files: tuple[FileChange, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The state of the repository that a site is built from.

    `commit` is the full id, None without Git; `engine` is that of the program's repository, None
    where the notices lie in the same one. `dirty` is true when files differ from the commit,
    `complete` false in a shallow clone and when the notices lie outside the repository. `versions`
    maps a notice's id to its commits, newest first, and `rounds` the slug of an inspection round;
    `contents` maps object ids to bytes, for the notices and rounds with more than one version.
    `warnings` are sentences in Chinese for the operator.
    """

    commit: str | None = None
    engine: str | None = None
    dirty: bool = False
    complete: bool = False
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    rounds: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The abbreviated commit; empty without Git."""
        return (self.commit or "")[:12]

    def dates_added(self) -> Mapping[str, date]:
        """Return the day of each notice's first commit, in Beijing, by id."""
        return {
            notice_id: versions[-1].committed_at.date()
            for notice_id, versions in self.versions.items()
        }


def read_history(root: Path, notices_dir: Path) -> History:
    """Read the history of the notices' repository: the one at `root`, or their own.

    It is empty without Git or a commit, and dirty, too, when no repository holds the notices.
    The number of Git processes does not depend on the number of notices. Raise NoticeboardError
    when there is a repository that Git cannot read.
    """
    try:
        return _read_history(root, notices_dir)
    except GitMissingError:
        return History()
    except GitError as error:
        if error.is_missing_repository and not (root / ".git").exists():
            return History()
        raise NoticeboardError(f"Git 读不出这个仓库：{error.explain()}") from None


def _read_history(root: Path, notices_dir: Path) -> History:
    repository = content_repository(root, notices_dir)
    commit = _head(repository)
    if not commit:
        return History()  # before the first commit
    engine = None
    if repository != root:
        with suppress(GitError):
            engine = _head(root)
        root = repository
    inside = notices_dir.resolve().is_relative_to(root.resolve())
    dirty = not inside or bool(git_text(root, "status", *_STATUS))
    shallow = git_text(root, "rev-parse", "--is-shallow-repository").strip() != "false"
    if not inside or shallow:
        # The oldest commit of a shallow clone seems to add every file.
        return History(commit, engine, dirty)
    versions, warnings = _read_versions(notices_dir)
    changed = (notice_versions for notice_versions in versions.values() if len(notice_versions) > 1)
    blobs = {v.blob for notice_versions in changed for v in notice_versions if v.blob}
    contents = read_objects(root, sorted(blobs), fetch=False)
    rounds = {
        key.removeprefix(f"{ROUNDS}/"): versions.pop(key)
        for key in tuple(versions)
        if key.startswith(f"{ROUNDS}/")
    }
    return History(commit, engine, dirty, True, versions, contents, rounds, warnings)


def content_repository(root: Path, notices_dir: Path) -> Path:
    """Return the folder of the repository that holds the notices; `root` unless they have their own.

    Raise NoticeboardError when Git cannot read theirs.
    """
    if not notices_dir.is_dir():
        return root
    try:
        top = _top(notices_dir)
    except GitMissingError:
        return root
    except GitError as error:
        if error.is_missing_repository:
            return root
        raise NoticeboardError(f"Git 读不出这个仓库：{error.explain()}") from None
    if notices_dir.resolve().is_relative_to(root.resolve()):
        # A folder of the program's repository, or of a larger one that both lie in.
        return root if root.resolve().is_relative_to(top) else top
    return top


def _top(folder: Path) -> Path:
    """Return the top folder of a repository. Raise GitError."""
    return Path(git_text(folder, "rev-parse", "--show-toplevel").strip("\n"))


def _head(repository: Path) -> str:
    """Return the commit of HEAD, empty before the first one. Raise GitError."""
    try:
        return git_text(repository, "rev-parse", "--verify", "--quiet", "HEAD").strip()
    except GitError as error:
        if str(error):
            raise
        return ""


def _read_versions(notices_dir: Path) -> tuple[dict[str, tuple[Version, ...]], tuple[str, ...]]:
    """Return the versions of each notice and round, and warnings about commits without a possible time."""
    if not notices_dir.is_dir():
        return {}, ()
    output = git_text(notices_dir, "log", *_LOG, _FORMAT, "--", ".")
    versions: dict[str, list[Version]] = defaultdict(list)
    warnings = []
    committed_at = _EPOCH
    # Oldest first, so that each version knows the content before it.
    for record in reversed(output.split("\x1e")[1:]):
        head, _, raw = record.partition("\0")
        commit, _, timestamp = head.strip().partition("\x1f")
        possible = commit_time(timestamp)
        if possible is None:
            warnings.append(
                f"提交 {commit[:12]} 的时间“{timestamp}”不可能，按前一次提交的时间算；"
                "这次提交的人请核对电脑的时钟"
            )
        committed_at = possible or committed_at
        for notice_id, changes in _by_notice(_parse_raw(raw)).items():
            earlier = versions[notice_id][-1].blob if versions[notice_id] else ""
            own = changes.pop("", None)
            files = tuple(FileChange(name, change.status) for name, change in changes.items())
            deleted = own is not None and own.status == "D"
            blob = "" if deleted else own.blob if own else earlier
            versions[notice_id].append(Version(commit, committed_at, blob, deleted, files))
    newest_first = {notice_id: tuple(reversed(own)) for notice_id, own in versions.items()}
    return newest_first, tuple(warnings)


def commit_time(timestamp: str) -> datetime | None:
    """Return the moment in Beijing time; None where a clock cannot have shown it."""
    try:
        moment = datetime.fromtimestamp(int(timestamp), BEIJING)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment >= _EPOCH and moment.year <= MAX_YEAR else None


def _parse_raw(raw: str) -> Iterator[_RawChange]:
    """Yield the files that `git log --raw -z` lists for one commit."""
    parts = raw.strip("\n").split("\0")
    for details, path in zip(parts[::2], parts[1::2], strict=False):
        _, _, _, blob, status = details.strip("\n").split(" ")
        yield _RawChange(path, blob, status[0])


def _by_notice(changes: Iterable[_RawChange]) -> Mapping[str, dict[str, _RawChange]]:
    """Map notice id -> name in its folder -> change; the notice itself has an empty name.

    The key of a round is `rounds/<slug>`.
    """
    grouped: dict[str, dict[str, _RawChange]] = defaultdict(dict)
    for change in changes:
        notice_id = change.path.removesuffix(".md")
        if NOTICE_ID.fullmatch(notice_id) and change.path.endswith(".md"):
            grouped[notice_id][""] = change
        elif match := _ROUND.fullmatch(change.path):
            grouped[match[1]][""] = change
        elif match := _ATTACHMENT.fullmatch(change.path):
            name = escape_hidden(match[match.lastindex or 0])
            grouped[match[1]][name] = change
    return grouped
