"""MkDocs and ProperDocs build the same site, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.page_kinds import write_notices


def build(project: Path, folder: Path, engine: str) -> dict[str, bytes]:
    """Build the notices with an engine and a cache of its own; return every file."""
    site = folder / engine
    environment = {
        **os.environ,
        "ENGINE": engine,
        "NOTICES_DIR": str(folder / "notices"),
        "SITE_DIR": str(site),
        "CACHE_DIR": str(folder / f"{engine}.cache"),
    }
    command = [sys.executable, "-m", "noticeboard", "build"]
    run = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def test_both_engines_build_the_same_site(project: Path, tmp_path: Path) -> None:
    write_notices(tmp_path / "notices")
    mkdocs, properdocs = (build(project, tmp_path, name) for name in ("mkdocs", "properdocs"))
    different = {name for name in mkdocs | properdocs if mkdocs.get(name) != properdocs.get(name)}
    assert different == set()
