"""A small program with releases, and an office that has made a board of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.factories import write
from support.repositories import commit, git

from noticeboard.boards.answers import check_answers
from noticeboard.boards.new_board import make_board
from noticeboard.boards.releases import UPSTREAM

ANSWERS = {
    "name": "示例区公开栏",
    "region": "示例省/示例市/示例区",
    "host": "中共示例区委巡察办",
    "contact": "0999-8123456 工作日9:00—17:00",
    "address": "https://gongkai.shili.example/",
}
SAMPLE = "notices/2024/wuchang-grid.md"
MAKEFILE = """\
check:
	@test ! -e broken-rule
site:
	@test ! -e broken-page
	@mkdir -p $(SITE_DIR) && cp mkdocs.yml $(SITE_DIR)/index.html
"""
CONFIG = """\
site_name: 巡察整改公开栏
site_url: !ENV [SITE_URL, "https://noticeboard.example/"]

# Who runs the site.
extra:
  site:
    host:             # 主办单位
    contact:          # 网站的联系方式
      phone: {number: , hours: }
      email:
    region:           # 页面上省去的地区

nav:
  - 首页: index.md
"""
CODEOWNERS = "*          @your-organisation/maintainers\n\n# Notices.\n/notices/  @your-organisation/reviewers\n"
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- First.\n"


def write_program(project: Path, folder: Path) -> Path:
    """Write the first release of a program, and return its folder."""
    (folder / ".github").mkdir(parents=True)
    (folder / ".github/CODEOWNERS").write_text(CODEOWNERS, "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    sample = project / "tests/cases/board/notices"
    for place in ("notices", "tests/cases/board/notices"):
        shutil.copytree(sample, folder / place)
    (folder / "Makefile").write_text(MAKEFILE, "utf-8")
    (folder / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    (folder / ".gitignore").write_text(".cache/\n/site/\n", "utf-8")
    git(folder, "init", "--quiet")
    release(folder, "v2026.1.5")
    return folder


def release(program: Path, tag: str, entry: str = "") -> None:
    """Commit the program's files with an entry in the changelog, and tag them."""
    if entry:
        path = program / "CHANGELOG.md"
        text = path.read_text("utf-8").replace(
            "# Changelog\n\n", f"# Changelog\n\n## [{tag[1:]}]\n\n### Added\n\n- {entry}\n\n"
        )
        path.write_text(text, "utf-8")
    commit(program, f"Release {tag}")
    git(program, "tag", tag)


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text in a file."""
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), "utf-8")


def make_office(program: Path, folder: Path) -> Path:
    """Clone the program, make a board of it with a notice, and return its folder."""
    git(program.parent, "clone", "--quiet", "--origin", UPSTREAM, str(program), str(folder))
    git(folder, "config", "user.name", "示例")
    git(folder, "config", "user.email", "shili@example.com")
    make_board(folder, check_answers(ANSWERS), ("@shili/weihu", "@shili/shenhe"))
    commit(folder, "建立公开栏")
    write(folder / "notices", "2026/shifanju")
    commit(folder, "第一篇")
    return folder


def state(folder: Path) -> tuple[str, str, str, str]:
    """Return the commit, its branch, all changes, and the working trees of a repository."""
    return (
        git(folder, "rev-parse", "HEAD"),
        git(folder, "branch", "--show-current"),
        git(folder, "status", "--porcelain"),
        git(folder, "worktree", "list"),
    )
