"""A page that is opened as a file says how to serve it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from noticeboard.exports.security import content_security_policy

NOTE = "[role=note]"


def test_a_page_opened_as_a_file_says_how_to_serve_it(
    chromium: Browser, project: Path, tmp_path: Path
) -> None:
    script = (project / "docs/assets/page/display.js").read_text("utf-8")
    (tmp_path / "display.js").write_text(script, "utf-8")
    file = tmp_path / "index.html"
    file.write_text(
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{content_security_policy()}"><script src="display.js"></script><p>通报</p>',
        "utf-8",
    )
    page = chromium.new_page()
    page.goto(file.as_uri())
    assert "python3 -m http.server" in page.locator(NOTE).inner_text()
    page.route("http://site.example/*", lambda route: route.fulfill(path=tmp_path / route.request.url.rpartition("/")[2]))  # fmt: skip
    page.goto("http://site.example/index.html")
    assert page.locator("p").all_inner_texts() == ["通报"]
    page.close()
