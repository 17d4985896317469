"""Fault injection for builds: fifty kills, full disks, unusable caches, false clocks."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.factories import write
from support.faults import Workspace, create_workspace, fake_clock, kill_builds, read_tree

from noticeboard.exports.checksums import write_checksums

KILLS = 50


def test_builds_killed_fifty_times(project: Path, tmp_path: Path) -> None:
    kill_builds(create_workspace(project, tmp_path), KILLS)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB: enough for one site, too small for two."""
    yield from mount_disk(tmp_path / "disk")


def mount_disk(disk: Path) -> Iterator[Path]:
    """Mount a disk of 12 MB until the test ends."""
    assert os.geteuid() == 0, "only root can mount a small disk: sudo make audit"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Fill the disk and return the file that fills it."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(2**16))
    assert not os.statvfs(disk).f_bavail
    return filler


def make_read_only(disk: Path) -> None:
    """Remount the disk read-only."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(OSError, match="Read-only"):
        (disk / "a").touch()


EPOCH = "1735689600"


@pytest.mark.parametrize("warm", [False, True], ids=["empty", "warm"])
@pytest.mark.parametrize("inject_fault", [make_read_only, fill], ids=["read-only", "full"])
def test_an_unwritable_cache_changes_nothing(
    inject_fault: Callable[[Path], object],
    warm: bool,
    project: Path,
    tmp_path: Path,
    small_disk: Path,
) -> None:
    """The build continues without the cache, without warnings and with the same site."""
    workspace = create_workspace(project, tmp_path)
    settings = {"CACHE_DIR": str(small_disk / "cache"), "SOURCE_DATE_EPOCH": EPOCH}
    if warm:
        assert workspace.build(**settings) == 0
        assert any((small_disk / "cache").iterdir())
    write(workspace.notices, "2024/later", unit="后来局党组")
    inject_fault(small_disk)
    process = workspace.start_build(settings, subprocess.PIPE)
    output = process.communicate()[0].decode()
    assert process.returncode == 0, output
    assert "Traceback" not in output
    assert not re.search("(?i)error|warning|sqlite", output), output
    assert workspace.is_consistent()
    expected = read_tree(workspace.site)
    settings["CACHE_DIR"] = str(tmp_path / "another")
    assert workspace.build(**settings) == 0
    assert read_tree(workspace.site) == expected


@pytest.mark.parametrize(
    ("time", "code"),
    [
        pytest.param("1971-01-01 00:00:00", 1, id="before every notice, rejected by a check"),
        pytest.param("2106-02-08 00:00:00", 0, id="past 32 bits"),
        pytest.param("+0d x500", 0, id="running"),
    ],
)
def test_a_false_clock_changes_nothing(time: str, code: int, project: Path, tmp_path: Path) -> None:
    """The build reproduces the same site, or fails and leaves it."""
    workspace = create_workspace(project, tmp_path)
    assert workspace.build(SOURCE_DATE_EPOCH=EPOCH) == 0
    expected = read_tree(workspace.site)
    new_cache = str(tmp_path / "cache")
    assert workspace.build(SOURCE_DATE_EPOCH=EPOCH, CACHE_DIR=new_cache, **fake_clock(time)) == code
    assert workspace.is_consistent()
    assert read_tree(workspace.site) == expected
    assert [path.name for path in workspace.site.parent.iterdir()] == [workspace.site.name]


def test_four_concurrent_builds(project: Path, tmp_path: Path) -> None:
    """All with the same notices, site and empty cache."""
    workspace = create_workspace(project, tmp_path)
    cache = str(tmp_path / "cache")
    processes = [
        workspace.start_build({"CACHE_DIR": cache, "SOURCE_DATE_EPOCH": EPOCH}) for _ in range(4)
    ]
    codes = [process.wait() for process in processes]
    assert 0 in codes
    assert workspace.is_consistent()
    expected = read_tree(workspace.site)
    assert workspace.build(SOURCE_DATE_EPOCH=EPOCH, CACHE_DIR=str(tmp_path / "other")) == 0
    assert read_tree(workspace.site) == expected
    assert [path.name for path in workspace.site.parent.iterdir()] == [workspace.site.name]


def test_a_build_on_a_full_disk_fails_safely(
    project: Path, tmp_path: Path, small_disk: Path
) -> None:
    source = create_workspace(project, tmp_path)
    workspace = Workspace(project, source.notices, small_disk / "site")
    assert workspace.build() == 0
    published_slugs = workspace.published_slugs()
    filler = fill(small_disk)
    with filler.open("r+b") as file:
        file.truncate(filler.stat().st_size - 2**20)
    assert workspace.build() != 0
    assert workspace.is_consistent()
    assert workspace.published_slugs() == published_slugs
    filler.unlink()
    assert {path.name for path in small_disk.iterdir()} == {"site"}


def test_publishing_on_a_full_disk_fails_safely(
    project: Path, tmp_path: Path, small_disk: Path
) -> None:
    workspace = create_workspace(project, tmp_path)
    command = [str(project / "deploy/publish"), str(workspace.site), str(small_disk / "srv")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    live_version = (small_disk / "srv/current").resolve()
    published = sorted(small_disk.glob("srv/versions/*"))
    page = workspace.site / "index.html"
    page.write_bytes(os.urandom(20 * 2**20))
    write_checksums(workspace.site)
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 1
    assert "没有发布" in result.stderr
    assert (small_disk / "srv/current").resolve() == live_version
    assert sorted(small_disk.glob("srv/versions/*")) == published
