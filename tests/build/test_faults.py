"""A failed, killed or concurrent build leaves one complete version of the site."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from support.faults import Workspace, create_workspace, fake_clock, kill_builds, read_tree

KILLS = 5


def test_builds_killed_at_random_moments(project: Path, tmp_path: Path) -> None:
    kill_builds(create_workspace(project, tmp_path), KILLS)


def children(pid: int) -> list[int]:
    """Return the PIDs of the children of a single-threaded process."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def is_running(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_child_dies_with_a_killed_build(project: Path, tmp_path: Path) -> None:
    workspace = create_workspace(project, tmp_path)
    process = workspace.start_build()
    # The first child is git; wait for MkDocs, which writes the site.
    while not (
        children_pids := [pid for pid in children(process.pid) if b"mkdocs" in command_line(pid)]
    ):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while any(map(is_running, children_pids)):
        time.sleep(0.005)
    assert workspace.is_consistent()


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_two_concurrent_builds(project: Path, tmp_path: Path) -> None:
    workspace = create_workspace(project, tmp_path)
    processes = [workspace.start_build(), workspace.start_build()]
    codes = [process.wait() for process in processes]
    assert 0 in codes
    assert workspace.is_consistent()
    assert [path.name for path in workspace.site.parent.iterdir()] == ["site"]


def test_builds_are_reproducible_across_paths_zones_seeds_locales_and_clocks(
    project: Path, tmp_path: Path
) -> None:
    """Byte for byte, with the search index and the compressed files; faketime sets the clock."""
    one = create_workspace(project, tmp_path / "a")
    other = Workspace(project, tmp_path / "另一个 文件夹/notices", tmp_path / "b/c d/site")
    shutil.copytree(one.notices, other.notices)
    later = fake_clock("+400d")
    east = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    west = {"PYTHONHASHSEED": "1", "TZ": "America/Anchorage", "LC_ALL": "C"}
    assert one.build(SOURCE_DATE_EPOCH="1704067200", **west) == 0
    assert other.build(SOURCE_DATE_EPOCH="1704067200", **east, **later) == 0
    targets = [tmp_path / "first", tmp_path / "second"]
    for workspace, target, changed in zip((one, other), targets, (west, east | later), strict=True):
        command = [str(project / "deploy/publish"), str(workspace.site), str(target)]
        run = subprocess.run(command, env={**os.environ, **changed}, capture_output=True)
        assert run.returncode == 0, run.stderr
    first, second = (read_tree(target / "current") for target in targets)
    assert any(name.startswith("search-index/") and name.endswith(".gz") for name in first)
    assert any(name.endswith(".br") for name in first)
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()
