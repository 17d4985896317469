"""The commands that the site prints, run as they stand."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from support.repositories import commit, copy_project, git

from noticeboard.exports.checksums import check_signature

REPOSITORY = "https://repository.example/noticeboard"


def at_its_address(repository: Path) -> dict[str, str]:
    """Git's settings under which REPOSITORY leads to a folder."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": REPOSITORY,
    }


class Published(NamedTuple):
    repository: Path
    site: Path
    environment: dict[str, str]


def run(folder: Path, *command: str, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def lend_environment(clone: Path) -> None:
    """Spare the clone its own set-up; what runs is the clone's code all the same."""
    python = clone / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    content = b"".join(
        (clone / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")
    )
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    holds = f"{clone.resolve()} {version}\n{hashlib.sha256(content).hexdigest()}  -\n"
    (clone / ".venv/.holds").write_text(holds, "utf-8")


@pytest.fixture(scope="module")
def published(
    project: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> Published:
    """This project as it stands, committed, signed, built and served."""
    folder = tmp_path_factory.mktemp("published")
    repository = folder / "repository"
    copy_project(project, repository)
    run(folder, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key")
    config = repository / "mkdocs.yml"
    public = (folder / "key.pub").read_text("utf-8").strip()
    config.write_text(
        re.sub(r"signing_key:.*", f"signing_key: {public}", config.read_text("utf-8")), "utf-8"
    )
    git(repository, "init", "--quiet")
    commit(repository)
    lend_environment(repository)
    environment = {
        "SITE_URL": serve(repository / "site"),
        "REPO_URL": REPOSITORY,
        **at_its_address(repository),
        "PYTHONPATH": str(repository / "hooks"),
    }
    key = str(folder / "key")
    run(repository, "make", "site", SIGNING_KEY_FILE=key, **environment)
    return Published(repository, repository / "site", environment)


def shown(page: Path, identity: str) -> str:
    found = re.search(rf'id="{identity}">(.*?)</code>', page.read_text("utf-8"), re.S)
    assert found
    return html.unescape(found[1])


def test_five_lines_rebuild_the_site(published: Published, tmp_path: Path) -> None:
    lines = shown(published.site / "about/verify/index.html", "verify-commands").split("\n")
    assert len(lines) == 5
    address = at_its_address(published.repository)
    run(tmp_path, "bash", "-ec", lines[0], **address)
    lend_environment(tmp_path / "noticeboard")
    own = {"PYTHONPATH": str(tmp_path / "noticeboard/hooks")}
    # As a stranger has it: the clone knows neither the key nor the settings.
    said = run(tmp_path, "bash", "-ec", "\n".join(lines[1:]), **own)
    assert said.rstrip().endswith("\n一致")


def test_every_file_can_be_fetched_and_checked(published: Published, tmp_path: Path) -> None:
    commands = shown(published.site / "about/verify/index.html", "download-commands")
    assert run(tmp_path, "sh", "-ec", commands) == "一致\n"
    names = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert all((published.site / name).is_file() for name in names)
    assert len(names) >= len(list(published.site.rglob("index.html")))


def test_plain_tools_check_the_site(published: Published) -> None:
    run(published.site, "sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS")
    command = shown(published.site / "about/verify/index.html", "signature-command")
    run(published.site, "sh", "-ec", command)
    check_signature(published.site)


def test_the_command_of_a_notice(published: Published) -> None:
    pages = list(published.site.glob("notices/*/*/notice.md"))
    assert pages
    for source in pages:
        command = shown(source.with_name("index.html"), "source-command")
        assert run(published.site, "sh", "-c", command) == "一致\n"
        other = command.replace("notice.md", "index.html")
        assert run(published.site, "sh", "-c", other) == "不一致\n"


def test_footer_names_the_commit(published: Published) -> None:
    commit = run(published.repository, "git", "rev-parse", "HEAD").strip()
    for page in published.site.rglob("index.html"):
        assert f'nb-commit">{commit[:12]}</code> 生成</span>' in page.read_text("utf-8"), page


def test_examples_of_the_data_page(published: Published, tmp_path: Path) -> None:
    page = published.site / "data/index.html"
    total = len(list(published.site.glob("notices/*/*/notice.md")))
    said = run(published.site, sys.executable, "-c", shown(page, "example-python"))
    assert said.startswith("Counter({'20")
    table = run(published.site, sys.executable, "-c", shown(page, "example-pandas"))
    assert table.splitlines()[0] == "id,title,published"
    assert len(table.strip().splitlines()) == total + 1
    run(tmp_path, sys.executable, "-c", shown(page, "example-texts"))
    texts = [path.read_text("utf-8") for path in tmp_path.glob("20*.txt")]
    assert len(texts) == total
    assert all("巡察" in text for text in texts)
    found = json.loads(run(published.site, "sh", "-ec", shown(page, "example-curl")))
    commit = run(published.repository, "git", "rev-parse", "HEAD").strip()
    assert (found["total"], found["commit"]) == (total, commit)
