"""Whatever befalls a build, one whole version of the site stands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from support.faults import Board, clock, kill_builds, made_board, tree

KILLS = 5


def test_killed_at_random_moments(project: Path, tmp_path: Path) -> None:
    kill_builds(made_board(project, tmp_path), KILLS)


def children(pid: int) -> list[int]:
    """The children of a process of one thread."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_child_dies_with_a_killed_build(project: Path, tmp_path: Path) -> None:
    board = made_board(project, tmp_path)
    process = board.command()
    # Git comes first; MkDocs is the child that fills the folder.
    while not (found := [pid for pid in children(process.pid) if b"mkdocs" in command_line(pid)]):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while any(map(is_running, found)):
        time.sleep(0.005)
    assert board.is_whole()


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_two_builds_at_once(project: Path, tmp_path: Path) -> None:
    board = made_board(project, tmp_path)
    both = [board.command(), board.command()]
    codes = [one.wait() for one in both]
    assert 0 in codes
    assert board.is_whole()
    assert [path.name for path in board.site.parent.iterdir()] == ["site"]


def test_equal_from_other_paths_zones_seeds_languages_and_clocks(
    project: Path, tmp_path: Path
) -> None:
    """Byte for byte, search index and compressed files included; faketime sets the clock."""
    one = made_board(project, tmp_path / "a")
    other = Board(project, tmp_path / "另一个 文件夹/notices", tmp_path / "b/c d/site")
    shutil.copytree(one.notices, other.notices)
    later = clock("+400d")
    east = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    west = {"PYTHONHASHSEED": "1", "TZ": "America/Anchorage", "LC_ALL": "C"}
    assert one.build(SOURCE_DATE_EPOCH="1704067200", **west) == 0
    assert other.build(SOURCE_DATE_EPOCH="1704067200", **east, **later) == 0
    targets = [tmp_path / "first", tmp_path / "second"]
    for board, target, changed in zip((one, other), targets, (west, east | later), strict=True):
        command = [str(project / "deploy/publish"), str(board.site), str(target)]
        run = subprocess.run(command, env={**os.environ, **changed}, capture_output=True)
        assert run.returncode == 0, run.stderr
    first, second = (tree(target / "current") for target in targets)
    assert any(name.startswith("search-index/") and name.endswith(".gz") for name in first)
    assert any(name.endswith(".br") for name in first)
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()
