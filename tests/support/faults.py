"""Fault injection for builds: kills and false clocks."""

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
class Workspace:
    """A folder of notices and the site that `make site` builds from it."""

    project: Path
    notices: Path
    site: Path

    def start_build(
        self, environment: Mapping[str, str] | None = None, output: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start a build in a child process."""
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
        """Build and return the exit code."""
        return self.start_build(environment).wait()

    def is_consistent(self) -> bool:
        """Return whether the files of the site are exactly those in SHA256SUMS."""
        return not compare(self.site, self.site / "SHA256SUMS")

    def published_slugs(self) -> set[str]:
        """Return the slugs of the notices in the site."""
        return {path.parent.name for path in self.site.glob("notices/*/*/notice.md")}


def read_tree(site: Path) -> dict[str, bytes]:
    """Return the content of each file of a site by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def fake_clock(time: str) -> dict[str, str]:
    """Return the environment that sets every clock but the monotonic to this time."""
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    return {"LD_PRELOAD": str(library), "FAKETIME": time, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def create_workspace(project: Path, folder: Path, count: int = 5) -> Workspace:
    """Create a workspace of `count` notices and build it."""
    workspace = Workspace(project, folder / "notices", folder / "out/site")
    for number in range(count):
        write(workspace.notices, f"2024/n{number}", unit=f"单位{number:02}党组")
    assert workspace.build() == 0
    return workspace


def kill_builds(workspace: Workspace, times: int) -> None:
    """Kill `times` builds at random moments; each must leave a complete site, old or new."""
    started = time.monotonic()
    assert workspace.build() == 0
    duration = time.monotonic() - started
    first = workspace.published_slugs()
    rng = random.Random(times)
    for number in range(times):
        previous = workspace.published_slugs()
        write(workspace.notices, f"2024/more{number}", unit=f"新单位{number:02}党组")
        process = workspace.start_build()
        time.sleep(rng.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert workspace.is_consistent()
        # The new site also contains the notices of killed builds.
        complete = first | {f"more{index}" for index in range(number + 1)}
        assert workspace.published_slugs() in (previous, complete)
    assert workspace.build() == 0
    assert workspace.is_consistent()
    assert f"more{times - 1}" in workspace.published_slugs()
    entries = [path.name for path in workspace.site.parent.iterdir()]
    assert entries == [workspace.site.name], entries
