"""What `make audit` does to a build: fifty kills, full disks, caches that refuse, false clocks."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.factories import write
from support.faults import Board, clock, kill_builds, made_board, tree

from noticeboard.exports.checksums import write_checksums

KILLS = 50


def test_killed_fifty_times(project: Path, tmp_path: Path) -> None:
    kill_builds(made_board(project, tmp_path), KILLS)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB: room for one site, not for two."""
    yield from mounted(tmp_path / "disk")


def mounted(disk: Path) -> Iterator[Path]:
    """A disk of 12 MB at this place, until the test is over."""
    assert os.geteuid() == 0, "a small disk can be made by root only: sudo make audit"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on the disk; the file that takes it."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(2**16))
    assert not os.statvfs(disk).f_bavail
    return filler


def make_read_only(disk: Path) -> None:
    """Let nothing be written on the disk any more."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(OSError, match="Read-only"):
        (disk / "a").touch()


EPOCH = "1735689600"


@pytest.mark.parametrize("warm", [False, True], ids=["empty", "warm"])
@pytest.mark.parametrize("hinder", [make_read_only, fill], ids=["read-only", "full"])
def test_a_cache_that_takes_nothing(
    hinder: Callable[[Path], object], warm: bool, project: Path, tmp_path: Path, small_disk: Path
) -> None:
    """The build goes on without it, and makes the same site with the same words."""
    board = made_board(project, tmp_path)
    settings = {"CACHE_DIR": str(small_disk / "cache"), "SOURCE_DATE_EPOCH": EPOCH}
    if warm:
        assert board.build(**settings) == 0
        assert any((small_disk / "cache").iterdir())
    write(board.notices, "2024/later", unit="后来局党组")
    hinder(small_disk)
    process = board.command(settings, subprocess.PIPE)
    said = process.communicate()[0].decode()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert not re.search("(?i)error|warning|sqlite", said), said
    assert board.is_whole()
    made = tree(board.site)
    settings["CACHE_DIR"] = str(tmp_path / "another")
    assert board.build(**settings) == 0
    assert tree(board.site) == made


@pytest.mark.parametrize(
    ("time", "code"),
    [
        pytest.param("1971-01-01 00:00:00", 1, id="before every notice, which a check refuses"),
        pytest.param("2106-02-08 00:00:00", 0, id="past 32 bits"),
        pytest.param("+0d x500", 0, id="running"),
    ],
)
def test_a_clock_that_is_wrong(time: str, code: int, project: Path, tmp_path: Path) -> None:
    """The site stays as it was: by a new build that is the same, or by none."""
    board = made_board(project, tmp_path)
    assert board.build(SOURCE_DATE_EPOCH=EPOCH) == 0
    made = tree(board.site)
    new_cache = str(tmp_path / "cache")
    assert board.build(SOURCE_DATE_EPOCH=EPOCH, CACHE_DIR=new_cache, **clock(time)) == code
    assert board.is_whole()
    assert tree(board.site) == made
    assert [path.name for path in board.site.parent.iterdir()] == [board.site.name]


def test_four_builds_at_once(project: Path, tmp_path: Path) -> None:
    """Of one folder of notices into one site, with one new cache."""
    board = made_board(project, tmp_path)
    cache = str(tmp_path / "cache")
    running = [board.command({"CACHE_DIR": cache, "SOURCE_DATE_EPOCH": EPOCH}) for _ in range(4)]
    codes = [process.wait() for process in running]
    assert 0 in codes
    assert board.is_whole()
    made = tree(board.site)
    assert board.build(SOURCE_DATE_EPOCH=EPOCH, CACHE_DIR=str(tmp_path / "other")) == 0
    assert tree(board.site) == made
    assert [path.name for path in board.site.parent.iterdir()] == [board.site.name]


def test_disk_full(project: Path, tmp_path: Path, small_disk: Path) -> None:
    roomy = made_board(project, tmp_path)
    board = Board(project, roomy.notices, small_disk / "site")
    assert board.build() == 0
    titles = board.titles()
    filler = fill(small_disk)
    with filler.open("r+b") as file:
        file.truncate(filler.stat().st_size - 2**20)
    assert board.build() != 0
    assert board.is_whole()
    assert board.titles() == titles
    filler.unlink()
    assert {path.name for path in small_disk.iterdir()} == {"site"}


def test_publishing_on_a_full_disk(project: Path, tmp_path: Path, small_disk: Path) -> None:
    board = made_board(project, tmp_path)
    command = [str(project / "deploy/publish"), str(board.site), str(small_disk / "srv")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    live_version = (small_disk / "srv/current").resolve()
    page = board.site / "index.html"
    page.write_bytes(os.urandom(20 * 2**20))
    write_checksums(board.site)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "没有发布" in done.stderr
    assert (small_disk / "srv/current").resolve() == live_version
    assert [path.name for path in (small_disk / "srv/versions").iterdir()] == [live_version.name]
