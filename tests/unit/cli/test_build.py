"""`noticeboard build` on a small MkDocs project."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from support.small_project import old_site, write_project

from noticeboard.cli.build import build
from noticeboard.cli.common import INTERRUPTED, USAGE

pytestmark = pytest.mark.build


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a small MkDocs project."""
    folder = write_project(tmp_path)
    monkeypatch.chdir(folder)
    return folder


def run_build() -> int:
    """Run the command; return its exit code."""
    try:
        build.main([], standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture(autouse=True)
def restored_signal() -> Iterator[None]:
    """The command handles SIGTERM."""
    handler = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, handler)


def test_command(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_build() == 0
    assert "site/ 已生成：0 篇通报，用时 " in capsys.readouterr().out
    assert (root / "site/index.html").is_file()


def test_command_reports_a_failed_build(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = old_site(root / "elsewhere")
    monkeypatch.setenv("SITE_DIR", str(site))
    (root / "docs/index.md").write_text("[nothing](nowhere.md)", "utf-8")
    assert run_build() == 1
    assert capsys.readouterr().err == "网站没有生成，原因见上；原有的网站没有改动。\n"
    assert (site / "only-old.html").is_file()


def test_command_refuses_a_wrong_place(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_DIR", "docs")
    assert run_build() == USAGE
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_ended_build_cleans_up(root: Path, signum: signal.Signals) -> None:
    site = old_site(root / "site")
    (root / "hook.py").write_text("import time\ndef on_config(config): time.sleep(60)\n", "utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    command = [sys.executable, "-m", "noticeboard", "build"]
    # Tests that run in the background ignore Ctrl-C, and so would their children.
    restore = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, preexec_fn=restore
    ) as process:
        while not (root / f".site.{process.pid}").exists() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signum)
        _, stderr = process.communicate()
    assert process.returncode == INTERRUPTED
    assert stderr.endswith("网站的生成被中断；原有的网站没有改动。\n")
    assert (site / "only-old.html").is_file()
    assert not list(root.glob(".site.*"))
