"""Runs the site generator as a child process that never outlives this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from noticeboard.build.environment import engine
from noticeboard.history.git import GitError, git
from noticeboard.incremental.pool import die_with_parent
from noticeboard.model.problems import NoticeboardError

_END_SIGNALS = {signal.SIGINT, signal.SIGTERM}


class BuildFailedError(NoticeboardError):
    """The site generator has ended with this exit code, and has printed why."""

    def __init__(self, code: int) -> None:
        super().__init__("网站没有生成，原因见上")
        self.code = code


def run_engine(config_file: Path, target: Path) -> None:
    """Build the site of `config_file` into `target`. Raise BuildFailedError.

    ENGINE names the site generator: mkdocs or properdocs.
    """
    environment = {
        "SOURCE_DATE_EPOCH": last_commit_time(config_file.parent),
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", engine(), "build", "--strict"]
    command += ["--config-file", str(config_file), "--site-dir", str(target)]
    # Python takes an empty SOURCE_DATE_EPOCH for a number.
    code = _run(command, {name: value for name, value in environment.items() if value})
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


def last_commit_time(root: Path) -> str:
    """Return the time of the last commit, which dates a reproducible build, in seconds since 1970.

    The text is empty without Git.
    """
    with suppress(GitError):
        return git(root, "log", "-1", "--format=%ct").decode().strip()
    return ""
