"""The environment variables that operators may set."""

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


def site_url() -> str:
    """Return SITE_URL, below which messages address the rules; empty if it is not set."""
    return os.environ.get("SITE_URL", "")


def engine() -> str:
    """Return the site generator: ENGINE, or `mkdocs`."""
    return os.environ.get("ENGINE") or "mkdocs"


def signing_key_file() -> Path | None:
    """Return SIGNING_KEY_FILE, the private key that signs SHA256SUMS, or None."""
    path = os.environ.get("SIGNING_KEY_FILE")
    return Path(path) if path else None
