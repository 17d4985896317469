"""A board's life with the whole program: made, upgraded, without a network, with its notices alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support.factories import write
from support.offices import ANSWERS, replace
from support.repositories import commit, copy_project, git

BOARD = {f"BOARD_{name.upper()}": answer for name, answer in ANSWERS.items()}
FONTS = """\
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir prefix="xdg">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""


def run(folder: Path, *command: str, **environment: str) -> str:
    """Run a command in a folder and return its output; fail if it fails."""
    inherited = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


@pytest.fixture
def program(project: Path, tmp_path: Path) -> Path:
    """A repository of the program as it is, committed or not."""
    folder = tmp_path / "程 序"
    folder.mkdir()
    copy_project(project, folder)
    git(folder, "init", "--quiet")
    commit(folder, "Release v2026.1.1")
    git(folder, "tag", "v2026.1.1")
    return folder


def test_a_real_office_three_releases_behind_upgrades(program: Path, tmp_path: Path) -> None:
    office = tmp_path / "公开 栏"
    git(tmp_path, "clone", "--quiet", "--origin", "upstream", str(program), str(office))
    run(office, "make", "board", BOARD_OWNERS="@shili", **BOARD)
    git(office, "add", "--all")
    git(office, "commit", "--quiet", "--file", ".cache/first-commit.txt")
    write(office / "notices", "2024/shifanju")
    commit(office, "第一篇")
    for number, (old, new) in enumerate(
        (
            ("# 主办单位", "# 主办的单位"),
            ("    region:           # 页面", "    region:           # 网页"),
            ("site_description: ", "site_description: 新的"),
        ),
        2,
    ):
        replace(program / "mkdocs.yml", old, new)
        sample = program / "notices/2024/wuchang-grid.md"
        sample.write_text(f"{sample.read_text('utf-8')}\n第{number}版\n", "utf-8")
        commit(program, f"Release v2026.{number}.1")
        git(program, "tag", f"v2026.{number}.1")
    output = run(office, "make", "upgrade")
    assert "已经更新到 v2026.4.1" in output
    assert "site_name: 示例区公开栏" in (office / "mkdocs.yml").read_text("utf-8")
    assert "# 主办的单位" in (office / "mkdocs.yml").read_text("utf-8")
    assert [p.name for p in (office / "notices").glob("*/*.md")] == ["shifanju.md"]
    assert git(office, "status", "--porcelain") == ""
    assert "已经是最新的版本" in run(office, "make", "upgrade")


def test_a_repository_of_notices_alone_is_built_by_its_script(
    program: Path, tmp_path: Path
) -> None:
    content = tmp_path / "通 报"
    run(program, "make", "board", CONTENT=str(content), **BOARD)
    write(content / "notices", "2024/shifanju")
    git(content, "init", "--quiet")
    head = commit(content, "建立公开栏")
    output = run(content, "./build")
    assert "1 篇通报" in output
    home = (content / "site/index.html").read_text("utf-8")
    assert head[:12] in home
    assert "示例区公开栏" in home
    assert git(content, "status", "--porcelain") == ""


def test_a_bundle_sets_up_without_a_network(program: Path, tmp_path: Path) -> None:
    """In a network name space without any interface but the loopback, with an empty home."""
    bundle = tmp_path / "bundle.tar"
    run(program, "tools/bundle.sh", str(bundle))
    closed = tmp_path / "内 网"
    git(tmp_path, "clone", "--quiet", str(program), str(closed))
    home = tmp_path / "home"
    home.mkdir()
    (home / "fonts.conf").write_text(FONTS, "utf-8")
    options = ["-n"] if os.getuid() == 0 else ["-rn"]
    outside = {name: "" for name in os.environ if name.startswith(("PIP_", "npm_", "NPM_"))}
    unset = [part for name in outside for part in ("-u", name)]
    script = (
        "ip link set lo up; if python3 -c 'import socket; socket.create_connection((\"1.1.1.1\", 80), 3)'"
        " 2>/dev/null; then echo network; exit 1; fi;"
        " make site && make editor SITE_DIR=.cache/edited"
        " && make test ARGS='tests/unit/boards tests/unit/model'"
    )
    output = run(
        closed,
        *("env", *unset, "unshare", *options, "sh", "-c", script),
        BUNDLE=str(bundle),
        HOME=str(home),
        XDG_DATA_HOME=str(home / "data"),
        XDG_CACHE_HOME=str(home / "cache"),
        FONTCONFIG_FILE=str(home / "fonts.conf"),
    )
    assert "site/ 已生成" in output
    assert ".cache/edited/ 已生成" in output
    assert list((home / "data/fonts/noticeboard").rglob("*.ttc"))
    assert not list(home.glob(".npm")) + list((home / "cache/pip").glob("*"))


@pytest.mark.parametrize(("content", "sentence"), [(None, "没有这个文件"), (b"x" * 99, "坏了")])
def test_a_wrong_bundle_is_one_sentence(
    program: Path, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    bundle = tmp_path / "bundle.tar"
    if content:
        bundle.write_bytes(content)
    done = subprocess.run(
        ["make", "site"],
        cwd=program,
        env={**os.environ, "BUNDLE": str(bundle)},
        capture_output=True,
        text=True,
    )
    assert done.returncode
    assert sentence in done.stderr
    assert not (program / ".venv").exists()
