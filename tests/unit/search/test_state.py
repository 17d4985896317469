"""With and without what an earlier build left, the index has the same bytes."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.factories import search_document as made

from noticeboard.search import builder as search_build
from noticeboard.search import encoding as search_chunks
from noticeboard.search import segments as search_units
from noticeboard.search import state as search_cache
from noticeboard.search import trie as search_trie
from noticeboard.search.index import write_index
from noticeboard.search.scan import KINDS, Block, BlockKind, SearchDocument

Documents = tuple[SearchDocument, ...]


def corpus(count: int = 60) -> Documents:
    kinds: tuple[BlockKind, ...] = ("title", "body", "body")
    texts = (
        "整改{kind}第{seven}项",
        "共{number}件，欢迎广大群众监督",
        "联系电话0312-{number}{seven}",
    )
    return tuple(
        made(
            number,
            [
                Block(kind, text.format(kind=kind, number=number, seven=number % 7))
                for kind, text in zip(kinds, texts, strict=True)
            ],
        )
        for number in range(count)
    )


def files(directory: Path) -> dict[str, bytes]:
    root = directory / "search-index"
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def cold(documents: Sequence[SearchDocument], directory: Path) -> dict[str, bytes]:
    write_index(documents, directory)
    return files(directory)


def warm(documents: Sequence[SearchDocument], directory: Path, cache: Path) -> dict[str, bytes]:
    write_index(documents, directory, cache)
    return files(directory)


WORDS = st.text("ab甲乙𠮷", max_size=7)
BLOCKS = st.builds(Block, st.sampled_from(KINDS), WORDS)
NOTICES = st.lists(BLOCKS, max_size=4)


@st.composite
def edits(draw: st.DrawFn, documents: Documents) -> Documents:
    """The documents after one change of a kind that editors make."""
    kind = draw(
        st.sampled_from(["text", "text", "words", "words", "kind", "facts", "new", "gone", "date"])
    )
    at = draw(st.integers(0, max(0, len(documents) - 1)))
    if kind == "new" or not documents:
        number = 1 + max([int(one.id[-4:]) for one in documents], default=0)
        return (*documents, made(number, draw(NOTICES)))
    own = documents[at]
    if kind == "gone":
        return documents[:at] + documents[at + 1 :]
    if kind == "date":
        changed = replace(own, published=draw(st.sampled_from(["2023-01-01", "2025-01-01"])))
    elif kind == "facts":
        changed = replace(own, unit=draw(WORDS), status="corrected")
    elif kind == "text" or not own.blocks:
        changed = replace(own, blocks=tuple(draw(NOTICES)))
    else:
        block = draw(st.integers(0, len(own.blocks) - 1))
        text = own.blocks[block].text
        cut = draw(st.integers(0, len(text)))
        fresh = (
            Block(own.blocks[block].kind, text[:cut] + draw(WORDS) + text[cut + 1 :])
            if kind == "words"
            else Block(draw(st.sampled_from(KINDS)), text)
        )
        changed = replace(own, blocks=(*own.blocks[:block], fresh, *own.blocks[block + 1 :]))
    return (*documents[:at], changed, *documents[at + 1 :])


@st.composite
def histories(draw: st.DrawFn) -> list[Documents]:
    notices = draw(st.lists(NOTICES, max_size=12))
    # The same again and again, so that some keys have many notices and long runs.
    often = draw(st.lists(BLOCKS, max_size=2))
    history = [tuple(made(n, [*blocks, *often]) for n, blocks in enumerate(notices))]
    for _ in range(draw(st.integers(1, 5))):
        history.append(draw(edits(history[-1])))
    return history


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.integers(1, 4))
def test_a_warm_build_is_the_cold_one(
    tmp_path_factory: pytest.TempPathFactory, history: list[Documents], limit: int
) -> None:
    directory = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_trie, "LEAF_LIMIT", limit)
        patch.setattr(search_trie, "BATCH", 16)
        patch.setattr(search_chunks, "GRAIN", 5)
        patch.setattr(search_units, "CHUNK_BYTES", 12)
        patch.setattr(search_build, "MANY", 1)
        for documents in history:
            expected = cold(documents, directory / "cold")
            assert warm(documents, directory / "warm", directory / "cache") == expected


def counted(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Counts the places that are refined."""
    seen = SimpleNamespace(places=0)
    nodes = search_trie.nodes

    def counting(source: object, places: Sequence[int], *rest: object) -> object:
        seen.places += len(places)
        return nodes(source, places, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(search_build, "nodes", counting)
    return seen


def test_a_changed_number_refines_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = corpus(200)
    warm(documents, tmp_path / "site", tmp_path / "cache")
    seen = counted(monkeypatch)
    warm(documents, tmp_path / "site", tmp_path / "cache")
    assert seen.places == 0
    blocks = documents[7].blocks
    changed = replace(documents[7], blocks=(*blocks[:2], Block("body", blocks[2].text + "888")))
    fresh = (*documents[:7], changed, *documents[8:])
    result = warm(fresh, tmp_path / "site", tmp_path / "cache")
    warm_places, seen.places = seen.places, 0
    assert result == cold(fresh, tmp_path / "cold")
    assert 0 < warm_places < seen.places / 2


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flipped_at(where: float) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[int(where * (len(raw) - 1))] ^= 1
        path.write_bytes(raw)

    return flip


def another_program(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[:32] + bytes(32) + raw[64:])


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def missing(path: Path) -> None:
    path.unlink()


DAMAGES: list[Callable[[Path], None]] = [truncated, empty, another_program, a_folder, missing]
DAMAGES += [flipped_at(where) for where in (0, 0.001, 0.2, 0.4, 0.6, 0.8, 1)]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_costs_nothing_but_time(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    warm(corpus(), tmp_path / "site", cache)
    damage(cache / search_cache.NAME)
    assert search_cache.read(cache) is None
    documents = corpus(61)
    assert warm(documents, tmp_path / "site", cache) == cold(documents, tmp_path / "cold")
    assert {path.name for path in cache.iterdir()} == {search_cache.NAME}


def test_a_whole_file_that_makes_no_sense_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    with monkeypatch.context() as patch:
        patch.setattr(search_cache, "_arrays", lambda state: {})
        warm(corpus(), tmp_path / "site", cache)
    assert search_cache.read(cache) is None
    assert warm(corpus(), tmp_path / "site", cache) == cold(corpus(), tmp_path / "cold")


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be", encoding="utf-8")
    result = warm(corpus(), tmp_path / "site", tmp_path / "file")
    assert result == cold(corpus(), tmp_path / "cold")


def test_what_another_program_left_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(corpus(), tmp_path / "site", tmp_path / "cache")
    monkeypatch.setattr(search_trie, "LEAF_LIMIT", 3)
    assert search_cache.read(tmp_path / "cache") is None


def test_too_many_characters_over_time_are_no_error(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for start in (0x20000, 0x24000, 0x28000, 0x2C000):
        text = "".join(map(chr, range(start, start + 0x6000)))
        kept = made(2, [Block("body", "甲")])
        documents = (made(1, [Block("body", text)]), kept)
        assert warm(documents, tmp_path / "site", cache) == cold(documents, tmp_path / "cold")


def build_many(arguments: tuple[int, Path]) -> dict[str, bytes]:
    number, directory = arguments
    for count in range(50, 54):
        result = warm(corpus(count + number % 2), directory / f"site{number}", directory / "cache")
    return result


def test_builds_at_once_do_not_hurt_each_other(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3) as pool:
        results = list(pool.map(build_many, [(number, tmp_path) for number in range(3)]))
    expected = [cold(corpus(count), tmp_path / str(count)) for count in (53, 54)]
    assert results == [expected[0], expected[1], expected[0]]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [search_cache.NAME]
    assert all(one != other for one, other in pairwise(results))
