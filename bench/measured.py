"""Run a command and measure it: seconds, processor seconds, memory of all its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EVERY = 0.2
"""Seconds between two looks at the memory, at least."""
SHARE = 0.05
"""So much of the time is given to looks at most: the system holds up whom it looks at."""


class CommandFailedError(Exception):
    """The command ended with an error; the message is the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command, or several after each other, took.

    `wall` and `cpu` in seconds, `peak` in bytes: the most that all processes of a command held at
    once, shared pages counted once. `finished` is False when the time limit ended it.
    """

    wall: float
    cpu: float
    peak: int
    finished: bool = True

    def then(self, other: Run) -> Run:
        """Both, one after the other."""
        return Run(
            self.wall + other.wall,
            self.cpu + other.cpu,
            max(self.peak, other.peak),
            self.finished and other.finished,
        )


def measure(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    limit: float | None = None,
    accepted: Sequence[int] = (0,),
) -> Run:
    """Run `command` in `folder` and wait for it, at most `limit` seconds.

    What was written before is on the disk when it begins.

    Raises CommandFailedError when it ends with an exit code that is not `accepted`.
    """
    log = folder.with_name(f"{folder.name}.log")
    os.sync()
    started = time.perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watcher = _Watcher(process.pid, None if limit is None else started + limit)
        try:
            # wait4 gives the processor time of the whole tree that was waited for.
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            watcher.stop()
            _end_group(process.pid)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in accepted and not watcher.expired:
        raise CommandFailedError(log.read_text("utf-8", "replace")[-2000:])
    return Run(
        time.perf_counter() - started,
        usage.ru_utime + usage.ru_stime,
        # What lived too shortly to be looked at is in the kernel's own count of the largest.
        max(watcher.peak, usage.ru_maxrss * 1024),
        not watcher.expired,
    )


class _Watcher:
    """Looks at the memory of a session's processes now and then, and ends them at the limit."""

    def __init__(self, session: int, deadline: float | None) -> None:
        self._session, self._deadline = session, deadline
        self.peak = 0
        self.expired = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = SAMPLE_EVERY
        while not self._stopped.wait(pause):
            begun = time.perf_counter()
            self.peak = max(self.peak, memory(self._session))
            pause = max(SAMPLE_EVERY, (time.perf_counter() - begun) / SHARE)
            if self._deadline is not None and time.perf_counter() > self._deadline:
                self.expired = True
                _end_group(self._session)
                return


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def memory(session: int) -> int:
    """Bytes that the processes of a session hold now, shared pages counted once."""
    return sum(_held(process) for process in Path("/proc").iterdir() if _is_in(process, session))


def _is_in(process: Path, session: int) -> bool:
    if not process.name.isdecimal():
        return False
    try:
        stat = (process / "stat").read_text("utf-8", "replace")
    except OSError:
        return False
    # After the name in brackets: state, parent, group, session.
    return int(stat.rpartition(")")[2].split()[3]) == session


def _held(process: Path) -> int:
    # A process may end while it is looked at.
    with suppress(OSError, ValueError):
        for line in (process / "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
