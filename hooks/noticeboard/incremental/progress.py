"""Progress of long steps: a bar on a terminal, a line now and then in a log, nothing if short."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from time import monotonic
from typing import TextIO, TypeVar

Item = TypeVar("Item")

BAR_AFTER = 1.0
"""Seconds after which a step on a terminal shows a bar."""
LINE_EVERY = 10.0
"""Seconds between two lines in a log."""


def track(
    label: str, items: Iterable[Item], total: int | None = None, stream: TextIO | None = None
) -> Iterator[Item]:
    """Yield the items, and show on `stream` (stderr) how many of `total` are done.

    `total` is the length of `items` if they have one; without it only the count is shown.
    """
    out = stream if stream is not None else sys.stderr
    if total is None and isinstance(items, Sized):
        total = len(items)
    if out.isatty():
        from tqdm import tqdm  # a tenth of a second, and only a terminal shows the bar

        yield from tqdm(items, label, total, leave=False, file=out, delay=BAR_AFTER)
    else:
        yield from _log(label, items, total, out)


def _log(label: str, items: Iterable[Item], total: int | None, out: TextIO) -> Iterator[Item]:
    started = last = monotonic()
    of_total = "" if total is None else f"/{total}"
    for count, item in enumerate(items, 1):
        yield item
        now = monotonic()
        if now - last >= LINE_EVERY:
            print(f"{label}：{count}{of_total}，已用 {now - started:.0f} 秒", file=out, flush=True)
            last = now
