import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from noticeboard.incremental.pool import MIN_ITEMS, cores, parallel_map, start_in_process


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("count", [0, 1, MIN_ITEMS - 1, MIN_ITEMS, 5 * MIN_ITEMS])
def test_results_in_order(processes: int, count: int) -> None:
    items = list(range(count))
    assert list(parallel_map(lambda number: number * number, items, processes)) == [
        n * n for n in items
    ]


def test_long_lists_are_shared_by_processes() -> None:
    workers = set(parallel_map(lambda _: os.getpid(), range(10 * MIN_ITEMS), 2))
    assert os.getpid() not in workers
    assert set(parallel_map(lambda _: os.getpid(), range(3), 2)) == {os.getpid()}
    assert cores() >= 1


@pytest.mark.parametrize("count", [3, 3 * MIN_ITEMS])
def test_exceptions_pass_through(count: int) -> None:
    def work(number: int) -> int:
        if number == 2:
            raise ValueError("二")
        return number

    with pytest.raises(ValueError, match="二"):
        list(parallel_map(work, range(count), 2))


def test_work_is_done_in_another_process(tmp_path: Path) -> None:
    wait = start_in_process(lambda: (tmp_path / "done").touch())
    wait()
    assert (tmp_path / "done").exists()


def test_exceptions_are_raised_when_the_result_is_awaited() -> None:
    def work() -> None:
        raise ValueError("二")

    with pytest.raises(ValueError, match="二"):
        start_in_process(work)()
    with pytest.raises(RuntimeError, match="killed"):
        start_in_process(lambda: os.kill(os.getpid(), signal.SIGKILL))()


def test_stopping_early_ends_the_processes() -> None:
    results = parallel_map(lambda number: number, range(100 * MIN_ITEMS), 2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_a_killed_worker_is_reported() -> None:
    def work(number: int) -> int:
        if number == 2 * MIN_ITEMS:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(RuntimeError, match="killed"):
        list(parallel_map(work, range(4 * MIN_ITEMS), 2))
