import hashlib
import os
from pathlib import Path

import pytest

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.digests import digest
from noticeboard.incremental.manifest import ManifestEntry
from noticeboard.incremental.output_tree import OutputTree, addresses_below

FINGERPRINT = digest("inputs")
PAGE = "一页\n".encode()


def open_tree(root: Path, site: str = "site", last: str | None = None) -> OutputTree:
    """The tree as the next build opens it."""
    (root / site).mkdir(exist_ok=True)
    return OutputTree(root / site, Cache(root / "c"), root / last if last else None)


def build(root: Path, *addresses: str, site: str = "site", last: str | None = None) -> None:
    """Write these pages; everything else in the folder goes."""
    tree = open_tree(root, site, last)
    manifest = {}
    for address in addresses:
        manifest[address] = tree.reuse(address, FINGERPRINT) or ManifestEntry(
            FINGERPRINT, hashlib.sha256(PAGE).digest(), state=tree.write(address, PAGE)
        )
    tree.finish(manifest)


def is_reused(root: Path, address: str, site: str = "site", last: str | None = None) -> bool:
    return open_tree(root, site, last).reuse(address, FINGERPRINT) is not None


def files_below(folder: Path) -> set[str]:
    return set(addresses_below(folder))


def test_a_file_with_the_same_inputs_is_left_untouched(tmp_path: Path) -> None:
    build(tmp_path, "a/b/c.html", "d")
    before = (tmp_path / "site/a/b/c.html").stat()
    tree = open_tree(tmp_path)
    assert files_below(tmp_path / "site") == {"a/b/c.html", "d"}
    assert tree.reuse("a/b/c.html", FINGERPRINT) == tree.manifest["a/b/c.html"]
    assert tree.reuse("a/b/c.html", FINGERPRINT, b"another stamp") is None
    assert tree.reuse("a/b/c.html", digest("others")) is None
    assert tree.reuse("a/b/c.html", None) is None
    assert tree.reuse("e", FINGERPRINT) is None
    assert (tmp_path / "site/a/b/c.html").stat() == before


def test_a_file_with_the_same_content_is_reused_whatever_its_times(tmp_path: Path) -> None:
    build(tmp_path, "a")
    (tmp_path / "site/a").write_bytes(PAGE)
    os.utime(tmp_path / "site/a", (0, 0))
    assert is_reused(tmp_path, "a")


@pytest.mark.parametrize("same_times", [False, True])
def test_a_modified_file_is_not_reused(tmp_path: Path, same_times: bool) -> None:
    build(tmp_path, "a")
    page = tmp_path / "site/a"
    before = page.stat()
    page.write_bytes(PAGE[::-1])
    if same_times:
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_reused(tmp_path, "a")


def test_unknown_and_stale_files_are_removed(tmp_path: Path) -> None:
    build(tmp_path, "a/a", "b/b")
    (tmp_path / "site/b/strange").write_text("x")
    (tmp_path / "site/link").symlink_to("b")
    (tmp_path / "site/empty").mkdir()
    build(tmp_path, "b/b", "c")
    assert files_below(tmp_path / "site") == {"b/b", "c"}
    assert not (tmp_path / "site/a").exists()
    assert not (tmp_path / "site/empty").exists()
    assert not (tmp_path / "site/link").is_symlink()


def test_a_link_or_a_folder_in_the_place_of_a_file_is_replaced(tmp_path: Path) -> None:
    build(tmp_path, "a", "b")
    (tmp_path / "elsewhere").write_bytes(PAGE)
    (tmp_path / "site/a").unlink()
    (tmp_path / "site/a").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "site/b").unlink()
    (tmp_path / "site/b").mkdir()
    build(tmp_path, "a", "b")
    assert not (tmp_path / "site/a").is_symlink()
    assert files_below(tmp_path / "site") == {"a", "b"}


def test_excluded_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site/index").mkdir(parents=True)
    (tmp_path / "site/index/file").write_text("x")
    (tmp_path / "site/a/index").mkdir(parents=True)
    tree = OutputTree(tmp_path / "site", excluded={"index"})
    tree.finish({})
    assert files_below(tmp_path / "site") == {"index/file"}
    assert not (tmp_path / "site/a").exists()


def test_the_last_site_lends_its_files_and_is_never_written_to(tmp_path: Path) -> None:
    build(tmp_path, "a", "b/c", site="last")
    build(tmp_path, "a", "b/c", last="last")
    assert (tmp_path / "site/b/c").samefile(tmp_path / "last/b/c")
    # The last site is the next build's own folder: nothing has happened to its files.
    assert open_tree(tmp_path, "last").manifest == open_tree(tmp_path).manifest
    open_tree(tmp_path).write("b/c", b"new")
    assert (tmp_path / "last/b/c").read_bytes() == PAGE


def test_nothing_is_reused_from_a_site_that_replaced_the_last(tmp_path: Path) -> None:
    build(tmp_path, "a", site="last")
    tree = open_tree(tmp_path, last="last")
    (tmp_path / "last/a").unlink()
    assert tree.reuse("a", FINGERPRINT) is None
    (tmp_path / "last/a").write_bytes(PAGE[::-1])
    assert tree.reuse("a", FINGERPRINT) is None
    assert not (tmp_path / "site/a").exists()
    (tmp_path / "last/a").write_bytes(PAGE)
    assert tree.reuse("a", FINGERPRINT)


def test_content_ignores_the_stamp(tmp_path: Path) -> None:
    build(tmp_path, "a", site="last")
    tree = open_tree(tmp_path, last="last")
    content = tree.content("a", FINGERPRINT)
    assert content
    assert content[1] == PAGE
    assert tree.content("a", digest("others")) is None
    (tmp_path / "last/a").write_bytes(b"forged")
    assert tree.content("a", FINGERPRINT) is None


def test_without_its_cache_a_tree_is_empty(tmp_path: Path) -> None:
    build(tmp_path, "a")
    (tmp_path / "c").write_bytes(b"no database")
    assert not is_reused(tmp_path, "a")
    assert files_below(tmp_path / "site") == set()
    assert OutputTree(tmp_path / "site").reuse("a", FINGERPRINT) is None
