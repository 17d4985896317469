"""A host's web interface on this machine: recorded answers, and what was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answers = dict[str, Any]


class FakeHost:
    """Answers `"GET path?query"` with recorded JSON, anything else with 404.

    An answer that is a list of lists comes in pages; one that is an int is that status. `asked`
    holds (method and path, content, headers) of every call.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Any, dict[str, str]]] = []
        self.base = ""

    @property
    def written(self) -> list[tuple[str, Any]]:
        """The calls that change something."""
        return [(call, content) for call, content, _ in self.asked if not call.startswith("GET ")]

    def answer(self, method: str, path: str) -> tuple[int, Any, str]:
        """Status, content, address of the next page."""
        path, _, page = path.partition("&page=")
        found = self.answers.get(f"{method} {path}", 404)
        if isinstance(found, int):
            return found, {"message": "refused"}, ""
        if isinstance(found, list) and found and isinstance(found[0], list):
            number = int(page or 1)
            more = f"{self.base}{path}&page={number + 1}" if number < len(found) else ""
            return 200, found[number - 1], more
        return 200, found, ""


@contextmanager
def fake_host(answers: Answers) -> Iterator[FakeHost]:
    """A host that gives these answers until the block ends."""
    host = FakeHost(answers)

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(length)) if length else None
            path = self.path.lstrip("/")
            host.asked.append((f"{self.command} {path}", content, dict(self.headers)))
            status, answer, following = host.answer(self.command, path)
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            if following:
                self.send_header("Link", f'<{following}>; rel="next", <{host.base}>; rel="last"')
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PATCH = do_PUT = _serve

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.base = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
