"""What `make audit` does to a build: fifty kills, a full disk, a cache that cannot be written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import Board, kill_builds, made_board

from noticeboard.checksums import write_checksums

KILLS = 50


def test_killed_fifty_times(project: Path, tmp_path: Path) -> None:
    kill_builds(made_board(project, tmp_path), KILLS)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB: room for one site, not for two."""
    assert os.geteuid() == 0, "a small disk can be made by root only: sudo make audit"
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_disk_full(project: Path, tmp_path: Path, small_disk: Path) -> None:
    roomy = made_board(project, tmp_path)
    board = Board(project, roomy.notices, small_disk / "site")
    assert board.build() == 0
    titles = board.titles()
    (small_disk / "filler").write_bytes(bytes(2**20))
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(bytes(2**20 + max(0, free - 2**20)))
    assert board.build() != 0
    assert board.is_whole()
    assert board.titles() == titles
    (small_disk / "filler").unlink()
    assert {path.name for path in small_disk.iterdir()} == {"site"}


def test_publishing_on_a_full_disk(project: Path, tmp_path: Path, small_disk: Path) -> None:
    board = made_board(project, tmp_path)
    command = [str(project / "deploy/publish"), str(board.site), str(small_disk / "srv")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    served = (small_disk / "srv/current").resolve()
    page = board.site / "index.html"
    page.write_bytes(os.urandom(20 * 2**20))
    write_checksums(board.site)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "没有发布" in done.stderr
    assert (small_disk / "srv/current").resolve() == served
    assert [path.name for path in (small_disk / "srv/versions").iterdir()] == [served.name]
