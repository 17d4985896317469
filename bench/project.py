"""This project under measurement: a copy with the notices of the corpus.

The copy has its own caches, so that cold builds are cold and the working tree stays untouched. It
is a Git repository, because pages and checks read the history.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import corpus
from measurement import Run, measure
from peers import ROOT

from noticeboard.model.dates import BEIJING

PARTS = ("docs", "hooks", "mkdocs.yml", "pyproject.toml", ".gitignore")
CACHES = (".cache", "site")
_AUTHOR = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
_ENVIRONMENT = {"NOTICES_DIR": "notices", "SITE_DIR": "site", "NO_MKDOCS_2_WARNING": "1"}
CHANGE = "更正：上文所列数字以本段为准。"
"""What `change` adds to a notice."""


def prepare(folder: Path, count: int) -> None:
    """Copy the inputs of a build to `folder`, write `count` notices, and commit them."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(source, folder / part, ignore=ignored)
        else:
            shutil.copy(source, folder / part)
    corpus.write(count, folder / "notices")
    # Installed packages, like the peers, are compiled.
    subprocess.run([sys.executable, "-m", "compileall", "-q", folder / "hooks"], check=True)
    for command in (("init", "-q"), ("add", "-A"), (*_AUTHOR, "commit", "-qm", "The corpus")):
        _git(folder, command)


def remove_caches(folder: Path) -> None:
    """Remove site and caches, so that the next build is cold."""
    for name in CACHES:
        shutil.rmtree(folder / name, ignore_errors=True)


def build(
    folder: Path,
    limit: float | None = None,
    more: Mapping[str, str] | None = None,
    path: Sequence[Path] = (),
) -> Run:
    """Build the site with the command of `make site`; `path` are more folders of modules."""
    return _run(folder, ("-m", "noticeboard", "build"), limit, more, path)


def check(folder: Path, arguments: Sequence[str] = ()) -> Run:
    """Check all notices, or those that the arguments name."""
    return _run(folder, ("-m", "noticeboard", "check", *arguments))


def environment(folder: Path, path: Sequence[Path] = ()) -> Mapping[str, str]:
    """Return the environment variables of the project's commands."""
    modules = ":".join(str(part.resolve()) for part in (folder / "hooks", *path))
    return {**_ENVIRONMENT, "PYTHONPATH": modules}


def _run(
    folder: Path,
    arguments: Sequence[str],
    limit: float | None = None,
    more: Mapping[str, str] | None = None,
    path: Sequence[Path] = (),
) -> Run:
    variables = {**environment(folder, path), **(more or {})}
    return measure([sys.executable, *arguments], folder, variables, limit)


def change(folder: Path, number: int) -> str:
    """Correct the notice with this number as an editor would; return its path in the project."""
    notice = corpus.record(number)
    heading, paragraphs = notice.sections[0]
    changed = (*paragraphs, CHANGE)
    corrected = replace(
        notice,
        withdrawn=None,
        corrected=datetime.now(BEIJING).date(),
        sections=((heading, changed), *notice.sections[1:]),
    )
    path = f"notices/{notice.id}.md"
    (folder / path).write_text(corpus.markdown(corrected), "utf-8")
    return path


def add(folder: Path, number: int) -> None:
    """Add the notice with this number as one published today, so that it is the newest."""
    today = datetime.now(BEIJING).date()
    id_ = f"{today.year}/zuixin-{number}"
    notice = replace(corpus.record(number), id=id_, published=today, corrected=None, withdrawn=None)
    corpus.write_notice(notice, folder / "notices")


def restore(folder: Path) -> None:
    """Revert all changes of notices."""
    _git(folder, ("checkout", "-q", "--", "notices"))
    _git(folder, ("clean", "-qdf", "--", "notices"))


def revision() -> str:
    """Return the commit under measurement, marked if dirty; empty without Git."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=10"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def _git(folder: Path, arguments: Sequence[str]) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)
