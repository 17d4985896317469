"""A build replaces the old site whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from noticeboard.build import swap as module
from noticeboard.build.swap import last_commit_time, publish
from noticeboard.incremental.output_tree import ASIDE
from noticeboard.model.problems import NoticeboardError

NO_SUCH_PROCESS = 2**22 + 1


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small MkDocs project in a folder with a space and Chinese characters in its name."""
    folder = tmp_path / "公告 栏"
    for name in ("docs", "notices"):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.md").write_text("# 首页\n", "utf-8")
    config = "site_name: 公告\nsite_url: https://noticeboard.example/\nplugins: []\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(params=["one step", "two steps"])
def any_swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to put a folder in another's place."""
    if request.param == "two steps":
        monkeypatch.setattr(module, "_exchange", lambda one, other: False)


def old_site(folder: Path) -> Path:
    folder.mkdir()
    for name in ("index.html", "sitemap.xml", "only-old.html"):
        (folder / name).write_text("old", "utf-8")
    return folder


def fill(target: Path) -> None:
    for name in ("index.html", "sitemap.xml"):
        (target / name).write_text("new", "utf-8")


def break_down(target: Path) -> None:
    fill(target)
    raise NoticeboardError("坏了")


def break_down_midway(target: Path) -> None:
    (target / ASIDE).mkdir()
    break_down(target)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.usefixtures("any_swap")
def test_success_replaces_everything(root: Path) -> None:
    site = old_site(root / "site")
    publish(root / "mkdocs.yml", site, fill)
    assert names(site) == {"index.html", "sitemap.xml"}
    assert (site / "index.html").read_text("utf-8") == "new"
    assert names(root) - {".cache"} == {"docs", "notices", "mkdocs.yml", "site"}


def test_the_site_before_is_where_the_next_but_one_begins(root: Path) -> None:
    site, spare = root / "site", root / ".cache/build/site"
    for number in range(3):
        before = site.stat().st_ino if site.exists() else None
        publish(root / "mkdocs.yml", site, fill)
        assert (spare.stat().st_ino if spare.exists() else None) == before
        (site / "number").write_text(str(number))
    assert (spare / "number").read_text() == "1"


@pytest.mark.usefixtures("any_swap")
def test_a_failed_build_keeps_what_it_began_with(root: Path) -> None:
    site, spare = old_site(root / "site"), root / ".cache/build/site"
    publish(root / "mkdocs.yml", site, fill)
    with pytest.raises(NoticeboardError, match="坏了"):
        publish(root / "mkdocs.yml", site, break_down)
    assert (spare / "only-old.html").read_text("utf-8") == "old"
    # Set aside and never put back, it is of no use.
    with pytest.raises(NoticeboardError, match="坏了"):
        publish(root / "mkdocs.yml", site, break_down_midway)
    assert not spare.exists()


def test_first_site_in_a_new_place(root: Path) -> None:
    publish(root / "mkdocs.yml", root / "a/b/site", fill)
    assert names(root / "a/b") == {"site"}


def test_link_stays_a_link(root: Path) -> None:
    real = old_site(root / "real")
    (root / "site").symlink_to(real)
    publish(root / "mkdocs.yml", root / "site", fill)
    assert (root / "site").is_symlink()
    assert (real / "index.html").read_text("utf-8") == "new"


def test_failure_leaves_the_old_site(root: Path) -> None:
    site = old_site(root / "site")
    with pytest.raises(NoticeboardError, match="坏了"):
        publish(root / "mkdocs.yml", site, break_down)
    assert (site / "only-old.html").read_text("utf-8") == "old"
    assert names(root) - {".cache"} == {"docs", "notices", "mkdocs.yml", "site"}


