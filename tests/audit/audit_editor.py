"""The program of the write page: the same inputs give the same bytes, and these are few."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.faults import read_tree

MAX_TRANSFER = 8_100_000
"""Bytes by brotli until the form is there, as `deploy/publish` compresses."""
LATER = {"pinyin.zip", "pdf.zip"}


def bundle(project: Path, folder: Path, **environment: str) -> Path:
    command = [sys.executable, "tools/editor/bundle.py", ".cache/node/editor/node_modules"]
    subprocess.run(
        [*command, str(folder)], cwd=project, check=True, env={**os.environ, **environment}
    )
    (program,) = folder.iterdir()
    return program


def test_two_programs_are_equal_and_small(project: Path, tmp_path: Path) -> None:
    first = bundle(project, tmp_path / "a", TZ="Asia/Shanghai", PYTHONHASHSEED="1")
    second = bundle(project, tmp_path / "示例 b", TZ="UTC", PYTHONHASHSEED="2")
    assert first.name == second.name
    assert read_tree(first) == read_tree(second)
    sizes = {
        path.name: len(
            subprocess.run(["brotli", "-q", "9", "-c", path], stdout=-1, check=True).stdout
        )
        for path in first.iterdir()
    }
    print(sizes)
    assert sum(size for name, size in sizes.items() if name not in LATER) <= MAX_TRANSFER
