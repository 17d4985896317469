"""Saving of a draft without ever overwriting a file."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from noticeboard.importing.draft import Draft
from noticeboard.importing.source import ImportFailedError

_MAX_ATTEMPTS = 99


def save(draft: Draft, notices_dir: Path) -> Path:
    """Save a draft and its attachments, and return the path of the notice.

    A name that exists gets the suffix -2, -3 and so on. The notice appears atomically, after its
    attachments. Raise ImportFailedError when it cannot be written.
    """
    year, _, slug = draft.suggested_id.partition("/")
    folder = notices_dir / year
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, _MAX_ATTEMPTS + 1):
            path = _save_as(draft, folder, slug if number == 1 else f"{slug}-{number}")
            if path:
                return path
    except OSError as error:
        raise ImportFailedError(f"写不进文件夹 {folder}：{error.strerror}。") from error
    raise ImportFailedError(f"{folder} 里已经有太多名为 {slug} 的通报，请先改名或删去不用的草稿。")


def _save_as(draft: Draft, folder: Path, slug: str) -> Path | None:
    """Save a draft under a slug; return None when the slug is in use."""
    notice, attachments = folder / f"{slug}.md", folder / slug
    if os.path.lexists(notice) or os.path.lexists(attachments):
        return None
    work = Path(tempfile.mkdtemp(prefix=f".{slug}-", dir=folder))
    attachments_created = False
    try:
        _write(work / "notice.md", draft.markdown_as(slug).encode())
        if draft.attachments:
            attachments.mkdir()
            attachments_created = True
            for name, data in draft.attachments:
                _write(attachments / name, data)
        # A link fails where a rename would overwrite.
        os.link(work / "notice.md", notice)
    except OSError as error:
        if attachments_created:
            shutil.rmtree(attachments, ignore_errors=True)
        if isinstance(error, FileExistsError):
            return None
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return notice


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
