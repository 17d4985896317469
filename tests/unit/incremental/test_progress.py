from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import tqdm.std
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.factories import write

from noticeboard.incremental import progress as module
from noticeboard.incremental.progress import BAR_AFTER, LINE_EVERY, track
from noticeboard.reading.reader import read_all


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that only moves by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(tqdm.std, "time", clock)
    monkeypatch.setattr(module, "monotonic", clock)
    return clock


def run(clock: Clock, stream: io.StringIO, seconds: list[float], sized: bool = True) -> str:
    """What a step shows whose items take so many seconds."""
    clock.now = 0.0
    numbers = range(len(seconds))
    for number in track("读取通报", numbers if sized else iter(numbers), stream=stream):
        clock.now += seconds[number]
    return stream.getvalue()


SECONDS = st.lists(st.floats(0, 30, allow_nan=False), max_size=60)
SHARED_FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(SECONDS, st.booleans())
def test_items_pass_unchanged(seconds: list[float], terminal: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    numbers = list(range(len(seconds)))
    assert list(track("读取通报", iter(numbers), stream=stream)) == numbers


@SHARED_FIXTURE
@given(SECONDS)
def test_a_log_has_a_line_at_most_every_ten_seconds(clock: Clock, seconds: list[float]) -> None:
    lines = run(clock, io.StringIO(), seconds).splitlines()
    assert len(lines) <= sum(seconds) / LINE_EVERY
    # A line appears only after an item, so the longest item is the most that may be missed.
    longest = LINE_EVERY + max(seconds, default=0)
    assert len(lines) >= sum(seconds) // longest
    counts = [int(line.split("：")[1].split("/")[0]) for line in lines]
    assert counts == sorted(set(counts))
    assert all(f"/{len(seconds)}，已用 " in line for line in lines)


@SHARED_FIXTURE
@given(st.lists(st.floats(0, 0.1), max_size=9), st.booleans())
def test_a_short_step_shows_nothing(clock: Clock, seconds: list[float], terminal: bool) -> None:
    assert sum(seconds) < BAR_AFTER
    assert run(clock, Terminal() if terminal else io.StringIO(), seconds).strip() == ""


def test_a_line_states_step_count_and_time(clock: Clock) -> None:
    assert run(clock, io.StringIO(), [6.0, 6.0, 6.0]) == "读取通报：2/3，已用 12 秒\n"


def test_without_a_length_only_the_count_is_shown(clock: Clock) -> None:
    shown = run(clock, io.StringIO(), [11.0, 1.0], sized=False)
    assert shown == "读取通报：1，已用 11 秒\n"


def test_a_terminal_shows_a_bar_and_erases_it(clock: Clock) -> None:
    shown = run(clock, Terminal(), [0.6, 0.6, 0.6])
    assert "读取通报" in shown
    assert "2/3" in shown
    assert "1/3" not in shown
    assert shown.rpartition("\r")[2].strip() == ""


def test_an_error_erases_the_bar(clock: Clock) -> None:
    def broken() -> Iterator[int]:
        yield 1
        clock.now = 2.0
        yield 2
        raise KeyboardInterrupt

    stream = Terminal()
    with pytest.raises(KeyboardInterrupt):
        list(track("写入页面", broken(), stream=stream))
    assert "写入页面" in stream.getvalue()
    assert stream.getvalue().rpartition("\r")[2].strip() == ""


def test_reading_a_few_notices_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert len(read_all(tmp_path)) == 1
    assert capfd.readouterr() == ("", "")
