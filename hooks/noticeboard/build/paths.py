"""The folders of a project, which the environment may name."""

from __future__ import annotations

import os
from pathlib import Path

CACHE = ".cache/build"


def notices_dir(root: Path) -> Path:
    """The notices of the project at `root`: NOTICES_DIR, if set."""
    return root / (os.environ.get("NOTICES_DIR") or "notices")


def cache_dir(root: Path) -> Path:
    """Where builds of the project at `root` keep what the next may use: CACHE_DIR, if set."""
    return root / (os.environ.get("CACHE_DIR") or CACHE)
