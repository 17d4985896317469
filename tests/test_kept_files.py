import hashlib
import os
from pathlib import Path

import pytest

from noticeboard.cache import Cache, key
from noticeboard.kept_files import KeptFiles, Made

KEY = key("sources")
PAGE = "一页\n".encode()


def made(content: bytes = PAGE, source: bytes | None = KEY) -> Made:
    return Made(source, hashlib.sha256(content).digest())


def folder(root: Path) -> KeptFiles:
    """As the next build finds it."""
    return KeptFiles(root / "files", Cache(root / "c"))


def build(root: Path, pages: dict[str, Made]) -> None:
    """A build that makes these pages, all of the same content."""
    kept = folder(root)
    for address, one in pages.items():
        page = root / "site" / address
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(PAGE)
        kept.keep(one, page)
    kept.close(pages)


def test_a_file_from_the_same_sources_is_found(tmp_path: Path) -> None:
    build(tmp_path, {"a": made()})
    kept = folder(tmp_path)
    found = kept.find("a", KEY)
    assert found == (made(), PAGE)
    assert kept.link(made(), tmp_path / "again")
    assert (tmp_path / "again").samefile(tmp_path / "site/a")
    assert kept.find("a", key("others")) is None
    assert kept.find("a", None) is None
    assert kept.find("b", KEY) is None


def test_what_somebody_changed_in_the_site_is_not_taken_over(tmp_path: Path) -> None:
    build(tmp_path, {"a": made()})
    (tmp_path / "site/a").write_bytes(b"forged")
    assert folder(tmp_path).find("a", KEY) is None
    build(tmp_path, {"a": made()})
    assert folder(tmp_path).find("a", KEY) == (made(), PAGE)


def test_what_is_no_part_of_the_last_build_goes(tmp_path: Path) -> None:
    build(tmp_path, {"a": made()})
    build(tmp_path, {"b": made(), "own": made(source=None)})
    assert len(list(tmp_path.glob("files/*/*"))) == 1
    assert folder(tmp_path).find("a", KEY) is None
    assert folder(tmp_path).find("b", KEY)
    build(tmp_path, {})
    assert list(tmp_path.glob("files/*/*")) == []
    assert not folder(tmp_path).link(made(), tmp_path / "again")


def test_a_site_on_another_disk_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_disk(self: Path, target: Path) -> None:
        if not Path(target).exists() or not self.parent.exists():
            raise FileNotFoundError
        raise OSError(18, os.strerror(18))

    monkeypatch.setattr(Path, "hardlink_to", other_disk)
    (tmp_path / "files" / made().sha256.hex()[:2]).mkdir(parents=True)
    build(tmp_path, {"a": made()})
    assert folder(tmp_path).find("a", KEY) == (made(), PAGE)
    assert not folder(tmp_path).link(made(), tmp_path / "again")


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("")
    build(tmp_path, {"a": made()})
    assert folder(tmp_path).find("a", KEY) is None


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    kept = KeptFiles()
    (tmp_path / "a").write_bytes(PAGE)
    kept.keep(made(), tmp_path / "a")
    kept.close({"a": made()})
    assert KeptFiles().find("a", KEY) is None
    assert not KeptFiles().link(made(), tmp_path / "b")
