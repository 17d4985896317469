"""Runs the site generator as a child process that never outlives this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from noticeboard.build.environment import SOURCE_DATE_EPOCH, build_time, engine
from noticeboard.incremental.pool import die_with_parent
from noticeboard.model.problems import NoticeboardError

_END_SIGNALS = {signal.SIGINT, signal.SIGTERM}


class BuildFailedError(NoticeboardError):
    """The site generator has ended with this exit code, and has printed why."""

    def __init__(self, code: int) -> None:
        super().__init__("网站没有生成，原因见上")
        self.code = code


def run_engine(config_file: Path, target: Path) -> None:
    """Build the site of `config_file` into `target`. Raise NoticeboardError.

    ENGINE names the site generator: mkdocs or properdocs.
    """
    environment = {
        **os.environ,
        # All parts of a build are as of one day, even at midnight.
        SOURCE_DATE_EPOCH: str(int(build_time().timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", engine(), "build", "--strict"]
    command += ["--config-file", str(config_file), "--site-dir", str(target)]
    code = _run(command, environment)
    if code:
        raise BuildFailedError(code)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run `command` and return its exit code; kill it if this process is interrupted."""
    # A signal between the start of the child and the `try` would leave the child running.
    signal.pthread_sigmask(signal.SIG_BLOCK, _END_SIGNALS)
    with subprocess.Popen(command, env=environment, preexec_fn=_begin_child) as process:
        try:
            _receive_signals()
            return process.wait()
        except BaseException:
            process.kill()
            raise


def _begin_child() -> None:
    # A child that outlived its parent would write into a folder that the next build removes.
    die_with_parent()
    _receive_signals()


def _receive_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _END_SIGNALS)
