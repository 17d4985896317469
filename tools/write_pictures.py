"""Take the pictures of the write page: `python tools/write_pictures.py SITE FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from chromium import launched, serve_folder

DOCUMENT = Path(__file__).resolve().parents[1] / "tests/cases/seed.txt"
WIDTH, HEIGHT = 1000, 760
STARTED = 120_000
"""Milliseconds; Python starts in the browser."""


def main(site: Path, target: Path) -> None:
    """Import a document, and take a picture of the form and of the text with its preview."""
    with serve_folder(site) as url, launched() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{url}contribute/write/")
        page.set_input_files("#write-file", DOCUMENT)
        page.wait_for_selector("#write-problems[aria-busy=false]", timeout=STARTED)
        preview = page.frame_locator("#write-preview").locator("#notice-body")
        preview.wait_for(timeout=STARTED)
        for name, part in (("form", "#write-part-form"), ("text", "#write-part-text")):
            page.locator(part).scroll_into_view_if_needed()
            page.evaluate("part => document.querySelector(part).scrollIntoView()", part)
            page.screenshot(path=target / f"write-{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
