"""The system's Chromium, and a folder served to it: for pictures, tests and measured runs."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one renders the same pages at two thirds of the cost: it has no window."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_path() -> str:
    """The browser's program. Raises FileNotFoundError when there is none."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        raise FileNotFoundError(f"none of {', '.join(PROGRAMS)}; `make test` installs one")
    return program


@contextmanager
def launched(*more: str) -> Iterator[Browser]:
    """The browser, with `more` flags, while the block runs."""
    with sync_playwright() as playwright:
        flags = [*FLAGS, *more]
        browser = playwright.chromium.launch(executable_path=browser_path(), args=flags)
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """The address of a server of `folder`, while the block runs; it ends with a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
