"""This project under measurement: a copy of its files with the notices of the corpus in it.

A copy has caches of its own, so that a cold start is cold and nobody's work is touched; it is a
repository, because pages and checks ask Git for the past.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import corpus
from measured import Run, measure
from peers import ROOT

PARTS = ("docs", "hooks", "mkdocs.yml", "pyproject.toml", ".gitignore")
CACHES = (".cache", "site")
_AUTHOR = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
_ENVIRONMENT = {"NOTICES_DIR": "notices", "SITE_DIR": "site", "NO_MKDOCS_2_WARNING": "1"}


def prepare(folder: Path, count: int) -> None:
    """Copy what a build needs to `folder`, write `count` notices, and commit all."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(source, folder / part, ignore=ignored)
        else:
            shutil.copy(source, folder / part)
    corpus.write(count, folder / "notices")
    # A package that is installed comes compiled; so do the peers.
    subprocess.run([sys.executable, "-m", "compileall", "-q", folder / "hooks"], check=True)
    for command in (("init", "-q"), ("add", "-A"), (*_AUTHOR, "commit", "-qm", "The corpus")):
        _git(folder, command)


def forget(folder: Path) -> None:
    """Make the next build a cold one."""
    for name in CACHES:
        shutil.rmtree(folder / name, ignore_errors=True)


def build(folder: Path, limit: float | None = None) -> Run:
    """Build as users do."""
    return _run(folder, ("-m", "noticeboard.build.swap"), limit)


def check(folder: Path, arguments: Sequence[str] = ()) -> Run:
    """Check all notices, or what the arguments name."""
    return _run(folder, ("-m", "noticeboard.cli.main", "check", *arguments), None)


def _run(folder: Path, arguments: Sequence[str], limit: float | None) -> Run:
    environment = {**_ENVIRONMENT, "PYTHONPATH": str((folder / "hooks").resolve())}
    return measure([sys.executable, *arguments], folder, environment, limit)


def change(folder: Path, number: int) -> str:
    """Correct the notice of this number as an editor would; return its path in the project."""
    notice = corpus.record(number)
    heading, paragraphs = notice.sections[0]
    changed = (*paragraphs, "更正：上文所列数字以本段为准。")
    corrected = replace(
        notice,
        withdrawn=None,
        corrected=notice.published + timedelta(91),
        sections=((heading, changed), *notice.sections[1:]),
    )
    path = f"notices/{notice.id}.md"
    (folder / path).write_text(corpus.markdown(corrected), "utf-8")
    return path


def restore(folder: Path) -> None:
    """Take back every change."""
    _git(folder, ("checkout", "-q", "--", "notices"))


def revision() -> str:
    """The commit under measurement, with a mark when files differ from it; empty without Git."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=10"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def _git(folder: Path, arguments: Sequence[str]) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)
