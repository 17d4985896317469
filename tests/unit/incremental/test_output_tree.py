import hashlib
import os
from pathlib import Path

import pytest

from noticeboard.incremental.cache import Cache, key
from noticeboard.incremental.manifest import Made
from noticeboard.incremental.output_tree import ASIDE, FormerFiles, listing, set_aside

KEY = key("sources")
PAGE = "一页\n".encode()


def former(root: Path, site: str = "site", last: str | None = None) -> FormerFiles:
    """As the next build finds them."""
    (root / site).mkdir(exist_ok=True)
    return FormerFiles(root / site, Cache(root / "c"), root / last if last else None)


def build(root: Path, *addresses: str, site: str = "site", last: str | None = None) -> None:
    """A build as MkDocs has it: all of the site aside, its folder emptied, these pages made."""
    (root / site).mkdir(exist_ok=True)
    set_aside(root / site)
    files = former(root, site, last)
    files.put_back(set(addresses))
    made = {}
    for address in addresses:
        path = root / site / address
        path.parent.mkdir(parents=True, exist_ok=True)
        made[address] = files.find(address, KEY) or Made(
            KEY, hashlib.sha256(PAGE).digest(), state=files.write(path, address, PAGE)
        )
    files.close(made)


def found(root: Path, address: str, site: str = "site", last: str | None = None) -> bool:
    set_aside(root / site)
    files = former(root, site, last)
    files.put_back({address})
    return files.find(address, KEY) is not None


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_file_from_the_same_sources_stays_where_it_stands(tmp_path: Path) -> None:
    build(tmp_path, "a/b/c.html", "d")
    before = (tmp_path / "site/a/b/c.html").stat()
    set_aside(tmp_path / "site")
    assert names(tmp_path / "site") == {f"{ASIDE}/a/b/c.html", f"{ASIDE}/d"}
    files = former(tmp_path)
    files.put_back({"a/b/c.html", "d"})
    assert names(tmp_path / "site") == {"a/b/c.html", "d"}
    assert files.find("a/b/c.html", KEY) == files.known["a/b/c.html"]
    assert files.find("a/b/c.html", KEY, b"another stamp") is None
    assert files.find("a/b/c.html", key("others")) is None
    assert files.find("a/b/c.html", None) is None
    assert files.find("e", KEY) is None
    assert (tmp_path / "site/a/b/c.html").stat() == before


def test_what_holds_the_same_is_used_whatever_happened_to_it(tmp_path: Path) -> None:
    build(tmp_path, "a")
    (tmp_path / "site/a").write_bytes(PAGE)
    os.utime(tmp_path / "site/a", (0, 0))
    assert found(tmp_path, "a")


@pytest.mark.parametrize("same_times", [False, True])
def test_what_somebody_changed_is_not_used(tmp_path: Path, same_times: bool) -> None:
    build(tmp_path, "a")
    page = tmp_path / "site/a"
    before = page.stat()
    page.write_bytes(PAGE[::-1])
    if same_times:
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not found(tmp_path, "a")


def test_what_is_not_wanted_or_not_known_goes(tmp_path: Path) -> None:
    build(tmp_path, "a/a", "b/b")
    (tmp_path / "site/b/strange").write_text("x")
    (tmp_path / "site/link").symlink_to("b")
    build(tmp_path, "b/b", "c")
    assert names(tmp_path / "site") == {"b/b", "c"}
    assert not (tmp_path / "site/a").exists()
    assert not (tmp_path / "site/link").is_symlink()


def test_a_listing_names_all_that_lies_below(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/file").touch()
    (tmp_path / "a/link").symlink_to("b")
    (tmp_path / "gone/below").mkdir(parents=True)
    assert listing(tmp_path, {"gone"}) == (["a/b/file"], ["a", "a/b"], ["a/link"])
    assert listing(tmp_path / "missing") == ([], [], [])


def test_what_was_listed_before_the_site_was_set_aside(tmp_path: Path) -> None:
    build(tmp_path, "a/a", "a/c", "b/b", "c")
    (tmp_path / "site/b/strange").write_text("x")
    (tmp_path / "site/link").symlink_to("b")
    found = listing(tmp_path / "site")
    (tmp_path / "site/a/c").unlink()
    set_aside(tmp_path / "site")
    files = FormerFiles(tmp_path / "site", Cache(tmp_path / "c"), found=lambda: found)
    files.put_back({"a/a", "a/c", "b/b"})
    assert names(tmp_path / "site") == {"a/a", "b/b"}
    assert not (tmp_path / "site/link").is_symlink()
    assert [bool(files.find(address, KEY)) for address in ("a/a", "a/c", "b/b")] == [1, 0, 1]


def test_what_mkdocs_has_written_stands(tmp_path: Path) -> None:
    build(tmp_path, "a/page", "a/other", "b")
    set_aside(tmp_path / "site")
    (tmp_path / "site/a").mkdir()
    (tmp_path / "site/a/page").write_text("new")
    files = former(tmp_path)
    files.put_back({"a/page", "a/other", "b"})
    assert (tmp_path / "site/a/page").read_text() == "new"
    assert files.find("a/page", KEY) is None
    assert files.find("a/other", KEY)


def test_files_that_may_stay_without_being_set_aside(tmp_path: Path) -> None:
    build(tmp_path, "a", "b")
    (tmp_path / "site/strange").write_text("x")
    files = former(tmp_path)
    files.stay()
    assert names(tmp_path / "site") == {"a", "b"}
    made = files.find("a", KEY)
    assert made
    files.close({"a": made})
    assert names(tmp_path / "site") == {"a"}


def test_the_last_site_lends_its_files_and_is_never_written_to(tmp_path: Path) -> None:
    build(tmp_path, "a", "b/c", site="last")
    build(tmp_path, "a", "b/c", last="last")
    assert (tmp_path / "site/b/c").samefile(tmp_path / "last/b/c")
    # The last site is the next build's own folder: nothing has happened to its files.
    assert former(tmp_path, "last").known == former(tmp_path).known
    files = former(tmp_path)
    files.stay()
    files.write(tmp_path / "site/b/c", "b/c", b"new")
    assert (tmp_path / "last/b/c").read_bytes() == PAGE


def test_another_site_in_the_place_of_the_last(tmp_path: Path) -> None:
    build(tmp_path, "a", site="last")
    files = former(tmp_path, last="last")
    (tmp_path / "last/a").unlink()
    assert files.find("a", KEY) is None
    (tmp_path / "last/a").write_bytes(PAGE[::-1])
    assert files.find("a", KEY) is None
    (tmp_path / "last/a").write_bytes(PAGE)
    assert files.find("a", KEY)


def test_the_content_whatever_its_stamp(tmp_path: Path) -> None:
    build(tmp_path, "a", site="last")
    (tmp_path / "site").mkdir()
    files = former(tmp_path, last="last")
    content = files.content("a", KEY)
    assert content
    assert content[1] == PAGE
    assert files.content("a", key("others")) is None
    (tmp_path / "last/a").write_bytes(b"forged")
    assert files.content("a", KEY) is None


def test_a_cache_that_is_gone_costs_time_alone(tmp_path: Path) -> None:
    build(tmp_path, "a")
    (tmp_path / "c").write_bytes(b"no database")
    assert not found(tmp_path, "a")
    assert names(tmp_path / "site") == set()
    assert FormerFiles(tmp_path / "site").find("a", KEY) is None
