"""A board that is slow, endless or misleading costs a bounded time and a bounded memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import (
    Answer,
    Server,
    bomb,
    cut_off,
    drip,
    drip_headers,
    endless,
    redirect,
    serving,
    silence,
    status,
)

from noticeboard.portal.transfer import Client, Limits, RefusedError, UnreachableError

LIMITS = Limits(rate=10_000, patience=1)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "名 单#1.txt").write_text("甲", "utf-8")
    with serving(tmp_path) as server:
        yield server


def test_a_file_is_fetched_by_its_name(server: Server) -> None:
    response = Client(server.url, LIMITS).get("名 单#1.txt", 100)
    assert (response.status, response.body) == (200, "甲".encode())


@pytest.mark.parametrize("answer", [drip, drip_headers, silence, cut_off])
def test_a_slow_or_broken_response_ends_in_time(server: Server, answer: Answer) -> None:
    server.answers["/x"] = answer
    began = time.monotonic()
    with pytest.raises(UnreachableError):
        Client(server.url, LIMITS).get("x", 1_000_000)
    assert time.monotonic() - began < 30 * LIMITS.patience


@pytest.mark.parametrize(("answer", "says"), [(bomb, "压缩过"), (endless, "超过 1,000,000 字节")])
def test_a_bomb_is_not_unpacked(server: Server, answer: Answer, says: str) -> None:
    server.answers["/x"] = answer
    with pytest.raises(RefusedError, match=says):
        Client(server.url, LIMITS).get("x", 1_000_000)


@pytest.mark.parametrize(
    "target",
    ["http://localhost:9/x", "https://127.0.0.1/x", "file:///etc/hostname", "//other.example/x"],
)
def test_a_redirect_to_another_place_is_refused(server: Server, target: str) -> None:
    server.answers["/x"] = redirect(target)
    with pytest.raises(RefusedError, match="别的网站"):
        Client(server.url, LIMITS).get("x", 100)


def test_a_redirect_on_the_board_is_followed_a_few_times(server: Server) -> None:
    server.answers["/x"] = redirect("/%E5%90%8D%20%E5%8D%95%231.txt")
    assert Client(server.url, LIMITS).get("x", 100).body == "甲".encode()
    server.answers["/x"] = redirect("/x")
    with pytest.raises(RefusedError, match="转来转去"):
        Client(server.url, LIMITS).get("x", 100)


def test_the_rate_and_the_whole_time_are_limited(server: Server) -> None:
    client = Client(server.url, Limits(rate=20, total=0.4))
    began = time.monotonic()
    with pytest.raises(UnreachableError, match="下次接着取"):
        deque((client.get("x", 1_000) for _ in range(100)), 0)
    assert len(server.seen) <= 20 * (time.monotonic() - began) + 1
    assert len(server.seen) < 100


def test_only_410_states_that_something_was_taken_off(server: Server) -> None:
    server.answers["/a/"], server.answers["/b/"] = status(410), status(404)
    client = Client(server.url, LIMITS)
    assert (client.is_gone("a/"), client.is_gone("b/"), client.is_gone("c/")) == (
        True,
        False,
        False,
    )


def test_nobody_answers(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        url = server.url
    with pytest.raises(UnreachableError, match="连不上"):
        Client(url, LIMITS).get("x", 100)
