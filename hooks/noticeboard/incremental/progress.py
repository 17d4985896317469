"""How far a long step is: a bar on a terminal, now and then a line in a log, nothing when short."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Item = TypeVar("Item")

BAR_AFTER = 1.0
"""Seconds that a step on a terminal runs before it shows a bar."""
LINE_EVERY = 10.0
"""Seconds between two lines in a log."""
REFRESH_EVERY = 0.1
"""Seconds between two pictures of a bar."""

Clock = Callable[[], float]


class _Display(Protocol):
    def update(self, done: int, now: float) -> None: ...

    def close(self) -> None: ...


def steps(
    label: str,
    items: Iterable[Item],
    total: int | None = None,
    *,
    stream: TextIO | None = None,
    clock: Clock = time.monotonic,
) -> Iterator[Item]:
    """Hand on `items` one by one, showing on `stream` (stderr) how many of `total` are done.

    `total` is the length of `items` when they have one; without it the count alone is shown.
    Whoever breaks off takes the bar away by closing the generator, as `for` and garbage do.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    with counting(label, total, stream=stream, clock=clock) as count:
        for item in items:
            yield item
            count()


@contextmanager
def counting(
    label: str,
    total: int | None = None,
    *,
    stream: TextIO | None = None,
    clock: Clock = time.monotonic,
) -> Iterator[Callable[[], None]]:
    """The same for a step that is no loop: what it gives is called after each thing done."""
    out = stream if stream is not None else sys.stderr
    started = clock()
    display: _Display = (
        _Bar(label, total, started, out) if out.isatty() else _Lines(label, total, started, out)
    )
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        display.update(done, clock())

    try:
        yield count
    finally:
        display.close()


class _Lines:
    """One line every ten seconds, for a log."""

    def __init__(self, label: str, total: int | None, started: float, stream: TextIO) -> None:
        self._label, self._total, self._stream = label, total, stream
        self._started, self._next = started, started + LINE_EVERY

    def update(self, done: int, now: float) -> None:
        if now < self._next:
            return
        self._next = now + LINE_EVERY
        of = f"/{self._total}" if self._total is not None else ""
        print(
            f"{self._label}：{done}{of}，已用 {now - self._started:.0f} 秒",
            file=self._stream,
            flush=True,
        )

    def close(self) -> None:
        """A log keeps what it was told."""


class _Bar:
    """A bar that comes after a second and leaves the terminal as it was."""

    def __init__(self, label: str, total: int | None, started: float, stream: TextIO) -> None:
        self._label, self._total, self._stream = label, total, stream
        self._next = started + BAR_AFTER
        self._shown: tuple[Progress, TaskID] | None = None

    def update(self, done: int, now: float) -> None:
        if now < self._next:
            return
        self._next = now + REFRESH_EVERY
        if self._shown is None:
            progress = _progress(self._stream)
            self._shown = progress, progress.add_task(self._label, total=self._total)
            progress.start()
        progress, task = self._shown
        progress.update(task, completed=done)
        progress.refresh()

    def close(self) -> None:
        if self._shown:
            self._shown[0].stop()


def _progress(stream: TextIO) -> Progress:
    # Loaded only when a bar is shown: most calls are over before.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(file=stream),
        auto_refresh=False,
        transient=True,
    )
