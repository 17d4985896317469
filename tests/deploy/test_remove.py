"""`deploy/publish --remove` takes every trace of a notice's text off, and `--restore` brings it back."""

from __future__ import annotations

import gzip
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.factories import BODY, write

SECRET = "龘靐齉"
ID = "2024/miling-yipian"


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs a command in the repository, with the notices of this test."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
        "NOTICES_DIR": str(tmp_path / "notices"),
        "SITE_DIR": str(tmp_path / "site"),
        "CACHE_DIR": str(tmp_path / "cache"),
    }

    def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=project, env={**environment, **variables}, capture_output=True, text=True
        )

    return run


def files_with_secret(target: Path) -> set[str]:
    """Return the files of all versions that contain the notice's text."""
    names = set()
    for path in (target / "versions").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            if path.suffix == ".br":
                content = subprocess.run(
                    ["brotli", "-dc", path], capture_output=True, check=True
                ).stdout
            if any(part.encode() in content for part in (SECRET, SECRET[:2], ID, "密令")):
                names.add(path.relative_to(target / "versions").as_posix())
    return names


def test_a_removed_notice_leaves_no_text_and_comes_back(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    notices, target = tmp_path / "notices", tmp_path / "target"
    write(notices, ID, body=f"{SECRET}。\n\n{BODY}", attachments=["附件1.txt"], topics=["密令"])
    (notices / ID).mkdir()
    (notices / ID / "附件1.txt").write_text(SECRET, "utf-8")
    write(notices, "2024/other", title="另一篇通报")
    for command in (
        ("make", "site"),
        ("deploy/publish", str(tmp_path / "site"), str(target)),
    ):
        result = run(*command, SITE_URL="https://gongkai.shili.gov.cn/")
        assert result.returncode == 0, result.stderr
    before = files_with_secret(target)
    assert {"000001/index.html", "000001/feed.xml", "000001/api/v1/notices.csv", "000001/sitemap.xml"} <= before  # fmt: skip
    assert any(name.startswith("000001/search-index/") for name in before)

    result = run("deploy/publish", "--remove", ID, "--reason", "误发，含个人信息", str(target))
    assert result.returncode == 0, result.stderr
    assert files_with_secret(target) == set()
    assert (target / "removed" / ID).is_dir()
    assert not (target / "previous").exists()
    assert (target / "current/notices/2024/other/index.html").is_file()
    assert "gongkai.shili.gov.cn" in (target / "current/robots.txt").read_text("utf-8")
    assert (notices / ".removed.txt").read_text("utf-8") == f"{ID}\t误发，含个人信息\n"

    result = run("deploy/publish", "--restore", ID, str(target))
    assert result.returncode == 0, result.stderr
    assert {name.partition("/")[2] for name in files_with_secret(target)} == {
        name.partition("/")[2] for name in before
    }
    assert not (target / "removed" / ID).exists()


def test_addresses_are_gone_although_the_build_fails(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    notices, target = tmp_path / "notices", tmp_path / "target"
    write(notices, ID)
    (notices / "2024/broken.md").write_text("no notice", "utf-8")
    target.mkdir()
    result = run("deploy/publish", "--remove", ID, "--reason", "误发", str(target))
    assert result.returncode == 1
    assert "410" in result.stderr
    assert (target / "removed" / ID).is_dir()
