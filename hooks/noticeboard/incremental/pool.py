"""Work shared between the processor's cores, by processes that inherit all that is in memory."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.pool import Pool
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEW = 64
"""So many pieces are done faster at once than handed out."""

YIELDING = 5
"""By so much those who share a work let others go first (`nice`)."""

LARGE = 4 << 20
"""Bytes from which what a process beside the build frees is free for all at once."""

_PR_SET_PDEATHSIG = 1
_M_MMAP_THRESHOLD = -3
_job: tuple[Callable[[Any], Any], Sequence[Any]]


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


def parallel_map(work: Callable[[T], R], items: Sequence[T], processes: int) -> Iterator[R]:
    """The result of `work` for each item, in their order; what it raises passes through.

    With one process, or few items, all is done here. What `work` changes in memory is lost.
    """
    global _job
    if processes < 2 or len(items) < FEW:
        yield from map(work, items)
        return
    _job = (work, items)
    with _pool(processes) as pool:
        chunk = min(max(8, len(items) // 1000), 64)
        yield from pool.imap(_do, range(len(items)), chunk)


def background(work: Callable[[], R], beside: bool = True) -> Callable[[], R]:
    """Do `work` in a process beside this one; what is returned waits for its result, and raises
    what it raised.

    Where nothing may run `beside` this process, `work` is done when it is waited for.
    """
    if not beside:
        return work
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def run() -> None:
        _begin()
        _give_back_at_once()
        try:
            result = work()
        except BaseException as error:
            there.send((None, error))
            raise SystemExit(1) from None
        there.send((result, None))

    process = context.Process(target=run, daemon=True)
    process.start()
    there.close()

    def wait() -> R:
        result: Any
        try:
            result, error = here.recv()
        except EOFError:
            result, error = None, RuntimeError("a process beside the build has been killed")
        process.join()
        if error:
            raise error
        made: R = result
        return made

    return wait


def _pool(processes: int) -> Pool:
    return multiprocessing.get_context("fork").Pool(processes, initializer=_begin_with_others)


def _begin_with_others() -> None:
    _begin()
    # What is done beside by one process alone would otherwise end last.
    os.nice(YIELDING)
    # Only what is made from here on can become garbage.
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def _begin() -> None:
    # Ctrl-C is for the parent to answer; and no child outlives it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()


def _give_back_at_once() -> None:
    """Have the system get back what is freed of large arrays, which glibc else keeps for others."""
    with suppress(OSError, AttributeError):  # glibc only
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)


def die_with_parent() -> None:
    """Have the system kill this process when its parent ends, which killed cannot do it itself."""
    with suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _do(index: int) -> object:
    work, items = _job
    return work(items[index])
