"""A contact sheet of every kind of page, in each mode and at both widths: `sheet.py PICTURE`."""

from __future__ import annotations

import base64
import html
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from chromium import launched, serve_folder  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402
from support.page_kinds import HEIGHTS, MODES, WIDTHS, open_context, visit, write_notices  # noqa: E402

STYLE = """
body { font: 20px sans-serif; margin: 20px; width: max-content }
table { border-spacing: 10px } th { text-align: start } img { border: 1px solid #888; display: block }
"""


def shots(browser: Browser, base: str) -> dict[tuple[str, str, int], bytes]:
    """(kind, mode, width) -> the first screen as a PNG."""
    taken: dict[tuple[str, str, int], bytes] = {}
    for mode in MODES:
        for width in WIDTHS:
            context = open_context(browser, mode, width)
            page = context.new_page()
            for kind in visit(page, base):
                taken[kind.name, mode, width] = page.screenshot()
            context.close()
    return taken


def sheet(taken: dict[tuple[str, str, int], bytes]) -> str:
    """One page with all pictures: a row for each kind."""
    groups = [(mode, width) for width in WIDTHS for mode in MODES]
    head = "".join(f"<th>{mode} {width}</th>" for mode, width in groups)
    rows = []
    for name in dict.fromkeys(name for name, _, _ in taken):
        cells = "".join(_cell(taken[name, mode, width], width) for mode, width in groups)
        rows.append(f"<tr><th>{html.escape(name)}</th>{cells}</tr>")
    return f"<!doctype html><style>{STYLE}</style><table><tr><th></th>{head}</tr>{''.join(rows)}</table>"


def _cell(png: bytes, width: int) -> str:
    data = base64.b64encode(png).decode()
    return f'<td><img src="data:image/png;base64,{data}" height="{HEIGHTS[width] // 2}"></td>'


def main(picture: Path) -> None:
    """Build a site of made-up notices and write the sheet as a PNG."""
    with tempfile.TemporaryDirectory() as work, launched() as browser:
        notices, site = Path(work) / "notices", Path(work) / "site"
        write_notices(notices)
        environment = {**os.environ, "NOTICES_DIR": str(notices), "SITE_DIR": str(site)}
        command = [sys.executable, "-m", "noticeboard", "build"]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
        with serve_folder(site) as base:
            taken = shots(browser, base)
        page = browser.new_page()
        page.set_content(sheet(taken))
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture, full_page=True)
    print(f"{picture}: {len(taken)} pictures")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
