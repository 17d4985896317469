"""Builds of this project that are hindered, and what stands afterwards."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from support.factories import write

from noticeboard.exports.checksums import compare


@dataclass(frozen=True, slots=True)
class Board:
    """A folder of notices and the site that `make site` builds of it."""

    project: Path
    notices: Path
    site: Path

    def command(
        self, environment: Mapping[str, str] | None = None, output: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start a build in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "noticeboard", "build"],
            cwd=self.project,
            env={
                **os.environ,
                "NOTICES_DIR": str(self.notices),
                "SITE_DIR": str(self.site),
                **(environment or {}),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def build(self, **environment: str) -> int:
        """Build; the exit code."""
        return self.command(environment).wait()

    def is_whole(self) -> bool:
        """Whether every file of the site is as its SHA256SUMS says, none missing or added."""
        return not compare(self.site, self.site / "SHA256SUMS")

    def titles(self) -> set[str]:
        """The units whose notices the site has."""
        return {path.parent.name for path in self.site.glob("notices/*/*/notice.md")}


def tree(site: Path) -> dict[str, bytes]:
    """Every file of a site by its name."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def clock(time: str) -> dict[str, str]:
    """The environment in which a build reads this time from every clock but the monotonic."""
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    return {"LD_PRELOAD": str(library), "FAKETIME": time, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def made_board(project: Path, folder: Path, count: int = 5) -> Board:
    """A board of `count` notices, built once."""
    board = Board(project, folder / "notices", folder / "out/site")
    for number in range(count):
        write(board.notices, f"2024/n{number}", unit=f"单位{number:02}党组")
    assert board.build() == 0
    return board


def kill_builds(board: Board, times: int) -> None:
    """Kill `times` builds at random moments; after each a whole site stands, old or new."""
    started = time.monotonic()
    assert board.build() == 0
    lasts = time.monotonic() - started
    first = board.titles()
    chance = random.Random(times)
    for number in range(times):
        before = board.titles()
        write(board.notices, f"2024/more{number}", unit=f"新单位{number:02}党组")
        process = board.command()
        time.sleep(chance.uniform(0, lasts))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert board.is_whole()
        # The site is the one before or has all that lies in notices/, those of killed builds too.
        every = first | {f"more{written}" for written in range(number + 1)}
        assert board.titles() in (before, every)
    assert board.build() == 0
    assert board.is_whole()
    assert f"more{times - 1}" in board.titles()
    left = [path.name for path in board.site.parent.iterdir()]
    assert left == [board.site.name], left
