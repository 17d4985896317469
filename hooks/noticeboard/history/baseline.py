"""Read the published notices of an earlier commit (`check --base`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from noticeboard.history.git import GitError, GitMissingError, git_text, read_objects
from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.reader import ParsedNotice, read_bytes
from noticeboard.reading.source_files import ROUNDS


@contextmanager
def _translate_git_errors() -> Iterator[None]:
    try:
        yield
    except GitMissingError:
        raise NoticeboardError("--base 需要 git，请先安装") from None
    except GitError as error:
        raise NoticeboardError(f"--base：git 没有回答（{error}）") from None


@dataclass(frozen=True)
class Baseline:
    """The notices of one commit, and the files below `notices_dir` that changed since.

    Paths are those of messages, such as `notices/2024/x.md`. `root` is the repository, `prefix` the
    path of `notices_dir` in it and `name` its last part; `commit` is a full id; `changes` maps each
    changed path to Git's status letter: M modified, D deleted, A added, T another type; `only`
    holds the paths of a limited check, None when everything is checked.
    """

    root: Path
    prefix: str
    name: str
    commit: str
    changes: dict[str, str]
    only: frozenset[str] | None = None

    def covers(self, path: str) -> bool:
        """Return whether the check includes a path."""
        if self.only is None:
            return True
        return any(path == limit or path.startswith(f"{limit}/") for limit in self.only)

    def has(self, path: Path) -> bool:
        """Return whether a missing file or folder was published."""
        folder = self.root / self.prefix
        name = f"{self.name}/{path.resolve().relative_to(folder).as_posix()}"
        return any(gone == name or gone.startswith(f"{name}/") for gone in self.changes)

    @cached_property
    def notices(self) -> dict[str, ParsedNotice]:
        """The published version of every covered notice that was changed or deleted since."""
        # Notices lie two levels below notices/; deeper Markdown is no notice.
        paths = [
            path
            for path in self.changed_files(".md")
            if path.count("/") == 2 and not path.startswith(f"{self.name}/{ROUNDS}/")
        ]
        files = zip(paths, self.contents(paths), strict=True)
        return {path: read_bytes(raw, path) for path, raw in files}

    def changed_files(self, suffix: str) -> list[str]:
        """Return the covered published files with this ending that were changed or deleted."""
        return [
            path
            for path, status in self.changes.items()
            if status in "MDT" and path.endswith(suffix) and self.covers(path)
        ]

    @_translate_git_errors()
    def contents(self, paths: Sequence[str]) -> list[bytes]:
        """Return the published content of each path."""
        names = [f"{self.commit}:{self.prefix}{path.partition('/')[2]}" for path in paths]
        objects = read_objects(self.root, names)
        return [objects[name] for name in names]

    def attachments(self, notice_path: str) -> list[tuple[str, str]]:
        """Return path and status letter of each published file of a notice that changed since."""
        folder = notice_path.removesuffix(".md") + "/"
        return [
            (path, status)
            for path, status in self.changes.items()
            if path.startswith(folder) and status != "A"
        ]


@_translate_git_errors()
def read_baseline(revision: str, notices_dir: Path, only: Sequence[Path] | None = None) -> Baseline:
    """Read the baseline of a check: `revision`, or its merge base with HEAD.

    Raises NoticeboardError when Git is missing, the folder is in no repository, or the revision is
    unknown.
    """
    folder = notices_dir.absolute()
    name = folder.name
    top = git_text(folder, "rev-parse", "--show-toplevel").strip()
    prefix = git_text(folder, "rev-parse", "--show-prefix").strip()
    commit = _merge_base(folder, _resolve(folder, revision))
    output = git_text(
        folder, "diff", "--name-status", "--no-renames", "--relative", "-z", commit, "--", "."
    )
    parts = output.split("\0")[:-1]
    changes = {
        f"{name}/{path}": status for status, path in zip(parts[::2], parts[1::2], strict=True)
    }
    limits = None
    if only is not None:
        limits = frozenset(f"{name}/{p.absolute().relative_to(folder).as_posix()}" for p in only)
        limits = None if f"{name}/." in limits else limits
    return Baseline(Path(top), prefix, name, commit, changes, limits)


def _resolve(folder: Path, revision: str) -> str:
    options = ("--verify", "--quiet", "--end-of-options")
    try:
        return git_text(folder, "rev-parse", *options, f"{revision}^{{commit}}").strip()
    except GitError:
        raise NoticeboardError(
            f"--base：没有“{revision}”这个版本；写分支名或提交编号，如 origin/main"
        ) from None


def _merge_base(folder: Path, commit: str) -> str:
    """Return the commit where HEAD branched off, so that later commits of the base do not count."""
    try:
        return git_text(folder, "merge-base", commit, "HEAD").strip() or commit
    except GitError:
        return commit  # a shallow or unrelated history
