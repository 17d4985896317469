"""`deploy/upload` against object storage on this machine, with readers who fetch all the while."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.untraced import untraced_environment

from noticeboard.exports.checksums import write_checksums

PAGES = 8
UPLOADS = int(os.environ.get("NOTICEBOARD_UPLOADS", "2"))


def make_site(folder: Path, version: str, pages: int = PAGES) -> Path:
    """Write a site whose pages name a script by the hash of its content."""
    shutil.rmtree(folder, ignore_errors=True)
    script = f"version = {version!r}"
    digest = hashlib.sha256(script.encode()).hexdigest()[:8]
    name = f"assets/javascripts/app.{digest}.min.js"
    files = {name: script, "notices/2024/n0/notice.md": version, "feed.xml": version}
    page = f"<script src=/{name}></script><p>{version}</p>"
    files |= {f"notices/2024/n{n}/index.html": page for n in range(pages)}
    links = "".join(f"<a href=/notices/2024/n{n}/index.html>{n}</a>" for n in range(pages))
    files["index.html"] = page + links
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    write_checksums(folder)
    return folder


class Storage:
    """A bucket with public files and one with kept ones, and the command that fills them."""

    def __init__(self, port: int, project: Path, folder: Path) -> None:
        self.address = f"http://127.0.0.1:{port}/public/"
        self._command = [sys.executable, str(project / "deploy/upload")]
        self._folder = folder
        values = {"TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": f"http://127.0.0.1:{port}",
                  "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "us-east-1",
                  "ACL": "public-read"}  # fmt: skip
        self.environment = {
            **{k: v for k, v in untraced_environment().items() if not k.startswith("AWS_")},
            **{f"RCLONE_CONFIG_S3_{name}": value for name, value in values.items()},
            "RCLONE_CONFIG": str(folder / "rclone.conf"),
        }
        for bucket in ("public", "kept"):
            subprocess.run(["rclone", "mkdir", f"s3:{bucket}"], env=self.environment, check=True)

    def run(self, *arguments: str | Path, fail_at: int = 0) -> int:
        """Run the command; with `fail_at`, rclone fails from that call on."""
        environment = self.environment
        if fail_at:
            fake = self._folder / "bin/rclone"
            fake.parent.mkdir(exist_ok=True)
            count = self._folder / "count"
            count.write_text("", "utf-8")
            fake.write_text(
                f'#!/bin/sh\necho >>"{count}"\n[ "$(wc -l <"{count}")" -lt {fail_at} ] || exit 9\n'
                f'exec {shutil.which("rclone")} "$@"\n',
                "utf-8",
            )
            fake.chmod(0o755)
            environment = {**environment, "PATH": f"{fake.parent}:{environment['PATH']}"}
        command = [*self._command, *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True).returncode

    def upload(self, site: Path, fail_at: int = 0) -> int:
        return self.run(site, "s3:public", "--keep", "s3:kept", fail_at=fail_at)

    def back(self) -> int:
        return self.run("--back", "s3:public", "--keep", "s3:kept")

    def get(self, name: str) -> tuple[int, dict[str, str], str]:
        try:
            with urllib.request.urlopen(self.address + name, timeout=60) as answer:
                headers = {key.lower(): value for key, value in answer.headers.items()}
                return answer.status, headers, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, {}, ""

    def files(self) -> dict[str, str]:
        """Return the SHA-256 of each public file by name."""
        command = ["rclone", "hashsum", "sha256", "--download", "s3:public"]
        run = subprocess.run(command, env=self.environment, check=True, capture_output=True)
        lines = run.stdout.decode("utf-8").splitlines()
        return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


@pytest.fixture(scope="module")
def port(project: Path) -> Iterator[int]:
    """The port of moto's server, which `tools/storage.sh` installs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(project / ".cache/storage/bin/moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while not _answers(port):
            assert server.poll() is None, "moto_server does not start"
        yield port
        server.terminate()


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=60).close()
    except (OSError, urllib.error.URLError):
        time.sleep(0.05)
        return False
    return True


