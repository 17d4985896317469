from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import write

from noticeboard.incremental.progress import BAR_AFTER, LINE_EVERY, counting, steps
from noticeboard.reading.reader import read_all


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def taking(self, seconds: list[float]) -> Iterator[int]:
        """Items of which each takes its time after it is handed out."""
        for number, length in enumerate(seconds):
            yield number
            self.now += length


def run(stream: io.StringIO, seconds: list[float], total: int | None = None) -> str:
    """What a step of items that take so long shows."""
    clock = Clock()
    for number in steps("读取通报", range(len(seconds)), total, stream=stream, clock=clock):
        clock.now += seconds[number]
    return stream.getvalue()


SECONDS = st.lists(st.floats(0, 30, allow_nan=False), max_size=60)


@given(SECONDS, st.booleans())
def test_items_pass_unchanged(seconds: list[float], terminal: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    numbers = list(range(len(seconds)))
    assert list(steps("读取通报", iter(numbers), stream=stream, clock=Clock())) == numbers


@given(SECONDS)
def test_a_log_has_a_line_at_most_every_ten_seconds(seconds: list[float]) -> None:
    said = run(io.StringIO(), seconds).splitlines()
    assert len(said) <= sum(seconds) / LINE_EVERY
    # A wait is broken only where an item ends, so the longest item is all that may be missed.
    longest = LINE_EVERY + max(seconds, default=0)
    assert len(said) >= sum(seconds) // longest
    counts = [int(line.split("：")[1].split("/")[0]) for line in said]
    assert counts == sorted(set(counts))
    assert all(f"/{len(seconds)}，已用 " in line for line in said)


@given(st.lists(st.floats(0, 0.1), max_size=9), st.booleans())
def test_what_is_short_shows_nothing(seconds: list[float], terminal: bool) -> None:
    assert sum(seconds) < BAR_AFTER
    assert run(Terminal() if terminal else io.StringIO(), seconds) == ""


def test_a_line_says_step_count_and_time() -> None:
    assert run(io.StringIO(), [6.0, 6.0, 6.0]) == "读取通报：2/3，已用 12 秒\n"


def test_without_a_length_the_count_alone_is_shown() -> None:
    clock, stream = Clock(), io.StringIO()
    assert list(steps("读取", clock.taking([11.0, 1.0]), stream=stream, clock=clock)) == [0, 1]
    assert stream.getvalue() == "读取：2，已用 11 秒\n"


def test_a_terminal_has_a_bar_with_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    said = run(Terminal(), [0.6, 0.6, 0.6])
    assert "读取通报" in said
    assert "2/3" in said
    assert "3/3" in said
    assert "1/3" not in said
    # The line is erased at the end, so that what follows stands where it would have.
    assert said.rstrip().endswith("\x1b[2K")


def test_a_step_that_is_no_loop_counts_too() -> None:
    clock, stream = Clock(), io.StringIO()
    with counting("写入页面", 2, stream=stream, clock=clock) as count:
        clock.now = 10.0
        count()
    assert stream.getvalue() == "写入页面：1/2，已用 10 秒\n"


def test_an_error_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    clock, stream = Clock(), Terminal()

    def broken() -> None:
        with counting("写入页面", stream=stream, clock=clock) as count:
            clock.now = 2.0
            count()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert stream.getvalue().rstrip().endswith("\x1b[2K")


def test_reading_a_few_notices_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert len(read_all(tmp_path)) == 1
    assert capfd.readouterr() == ("", "")
