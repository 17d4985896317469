import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.repositories import git

from noticeboard.incremental import cache as module
from noticeboard.incremental.cache import FILE, Cache, is_trusted, open_cache
from noticeboard.incremental.digests import code_digest, digest

ONE, TWO = digest("1"), digest("2")


def test_stored_values_are_returned(tmp_path: Path) -> None:
    path = tmp_path / "a/b.sqlite"
    Cache(path).put({ONE: b"one", TWO: b""})
    assert dict(Cache(path).get_many([ONE, digest("3"), TWO])) == {ONE: b"one", TWO: b""}
    Cache(path).put({ONE: b"other"})
    assert dict(Cache(path).get_many([ONE])) == {ONE: b"other"}


def test_more_keys_than_one_query_takes_are_returned(tmp_path: Path) -> None:
    entries = {digest(str(number)): str(number).encode() for number in range(1200)}
    cache = Cache(tmp_path / "c")
    cache.put(entries)
    assert dict(cache.get_many(entries)) == entries


def test_without_a_path_nothing_is_stored() -> None:
    cache = Cache()
    cache.put({ONE: b"one"})
    assert dict(cache.get_many([ONE])) == {}


def flip(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entries SET value = ? WHERE key = ?", (b"two", ONE))
    database.close()


def retype(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entries SET value = 'text'")
    database.close()


def drop(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE entries")
    database.close()


def other_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE entries (other TEXT)")
    database.close()


DAMAGES: list[Callable[[Path], object]] = [
    flip,
    retype,
    drop,
    other_table,
    lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    lambda path: path.write_bytes(b"\0" * 5000),
    lambda path: path.write_bytes(b""),
    Path.unlink,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_loses_only_its_entries(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path).put({ONE: b"one"})
    for journal in tmp_path.glob("c.sqlite-*"):
        journal.unlink()
    damage(path)
    assert dict(Cache(path).get_many([ONE])) == {}
    Cache(path).put({TWO: b"two"})
    assert dict(Cache(path).get_many([TWO])) == {TWO: b"two"}


def test_an_unwritable_place_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file/c.sqlite")
    cache.put({ONE: b"one"})
    assert dict(cache.get_many([ONE])) == {}


def test_an_oversized_file_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path).put({ONE: b"one"})
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    assert dict(Cache(path).get_many([ONE])) == {}


def test_concurrent_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    entries = {digest(str(number)): bytes(2000) for number in range(300)}
    threads = [Thread(target=Cache(path).put, args=(entries,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(Cache(path).get_many(entries)) == entries


@given(st.lists(st.text()), st.lists(st.text()))
def test_digests_differ_when_their_parts_differ(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_the_code_digest_covers_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = code_digest(tmp_path)
    assert code_digest(tmp_path) == first
    (tmp_path / "b.pyc").write_text("compiled")
    assert code_digest(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    second = code_digest(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, code_digest(tmp_path)}) == 3


def test_a_single_value_is_returned_by_its_key(tmp_path: Path) -> None:
    cache, name = Cache(tmp_path / "c"), digest("a")
    assert cache.get(name) is None
    cache.put({name: b"1"})
    assert cache.get(name) == b"1"
    assert cache.get(digest("b")) is None
    assert Cache().get(name) is None
    with ThreadPoolExecutor(1) as other:
        assert other.submit(cache.get, name).result() == b"1"
    (tmp_path / "other").write_bytes(b"no database")
    assert Cache(tmp_path / "other").get(name) is None


def test_a_folder_of_ones_own_is_trusted(tmp_path: Path) -> None:
    assert is_trusted(tmp_path / "new/cache")
    assert (tmp_path / "new/cache").stat().st_mode & 0o777 == 0o700
    cache = open_cache(tmp_path / "new/cache")
    cache.put({ONE: b"one"})
    assert open_cache(tmp_path / "new/cache").get(ONE) == b"one"


def share(folder: Path) -> None:
    folder.chmod(0o777)


def link_file(folder: Path) -> None:
    (folder.parent / "elsewhere").write_bytes(b"")
    (folder / FILE).unlink()
    (folder / FILE).symlink_to(folder.parent / "elsewhere")


def link_folder(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to(folder.parent / "elsewhere")


def track(folder: Path) -> None:
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "add", "--force", "cache")


@pytest.mark.parametrize("attack", [share, link_file, link_folder, track])
def test_a_cache_that_others_may_have_written_is_not_opened(
    tmp_path: Path, attack: Callable[[Path], object]
) -> None:
    folder = tmp_path / "cache"
    open_cache(folder).put({ONE: b"one"})
    attack(folder)
    assert not is_trusted(folder)
    cache = open_cache(folder)
    assert not cache.is_persistent
    assert cache.get(ONE) is None


def test_a_cache_of_another_user_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_cache(tmp_path / "cache").put({ONE: b"one"})
    monkeypatch.setattr("os.geteuid", lambda: tmp_path.stat().st_uid + 1)
    assert not is_trusted(tmp_path / "cache")
