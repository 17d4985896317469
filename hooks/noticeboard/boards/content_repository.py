"""Write a repository of notices alone, which a checkout of the program builds."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from noticeboard.boards.answers import Settings
from noticeboard.boards.new_board import remote_urls, replace_file
from noticeboard.boards.owners import owners_files
from noticeboard.boards.yaml_edit import set_entries
from noticeboard.incremental.git import GitError, git_text
from noticeboard.model.problems import NoticeboardError

TEMPLATE = Path("deploy/content")
_LICENCE = "notices/.LICENSE.md"


def write_content_repository(
    root: Path, folder: Path, settings: Settings, owners: Sequence[str]
) -> None:
    """Write the files of the repository into `folder`; a file that exists stays, but for board.yml.

    Raise NoticeboardError, before anything is written, if the folder lies in the program's own.
    """
    if folder.resolve().is_relative_to(root.resolve()):
        raise NoticeboardError(f"CONTENT 写的是“{folder}”；写本文件夹以外的地方，如 ../tongbao")
    program = program_source(root)
    board = folder / "board.yml"
    try:
        shipped = (root / TEMPLATE / "board.yml").read_text("utf-8")
        config = set_entries(board.read_text("utf-8") if board.is_file() else shipped, settings)
        files = {
            path.relative_to(root / TEMPLATE).as_posix(): path
            for path in sorted((root / TEMPLATE).rglob("*"))
            if path.is_file()
        }
        replace_file(board, config)
        for name, source in {**files, _LICENCE: root / _LICENCE}.items():
            if not (folder / name).exists():
                replace_file(folder / name, _filled(source.read_text("utf-8"), program))
                (folder / name).chmod(source.stat().st_mode)
        for name, text in owners_files(owners).items() if owners else ():
            replace_file(folder / name, text)
    except OSError as error:
        raise NoticeboardError(f"{error.filename} 写不进去：{error.strerror}") from None


def _filled(text: str, program: tuple[str, str]) -> str:
    url, commit = map(shlex.quote, program)
    return text.replace("@ENGINE_URL@", url).replace("@ENGINE_REF@", commit)


def program_source(root: Path) -> tuple[str, str]:
    """Return where the program comes from: the address of `upstream` or `origin`, and its commit.

    Raise NoticeboardError outside a repository.
    """
    remotes = remote_urls(root)
    try:
        commit = git_text(root, "rev-parse", "--verify", "HEAD").strip()
    except GitError:
        raise NoticeboardError(
            "这里不是克隆来的 Git 仓库；只放通报的库要写明用程序的哪一版"
        ) from None
    return remotes.get("upstream") or remotes.get("origin") or str(root.resolve()), commit
