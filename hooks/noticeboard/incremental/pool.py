"""Work in parallel: forked processes that share everything already in memory."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MIN_ITEMS = 64
"""Fewer items take less time here than to start processes for them."""
MAX_CHUNK = 32

NICENESS = 5
"""Added to the `nice` value of the processes that share a list of items."""

MMAP_THRESHOLD_BYTES = 4 << 20
"""In processes of `start_in_process`, freed blocks of at least this many bytes go back to the system
at once (M_MMAP_THRESHOLD)."""

_PR_SET_PDEATHSIG = 1
_M_MMAP_THRESHOLD = -3


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def parallel_map(work: Callable[[T], R], items: Sequence[T], processes: int) -> Iterator[R]:
    """Yield the result of `work` for each item, in order; its exceptions pass through.

    With one process, or few items, everything runs here. Otherwise `work` runs in forked processes,
    and its side effects are lost.
    """
    if processes < 2 or len(items) < MIN_ITEMS:
        yield from map(work, items)
        return
    size = min(MAX_CHUNK, max(8, len(items) // 1000))
    chunks = range(0, len(items), size)

    def run(worker: int, send: Callable[[Any], None]) -> None:
        _yield_to_others()
        # Chunks are dealt out in turn, so the parent knows whose turn it is.
        for start in chunks[worker::processes]:
            send([work(item) for item in items[start : start + size]])

    workers = [_Process(partial(run, worker)) for worker in range(processes)]
    try:
        for number in range(len(chunks)):
            yield from workers[number % processes].receive()
    finally:
        for worker in workers:
            worker.stop()


def start_in_process(work: Callable[[], R], parallel: bool = True) -> Callable[[], R]:
    """Start `work` in a process; the function returned waits for its result or its exception.

    Without `parallel` the work is done here, when its result is asked for.
    """
    if not parallel:
        return work

    def run(send: Callable[[Any], None]) -> None:
        _return_memory_at_once()
        send(work())

    process = _Process(run)

    def wait() -> R:
        try:
            result: R = process.receive()
        finally:
            process.join()
        return result

    return wait


class _Process:
    """A forked process that sends results to this one."""

    def __init__(self, run: Callable[[Callable[[Any], None]], None]) -> None:
        context = multiprocessing.get_context("fork")
        self._results, results = context.Pipe(duplex=False)
        self._process = context.Process(target=_run, args=(run, results), daemon=True)
        self._process.start()
        results.close()

    def receive(self) -> Any:
        """Return the next result, or raise what the process raised."""
        try:
            result, error = self._results.recv()
        except EOFError:
            raise RuntimeError("a worker process was killed") from None
        if error:
            raise error
        return result

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self.join()

    def join(self) -> None:
        """Wait for the end of the process."""
        self._process.join()
        self._results.close()


def _run(run: Callable[[Callable[[Any], None]], None], results: Connection) -> None:
    # The parent answers Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    try:
        run(lambda result: results.send((result, None)))
    except BaseException as error:
        results.send((None, error))
        raise SystemExit(1) from None


def _yield_to_others() -> None:
    # A process that works alone would otherwise end last.
    os.nice(NICENESS)
    # Only objects created from here on can become garbage.
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def _return_memory_at_once() -> None:
    """Return large freed arrays to the system, which glibc keeps otherwise."""
    with suppress(OSError, AttributeError):  # glibc only
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, MMAP_THRESHOLD_BYTES)


def die_with_parent() -> None:
    """Let the system kill this process when its parent ends: a killed parent cannot clean up."""
    with suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
