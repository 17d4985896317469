"""An editor's session in a terminal, from a document to a merged branch."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.documents import styled_docx
from support.repositories import commit, git

from noticeboard.model.field_types import BLANK

PROJECT = Path(__file__).resolve().parents[2]
NOTICEBOARD = Path(sys.executable).with_name("noticeboard")


def noticeboard(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "NOTICES_DIR"}
    return subprocess.run(
        [NOTICEBOARD, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A bare repository with an empty folder of notices."""
    bare, clone = tmp_path / "origin.git", tmp_path / "first"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(tmp_path, "clone", "--quiet", str(bare), str(clone))
    (clone / "notices").mkdir()
    (clone / "notices/.gitkeep").touch()
    git(clone, "checkout", "--quiet", "-b", "main")
    commit(clone, "开始")
    git(clone, "push", "--quiet", "origin", "main")
    return bare


def create_document(kind: str, folder: Path) -> Path:
    """Create the seed document and return its path."""
    if kind == "txt":
        return Path(shutil.copy(PROJECT / "tests/cases/seed.txt", folder / "通报.txt"))
    path = folder / "通报.docx"
    path.write_bytes(styled_docx())
    return path


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_document_becomes_a_merged_notice(origin: Path, tmp_path: Path, kind: str) -> None:
    desk = tmp_path / "desk"
    git(tmp_path, "clone", "--quiet", str(origin), str(desk))
    git(desk, "checkout", "--quiet", "-b", "tongbao")

    imported = noticeboard(desk, "import", str(create_document(kind, tmp_path)))
    assert imported.returncode == 0, imported.stderr
    (draft,) = (desk / "notices").glob("*/*.md")
    assert "不确定的" in imported.stdout

    # The check reports exactly the blanks that the importer left.
    checked = noticeboard(desk, "check")
    blanks = draft.read_text("utf-8").count(BLANK)
    assert checked.returncode == (1 if blanks else 0), checked.stdout
    filled = re.sub(
        rf"^(region|kind):? ?{BLANK}.*$",
        r"\1: 湖北省/武汉市/武昌区",
        draft.read_text("utf-8"),
        flags=re.M,
    )
    draft.write_text(filled, "utf-8")
    assert noticeboard(desk, "check", "--base", "origin/main").returncode == 0
    commit(desk, "新通报")
    git(desk, "push", "--quiet", "origin", "tongbao")

    # The reviewer checks the request's notices as data, then merges.
    review = tmp_path / "review"
    git(tmp_path, "clone", "--quiet", str(origin), str(review))
    report = tmp_path / "report.json"
    request = noticeboard(review, "request", "check", "origin/tongbao", "--report", str(report))
    assert request.returncode == 0, request.stdout + request.stderr
    assert '"kind": "new"' in report.read_text("utf-8")
    git(review, "checkout", "--quiet", "--", ".")
    git(review, "clean", "-qfd")
    git(review, "merge", "--quiet", "--no-ff", "--message", "合并", "origin/tongbao")
    git(review, "push", "--quiet", "origin", "main")

    published = git(origin, "show", f"main:{draft.relative_to(desk).as_posix()}")
    assert published == filled.strip()
