"""Addresses of files with hostile and Chinese names, behind nginx."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.factories import notice
from support.nginx import run_nginx

from noticeboard.exports.checksums import compare, write_checksums
from noticeboard.exports.verification import download_commands
from noticeboard.text.addresses import percent_encode
from noticeboard.text.links import site_href

NAMES = [
    "附件1.txt", "附件#1.txt", "100%.txt", "%23.txt", "%E9.txt", "a b&c=d+e.txt", "附件（终稿） 2.txt",
    "it's.txt", "a;b,c@d.txt", "[1]{2}.txt", "~!$^`.txt", "𠮷.txt", "《通报》.txt", "-a.txt", "@a.txt", "#1#2.txt",
]  # fmt: skip


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The folder that nginx serves: a notice's page and its attachments."""
    folder = tmp_path / "srv/current/notices/2024/shifanju"
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_text(name, "utf-8")
    (tmp_path / "srv/current/index.html").write_text("x", "utf-8")
    write_checksums(tmp_path / "srv/current")
    return tmp_path / "srv"


def test_every_link_and_the_download_lead_to_the_file(target: Path, tmp_path: Path) -> None:
    (tmp_path / "nginx").mkdir()
    record = notice()
    with run_nginx(target, tmp_path / "nginx") as server:
        for name in NAMES:
            link = site_href(percent_encode(f"shifanju/{name}"), record.id)
            assert link
            for address in (
                record.url + percent_encode(name),
                f"notices/{link.removeprefix('../../')}",
            ):
                response = server.get(f"/{address}")
                assert (response.status, response.body.decode()) == (200, name), address
        copy = tmp_path / "copy"
        copy.mkdir()
        (tmp_path / ".curlrc").write_text("insecure\n")
        result = subprocess.run(
            ["sh", "-euc", "\n".join(download_commands(server.url))],
            cwd=copy,
            env={"PATH": "/usr/bin:/bin", "CURL_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
        )
    assert (result.returncode, result.stdout) == (0, "一致\n"), result.stderr
    assert not compare(copy, copy / "SHA256SUMS")
