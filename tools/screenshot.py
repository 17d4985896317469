"""Take README.md's picture from the built site: `screenshot.py SITE_DIR PICTURE`."""

from __future__ import annotations

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

PAGE = "notices/2024/wuchang-grid/"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_path() -> str | None:
    """The system's Chromium or Chrome."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def take(address: str, picture: Path) -> None:
    """Write a PNG of the page at `address`, 1280 by 800 pixels."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page.goto(address)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    site, picture = Path(sys.argv[1]), Path(sys.argv[2])
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    take(f"http://127.0.0.1:{server.server_port}/{PAGE}", picture)
    server.shutdown()
