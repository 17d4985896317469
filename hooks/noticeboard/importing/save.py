"""Putting a draft where it belongs, without ever touching what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from noticeboard.importing.draft import Draft
from noticeboard.importing.problem import ImportProblem

_TRIES = 99


def save(draft: Draft, notices: Path) -> Path:
    """Write the draft below `notices` and return the path of its file.

    A taken name gets -2, -3 and so on. The file appears whole or not at all, and its
    attachments before it. ImportProblem when nothing can be written.
    """
    year, _, slug = draft.suggested_id.partition("/")
    folder = notices / year
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, _TRIES + 1):
            name = slug if number == 1 else f"{slug}-{number}"
            path = _write(draft, folder, name)
            if path:
                return path
    except OSError as error:
        raise ImportProblem(f"写不进文件夹 {folder}：{error.strerror}。") from error
    raise ImportProblem(f"{folder} 里已经有太多名为 {slug} 的通报，请先改名或删去不用的草稿。")


def _write(draft: Draft, folder: Path, name: str) -> Path | None:
    """Write under this name; None when it is taken."""
    target, attached = folder / f"{name}.md", folder / name
    if os.path.lexists(target) or os.path.lexists(attached):
        return None
    work = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    made_folder = False
    try:
        _write_bytes(work / "notice.md", draft.markdown_as(name).encode())
        if draft.attachments:
            attached.mkdir()
            made_folder = True
            for file_name, data in draft.attachments:
                _write_bytes(attached / file_name, data)
        # A link fails where a rename would overwrite.
        os.link(work / "notice.md", target)
    except OSError as error:
        if made_folder:
            shutil.rmtree(attached, ignore_errors=True)
        if isinstance(error, FileExistsError):
            return None
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _write_bytes(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
