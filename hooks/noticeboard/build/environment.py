"""The environment variables that operators may set."""

from __future__ import annotations

import os
import shlex
from datetime import datetime, time
from pathlib import Path

from noticeboard.model.dates import BEIJING, MAX_YEAR, beijing_date
from noticeboard.model.problems import NoticeboardError

SOURCE_DATE_EPOCH = "SOURCE_DATE_EPOCH"


def notices_dir(root: Path) -> Path:
    """Return the folder of the notices: NOTICES_DIR, or `notices` below `root`."""
    return root / (os.environ.get("NOTICES_DIR") or "notices")


def site_dir(root: Path) -> Path:
    """Return the folder of the published site: SITE_DIR, or `site` below `root`."""
    return root / (os.environ.get("SITE_DIR") or "site")


def cache_dir(root: Path) -> Path:
    """Return the folder that builds reuse: CACHE_DIR, or `.cache/build` below `root`."""
    return root / (os.environ.get("CACHE_DIR") or ".cache/build")


def board_config(root: Path) -> Path | None:
    """Return the file of BOARD_CONFIG, which replaces settings of mkdocs.yml, or None."""
    path = os.environ.get("BOARD_CONFIG")
    return root / path if path else None


def board_variables() -> list[str]:
    """Return the variables that name another board's notices and settings, as `make` takes them."""
    values = [(name, os.environ.get(name)) for name in ("NOTICES_DIR", "BOARD_CONFIG")]
    return [f"{name}={shlex.quote(v)}" for name, v in values if v and v != "notices"]


def editor_dir(root: Path) -> Path | None:
    """Return EDITOR_DIR, the write page's program as `make editor` builds it, or None.

    Raise NoticeboardError if the folder holds no program.
    """
    path = os.environ.get("EDITOR_DIR")
    if not path:
        return None
    if not any((root / path).glob("program-*")):
        raise NoticeboardError(
            f"EDITOR_DIR 写的是“{path}”，那里没有写通报那一页的程序；用 make editor 生成，或不设这个变量"
        )
    return root / path


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


def build_time() -> datetime:
    """Return the moment that the site is as of: SOURCE_DATE_EPOCH, or 0:00 of today in Beijing.

    Two builds of one commit on one day are equal, byte for byte. Raise NoticeboardError if the
    variable is no number of seconds since 1970.
    """
    value = os.environ.get(SOURCE_DATE_EPOCH)
    if not value:
        return datetime.combine(beijing_date(), time(), BEIJING)
    try:
        if not value.isascii() or not value.isdigit():
            raise ValueError
        moment = datetime.fromtimestamp(int(value), BEIJING)
        if moment.year > MAX_YEAR:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise NoticeboardError(
            f"{SOURCE_DATE_EPOCH} 写的是“{value}”；写从 1970 年起的秒数，如 1735660800，"
            "或不设这个变量，网站就截至今天"
        ) from None
    return moment
