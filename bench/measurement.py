"""Measurement of commands: wall time, CPU time and memory of the whole process tree."""

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

SAMPLE_INTERVAL = 0.2
"""Minimal seconds between two samples of the memory."""
MAX_OVERHEAD = 0.05
"""Share of the time that may go into sampling: the kernel stops a process to count its memory."""


class CommandFailedError(Exception):
    """A command failed; the message is the end of its output."""


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of a command, or of several in sequence.

    `wall` and `cpu` are in seconds. `peak` is the maximum of all processes together in bytes, with
    shared pages counted once. `finished` is False if the time limit ended the command.
    """

    wall: float
    cpu: float
    peak: int
    finished: bool = True

    def then(self, other: Run) -> Run:
        """Return the cost of both in sequence."""
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
    """Flush earlier writes to the disk, then run `command` in `folder` for at most `limit` seconds.

    Raise CommandFailedError if the exit code is not `accepted`.
    """
    log = folder.with_name(f"{folder.name}.log")
    os.sync()
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        sampler = _Sampler(process.pid, None if limit is None else start + limit)
        try:
            _, status, usage = os.wait4(process.pid, 0)  # includes awaited descendants
        finally:
            sampler.stop()
            _kill_group(process.pid)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in accepted and not sampler.expired:
        raise CommandFailedError(log.read_text("utf-8", "replace")[-2000:])
    return Run(
        time.perf_counter() - start,
        usage.ru_utime + usage.ru_stime,
        # The kernel's figure covers processes that end between two samples.
        max(sampler.peak, usage.ru_maxrss * 1024),
        not sampler.expired,
    )


class _Sampler:
    """Samples the memory of a session's processes in a thread, and kills them at the deadline."""

    def __init__(self, session: int, deadline: float | None) -> None:
        self._session, self._deadline = session, deadline
        self.peak = 0
        self.expired = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _sample(self) -> None:
        pause = SAMPLE_INTERVAL
        while not self._stopped.wait(pause):
            start = time.perf_counter()
            self.peak = max(self.peak, session_memory(self._session))
            pause = max(SAMPLE_INTERVAL, (time.perf_counter() - start) / MAX_OVERHEAD)
            if self._deadline is not None and time.perf_counter() > self._deadline:
                self.expired = True
                _kill_group(self._session)
                return


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def session_memory(session: int) -> int:
    """Return the bytes that the processes of a session use, with shared pages counted once."""
    processes = Path("/proc").iterdir()
    return sum(_memory(process) for process in processes if _is_in_session(process, session))


def _is_in_session(process: Path, session: int) -> bool:
    if not process.name.isdecimal():
        return False
    try:
        stat = (process / "stat").read_text("utf-8", "replace")
    except OSError:
        return False
    # After the command in parentheses: state, parent, group, session.
    return int(stat.rpartition(")")[2].split()[3]) == session


def _memory(process: Path) -> int:
    # The process may have ended.
    with suppress(OSError, ValueError):
        for line in (process / "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
