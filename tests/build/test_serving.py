"""While an editor writes: `make serve` shows a change, problems included."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.factories import BODY, write

from noticeboard.model.problems import Problem
from noticeboard.pages.problems import Preview, ShownProblem
from noticeboard.reading.reader import read_all
from noticeboard.rules import check_readings

LIMIT = 60.0
"""Seconds after which a change that has not shown never will."""


def served_from(notices: Path) -> Preview:
    parsed_notices = read_all(notices)
    return Preview(parsed_notices, check_readings(parsed_notices, notices), notices)


def shown(preview: Preview) -> list[ShownProblem]:
    return preview.of("notices/2024/shifanju.md")["notices/2024/shifanju.md"]


def test_a_file_that_cannot_be_read_has_a_page_of_its_problems(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    write(notices)
    write(notices, "2024/broken", region=None)
    (notices / "2024/Wrong Name.md").write_text("x", "utf-8")
    preview = served_from(notices)
    assert [page.uri for page in preview.pages()] == ["problems.md", "notices/2024/broken.md"]
    assert set(preview.by_path) == {"notices/2024/Wrong Name.md", "notices/2024/broken.md"}
    assert preview.errors == len(preview.problems)
    assert preview.of("notices/2024/shifanju.md") == {}


def test_each_problem_has_its_line(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    write(notices, published="2023-12-02")
    (found, *_) = shown(served_from(notices))
    assert found.line == "published: '2023-12-02'"
    write(notices, published="2024-12-02")
    preview = served_from(notices)
    assert (preview.problems, preview.by_path, preview.errors) == ([], {}, 0)


def test_a_file_that_is_gone_meanwhile_has_no_line(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    path = write(notices, region=None)
    preview = served_from(notices)
    path.unlink()
    assert shown(preview)[0].line == ""


def test_many_warnings_of_one_rule_are_cut_short(tmp_path: Path) -> None:
    problem = Problem("notices/2024/a.md", 1, 1, "contact-old", "warning", "旧了", "试打")
    problems = [*[replace(problem, line=n) for n in range(1, 30)], replace(problem, rule="alias")]
    (page,) = Preview([], problems, tmp_path).pages()
    files, left_out = page.view["files"], page.view["left_out"]
    assert isinstance(files, dict)
    assert [len(found) for found in files.values()] == [21]
    assert left_out == 9


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
