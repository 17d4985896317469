"""Take the pictures of CONTRIBUTING.md from the real thing: `pictures.py FOLDER`.

A terminal's text, the comment as rendered Markdown, and the page of `make serve`; of a notice of
a made-up place.
"""

from __future__ import annotations

import html
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import markdown
from chromium import launched
from playwright.sync_api import Page

from noticeboard.pull_request.changes import Change
from noticeboard.pull_request.comment import CommentContext, render_comment
from noticeboard.pull_request.hosts import BranchRef
from noticeboard.pull_request.report import build_report
from noticeboard.reading.reader import read_all
from noticeboard.rules.check import check_notices

TEXT = """中共示例区示范局党组关于巡察整改进展情况的通报

根据区委统一部署，2024年3月1日至4月30日，区委第一巡察组对示例区示范局党组开展了常规巡察，\
6月15日反馈了意见。现将巡察整改进展情况予以公布。

一、组织领导情况

示范局党组照单全收，立行立改。

联系电话：0999-8123456（工作日 9:00—17:00）。

中共示例区示范局党组

2024年12月2日
"""
STYLE = (
    "body{font:15px/1.6 'Noto Sans CJK SC',sans-serif;margin:16px;max-width:860px;color:#1f2328}"
)
TERMINAL = "body{background:#1e1e1e;color:#ddd}pre{font:14px/1.5 'Noto Sans Mono CJK SC',monospace;white-space:pre-wrap}"
TABLE = "table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:4px 10px}.cross{color:#cf222e}"
COMMIT = "6f1d2b7c3a9e4d5f8b0c1a2e3d4f5a6b7c8d9e0f"


def terminal(folder: Path) -> str:
    """What a clerk sees who imports the text."""
    (folder / "通报.txt").write_text(TEXT, "utf-8")
    program = Path(sys.executable).with_name("noticeboard")
    run = subprocess.run(
        [program, "import", "通报.txt"], cwd=folder, capture_output=True, text=True, check=True
    )
    return f"<pre>$ noticeboard import 通报.txt\n{html.escape(run.stdout)}</pre>"


def comment(notices: Path) -> str:
    """The comment on a request with the draft in `notices`."""
    problems = check_notices(read_all(notices), notices)
    changed = [Change(id=problem.path[8:-3], path=problem.path, kind="new") for problem in problems]
    place = BranchRef("github", "https://github.com/example/noticeboard", "notice/issue-41", COMMIT)
    text = render_comment(
        build_report(problems, changed[:1]), CommentContext(place, "https://github.com/example/run")
    )
    # Few systems have a font for it.
    text = text.replace("❌", '<b class="cross">✗</b>')
    return markdown.markdown(text, extensions=["tables", "sane_lists"])


def wait_for(url: str) -> None:
    """Until the page is served; fails after a minute."""
    for _ in range(600):
        try:
            urllib.request.urlopen(url).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def take_served(notices: Path, page: Page, picture: Path) -> None:
    """A picture of the page of `make serve` that lists the problems."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    serve_folder = subprocess.Popen(command, env={**os.environ, "NOTICES_DIR": str(notices)})
    try:
        wait_for(f"http://{address}/problems/")
        page.goto(f"http://{address}/problems/")
        page.screenshot(path=picture)
    finally:
        serve_folder.terminate()
        serve_folder.wait()


def take_html(content: str, style: str, page: Page, picture: Path) -> None:
    """A picture of a piece of HTML, as high as it is."""
    page.set_content(f"<meta charset=utf-8><style>{STYLE}{style}</style>{content}")
    page.screenshot(path=picture, full_page=True)


def main(folder: Path) -> None:
    """Write import.png, comment.png and serve.png."""
    with tempfile.TemporaryDirectory() as work, launched() as browser:
        desk, notices = Path(work), Path(work) / "notices"
        notices.mkdir()
        page = browser.new_page(viewport={"width": 900, "height": 560}, locale="zh-CN")
        take_html(terminal(desk), TERMINAL, page, folder / "import.png")
        (draft,) = notices.glob("*/*.md")
        text = re.sub(r"(?m)^region:.*$", "region: 【待填】", draft.read_text("utf-8"))
        draft.write_text(re.sub("feedback: .*", "feedback: 2024-02-15", text), "utf-8")
        take_html(comment(notices), TABLE, page, folder / "comment.png")
        take_served(notices, page, folder / "serve.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
