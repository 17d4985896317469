"""Sample the stacks of this process and of its forked ones by CPU time; Python imports it at its start.

STAGE_SAMPLES names the folder that each process writes its samples into.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import signal
from collections import Counter
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any

INTERVAL = 0.002
_FOLDER = os.environ.get("STAGE_SAMPLES")
_stacks: Counter[str] = Counter()


def _sample(_number: int, frame: FrameType | None) -> None:
    stack = []
    while frame is not None:
        stack.append(f"{frame.f_code.co_filename}:{frame.f_code.co_name}")
        frame = frame.f_back
    _stacks["\n".join(stack)] += 1


def _start() -> None:
    _stacks.clear()
    signal.signal(signal.SIGPROF, _sample)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)


def _write() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    content = {"cpu": usage.ru_utime + usage.ru_stime, "stacks": _stacks}
    Path(_FOLDER or "", f"{os.getpid()}.json").write_text(json.dumps(content), "utf-8")


if _FOLDER:
    _bootstrap = BaseProcess._bootstrap  # type: ignore[attr-defined]

    def _run(self: BaseProcess, *arguments: Any, **options: Any) -> Any:
        _start()
        try:
            return _bootstrap(self, *arguments, **options)
        finally:
            _write()

    BaseProcess._bootstrap = _run  # type: ignore[attr-defined]
    # A process whose work is done is killed, which would lose its samples.
    BaseProcess.kill = BaseProcess.join  # type: ignore[method-assign]
    atexit.register(_write)
    _start()
