"""Drafts and notices of a later day appear, marked, in the served site and never in the built site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.factories import write

UNITS = """
units:
  - name: 示例新局党组
    region: 示例省/示例市/示例区
    predecessors:
      - {unit: 示范局党组, date: 2098-03-01}
  - name: 示范局党组
    region: 示例省/示例市/示例区
"""
BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", site_dir=sys.argv[2])
config.plugins.on_startup(command=sys.argv[1], dirty=False)
build(config)
"""


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    folder = tmp_path / "notices"
    write(folder)
    write(folder, "2099/caogao", title="示范局的草稿", published="2099-12-02", draft="true")
    write(folder, "2099/dengdai", title="示例新局的通报", unit="示例新局党组", published="2099-12-05",
          scheduled="true")  # fmt: skip
    (folder / "units.yml").write_text(UNITS, "utf-8")
    (folder / "2099/caogao").mkdir()
    (folder / "2099/caogao/a.txt").write_text("草稿附件", "utf-8")
    return folder


def build(project: Path, notices: Path, command: str) -> dict[str, str]:
    """Build with a MkDocs command; return the text of each file by its path."""
    site = notices.parent / command
    subprocess.run(
        [sys.executable, "-c", BUILD, command, str(site)],
        cwd=project,
        env={**os.environ, "NOTICES_DIR": str(notices), "NO_MKDOCS_2_WARNING": "1"},
        check=True,
        capture_output=True,
    )
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8", "replace")
        for path in site.rglob("*")
        if path.is_file()
    }


def test_a_draft_is_absent_from_the_built_site(project: Path, notices: Path) -> None:
    site = build(project, notices, "build")
    assert "notices/2024/shifanju/index.html" in site
    assert not [path for path, text in site.items() if "caogao" in path or "caogao" in text]
    assert not [path for path, text in site.items() if "示范局的草稿" in text]
    assert not [path for path, text in site.items() if "dengdai" in path or "示例新局的" in text]
    assert "api/v1/notice.schema.json" in site
    assert 'id="mobile-number"' in site["contribute/rules/index.html"]


def test_a_draft_appears_in_the_served_site(project: Path, notices: Path) -> None:
    site = build(project, notices, "serve")
    page = site["notices/2099/caogao/index.html"]
    assert "草稿，尚未公布" in page
    assert "草稿，尚未公布" not in site["notices/2024/shifanju/index.html"]
    assert "notices/2099/caogao/a.txt" in site
    later = site["notices/2099/dengdai/index.html"]
    assert "到2099年12月5日（北京时间）网站自动公布" in later
    assert ">草稿</strong>" in site["index.html"]
    assert ">还没有公布</strong>" in site["index.html"]
    old, new = (
        re.sub(r"\s+", " ", text) for text in (site["notices/2024/shifanju/index.html"], later)
    )
    assert re.search(r"2098年3月1日起改为：<a href=\"[^\"]*units/[^\"]+\">示例新局党组</a>", old)
    assert re.search(
        r"前身（2098年3月1日以前）：<a href=\"[^\"]*units/[^\"]+\">示范局党组</a>", new
    )
