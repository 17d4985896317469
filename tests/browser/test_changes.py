"""The changes page of a repository with a history, in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import axe_violations
from support.changed_notices import CORRECTED, NAME, commit_history
from support.factories import BODY
from support.page_kinds import MODES, WIDTHS, Mode, open_context
from support.repositories import copy_project, git

from noticeboard.text.markup.paragraph_ids import read_paragraphs
from noticeboard.text.rendering import render

REPOSITORY = "https://repository.example/noticeboard"


def build(root: Path) -> Path:
    """Build a repository with its own code and return its site."""
    run = subprocess.run(
        [sys.executable, "-m", "noticeboard", "build"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "hooks"), "REPO_URL": REPOSITORY},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return root / "site"


@pytest.fixture(scope="module")
def root(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project with notices that have a history."""
    folder = tmp_path_factory.mktemp("changes") / "repository"
    copy_project(project, folder)
    shutil.rmtree(folder / "notices")
    commit_history(folder)
    return folder


@pytest.fixture(scope="module")
def address(root: Path, serve: Callable[[Path], str]) -> str:
    return serve(build(root))


def test_the_address_of_a_corrected_paragraph_still_leads_to_it(page: Page, address: str) -> None:
    (old,) = (p.id for p in read_paragraphs(render(BODY, "").html) if "立行立改" in p.text)
    page.goto(f"{address}notices/{CORRECTED}/#{old}")
    assert "边学边改、立行立改" in page.locator(f"p:has(> [id='{old}'])").inner_text()
    expect(page.get_by_text("这个链接指的那一段")).to_be_hidden()
    expect(page.locator("#nb-citation")).to_contain_text(f"#{old}")


def test_a_notice_leads_to_its_correction(page: Page, address: str) -> None:
    page.goto(f"{address}notices/{CORRECTED}/")
    page.get_by_role("link", name="看改了什么").first.click()
    page.wait_for_url(f"{address}changes/{CORRECTED}/#2024-corrected-corrected-1")
    entry = page.locator("[id='2024-corrected-corrected-1']")
    assert "更正整改数字和联系电话" in entry.inner_text()
    assert entry.locator(".nb-diff ins").all_inner_texts() == ["边学边改、", "0999-8123457"]
    assert entry.locator(".nb-diff del").all_inner_texts() == ["0999-8123456"]
    # Differences are also marked by words, not only by colour.
    marks = "(nodes) => nodes.map(n => getComputedStyle(n, '::before').content)"
    assert entry.locator("ins").evaluate_all(marks) == ['"新增"'] * entry.locator("ins").count()
    assert entry.locator("del").evaluate_all(marks) == ['"删去"'] * entry.locator("del").count()
    commit = entry.locator("a[href*='/commit/']").get_attribute("href") or ""
    assert commit.startswith(f"{REPOSITORY}/commit/")
    assert NAME not in page.content()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
def test_differences_pass_axe(
    chromium: Browser, address: str, axe: str, mode: Mode, width: int
) -> None:
    context = open_context(chromium, mode, width)
    page = context.new_page()
    page.goto(f"{address}changes/")
    assert page.locator("ins").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(page, axe) == []
    context.close()


def test_a_shallow_clone_reports_missing_history(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), str(clone))
    site = build(clone)
    for name in ("changes", f"notices/{CORRECTED}"):
        text = (site / name / "index.html").read_text("utf-8")
        assert "没有历史版本" in text
    assert 'class="nb-diff"' not in (site / "changes/index.html").read_text("utf-8")


def test_a_folder_without_git_reports_missing_history(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "plain", ignore=shutil.ignore_patterns(".git", "site"))
    text = (build(tmp_path / "plain") / "changes/index.html").read_text("utf-8")
    assert "没有历史版本" in text
    assert "更正整改数字和联系电话" in text
