"""What is published already: the notices of an earlier commit, read with git.

Git is the ledger; this module only asks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from noticeboard.history.git import GitError, NoGitError, contents, git
from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.reader import ROUNDS, ParsedNotice, read_bytes


@dataclass(frozen=True)
class Baseline:
    """The notices of one commit, and what has changed below `notices_dir` since.

    `commit` is a full id; `changes` maps each file that differs (its path as messages show it,
    `notices/2024/x.md`) to git's letter for it: M changed, D deleted, A new, T another type.
    `only` holds the shown paths of a limited check, None when all is checked.
    """

    root: Path
    prefix: str
    name: str
    commit: str
    changes: dict[str, str]
    only: frozenset[str] | None = None

    def covers(self, shown: str) -> bool:
        """Whether this check is to look at the file."""
        if self.only is None:
            return True
        return any(shown == path or shown.startswith(f"{path}/") for path in self.only)

    def has(self, path: Path) -> bool:
        """Whether a file or folder that is gone was published."""
        folder = self.root / self.prefix
        shown = f"{self.name}/{path.resolve().relative_to(folder).as_posix()}"
        return any(gone == shown or gone.startswith(f"{shown}/") for gone in self.changes)

    @cached_property
    def notices(self) -> dict[str, ParsedNotice]:
        """The published version of every covered notice that has since changed or gone."""
        shown = [
            path
            for path, letter in self.changes.items()
            if letter in "MDT" and path.endswith(".md") and self.covers(path)
        ]
        # Two levels below notices/; deeper Markdown belongs to no notice, and none lies in rounds/.
        rounds = f"{self.name}/{ROUNDS}/"
        shown = [path for path in shown if path.count("/") == 2 and not path.startswith(rounds)]
        contents = self.contents(shown)
        return {path: read_bytes(raw, path) for path, raw in zip(shown, contents, strict=True)}

    def contents(self, shown: Sequence[str]) -> list[bytes]:
        """What the commit holds at each of these paths."""
        names = [f"{self.commit}:{self.prefix}{path.partition('/')[2]}" for path in shown]
        with _answering():
            found = contents(self.root, names)
        return [found[name] for name in names]

    def attachments(self, notice_path: str) -> list[tuple[str, str]]:
        """Path and letter of each published file of a notice that has changed or gone."""
        folder = notice_path.removesuffix(".md") + "/"
        return [
            (path, letter)
            for path, letter in self.changes.items()
            if path.startswith(folder) and letter != "A"
        ]


def read_baseline(revision: str, notices_dir: Path, only: Sequence[Path] | None = None) -> Baseline:
    """What `revision` published; where the branches have parted, what they had in common.

    Raises NoticeboardError when git is missing, the folder is in no repository, or the revision
    is unknown.
    """
    folder = notices_dir.absolute()
    top = _git(folder, "rev-parse", "--show-toplevel").strip()
    prefix = _git(folder, "rev-parse", "--show-prefix").strip()
    try:
        asked = _git(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
    except NoticeboardError:
        raise NoticeboardError(
            f"--base：没有“{revision}”这个版本；写分支名或提交编号，如 origin/main"
        ) from None
    commit = _common(folder, asked.strip())
    listed = _git(
        folder, "diff", "--name-status", "--no-renames", "--relative", "-z", commit, "--", "."
    )
    parts = listed.split("\0")[:-1]
    name = folder.name
    changes = {
        f"{name}/{path}": letter for letter, path in zip(parts[::2], parts[1::2], strict=True)
    }
    paths = None
    if only is not None:
        paths = frozenset(f"{name}/{p.absolute().relative_to(folder).as_posix()}" for p in only)
        paths = None if f"{name}/." in paths else paths
    return Baseline(Path(top), prefix, name, commit, changes, paths)


def _common(folder: Path, commit: str) -> str:
    """The commit from which HEAD departed: what others published since is not this change's."""
    try:
        return _git(folder, "merge-base", commit, "HEAD").strip() or commit
    except NoticeboardError:
        return commit  # a shallow or unrelated history


def _git(folder: Path, *arguments: str) -> str:
    with _answering():
        return git(folder, *arguments).decode("utf-8", "surrogateescape")


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except NoGitError:
        raise NoticeboardError("--base 需要 git，请先安装") from None
    except GitError as error:
        raise NoticeboardError(f"--base：git 没有回答（{error}）") from None
