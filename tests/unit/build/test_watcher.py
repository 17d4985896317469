"""Whoever looks for changes rests while a build runs, and looks again after it."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from noticeboard.build.watcher import build_alone

LONG = 30.0


class Folder:
    def __init__(self) -> None:
        self.looked = Event()
        self.queue_events: Callable[[float], None] = lambda timeout: self.looked.set()


def test_no_look_while_a_build_runs() -> None:
    folder, begun, go_on = Folder(), Event(), Event()

    def build() -> None:
        begun.set()
        assert go_on.wait(LONG)

    builder = Thread(target=build_alone(build, [folder]))
    builder.start()
    assert begun.wait(LONG)
    looker = Thread(target=folder.queue_events, args=(0,))
    looker.start()
    looker.join(0.2)  # Long enough for a look that nothing holds back.
    assert not folder.looked.is_set()
    go_on.set()
    assert folder.looked.wait(LONG)
    builder.join(LONG)
    looker.join(LONG)


def test_a_build_that_fails_does_not_end_the_looking() -> None:
    folder = Folder()

    def build() -> None:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        build_alone(build, [folder])()
    folder.queue_events(0)
    assert folder.looked.is_set()
