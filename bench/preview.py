"""How long `make serve` takes to show a saved notice."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import corpus
import project

START_LIMIT = 300.0
"""Seconds within which the preview must answer."""
PAUSE = 0.01


def seconds_until_shown(folder: Path, edits: int) -> list[float]:
    """Return the seconds from saving a notice until its page shows the change, for each edit."""
    with _preview(folder) as address:
        return [_edit(folder, address, number) for number in range(edits)]


def _edit(folder: Path, address: str, number: int) -> float:
    page = f"{address}notices/{corpus.record(number).id}/"
    _wait_for(page, "</html>")
    time.sleep(2)  # the preview may still work on the last change
    project.change(folder, number)
    start = time.perf_counter()
    _wait_for(page, project.CHANGE)
    return time.perf_counter() - start


def _wait_for(address: str, text: str) -> None:
    deadline = time.perf_counter() + START_LIMIT
    while time.perf_counter() < deadline:
        with suppress(OSError), urllib.request.urlopen(address, timeout=START_LIMIT) as response:
            if text in response.read().decode("utf-8"):
                return
        time.sleep(PAUSE)
    raise TimeoutError(address)


@contextmanager
def _preview(folder: Path) -> Iterator[str]:
    """Run the preview; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--no-strict"]
    environment = {**os.environ, **project.environment(folder)}
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--dev-addr", f"127.0.0.1:{port}"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()
