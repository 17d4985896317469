"""The commands on the site's pages work verbatim."""

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
from noticeboard.model.dates import PartialDate

REPOSITORY = "https://repository.example/noticeboard"


def git_redirect(repository: Path) -> dict[str, str]:
    """Return Git settings that redirect REPOSITORY to a folder."""
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
    result = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def share_virtualenv(clone: Path) -> None:
    """Let a clone use this virtual environment, as if it were set up; it still runs its own code."""
    python = clone / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    content = b"".join(
        (clone / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")
    )
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stamp = f"{clone.resolve()} {version}\n{hashlib.sha256(content).hexdigest()}  -\n"
    (clone / ".venv/.holds").write_text(stamp, "utf-8")


@pytest.fixture(scope="module")
def published(
    project: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> Published:
    """A copy of this project: committed, signed, built and served."""
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
    share_virtualenv(repository)
    environment = {
        "SITE_URL": serve(repository / "site"),
        "REPO_URL": REPOSITORY,
        **git_redirect(repository),
        "PYTHONPATH": str(repository / "hooks"),
    }
    key = str(folder / "key")
    run(repository, "make", "site", SIGNING_KEY_FILE=key, **environment)
    return Published(repository, repository / "site", environment)


def code_text(page: Path, identity: str) -> str:
    """Return the text of the code element with this ID."""
    match = re.search(rf'id="{identity}">(.*?)</code>', page.read_text("utf-8"), re.S)
    assert match
    return html.unescape(match[1])


def test_five_commands_rebuild_the_site(published: Published, tmp_path: Path) -> None:
    lines = code_text(published.site / "about/verify/index.html", "verify-commands").split("\n")
    assert len(lines) == 5
    redirect = git_redirect(published.repository)
    run(tmp_path, "bash", "-ec", lines[0], **redirect)
    share_virtualenv(tmp_path / "noticeboard")
    own = {"PYTHONPATH": str(tmp_path / "noticeboard/hooks")}
    # The clone has neither the key nor the settings.
    output = run(tmp_path, "bash", "-ec", "\n".join(lines[1:]), **own)
    assert output.rstrip().endswith("\n一致")


def test_download_commands_fetch_and_check_every_file(published: Published, tmp_path: Path) -> None:
    commands = code_text(published.site / "about/verify/index.html", "download-commands")
    assert run(tmp_path, "sh", "-ec", commands) == "一致\n"
    names = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert all((published.site / name).is_file() for name in names)
    assert len(names) >= len(list(published.site.rglob("index.html")))


def test_standard_tools_check_the_site(published: Published) -> None:
    run(published.site, "sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS")
    command = code_text(published.site / "about/verify/index.html", "signature-command")
    run(published.site, "sh", "-ec", command)
    check_signature(published.site)


def test_the_command_of_a_notice_checks_its_source(published: Published) -> None:
    pages = list(published.site.glob("notices/*/*/notice.md"))
    assert pages
    for source in pages:
        command = code_text(source.with_name("index.html"), "source-command")
        assert run(published.site, "sh", "-c", command) == "一致\n"
        other = command.replace("notice.md", "index.html")
        assert run(published.site, "sh", "-c", other) == "不一致\n"


def test_the_footer_shows_the_commit(published: Published) -> None:
    commit = run(published.repository, "git", "rev-parse", "HEAD").strip()
    for page in published.site.rglob("index.html"):
        assert f'data-nb-commit="{commit[:12]}"' in page.read_text("utf-8"), page


def test_the_site_states_its_day_everywhere(published: Published) -> None:
    lists = [
        json.loads((published.site / f"api/v1/{name}.json").read_text("utf-8"))
        for name in ("notices", "contacts", "rounds")
    ]
    ((epoch, as_of),) = {(each["source_date_epoch"], each["as_of"]) for each in lists}
    verify = published.site / "about/verify/index.html"
    assert code_text(verify, "built-epoch") == str(epoch)
    assert f"SOURCE_DATE_EPOCH={epoch} " in code_text(verify, "verify-commands")
    day = PartialDate.parse(as_of).chinese
    for page in published.site.rglob("index.html"):
        assert re.search(f"<span[^>]*>截至{day}</span>", page.read_text("utf-8")), page


def test_data_page_examples_run(published: Published, tmp_path: Path) -> None:
    page = published.site / "data/index.html"
    total = len(list(published.site.glob("notices/*/*/notice.md")))
    output = run(published.site, sys.executable, "-c", code_text(page, "example-python"))
    assert output.startswith("Counter({'20")
    table = run(published.site, sys.executable, "-c", code_text(page, "example-pandas"))
    assert table.splitlines()[0] == "id,title,published"
    assert len(table.strip().splitlines()) == total + 1
    run(tmp_path, sys.executable, "-c", code_text(page, "example-texts"))
    texts = [path.read_text("utf-8") for path in tmp_path.glob("20*.txt")]
    assert len(texts) == total
    assert all("巡察" in text for text in texts)
    response = json.loads(run(published.site, "sh", "-ec", code_text(page, "example-curl")))
    commit = run(published.repository, "git", "rev-parse", "HEAD").strip()
    assert (response["total"], response["commit"]) == (total, commit)
