"""The built site, served on this machine, and a browser to look at it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import launched
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route
from support.page_kinds import write_notices

# No test reaches another host, whatever a page asks for.
AT_HOME = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
LOCAL = "127.0.0.1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser; fails where there is none."""
    with launched(AT_HOME) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe(project: Path) -> str:
    """axe-core as `make test` sets it up."""
    return (project / ".cache/node/axe/node_modules/axe-core/axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def build_site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that builds a folder of notices as `make site` does and returns the site."""

    def build(notices_dir: Path, **environment: str) -> Path:
        site = tmp_path_factory.mktemp("built") / "site"
        run = subprocess.run(
            [sys.executable, "-m", "noticeboard", "build"],
            cwd=project,
            env={
                **os.environ,
                "NOTICES_DIR": str(notices_dir),
                "SITE_DIR": str(site),
                **environment,
            },
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return site

    return build


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a pages host does: quiet, and with the site's own 404 page."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        if self.path.startswith("/assets/"):
            self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder until the end of the session; returns its base address."""
    servers: list[tuple[ThreadingHTTPServer, threading.Thread]] = []

    def start(site: Path) -> str:
        handler = partial(_Handler, directory=str(site))
        server = ThreadingHTTPServer((LOCAL, 0), handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://{LOCAL}:{server.server_port}/"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def own_site(project: Path, build_site: Callable[..., Path]) -> Path:
    """The site of the repository's own notices, as files."""
    return build_site(project / "notices")


@pytest.fixture(scope="session")
def site_url(own_site: Path, serve: Callable[[Path], str]) -> str:
    """The address of the site of the repository's own notices; ends with a slash."""
    return serve(own_site)


@pytest.fixture(scope="session")
def every_kind_site(
    tmp_path_factory: pytest.TempPathFactory, build_site: Callable[..., Path]
) -> Path:
    """A site with every kind of page, as files."""
    folder = tmp_path_factory.mktemp("kinds") / "notices"
    write_notices(folder)
    return build_site(folder)


@pytest.fixture(scope="session")
def every_kind(every_kind_site: Path, serve: Callable[[Path], str]) -> str:
    """The address of a site with every kind of page."""
    return serve(every_kind_site)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page; what its console calls an error or what it asks of another host fails."""
    complaints: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    def route(route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == LOCAL:
            route.continue_()
        else:
            complaints.append(f"asked another host: {request.url}")
            route.abort()

    context = chromium.new_context(locale="zh-CN")
    context.route(lambda url: url.startswith(("http", "ws")), route)
    opened = context.new_page()
    opened.on("console", console)
    opened.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    yield opened
    context.close()
    assert not complaints, "\n".join(complaints)
