"""While an editor writes: `make serve` shows a change, problems included."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.factories import BODY, write

LIMIT = 60.0
"""Seconds after which a change that has not shown never will."""


@pytest.fixture
def live(
    project: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[Path, Callable[[str, str], str]]]:
    """The folder of notices, and a function that waits until a page holds a text.

    The parameter, if any, is the number of other notices.
    """
    notices = tmp_path / "notices"
    write(notices)
    for number in range(getattr(request, "param", 0)):
        write(notices, f"2024/n{number}", unit=f"第{number}局党组")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=project,
            env={**os.environ, "NOTICES_DIR": str(notices), "NO_MKDOCS_2_WARNING": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def wait(page: str, text: str) -> str:
        end, said = time.monotonic() + LIMIT, ""
        while time.monotonic() < end:
            assert process.poll() is None, (tmp_path / "log").read_text("utf-8")
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/{page}", timeout=LIMIT
                ) as answer:
                    said = answer.read().decode()
            except OSError as error:
                said = str(error)
            if text in said:
                return said
            time.sleep(0.05)
        raise AssertionError(f"{page} never held “{text}”: {said[-2000:]}")

    try:
        yield notices, wait
    finally:
        process.terminate()
        process.wait()
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_serve_shows_a_change_and_its_problems(
    live: tuple[Path, Callable[[str, str], str]],
) -> None:
    notices, wait = live
    page = "notices/2024/shifanju/"
    assert "nb-served" not in wait(page, "照单全收")
    write(notices, title="改过的<标题>")
    assert "改过的&lt;标题&gt;" in wait(page, "改过的")
    # A warning stands on top of the page, an error in its place.
    write(notices, body=f"{BODY}\n**（一）抓整改。**全面\n")
    assert "照单全收" in wait(page, "nb-problem__place")
    write(notices, published="2023-12-02")
    wait(page, "早于反馈日期")
    # It cannot be read any more: the page lists why.
    write(notices, region=None, unit="<b>甲</b>局")
    said = wait(page, "缺少必填项“region”")
    assert "照单全收" not in said
    assert "缺少必填项“region”" in wait("problems/", "缺少必填项")
    assert "有 " in wait("", "nb-served")
    write(notices)
    assert "nb-problem" not in wait(page, "照单全收")
    wait("problems/", "没有发现问题")


@pytest.mark.parametrize("live", [301], indirect=True)
def test_with_many_notices_a_page_is_made_when_it_is_looked_at(
    live: tuple[Path, Callable[[str, str], str]],
) -> None:
    notices, wait = live
    wait("notices/2024/n7/", "第7局党组")
    wait("notices/2024/n9/notice.md", "第9局党组")
    wait("notices/page/2/", "第2页")
    wait("units/page/2/", "第2页")
    wait("nowhere/", "404")
    write(notices, title="改过的标题")
    wait("notices/2024/shifanju/", "改过的标题")
    write(notices, region=None)
    wait("notices/2024/shifanju/", "缺少必填项“region”")
