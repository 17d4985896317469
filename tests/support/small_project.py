"""A small MkDocs project, and a site that it may replace."""

from __future__ import annotations

from pathlib import Path


def write_project(parent: Path) -> Path:
    """Write the project into a folder with a space and Chinese characters in its name."""
    folder = parent / "公告 栏"
    for name in ("docs", "notices"):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.md").write_text("# 首页\n", "utf-8")
    config = "site_name: 公告\nsite_url: https://noticeboard.example/\nplugins: []\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return folder


def old_site(folder: Path) -> Path:
    folder.mkdir()
    for name in ("index.html", "sitemap.xml", "only-old.html"):
        (folder / name).write_text("old", "utf-8")
    return folder
