"""What a preview watches apart from the notices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from noticeboard.build.session import other_inputs

FILES = (
    "mkdocs.yml",
    "docs/index.md",
    "docs/templates/main.html",
    "notices/units.yml",
    "notices/2024/a.md",
    "notices/2024/a/list.csv",
    "notices/2024/a/read.md",
    "notices/2024/.a.md.swp",
    "notices/rounds/first.yml",
    "board.yml",
)


@dataclass
class Folders:
    """The folders that settings and configuration name."""

    docs_dir: Path
    notices_dir: Path
    files: tuple[Path, ...]


@pytest.mark.parametrize("changed", FILES)
def test_only_notices_and_hidden_files_may_change(tmp_path: Path, changed: str) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("一", "utf-8")
    folders = Folders(
        tmp_path / "docs", tmp_path / "notices", (tmp_path / "mkdocs.yml", tmp_path / "board.yml")
    )
    before = other_inputs(folders, folders)  # type: ignore[arg-type]
    (tmp_path / changed).write_text("一二", "utf-8")
    is_left_out = changed in ("notices/2024/a.md", "notices/2024/.a.md.swp")
    assert (other_inputs(folders, folders) == before) == is_left_out  # type: ignore[arg-type]
