"""A build replaces the whole site or leaves it unchanged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.small_project import old_site, write_project

from noticeboard.build import swap as module
from noticeboard.build.swap import ENGINE_FOLDER, replace_site
from noticeboard.model.problems import NoticeboardError

NO_SUCH_PROCESS = 2**22 + 1


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a small MkDocs project."""
    folder = write_project(tmp_path)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(params=["one step", "two steps"])
def any_swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both implementations of the swap."""
    if request.param == "two steps":
        monkeypatch.setattr(module, "_exchange", lambda one, other: False)


def fill(target: Path) -> None:
    for name in ("index.html", "sitemap.xml"):
        (target / name).write_text("new", "utf-8")


def break_down(target: Path) -> None:
    fill(target)
    raise NoticeboardError("坏了")


def break_down_midway(target: Path) -> None:
    (target / ENGINE_FOLDER).mkdir()
    break_down(target)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.usefixtures("any_swap")
def test_success_replaces_everything(root: Path) -> None:
    site = old_site(root / "site")
    replace_site(root, site, fill)
    assert names(site) == {"index.html", "sitemap.xml"}
    assert (site / "index.html").read_text("utf-8") == "new"
    assert names(root) - {".cache"} == {"docs", "notices", "mkdocs.yml", "site"}


def test_the_next_build_but_one_begins_with_the_replaced_site(root: Path) -> None:
    site, spare = root / "site", root / ".cache/build/site"
    for number in range(3):
        before = site.stat().st_ino if site.exists() else None
        replace_site(root, site, fill)
        assert (spare.stat().st_ino if spare.exists() else None) == before
        (site / "number").write_text(str(number))
    assert (spare / "number").read_text() == "1"


@pytest.mark.usefixtures("any_swap")
def test_a_failed_build_keeps_the_folder_that_it_began_with(root: Path) -> None:
    site, spare = old_site(root / "site"), root / ".cache/build/site"
    replace_site(root, site, fill)
    with pytest.raises(NoticeboardError, match="坏了"):
        replace_site(root, site, break_down)
    assert (spare / "only-old.html").read_text("utf-8") == "old"
    # A folder that the engine was still writing into is useless.
    with pytest.raises(NoticeboardError, match="坏了"):
        replace_site(root, site, break_down_midway)
    assert not spare.exists()


def test_first_site_in_a_new_place(root: Path) -> None:
    replace_site(root, root / "a/b/site", fill)
    assert names(root / "a/b") == {"site"}


def test_link_stays_a_link(root: Path) -> None:
    real = old_site(root / "real")
    (root / "site").symlink_to(real)
    replace_site(root, root / "site", fill)
    assert (root / "site").is_symlink()
    assert (real / "index.html").read_text("utf-8") == "new"


def test_failure_leaves_the_old_site(root: Path) -> None:
    site = old_site(root / "site")
    with pytest.raises(NoticeboardError, match="坏了"):
        replace_site(root, site, break_down)
    assert (site / "only-old.html").read_text("utf-8") == "old"
    assert names(root) - {".cache"} == {"docs", "notices", "mkdocs.yml", "site"}


def test_a_failed_swap_restores_the_old_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = old_site(root / "site")
    rename = Path.rename

    def refuse_fresh(self: Path, target: Path) -> Path:
        if target == site and not self.name.endswith(module.REPLACED):
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(module, "_exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse_fresh)
    with pytest.raises(NoticeboardError, match=r"换不进.*busy"):
        replace_site(root, site, fill)
    assert (site / "only-old.html").is_file()
    assert names(root) - {".cache"} == {"docs", "notices", "mkdocs.yml", "site"}


def test_exchange_is_optional(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    site = old_site(root / "site")
    replace_site(root, site, fill)
    assert (site / "index.html").read_text("utf-8") == "new"


def test_leftovers_of_killed_builds_are_removed(root: Path) -> None:
    (root / f".site.{NO_SUCH_PROCESS}").mkdir()
    running = root / f".site.{os.getppid()}"
    running.mkdir()
    replace_site(root, root / "site", fill)
    assert names(root) == {"docs", "notices", "mkdocs.yml", "site", running.name}


def test_a_site_moved_away_by_a_killed_build_is_restored(root: Path) -> None:
    old_site(root / f".site.{NO_SUCH_PROCESS}{module.REPLACED}")
    with pytest.raises(NoticeboardError):
        replace_site(root, root / "site", break_down)
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
        replace_site(root, (root / place) if place != "~" else home, fill)
    assert sorted(root.rglob("*")) == before


def test_folder_that_holds_the_notices_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = old_site(root.parent / "elsewhere")
    monkeypatch.setenv("NOTICES_DIR", str(elsewhere / "notices"))
    with pytest.raises(NoticeboardError, match="来源 notices/"):
        replace_site(root, elsewhere, fill)


def test_an_unwritable_place_is_reported(root: Path) -> None:
    (root / "file").touch()
    with pytest.raises(NoticeboardError, match=r"不能在 .* 里写入"):
        replace_site(root, root / "file/site", fill)
