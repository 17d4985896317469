"""Looking for changed files while `make serve` runs, but never while it builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any


def build_alone(build: Callable[[], None], emitters: Iterable[Any]) -> Callable[[], None]:
    """`build` such that watchdog's `emitters` rest while it runs, and look for changes afterwards.

    With thousands of notices to look at they would take half of the interpreter from it.
    """
    building = Lock()
    for emitter in emitters:
        emitter.queue_events = _resting(emitter.queue_events, building)

    def alone() -> None:
        with building:
            build()

    return alone


def _resting(look: Callable[[float], None], building: Lock) -> Callable[[float], None]:
    def when_nothing_is_built(timeout: float) -> None:
        with building:
            pass
        look(timeout)

    return when_nothing_is_built
