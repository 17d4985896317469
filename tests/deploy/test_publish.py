"""`deploy/publish`: what is served is always one whole version, old or new."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from noticeboard.exports.checksums import compare, write_checksums

FILES = 40
KILLS = 5


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[[str], Path]:
    """A function that makes a site of which every file says its version's name."""

    def make(name: str) -> Path:
        site = tmp_path / f"site {name}"
        for number in range(FILES):
            page = site / f"notices/{number}/index.html"
            page.parent.mkdir(parents=True)
            page.write_text(f"<p>{name}</p>" + "同样的字" * 200, "utf-8")
        (site / "index.html").write_text(f"<p>{name}</p>", "utf-8")
        (site / "same.css").write_text("p {}" * 1000, "utf-8")
        (site / ".well-known").mkdir()
        (site / ".well-known/security.txt").write_text(name, "utf-8")
        write_checksums(site)
        return site

    return make


@pytest.fixture
def command(project: Path) -> list[str]:
    return [sys.executable, str(project / "deploy/publish")]


def run(command: list[str], *arguments: Path | str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)


def live_version(target: Path) -> str:
    """The name of the served version, of which every file is whole and none is another's."""
    current = (target / "current").resolve()
    found = compare(current, current / "SHA256SUMS")
    assert not found.changed
    assert not found.missing
    assert all(name.endswith((".gz", ".br")) for name in found.added)
    for name in found.added:
        if name.endswith(".gz"):
            packed = current / name
            assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()
    names = {page.read_text("utf-8").partition("</p>")[0] for page in current.rglob("index.html")}
    assert len(names) == 1
    return names.pop().removeprefix("<p>")


def test_forth_and_back(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    for name in "abc":
        assert run(command, make_site(name), target).returncode == 0
        assert live_version(target) == name
    for name in "ba":
        assert run(command, "--back", target).returncode == 0
        assert live_version(target) == name
    done = run(command, "--back", target)
    assert (done.returncode, live_version(target)) == (1, "a")
    assert "没有更早的版本" in done.stderr
    assert run(command, make_site("d"), target).returncode == 0
    assert live_version(target) == "d"
    assert run(command, "--back", target).returncode == 0
    assert live_version(target) == "a"


def test_versions_are_few_and_share_what_is_equal(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    for name in "abcd":
        assert run(command, "--keep", "2", make_site(name), target).returncode == 0
    versions = sorted(path.name for path in (target / "versions").iterdir())
    assert versions == ["000003", "000004"]
    for name in ("same.css", "same.css.gz"):
        one, other = (target / "versions" / version / name for version in versions)
        assert one.samefile(other)
    assert not (target / "current/index.html").samefile(target / "previous/index.html")


def test_everybody_may_read(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    site = make_site("a")
    umask = f"umask 077; exec {' '.join(command)} '{site}' '{tmp_path}/target'"
    subprocess.run(["sh", "-c", umask], check=True, capture_output=True)
    for path in (tmp_path / "target/versions/000001").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_what_is_not_whole_is_refused(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    assert run(command, make_site("a"), target).returncode == 0
    broken: dict[str, Callable[[Path], object]] = {
        "changed": lambda site: (site / "index.html").write_text("x"),
        "lost": lambda site: (site / "same.css").unlink(),
        "added": lambda site: (site / "more.html").write_text("x"),
        "linked": lambda site: (site / "link.html").symlink_to("/etc/passwd"),
        "sums": lambda site: (site / "SHA256SUMS").unlink(),
    }
    for name, break_it in broken.items():
        site = make_site(name)
        break_it(site)
        done = run(command, site, target)
        assert done.returncode == 1, name
        assert done.stderr.startswith("没有发布"), name
        assert live_version(target) == "a"
        assert [path.name for path in (target / "versions").iterdir()] == ["000001"]


def test_a_site_without_its_own_address_is_told_of(
    make_site: Callable[[str], Path], command: list[str], tmp_path: Path
) -> None:
    for host, told in (("noticeboard.example", True), ("www.shili.gov.cn", False)):
        site = make_site(host)
        (site / "robots.txt").write_text(f"Sitemap: https://{host}/sitemap.xml\n", "utf-8")
        write_checksums(site)
        said = run(command, site, tmp_path / "target")
        assert said.returncode == 0
        assert ("SITE_URL" in said.stderr) is told


def test_wrong_usage(command: list[str], tmp_path: Path) -> None:
    for arguments in ([], [tmp_path], ["--back", tmp_path, tmp_path], ["--keep", "1", "a", "b"]):
        assert run(command, *arguments).returncode == 2
    assert run(command, "--back", tmp_path / "none").returncode == 1


def kill_at_random(command: list[str], sites: list[Path], target: Path, times: int) -> None:
    """Kill a publishing `times` times somewhere between its start and its end."""
    started = time.monotonic()
    assert run(command, sites[0], target).returncode == 0
    whole = time.monotonic() - started
    chance = random.Random(times)
    for number in range(times):
        before = live_version(target)
        wanted = sites[(number + 1) % len(sites)]
        process = subprocess.Popen(
            [*command, str(wanted), str(target)], stdout=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0, whole))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert live_version(target) in {before, wanted.name.removeprefix("site ")}
    assert run(command, sites[-1], target).returncode == 0
    assert live_version(target) == sites[-1].name.removeprefix("site ")
    assert not list((target / "versions").glob(".*"))


def test_killed_at_any_moment(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    kill_at_random(command, [make_site(name) for name in "abc"], tmp_path / "target", KILLS)


def test_two_at_once_take_turns(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    runs = [
        subprocess.Popen([*command, str(make_site(name)), str(target)], stdout=subprocess.DEVNULL)
        for name in "abcd"
    ]
    assert [one.wait() for one in runs] == [0] * 4
    assert live_version(target) in set("abcd")
    assert len(list((target / "versions").iterdir())) == 4


def test_readers_meet_no_gap(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    sites = {name: make_site(name) for name in "abc"}
    assert run(command, sites["a"], target).returncode == 0
    ended = threading.Event()
    read: list[str] = []
    errors: list[str] = []

    def keep_reading() -> None:
        while not ended.is_set():
            try:
                text = (target / "current/notices/7/index.html").read_text("utf-8")
            except OSError as error:
                errors.append(str(error))
            else:
                whole = len(text) == len("<p>a</p>") + 800
                read.append(text[3] if whole else "cut")

    readers = [threading.Thread(target=keep_reading) for _ in range(2)]
    for reader in readers:
        reader.start()
    for name in "bcab":
        assert run(command, "--keep", "2", sites[name], target).returncode == 0
    assert run(command, "--back", target).returncode == 0
    ended.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert set(read) == set("abc")
    assert live_version(target) == "a"
