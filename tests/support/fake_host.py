"""A local web API with recorded responses, and the request commands that use it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from noticeboard.cli.main import main

Responses = dict[str, Any]


class FakeHost:
    """Responds to `"GET path?query"` with recorded JSON, to anything else with 404.

    A list of lists is paginated; an int is the status of an error, bytes are the content of a file,
    and a text is the address of a redirect. `requests` holds (method and
    path, content, headers) of every call.
    """

    def __init__(self, responses: Responses) -> None:
        self.responses = responses
        self.requests: list[tuple[str, Any, dict[str, str]]] = []
        self.base = ""

    @property
    def writes(self) -> list[tuple[str, Any]]:
        """The calls other than GET."""
        return [
            (call, content) for call, content, _ in self.requests if not call.startswith("GET ")
        ]

    def respond(self, method: str, path: str) -> tuple[int, Any, str]:
        """Return status, content and the address of the next page."""
        path, _, page = path.partition("&page=")
        response = self.responses.get(f"{method} {path}", 404)
        if isinstance(response, int):
            return response, {"message": "refused"}, ""
        if isinstance(response, list) and response and isinstance(response[0], list):
            number = int(page or 1)
            next_page = f"{self.base}{path}&page={number + 1}" if number < len(response) else ""
            return 200, response[number - 1], next_page
        return 200, response, ""


@contextmanager
def fake_host(responses: Responses) -> Iterator[FakeHost]:
    """Run a host with these responses until the block ends."""
    host = FakeHost(responses)

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            path = self.path.lstrip("/")
            host.requests.append((f"{self.command} {path}", body, dict(self.headers)))
            status, content, next_page = host.respond(self.command, path)
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(302 if isinstance(content, str) else status)
            if isinstance(content, str):
                self.send_header("Location", content)
            self.send_header("Content-Length", str(len(raw)))
            if next_page:
                self.send_header("Link", f'<{next_page}>; rel="next", <{host.base}>; rel="last"')
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


def run_request(*arguments: str, **environment: str) -> Result:
    """Run `noticeboard request`."""
    return CliRunner().invoke(main, ["request", *arguments], env=environment)


def run_on_github(
    command: str, event: object, host: FakeHost, folder: Path, *options: str
) -> Result:
    """Run `noticeboard request` with the environment of a GitHub workflow, below `folder`."""
    path = folder / "event.json"
    path.write_text(json.dumps(event), "utf-8")
    return run_request(
        *command.split(),
        *options,
        GITHUB_EVENT_PATH=str(path),
        GITHUB_API_URL=host.base,
        GITHUB_TOKEN="secret",
        GITHUB_SHA="0" * 40,
        NOTICES_DIR=str(folder / "notices"),
    )
