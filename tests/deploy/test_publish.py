"""`deploy/publish` always serves one complete version, old or new."""

from __future__ import annotations

import os
import random
import shutil
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
    """A function that creates a site whose pages contain the name of its version."""

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
    """Return the name of the served version; fail if any file is incomplete or of another version."""
    current = (target / "current").resolve()
    assert not compare(current, current / "SHA256SUMS")
    assert list(current.rglob("*.gz"))
    names = {page.read_text("utf-8").partition("</p>")[0] for page in current.rglob("index.html")}
    assert len(names) == 1
    return names.pop().removeprefix("<p>")


def versions(target: Path) -> list[str]:
    """Return the names of the versions on the disk; each has a list of its compressed files."""
    names = {path.name for path in (target / "versions").iterdir()}
    kept = sorted(name for name in names if not name.endswith(".sums"))
    assert names == {*kept, *(f"{name}.sums" for name in kept)}
    return kept


def test_publish_and_roll_back(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    for name in "abc":
        assert run(command, make_site(name), target).returncode == 0
        assert live_version(target) == name
    for name in "ba":
        assert run(command, "--back", target).returncode == 0
        assert live_version(target) == name
    result = run(command, "--back", target)
    assert (result.returncode, live_version(target)) == (1, "a")
    assert "没有更早的版本" in result.stderr
    assert run(command, make_site("d"), target).returncode == 0
    assert live_version(target) == "d"
    assert run(command, "--back", target).returncode == 0
    assert live_version(target) == "a"


def test_only_recent_versions_are_kept_and_equal_files_are_hard_links(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    for name in "abcd":
        assert run(command, "--keep", "2", make_site(name), target).returncode == 0
    assert versions(target) == ["000003", "000004"]
    for name in ("same.css", "same.css.gz"):
        one, other = (target / "versions" / version / name for version in versions(target))
        assert one.samefile(other)
    assert not (target / "current/index.html").samefile(target / "previous/index.html")


@pytest.mark.parametrize("umask", ["027", "077"])
def test_published_files_are_readable_by_all(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path, umask: str
) -> None:
    site, target = make_site("a"), tmp_path / "target"
    target.mkdir(mode=0o700)
    shell = f"umask {umask}; exec {' '.join(command)} '{site}' '{target}'"
    subprocess.run(["sh", "-c", shell], check=True, capture_output=True)
    shell = f"umask {umask}; exec {' '.join(command)} --remove 2024/a --reason 误发 '{target}'"
    (target / "current/notices/2024/a").mkdir(parents=True)
    subprocess.run(["sh", "-c", shell], check=True, capture_output=True, cwd=tmp_path)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink() and path.name != ".lock":
            assert path.stat().st_mode & 0o055 == (0o055 if path.is_dir() else 0o044), path


def test_changed_compressed_files_are_not_kept(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    assert run(command, make_site("a"), target).returncode == 0
    for ending in ("gz", "br"):
        (target / f"current/same.css.{ending}").write_bytes(b"attack")
    assert compare(target / "current", target / "current/SHA256SUMS").added == ("same.css.br", "same.css.gz")  # fmt: skip
    assert run(command, make_site("b"), target).returncode == 0
    assert live_version(target) == "b"


def test_a_link_that_points_nowhere_blocks_nothing(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    for name in "ab":
        assert run(command, make_site(name), target).returncode == 0
    shutil.rmtree(target / "versions/000002")
    assert run(command, "--back", target).returncode == 0
    assert live_version(target) == "a"
    shutil.rmtree(target / "versions/000001")
    assert run(command, make_site("c"), target).returncode == 0
    assert live_version(target) == "c"


def test_a_version_that_was_rolled_back_stays_until_the_switch(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    for name in "ab":
        assert run(command, make_site(name), target).returncode == 0
    assert run(command, "--back", target).returncode == 0
    site = make_site("c")
    (site / "index.html").unlink()
    assert run(command, site, target).returncode == 1
    assert (target / "previous").resolve().name == "000002"
    assert (target / "previous/index.html").is_file()
    assert run(command, make_site("d"), target).returncode == 0
    assert versions(target) == ["000001", "000003"]


def test_a_removed_notice_is_not_published_again_by_accident(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target, site = tmp_path / "target", make_site("a")
    page = site / "notices/2024/a/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>a</p>", "utf-8")
    write_checksums(site)
    assert run(command, site, target).returncode == 0
    result = subprocess.run(
        [*command, "--remove", "2024/a", "--reason", " 误\n发 ", str(target)],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0
    assert "2024/a<Tab>误 发" in result.stdout
    assert (target / "removed/2024/a/reason.txt").read_text("utf-8") == "误 发\n"
    refused = run(command, site, target)
    assert (refused.returncode, "2024/a 已经下架" in refused.stderr) == (1, True)
    assert run(command, "--back", target).returncode == 1
    assert run(command, make_site("b"), target).returncode == 0
    assert versions(target) == ["000002"]
    assert not (target / "previous").exists()
    restored = subprocess.run(
        [*command, "--restore", "2024/a", str(target)], cwd=tmp_path, capture_output=True, text=True
    )
    assert "make site" in restored.stdout
    assert not (target / "removed/2024/a").exists()
    assert run(command, site, target).returncode == 0


def test_an_inconsistent_site_is_refused(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    assert run(command, make_site("a"), target).returncode == 0
    alterations: dict[str, Callable[[Path], object]] = {
        "changed": lambda site: (site / "index.html").write_text("x"),
        "missing": lambda site: (site / "same.css").unlink(),
        "added": lambda site: (site / "more.html").write_text("x"),
        "linked": lambda site: (site / "link.html").symlink_to("/etc/passwd"),
        "sums": lambda site: (site / "SHA256SUMS").unlink(),
    }
    for name, alter in alterations.items():
        site = make_site(name)
        alter(site)
        result = run(command, site, target)
        assert result.returncode == 1, name
        assert result.stderr.startswith("没有发布"), name
        assert live_version(target) == "a"
        assert versions(target) == ["000001"]


def test_a_placeholder_address_is_reported(
    make_site: Callable[[str], Path], command: list[str], tmp_path: Path
) -> None:
    for host, is_reported in (("noticeboard.example", True), ("www.shili.gov.cn", False)):
        site = make_site(host)
        (site / "robots.txt").write_text(f"Sitemap: https://{host}/sitemap.xml\n", "utf-8")
        write_checksums(site)
        result = run(command, site, tmp_path / "target")
        assert result.returncode == 0
        assert ("SITE_URL" in result.stderr) is is_reported


def test_exit_codes_of_wrong_usage(command: list[str], tmp_path: Path) -> None:
    for arguments in (
        [],
        [tmp_path],
        ["--back", tmp_path, tmp_path],
        ["--keep", "1", "a", "b"],
        ["--remove", "2024/a", tmp_path],
        ["--remove", "2024/a", "--reason", " \n", tmp_path],
        ["--remove", "../x", "--reason", "a", tmp_path],
        ["--restore", "2024/a", "--back", tmp_path],
    ):
        assert run(command, *arguments).returncode == 2
    assert run(command, "--back", tmp_path / "none").returncode == 1
    assert run(command, "--remove", "2024/none", "--reason", "误发", tmp_path).returncode == 1
    assert run(command, "--restore", "2024/none", tmp_path).returncode == 1


def kill_at_random(command: list[str], sites: list[Path], target: Path, times: int) -> None:
    """Kill `times` runs at random moments; each must leave one complete version."""
    started = time.monotonic()
    assert run(command, sites[0], target).returncode == 0
    duration = time.monotonic() - started
    rng = random.Random(times)
    for number in range(times):
        previous = live_version(target)
        next_site = sites[(number + 1) % len(sites)]
        process = subprocess.Popen(
            [*command, str(next_site), str(target)],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(rng.uniform(0, duration))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert live_version(target) in {previous, next_site.name.removeprefix("site ")}
    assert run(command, sites[-1], target).returncode == 0
    assert live_version(target) == sites[-1].name.removeprefix("site ")
    assert not list((target / "versions").glob(".*"))


def test_kills_at_random_moments(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    kill_at_random(command, [make_site(name) for name in "abc"], tmp_path / "target", KILLS)


def test_concurrent_runs_take_turns(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    runs = [
        subprocess.Popen([*command, str(make_site(name)), str(target)], stdout=subprocess.DEVNULL)
        for name in "abcd"
    ]
    assert [process.wait() for process in runs] == [0] * 4
    assert live_version(target) in set("abcd")
    assert len(versions(target)) == 4


def test_readers_never_miss_a_file(
    command: list[str], make_site: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    sites = {name: make_site(name) for name in "abc"}
    assert run(command, sites["a"], target).returncode == 0
    stopped = threading.Event()
    read: list[str] = []
    errors: list[str] = []

    def keep_reading() -> None:
        while not stopped.is_set():
            try:
                text = (target / "current/notices/7/index.html").read_text("utf-8")
            except OSError as error:
                errors.append(str(error))
            else:
                complete = len(text) == len("<p>a</p>") + 800
                read.append(text[3] if complete else "truncated")

    readers = [threading.Thread(target=keep_reading) for _ in range(2)]
    for reader in readers:
        reader.start()
    for name in "bcab":
        assert run(command, "--keep", "2", sites[name], target).returncode == 0
    assert run(command, "--back", target).returncode == 0
    stopped.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert set(read) == set("abc")
    assert live_version(target) == "a"
