"""Boards on loopback: the files of their sites that a portal reads, and servers that misbehave."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from noticeboard.exports.checksums import write_checksums
from noticeboard.files.safe_files import list_regular_files
from noticeboard.portal.listing import address_of

_PACKED = gzip.compress(b"\0" * 10_000_000)
Answer = Callable[["Handler"], None]
"""Writes the response to a request."""


def publish(notices: Path, site: Path) -> Path:
    """Write what a site publishes of a notices folder, with its SHA256SUMS; return the site."""
    for path in list_regular_files(notices):
        target = site / address_of(path.relative_to(notices).as_posix())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (site / "index.html").write_text("首页", "utf-8")
    write_checksums(site)
    return site


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder; `answers` replace the response at a path; requests are counted."""

    def __init__(
        self, *args: object, answers: Mapping[str, Answer], seen: list[str], **kwargs: object
    ) -> None:
        self.answers, self.seen = answers, seen
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def _answer(self, default: Callable[[], None]) -> None:
        self.seen.append(f"{self.command} {self.path}")
        answer = self.answers.get(self.path)
        if answer:
            answer(self)
        else:
            default()

    def do_GET(self) -> None:
        self._answer(super().do_GET)

    def do_HEAD(self) -> None:
        self._answer(super().do_HEAD)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class Server:
    """A board's server: its address, the requests that it has seen, the answers it gives."""

    def __init__(self, site: Path) -> None:
        self.answers: dict[str, Answer] = {}
        self.seen: list[str] = []
        handler = partial(Handler, directory=str(site), answers=self.answers, seen=self.seen)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving(site: Path) -> Iterator[Server]:
    """Serve a board's site on a free port."""
    server = Server(site)
    try:
        yield server
    finally:
        server.stop()


def _write(handler: Handler, part: bytes) -> bool:
    """Write a part of a body; return whether the reader still listens."""
    try:
        handler.wfile.write(part)
        handler.wfile.flush()
    except OSError:
        return False
    return True


def drip(handler: Handler) -> None:
    """Send a byte at a time, forever."""
    handler.send_response(200)
    handler.end_headers()
    stopped = threading.Event()
    while _write(handler, b"a") and not stopped.wait(0.05):
        pass


def drip_headers(handler: Handler) -> None:
    """Send a header that never ends."""
    stopped = threading.Event()
    _write(handler, b"HTTP/1.0 200 OK\r\nX-Slow: ")
    while _write(handler, b"a") and not stopped.wait(0.05):
        pass


def silence(handler: Handler) -> None:
    """Answer nothing until the reader leaves."""
    handler.connection.recv(1)


def endless(handler: Handler) -> None:
    """Send a body without an end, as fast as it is read."""
    handler.send_response(200)
    handler.end_headers()
    while _write(handler, b"a" * 1_000_000):
        pass


def bomb(handler: Handler) -> None:
    """Send a body that a reader would unpack to a gigabyte."""
    packed = _PACKED * 100
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(packed)))
    handler.end_headers()
    _write(handler, packed)


def redirect(target: str) -> Answer:
    """Return an answer that sends the reader to another address."""

    def answer(handler: Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    return answer


def status(code: int) -> Answer:
    """Return an answer without a body."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def cut_off(handler: Handler) -> None:
    """Promise more bytes than are sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    _write(handler, b"a")