@pytest.fixture
def storage(port: int, project: Path, tmp_path: Path) -> Storage:
    reset = urllib.request.Request(f"http://127.0.0.1:{port}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset, timeout=60).close()
    return Storage(port, project, tmp_path)


def site_files(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


class Reader:
    """A reader who opens the first page, what it loads and what it links to, again and again."""

    def __init__(self, storage: Storage) -> None:
        self.problems: list[str] = []
        self.rounds = 0
        self._storage = storage
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._stop.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._stop.is_set():
            for page in ("index.html", "notices/2024/n1/index.html"):
                text = self._open(page)
                for name in re.findall(r"(?:src|href)=/([^ >]+)", text):
                    self._open(name)
            self.rounds += 1

    def _open(self, name: str) -> str:
        status, _, text = self._storage.get(name)
        if status != 200:
            self.problems.append(f"{name}: {status}")
        return text


def test_every_file_has_its_type_and_its_cache_header(storage: Storage, tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "一")
    assert storage.upload(site) == 0
    assert storage.files() == site_files(site)
    expected = {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "notices/2024/n0/notice.md": ("text/markdown; charset=utf-8", "no-cache"),
        "feed.xml": ("application/atom+xml", "no-cache"),
        "SHA256SUMS": ("text/plain; charset=utf-8", "no-cache"),
    }
    script = next(name for name in site_files(site) if name.endswith(".js"))
    expected[script] = ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable")
    for name, (kind, cache) in expected.items():
        _, headers, _ = storage.get(name)
        assert (headers["content-type"], headers["cache-control"]) == (kind, cache), name


def test_no_reader_sees_a_page_without_its_assets(storage: Storage, tmp_path: Path) -> None:
    assert storage.upload(make_site(tmp_path / "site", "0")) == 0
    with Reader(storage) as reader:
        for number in range(1, UPLOADS + 1):
            site = make_site(tmp_path / "site", str(number), PAGES + number)
            assert storage.upload(site) == 0
    assert reader.rounds
    assert reader.problems == []
    old_scripts = {name for name in storage.files() if name.endswith(".js")}
    assert len(old_scripts) == 2  # that of the version before stays for pages that are open


@pytest.mark.parametrize("fail_at", [5, 8])
def test_an_interrupted_upload_is_finished_by_the_next(
    storage: Storage, tmp_path: Path, fail_at: int
) -> None:
    first = make_site(tmp_path / "first", "1")
    second = make_site(tmp_path / "second", "2", PAGES - 1)
    assert storage.upload(first) == 0
    before = site_files(first)
    with Reader(storage) as reader:
        assert storage.upload(second, fail_at=fail_at) == 1
        assert storage.upload(second) == 0
    gone = {f"notices/2024/n{PAGES - 1}/index.html: 404"}  # linked from the page before
    assert set(reader.problems) <= gone
    old_script = {name: digest for name, digest in before.items() if name.endswith(".js")}
    assert storage.files() == {**old_script, **site_files(second)}
    assert storage.back() == 0
    assert storage.files() == before
    assert storage.back() == 1


def test_an_interrupted_upload_is_undone(storage: Storage, tmp_path: Path) -> None:
    sites = [make_site(tmp_path / name, name) for name in ("1", "2", "3")]
    assert [storage.upload(site) for site in sites[:2]] == [0, 0]
    assert storage.upload(sites[2], fail_at=9) == 1
    assert storage.back() == 0
    assert storage.files() == site_files(sites[0])


def test_a_site_that_was_altered_is_not_uploaded(storage: Storage, tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "1")
    (site / "index.html").write_text("另一个", "utf-8")
    assert storage.upload(site) == 1
    assert storage.files() == {}
    assert storage.run("s3:public", "--back") == 2
