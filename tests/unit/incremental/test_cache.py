import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.incremental import cache as module
from noticeboard.incremental.cache import Cache, code_digest, key

ONE, TWO = key("1"), key("2")


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a/b.sqlite"
    Cache(path).put({ONE: b"one", TWO: b""})
    assert dict(Cache(path).get([ONE, key("3"), TWO])) == {ONE: b"one", TWO: b""}
    Cache(path).put({ONE: b"other"})
    assert dict(Cache(path).get([ONE])) == {ONE: b"other"}


def test_more_keys_than_one_query_takes(tmp_path: Path) -> None:
    entries = {key(str(number)): str(number).encode() for number in range(1200)}
    made = Cache(tmp_path / "c")
    made.put(entries)
    assert dict(made.get(entries)) == entries


def test_without_a_path_nothing_is_kept() -> None:
    made = Cache()
    made.put({ONE: b"one"})
    assert dict(made.get([ONE])) == {}


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
def test_a_damaged_file_costs_time_alone(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path).put({ONE: b"one"})
    for journal in tmp_path.glob("c.sqlite-*"):
        journal.unlink()
    damage(path)
    assert dict(Cache(path).get([ONE])) == {}
    Cache(path).put({TWO: b"two"})
    assert dict(Cache(path).get([TWO])) == {TWO: b"two"}


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    made = Cache(tmp_path / "file/c.sqlite")
    made.put({ONE: b"one"})
    assert dict(made.get([ONE])) == {}


def test_a_file_that_grew_too_large_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path).put({ONE: b"one"})
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    assert dict(Cache(path).get([ONE])) == {}


def test_two_at_once(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    entries = {key(str(number)): bytes(2000) for number in range(300)}
    threads = [Thread(target=Cache(path).put, args=(entries,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(Cache(path).get(entries)) == entries


@given(st.lists(st.text()), st.lists(st.text()))
def test_keys_differ_where_the_parts_differ(one: list[str], other: list[str]) -> None:
    assert (key(*one) == key(*other)) == (one == other)


def test_the_program_is_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = code_digest(tmp_path)
    assert code_digest(tmp_path) == first
    (tmp_path / "b.pyc").write_text("compiled")
    assert code_digest(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    second = code_digest(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, code_digest(tmp_path)}) == 3


def test_one_value_by_itself(tmp_path: Path) -> None:
    cache, name = Cache(tmp_path / "c"), key("a")
    assert cache.one(name) is None
    cache.put({name: b"1"})
    assert cache.one(name) == b"1"
    assert cache.one(key("b")) is None
    assert Cache().one(name) is None
    with ThreadPoolExecutor(1) as other:
        assert other.submit(cache.one, name).result() == b"1"
    (tmp_path / "other").write_bytes(b"no database")
    assert Cache(tmp_path / "other").one(name) is None
