"""The folders of a project, which environment variables may override."""

from __future__ import annotations

import os
from pathlib import Path


def notices_dir(root: Path) -> Path:
    """Return the folder of the notices: NOTICES_DIR, or `notices` below `root`."""
    return root / (os.environ.get("NOTICES_DIR") or "notices")


def site_dir(root: Path) -> Path:
    """Return the folder of the published site: SITE_DIR, or `site` below `root`."""
    return root / (os.environ.get("SITE_DIR") or "site")


def cache_dir(root: Path) -> Path:
    """Return the folder that builds reuse: CACHE_DIR, or `.cache/build` below `root`."""
    return root / (os.environ.get("CACHE_DIR") or ".cache/build")
