"""Draw the picture that others show when a page is shared: `share.py SITE_DIR PICTURE`.

The words are those of the built site's home page; 1200 by 630 pixels, as page-tags.html says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from chromium import launched
from lxml import html

FRAME = Path(__file__).with_name("share.html")
SIZE = (1200, 630)


def words(home: Path) -> tuple[str, str]:
    """The site's name and its description, as its home page tells them."""
    tags = {
        tag.get("property") or tag.get("name"): tag.get("content", "")
        for tag in html.fromstring(home.read_bytes()).iter("meta")
    }
    return tags["og:site_name"], tags["description"]


def draw(name: str, description: str, picture: Path) -> None:
    """Write the PNG."""
    with launched() as browser:
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="zh-CN")
        page.set_content(FRAME.read_text("utf-8"))
        page.locator("h1").evaluate("(one, text) => { one.textContent = text }", name)
        page.locator("p").evaluate("(one, text) => { one.textContent = text }", description)
        page.screenshot(path=picture)


if __name__ == "__main__":
    draw(*words(Path(sys.argv[1]) / "index.html"), Path(sys.argv[2]))
