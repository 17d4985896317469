"""A repository of notices alone, built by a checkout of the program elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.factories import write
from support.repositories import commit, git

BOARD = """\
site_name: 示例区公开栏
site_url: https://shili.example/
repo_url: https://git.example.com/shili/notices
extra:
  site:
    host: 中共示例区委巡察办
    sample: 全部内容都是编造的样例
    region: 示例省/示例市
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("公告 栏") / "content"
    write(folder / "notices", "2024/shifanju")
    write(folder / "notices", "2024/ceshiju", unit="测试局党组")
    (folder / "board.yml").write_text(BOARD, "utf-8")
    git(folder, "init", "--quiet")
    commit(folder, "建立公开栏")
    write(folder / "notices", "2024/shifanju", corrections=[{"date": "2025-01-02", "note": "更正"}])
    commit(folder, "更正")
    return folder


def run(
    project: Path, content: Path, *arguments: str, **more: str
) -> subprocess.CompletedProcess[str]:
    places = {
        "NOTICES_DIR": content / "notices",
        "BOARD_CONFIG": content / "board.yml",
        "SITE_DIR": content.parent / "site",
        "CACHE_DIR": content.parent / "cache",
    }
    return subprocess.run(
        [sys.executable, "-m", "noticeboard", *arguments],
        cwd=project,
        env={**os.environ, **{name: str(path) for name, path in places.items()}, **more},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def site(project: Path, content: Path) -> Path:
    built = run(project, content, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "make serve NOTICES_DIR=" in built.stdout
    return content.parent / "site"


def test_pages_name_the_commit_of_the_notices(content: Path, site: Path) -> None:
    head = git(content, "rev-parse", "HEAD")
    page = (site / "notices/2024/shifanju/index.html").read_text("utf-8")
    assert f'data-nb-commit="{head[:12]}"' in page
    assert "data-nb-changed" not in page
    assert f"https://git.example.com/shili/notices/blob/{head}/notices/2024/shifanju.md" in page


def test_pages_have_the_settings_of_the_board(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        assert "示例区公开栏" in page, path
        assert "全部内容都是编造的样例" in page, path
    assert "中共示例区委巡察办" in (site / "index.html").read_text("utf-8")
    assert "https://shili.example/notices/2024/ceshiju/" in (site / "sitemap.xml").read_text(
        "utf-8"
    )


def test_the_record_of_changes_is_that_of_the_notices(site: Path) -> None:
    changes = (site / "changes/index.html").read_text("utf-8")
    assert "更正" in changes
    notices = json.loads((site / "api/v1/notices.json").read_text("utf-8"))
    assert len(notices["notices"]) == 2


def test_the_site_can_be_rebuilt_from_both_repositories(
    project: Path, content: Path, site: Path
) -> None:
    page = (site / "about/verify/index.html").read_text("utf-8")
    assert f"git -C notices-repository checkout --quiet {git(content, 'rev-parse', 'HEAD')}" in page
    assert f"git checkout --quiet {git(project, 'rev-parse', 'HEAD')}" in page
    assert (
        "NOTICES_DIR=notices-repository/notices BOARD_CONFIG=notices-repository/board.yml" in page
    )


def test_a_wrong_setting_is_one_sentence(project: Path, content: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "board.yml"
    wrong.write_text("theme: x\n", "utf-8")
    failed = run(project, content, "build", BOARD_CONFIG=str(wrong))
    assert failed.returncode != 0
    assert "board.yml 的 theme：没有这一项" in failed.stdout + failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_request_is_checked_in_the_repository_of_the_notices(
    project: Path, content: Path, tmp_path: Path
) -> None:
    request = tmp_path / "request"
    git(tmp_path, "clone", "--quiet", str(content), str(request))
    git(request, "checkout", "--quiet", "-b", "change")
    write(request / "notices", "2024/xinju", unit="新局党组", published="2024-13-01")
    commit(request, "新通报")
    git(request, "checkout", "--quiet", "main")
    report = tmp_path / "report.json"
    checked = run(project, request, "request", "check", "change", "--report", str(report))
    assert checked.returncode == 1, checked.stderr
    assert [c["path"] for c in json.loads(report.read_text("utf-8"))["changes"]] == [
        "notices/2024/xinju.md"
    ]
