import os
import signal
from pathlib import Path

import pytest

from noticeboard.incremental.pool import FEW, background, cores, parallel_map


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, 5 * FEW])
def test_results_in_order(processes: int, count: int) -> None:
    items = list(range(count))
    assert list(parallel_map(lambda number: number * number, items, processes)) == [
        n * n for n in items
    ]


def test_other_processes_do_it() -> None:
    made_by = set(parallel_map(lambda _: os.getpid(), range(10 * FEW), 2))
    assert os.getpid() not in made_by
    assert set(parallel_map(lambda _: os.getpid(), range(3), 2)) == {os.getpid()}
    assert cores() >= 1


@pytest.mark.parametrize("count", [3, 3 * FEW])
def test_what_goes_wrong_passes_through(count: int) -> None:
    def work(number: int) -> int:
        if number == 2:
            raise ValueError("二")
        return number

    with pytest.raises(ValueError, match="二"):
        list(parallel_map(work, range(count), 2))


def test_beside(tmp_path: Path) -> None:
    wait = background(lambda: (tmp_path / "done").touch())
    wait()
    assert (tmp_path / "done").exists()


def test_what_goes_wrong_beside_is_raised_by_waiting() -> None:
    def work() -> None:
        raise ValueError("二")

    with pytest.raises(ValueError, match="二"):
        background(work)()
    with pytest.raises(RuntimeError, match="killed"):
        background(lambda: os.kill(os.getpid(), signal.SIGKILL))()
