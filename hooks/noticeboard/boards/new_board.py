"""Turn a clone of the program into a board: settings, owners, no sample notice."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from noticeboard.boards.answers import Settings
from noticeboard.boards.owners import TEMPLATE_OWNER, owners_files, owners_from_remote
from noticeboard.boards.yaml_edit import set_entries
from noticeboard.incremental.git import GitError, git_text
from noticeboard.model.problems import NoticeboardError

CONFIG = "mkdocs.yml"
SAMPLE = Path("tests/cases/board/notices")
"""The sample notices, as they come with the program."""
MESSAGE = ".cache/first-commit.txt"
_COMMIT = """\
建立{name}

写明名称、地区、主办单位、联系方式和网址，定审核人，删去样例通报。
以后更新程序：make upgrade。
"""


@dataclass(frozen=True, slots=True)
class BoardChanges:
    """What `make_board` changed: files written, and sample notices removed."""

    written: Sequence[str]
    removed: Sequence[str]


def make_board(root: Path, settings: Settings, owners: Sequence[str]) -> BoardChanges:
    """Write settings, owners and the message of the first commit; remove the sample notices.

    What is already so stays untouched. Raise NoticeboardError before anything is changed.
    """
    try:
        config = (root / CONFIG).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoticeboardError(f"{CONFIG} 读不出来：{error}") from None
    name = settings[("site_name",)]
    files = {
        CONFIG: set_entries(config, settings),
        **(owners_files(owners) if owners else {}),
        MESSAGE: _COMMIT.format(name=name),
    }
    changed = {name: text for name, text in files.items() if _text(root / name) != text}
    samples = list(_samples(root))
    try:
        for file, text in changed.items():
            replace_file(root / file, text)
        for path in samples:
            path.unlink()
            _remove_empty(path.parent, root / "notices")
    except OSError as error:
        raise NoticeboardError(f"{error.filename} 写不进去：{error.strerror}") from None
    removed = [path.relative_to(root).as_posix() for path in samples]
    return BoardChanges([name for name in changed if name != MESSAGE], removed)


def replace_file(path: Path, text: str) -> None:
    """Write a file in one step. Raise OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    if path.exists():
        new.chmod(path.stat().st_mode)
    os.replace(new, path)  # noqa: PTH105 - the target exists


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _samples(root: Path) -> Iterator[Path]:
    """Yield the files of notices/ that are those of the sample, byte for byte."""
    for shipped in sorted((root / SAMPLE).rglob("*")):
        path = root / "notices" / shipped.relative_to(root / SAMPLE)
        if shipped.is_file() and path.is_file() and path.read_bytes() == shipped.read_bytes():
            yield path


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def default_owners(root: Path) -> tuple[str, ...]:
    """Return the owner of the remote `origin`, if `upstream` is another; none otherwise."""
    remotes = remote_urls(root)
    return owners_from_remote(remotes.get("origin", "")) if "upstream" in remotes else ()


def remote_urls(root: Path) -> Mapping[str, str]:
    """Return the address of each remote by name; none without a repository."""
    try:
        lines = git_text(root, "config", "--get-regexp", r"^remote\..*\.url$").splitlines()
    except GitError:
        return {}
    pairs = (line.partition(" ") for line in lines)
    return {key.split(".", 1)[1].rsplit(".", 1)[0]: url for key, _, url in pairs}


def has_owners(root: Path) -> bool:
    """Return whether CODEOWNERS names others than those of the template."""
    return TEMPLATE_OWNER not in (_text(root / ".github/CODEOWNERS") or TEMPLATE_OWNER)