def test_failed_swap_puts_the_old_site_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = old_site(root / "site")
    rename = Path.rename

    def refuse_fresh(self: Path, target: Path) -> Path:
        if target == site and not self.name.endswith(module.OLD):
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(module, "_exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse_fresh)
    with pytest.raises(NoticeboardError, match=r"换不进.*busy"):
        publish(root / "mkdocs.yml", site, fill)
    assert (site / "only-old.html").is_file()
    assert names(root) - {".cache"} == {"docs", "notices", "mkdocs.yml", "site"}


def test_exchange_is_optional(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    site = old_site(root / "site")
    publish(root / "mkdocs.yml", site, fill)
    assert (site / "index.html").read_text("utf-8") == "new"


def test_leftovers_of_killed_builds_go(root: Path) -> None:
    (root / f".site.{NO_SUCH_PROCESS}").mkdir()
    running = root / f".site.{os.getppid()}"
    running.mkdir()
    publish(root / "mkdocs.yml", root / "site", fill)
    assert names(root) == {"docs", "notices", "mkdocs.yml", "site", running.name}


def test_site_taken_aside_by_a_killed_build_comes_back(root: Path) -> None:
    old_site(root / f".site.{NO_SUCH_PROCESS}{module.OLD}")
    with pytest.raises(NoticeboardError):
        publish(root / "mkdocs.yml", root / "site", break_down)
    assert (root / "site/only-old.html").is_file()


@pytest.mark.parametrize(
    "place",
    [
        ".",
        "..",
        "/",
        "~",
        "docs",
        "docs/site",
        "notices",
        "notices/site",
        "mkdocs.yml",
        "full",
        "clone",
    ],
)
def test_refused(root: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    home = root.parent / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    (root / "full").mkdir()
    (root / "full/letter.txt").touch()
    (old_site(root / "clone") / ".git").touch()
    before = sorted(root.rglob("*"))
    with pytest.raises(NoticeboardError, match=r"^SITE_DIR 不能是"):
        publish(root / "mkdocs.yml", (root / place) if place != "~" else home, fill)
    assert sorted(root.rglob("*")) == before


def test_folder_that_holds_the_notices_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = old_site(root.parent / "elsewhere")
    monkeypatch.setenv("NOTICES_DIR", str(elsewhere / "notices"))
    with pytest.raises(NoticeboardError, match="来源 notices/"):
        publish(root / "mkdocs.yml", elsewhere, fill)


def test_place_that_cannot_be_written(root: Path) -> None:
    (root / "file").touch()
    with pytest.raises(NoticeboardError, match=r"不能在 .* 里写入"):
        publish(root / "mkdocs.yml", root / "file/site", fill)


def test_command(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert module.main() == 0
    assert "site/ 已生成：0 篇通报，用时 " in capsys.readouterr().out
    assert (root / "site/index.html").is_file()


def test_command_reports_a_failed_build(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = old_site(root / "elsewhere")
    monkeypatch.setenv("SITE_DIR", str(site))
    (root / "docs/index.md").write_text("[nothing](nowhere.md)", "utf-8")
    assert module.main() == 1
    assert capsys.readouterr().err == "网站没有生成，原因见上；原有的网站没有改动。\n"
    assert (site / "only-old.html").is_file()


def test_command_refuses_a_wrong_place(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_DIR", "docs")
    assert module.main() == module.USAGE
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_ended_build_cleans_up(root: Path, signum: signal.Signals) -> None:
    site = old_site(root / "site")
    (root / "hook.py").write_text("import time\ndef on_config(config): time.sleep(60)\n", "utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    command = [sys.executable, "-m", "noticeboard.build.swap"]
    # Whoever runs the tests in the background has them ignore Ctrl-C, and their children with them.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heed) as process:
        for _ in range(500):
            if (root / f".site.{process.pid}").exists():
                break
            time.sleep(0.01)
        process.send_signal(signum)
        _, said = process.communicate(timeout=20)
    assert process.returncode == module.INTERRUPTED
    assert said.endswith("网站的生成被中断；原有的网站没有改动。\n")
    assert (site / "only-old.html").is_file()
    assert not list(root.glob(".site.*"))


def test_time_of_the_last_commit(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert last_commit_time(tmp_path) == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert last_commit_time(project) == ""
