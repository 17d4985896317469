"""The Nu HTML checker and Lighthouse on the built site."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from chromium import FLAGS, browser_path
from support.page_kinds import FULL, KINDS

LIGHTHOUSE_PAGES = {
    "home": "",
    "list": "notices/",
    "notice": FULL,
    "search": "search/?q=%E6%95%B4%E6%94%B9",
}
DATA_BLOCK = "Inline script violates Content Security Policy"
"""Nu's false positive for JSON-LD: data blocks are not executed, so no policy applies (HTML, 4.12.1.1).
tests/browser/test_security.py checks that no page has inline scripts."""
MIN_SCORES = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}


class _Compressed(SimpleHTTPRequestHandler):
    """Serve a folder like deploy/nginx.conf: compressed and cacheable."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        code = 200 if path.is_file() else 404
        content = gzip.compress(path.read_bytes()) if path.is_file() else gzip.compress(b"missing")
        self.send_response(code)
        kind = self.guess_type(str(path))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "public, max-age=31536000")
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def address(every_kind_site: Path) -> Iterator[str]:
    """The address of the compressed site, with a final slash."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Compressed, directory=str(every_kind_site))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def nu_messages(project: Path, *pages: str | Path) -> list[str]:
    """Return Nu's errors and warnings about these addresses or files."""
    assert shutil.which("java"), "the Nu checker needs Java: apt install default-jre-headless"
    jar = project / ".cache/node/audit/node_modules/vnu-jar/build/dist/vnu.jar"
    command = [
        "java",
        "-Dnu.validator.servlet.allow-forbidden-hosts=true",
        "-jar",
        str(jar),
        "--format",
        "json",
        *map(str, pages),
    ]
    run = subprocess.run(command, capture_output=True, text=True)
    # Messages of type "info" without this subtype are remarks on style.
    messages = [
        message
        for message in json.loads(run.stderr)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    ]
    return [
        f"{Path(message.get('url', '')).parent.name}:{message.get('lastLine')}: {message['message']}"
        for message in messages
    ]


def test_every_kind_of_page_is_valid_html(address: str, project: Path) -> None:
    # By address, because 'self' in a policy means nothing for a file.
    pages = {address + kind.address.partition("?")[0] for kind in KINDS}
    messages = [
        message for message in nu_messages(project, *sorted(pages)) if DATA_BLOCK not in message
    ]
    assert messages == []


def test_nu_reports_a_duplicate_id(tmp_path: Path, project: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><p id=a><p id=a>", "utf-8")
    assert nu_messages(project, tmp_path / "bad.html")


@pytest.mark.parametrize("name", LIGHTHOUSE_PAGES)
def test_lighthouse_scores(name: str, address: str, project: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    flags = f"--headless=new {' '.join(FLAGS)}"
    command = [
        str(project / ".cache/node/audit/node_modules/.bin/lighthouse"),
        address + LIGHTHOUSE_PAGES[name],
        f"--only-categories={','.join(MIN_SCORES)}",
        "--output=json",
        f"--output-path={report}",
        "--quiet",
        f"--chrome-flags={flags}",
    ]
    environment = {**os.environ, "CHROME_PATH": browser_path()}
    # Other load on the machine lowers only the performance: take the best of three runs.
    for _ in range(3):
        subprocess.run(command, env=environment, check=True, capture_output=True)
        result = json.loads(report.read_text("utf-8"))
        scores = {name: round(100 * result["categories"][name]["score"]) for name in MIN_SCORES}
        print(name, scores)
        if scores["performance"] >= MIN_SCORES["performance"]:
            break
    failed = [
        f"{item['id']}: {item['title']}"
        for item in result["audits"].values()
        if item["score"] is not None
        and item["score"] < 0.9
        and item["scoreDisplayMode"] == "binary"
    ]
    assert all(scores[name] >= minimum for name, minimum in MIN_SCORES.items()), (scores, failed)
