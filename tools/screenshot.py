"""Take README.md's picture from the sample site of `make demo`: `screenshot.py SITE_DIR PICTURE`."""

from __future__ import annotations

import sys
from pathlib import Path

from chromium import launched, serve_folder

PAGE = "notices/2024/shidong-caizhengju/"


def take(address: str, picture: Path) -> None:
    """Write a PNG of the page at `address`, 1280 by 800 pixels."""
    with launched() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page.goto(address)
        page.screenshot(path=picture)


if __name__ == "__main__":
    with serve_folder(Path(sys.argv[1])) as base:
        take(base + PAGE, Path(sys.argv[2]))
