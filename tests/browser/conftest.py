"""Fixtures: built and served sites, and a browser."""

from __future__ import annotations

import fcntl
import os
import re
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
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from support.page_kinds import write_notices
from support.untraced import untraced_environment

# The browser resolves no other host.
LOCAL_HOSTS_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
LOCAL = "127.0.0.1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser."""
    with launched(LOCAL_HOSTS_ONLY) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe(project: Path) -> str:
    """The source of axe-core, which `make test` installs."""
    return (project / ".cache/node/axe/node_modules/axe-core/axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def build_site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that builds a folder of notices and returns the site's folder."""

    def build(notices_dir: Path, **environment: str) -> Path:
        site = tmp_path_factory.mktemp("built") / "site"
        run = subprocess.run(
            [sys.executable, "-m", "noticeboard", "build"],
            cwd=project,
            env={
                **untraced_environment(),
                "NOTICES_DIR": str(notices_dir),
                # A board of one's own has other settings in mkdocs.yml.
                "BOARD_CONFIG": str(project / "tests/cases/board/board.yml"),
                "SITE_DIR": str(site),
                **environment,
            },
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return site

    return build


CACHED = re.compile(r"/assets/|/search-index/[0-9a-f]{2}/")
"""Paths that browsers may cache, as deploy/nginx.conf lets them."""


class _Handler(SimpleHTTPRequestHandler):
    """Serve a folder without logging and with the site's own 404 page."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        if CACHED.search(self.path):
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
    """A function that serves a folder until the session ends and returns its address."""
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
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that builds a named site in one process of the run, and lets the others use it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def build_or_wait(name: str, build: Callable[[], Path]) -> Path:
        address = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not address.exists():
                address.symlink_to(build())
        return address.resolve()

    return build_or_wait


@pytest.fixture(scope="session")
def own_site(
    project: Path, build_site: Callable[..., Path], build_once: Callable[..., Path]
) -> Path:
    """The folder of the site of the sample notice."""
    return build_once("own", lambda: build_site(project / "tests/cases/board/notices"))


@pytest.fixture(scope="session")
def site_url(own_site: Path, serve: Callable[[Path], str]) -> str:
    """The address of the site of the sample notice, with a final slash."""
    return serve(own_site)


@pytest.fixture(scope="session")
def every_kind_site(
    tmp_path_factory: pytest.TempPathFactory,
    build_site: Callable[..., Path],
    build_once: Callable[..., Path],
) -> Path:
    """The folder of a site with every kind of page."""

    def build() -> Path:
        folder = tmp_path_factory.mktemp("kinds") / "notices"
        write_notices(folder)
        return build_site(folder)

    return build_once("every_kind", build)


@pytest.fixture(scope="session")
def every_kind(every_kind_site: Path, serve: Callable[[Path], str]) -> str:
    """The address of a site with every kind of page."""
    return serve(every_kind_site)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page; console errors and requests to other hosts fail the test."""
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != LOCAL:
            problems.append(f"request to another host: {request.url}")

    context = chromium.new_context(locale="zh-CN")
    # The browser resolves no other host; routing requests would disable its cache.
    context.on("request", on_request)
    page = context.new_page()
    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    yield page
    context.close()
    assert not problems, "\n".join(problems)
