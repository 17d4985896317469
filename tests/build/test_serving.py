"""`make serve` shows changes and their problems."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.factories import BODY, write, write_round

EARLIER = {
    "published": "2022-12-02",
    "inspection__start": "2022-03-01",
    "inspection__end": "2022-04-01",
    "inspection__feedback": "2022-06-01",
}
LIMIT = 200.0
"""Seconds to wait for a change to appear; only a server that hangs takes as long."""


@pytest.fixture
def live(
    project: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[Path, Callable[[str, str], str]]]:
    """The folder of notices, and a function that waits until a page contains a text.

    The parameter, if any, is the number of other notices.
    """
    notices = tmp_path / "notices"
    write(notices)
    for number in range(getattr(request, "param", 0)):
        write(notices, f"2024/n{number}", unit=f"第{number}局党组")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "--livereload",
        "--no-strict",
        "-a",
        f"127.0.0.1:{port}",
    ]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=project,
            env={**os.environ, "NOTICES_DIR": str(notices), "NO_MKDOCS_2_WARNING": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def wait_for(page: str, text: str) -> str:
        end, content = time.monotonic() + LIMIT, ""
        while time.monotonic() < end:
            assert process.poll() is None, (tmp_path / "log").read_text("utf-8")
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/{page}", timeout=LIMIT
                ) as response:
                    content = response.read().decode()
            except OSError as error:
                content = str(error)
            if text in content:
                return content
            time.sleep(0.05)
        raise AssertionError(f"{page} never contained “{text}”: {content[-2000:]}")

    try:
        yield notices, wait_for
    finally:
        process.terminate()
        process.wait()
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_serve_shows_a_change_and_its_problems(
    live: tuple[Path, Callable[[str, str], str]],
) -> None:
    notices, wait_for = live
    page = "notices/2024/shifanju/"
    assert "nb-served" not in wait_for(page, "照单全收")
    write(notices, title="改过的<标题>")
    assert "改过的&lt;标题&gt;" in wait_for(page, "改过的")
    # A warning is shown above the notice, an error replaces it.
    write(notices, body=f"{BODY}\n**（一）抓整改。**全面\n")
    assert "照单全收" in wait_for(page, "nb-problem__place")
    write(notices, published="2023-12-02")
    wait_for(page, "早于反馈日期")
    # An unreadable notice is replaced by its problems.
    write(notices, region=None, unit="<b>甲</b>局")
    content = wait_for(page, "缺少必填项“region”")
    assert "照单全收" not in content
    assert "缺少必填项“region”" in wait_for("problems/", "缺少必填项")
    assert "有 " in wait_for("", "nb-served")
    write(notices)
    assert "nb-problem" not in wait_for(page, "照单全收")
    wait_for("problems/", "没有发现问题")


@pytest.mark.parametrize("live", [301], indirect=True)
def test_with_many_notices_pages_are_rendered_on_request(
    live: tuple[Path, Callable[[str, str], str]],
) -> None:
    notices, wait_for = live
    wait_for("notices/2024/n7/", "第7局党组")
    wait_for("notices/2024/n9/notice.md", "第9局党组")
    wait_for("notices/page/2/", "第2页")
    wait_for("units/page/2/", "第2页")
    wait_for("nowhere/", "404")
    write(notices, title="改过的标题", published="2024-12-30")
    wait_for("notices/2024/shifanju/", "改过的标题")
    for page in ("", "notices/", "notices/2024/"):
        wait_for(page, "2024年12月30日")
    write(notices, "2022/xin", unit="新局党组", **EARLIER)
    wait_for("notices/2022/", "2022年12月2日")
    wait_for("notices/2022/xin/notice.md", "新局党组")
    wait_for("units/units.json", "新局党组")
    wait_for("statistics/years.csv", "2022")
    write(notices, "2022/next", unit="新局党组", follow_up_of="2022/xin", **EARLIER)
    wait_for("notices/2022/next/", "新局党组")
    write(notices, region=None)
    wait_for("notices/2024/shifanju/", "缺少必填项“region”")
    (notices / "2022/xin.md").unlink()
    wait_for("notices/2022/xin/", "404")
    # The problem of a notice that follows the removed one: everything is checked when looked at.
    wait_for("problems/", "没有编号为 2022/xin 的前一篇通报")
    log = (notices.parent / "log").read_text("utf-8")
    assert log.count("Building documentation") == 1
    (notices / "rounds").mkdir()
    write_round(notices, units=["新局党组"])
    wait_for("rounds/shili-2024-1/", "新局党组")
