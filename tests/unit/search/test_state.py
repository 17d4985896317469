"""An index built from the state of an earlier build has the same bytes as one built from scratch."""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from support.factories import search_document

from noticeboard.search import builder, encoding, segments, state, trie
from noticeboard.search.documents import BLOCK_KINDS, Block, BlockKind, SearchDocument
from noticeboard.search.index import write_index
from noticeboard.search.state import STATE_FILE, load_state

Documents = tuple[SearchDocument, ...]
Numbers = NDArray[Any]


def corpus(count: int = 60) -> Documents:
    kinds: tuple[BlockKind, ...] = ("title", "body", "body")
    texts = (
        "整改{kind}第{seven}项",
        "共{number}件，欢迎广大群众监督",
        "联系电话0312-{number}{seven}",
    )
    return tuple(
        search_document(
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


def with_blocks(document: SearchDocument, blocks: Sequence[Block]) -> SearchDocument:
    return replace(document, compute_blocks=lambda: blocks)


WORDS = st.text("ab甲乙𠮷", max_size=7)
BLOCKS = st.builds(Block, st.sampled_from(BLOCK_KINDS), WORDS)
NOTICES = st.lists(BLOCKS, max_size=4)


@st.composite
def edits(draw: st.DrawFn, documents: Documents) -> Documents:
    """Return the documents after one change of a kind that editors make."""
    kind = draw(
        st.sampled_from(
            ["text", "text", "words", "words", "kind", "facts", "add", "remove", "date"]
        )
    )
    at = draw(st.integers(0, max(0, len(documents) - 1)))
    if kind == "add" or not documents:
        number = 1 + max([int(one.id[-4:]) for one in documents], default=0)
        return (*documents, search_document(number, draw(NOTICES)))
    own = documents[at]
    if kind == "remove":
        return documents[:at] + documents[at + 1 :]
    if kind == "date":
        changed = replace(own, published=draw(st.sampled_from(["2023-01-01", "2025-01-01"])))
    elif kind == "facts":
        changed = replace(own, unit=draw(WORDS), status="corrected")
    elif kind == "text" or not own.blocks:
        changed = with_blocks(own, draw(NOTICES))
    else:
        block = draw(st.integers(0, len(own.blocks) - 1))
        text = own.blocks[block].text
        cut = draw(st.integers(0, len(text)))
        fresh = (
            Block(own.blocks[block].kind, text[:cut] + draw(WORDS) + text[cut + 1 :])
            if kind == "words"
            else Block(draw(st.sampled_from(BLOCK_KINDS)), text)
        )
        changed = with_blocks(own, [*own.blocks[:block], fresh, *own.blocks[block + 1 :]])
    return (*documents[:at], changed, *documents[at + 1 :])


EXAMPLES = int(os.environ.get("NOTICEBOARD_EXAMPLES", "20"))
"""How many histories are built; `make audit` builds more."""


@st.composite
def histories(draw: st.DrawFn) -> list[Documents]:
    notices = draw(st.lists(NOTICES, max_size=12))
    # Blocks of every notice, so that some keys have many notices and long common text.
    often = draw(st.lists(BLOCKS, max_size=2))
    history = [tuple(search_document(n, [*blocks, *often]) for n, blocks in enumerate(notices))]
    for _ in range(draw(st.integers(1, 5))):
        history.append(draw(edits(history[-1])))
    return history


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.integers(1, 4))
def test_a_warm_build_equals_a_cold_one(
    tmp_path_factory: pytest.TempPathFactory, history: list[Documents], limit: int
) -> None:
    directory = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trie, "LEAF_LIMIT", limit)
        patch.setattr(trie, "BATCH_POSITIONS", 16)
        patch.setattr(encoding, "SPLIT_BYTES", 5)
        patch.setattr(segments, "CHUNK_BYTES", 12)
        patch.setattr(builder, "MIN_NOTICES_PER_CHANGE", 1)
        for documents in history:
            expected = cold(documents, directory / "cold")
            assert warm(documents, directory / "warm", directory / "cache") == expected


def count_positions(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Return a counter of the positions that are refined."""
    counter = SimpleNamespace(positions=0)
    build_nodes = trie.build_nodes

    def counting(corpus: object, positions: Sequence[int], *rest: object) -> object:
        counter.positions += len(positions)
        return build_nodes(corpus, positions, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builder, "build_nodes", counting)
    return counter


def test_a_changed_number_rebuilds_few_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = corpus(200)
    warm(documents, tmp_path / "site", tmp_path / "cache")
    counter = count_positions(monkeypatch)
    warm(documents, tmp_path / "site", tmp_path / "cache")
    assert counter.positions == 0
    blocks = documents[7].blocks
    changed = with_blocks(documents[7], [*blocks[:2], Block("body", blocks[2].text + "888")])
    fresh = (*documents[:7], changed, *documents[8:])
    result = warm(fresh, tmp_path / "site", tmp_path / "cache")
    warm_positions, counter.positions = counter.positions, 0
    assert result == cold(fresh, tmp_path / "cold")
    assert 0 < warm_positions < counter.positions / 2


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip_bit_at(fraction: float) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[int(fraction * (len(raw) - 1))] ^= 1
        path.write_bytes(raw)

    return flip


def change_program(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[:32] + bytes(32) + raw[64:])


def replace_with_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def remove(path: Path) -> None:
    path.unlink()


def replace_with_pickle(path: Path) -> None:
    path.write_bytes(b"cbuiltins\nexit\n(I1\ntR.")


DAMAGES: list[Callable[[Path], None]] = [
    truncate,
    empty,
    change_program,
    replace_with_folder,
    remove,
    replace_with_pickle,
    *(flip_bit_at(fraction) for fraction in (0, 0.001, 0.2, 0.4, 0.6, 0.8, 1)),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_state_is_ignored(damage: Callable[[Path], None], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    warm(corpus(), tmp_path / "site", cache)
    damage(cache / STATE_FILE)
    assert load_state(cache) is None
    documents = corpus(61)
    assert warm(documents, tmp_path / "site", cache) == cold(documents, tmp_path / "cold")
    assert {path.name for path in cache.iterdir()} == {STATE_FILE}


def test_a_state_without_arrays_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    with monkeypatch.context() as patch:
        patch.setattr(state, "_arrays", lambda state: {})
        warm(corpus(), tmp_path / "site", cache)
    assert load_state(cache) is None
    assert warm(corpus(), tmp_path / "site", cache) == cold(corpus(), tmp_path / "cold")


def first(value: int) -> Callable[[Numbers], Numbers]:
    """Return a function that sets the first number of an array."""

    def change(numbers: Numbers) -> Numbers:
        return np.concatenate((np.array([value], numbers.dtype), numbers[1:]))

    return change


def last(value: int) -> Callable[[Numbers], Numbers]:
    """Return a function that sets the last number of an array."""

    def change(numbers: Numbers) -> Numbers:
        return np.concatenate((numbers[:-1], np.array([value], numbers.dtype)))

    return change


def shorten(numbers: Numbers) -> Numbers:
    return numbers[:-1]


def lone_surrogate(strings: Numbers) -> Numbers:
    headers, separators = json.loads(strings.tobytes())
    return np.frombuffer(json.dumps([headers, [*separators[1:], "\ud800"]]).encode(), np.uint8)


def no_lists(strings: Numbers) -> Numbers:
    return np.frombuffer(b"[{}, {}]", np.uint8)


INCONSISTENCIES: list[tuple[str, Callable[[Numbers], Numbers]]] = [
    *((name, shorten) for name in state._DTYPES),
    ("prefixes", first(0x10FFFF << 32)),
    ("prefixes", last(0x10FFFF << 32)),
    ("bounds", first(1)),
    ("bounds", last(1 << 40)),
    ("lookahead", first(0)),
    ("split_starts", first(-1)),
    ("split_content_starts", first(0)),
    ("split_content_starts", last(1 << 40)),
    ("alphabet", first(0)),
    ("alphabet", last(0xD800)),
    ("alphabet", last(0x110000)),
    ("sizes", first(-1)),
    ("sizes", last(1 << 30)),
    ("block_counts", first(-1)),
    ("text", first(0)),
    ("text", first(0xFFFF)),
    ("text", last(1)),
    ("ranks", first(4)),
    ("strings", lone_surrogate),
    ("strings", no_lists),
]


@pytest.mark.parametrize(("name", "change"), INCONSISTENCIES)
def test_an_inconsistent_state_with_a_valid_checksum_is_ignored(
    name: str,
    change: Callable[[Numbers], Numbers],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setattr(encoding, "SPLIT_BYTES", 20)
    arrays = state._arrays
    with monkeypatch.context() as patch:
        patch.setattr(
            state, "_arrays", lambda one: (own := arrays(one)) | {name: change(own[name])}
        )
        warm(corpus(), tmp_path / "site", cache)
    assert load_state(cache) is None
    warm(corpus(), tmp_path / "site", cache)
    assert load_state(cache) is not None


def test_a_state_that_others_can_write_is_ignored(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    warm(corpus(), tmp_path / "site", cache)
    cache.chmod(0o777)
    assert load_state(cache) is None
    assert warm(corpus(61), tmp_path / "site", cache) == cold(corpus(61), tmp_path / "cold")


def test_a_cache_that_cannot_be_written_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be", encoding="utf-8")
    result = warm(corpus(), tmp_path / "site", tmp_path / "file")
    assert result == cold(corpus(), tmp_path / "cold")


def test_the_state_of_another_program_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(corpus(), tmp_path / "site", tmp_path / "cache")
    monkeypatch.setattr(trie, "LEAF_LIMIT", 3)
    assert load_state(tmp_path / "cache") is None


@pytest.mark.parametrize("path", sorted(Path(state.__file__).parent.glob("*.py")))
def test_the_state_depends_on_every_module(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, read_bytes = state._program(), Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda one: read_bytes(one) + (b"#" if one == path else b"")
    )
    assert state._program() != program


def test_removed_characters_do_not_count_towards_the_limit(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for start in (0x20000, 0x24000, 0x28000, 0x2C000):
        text = "".join(map(chr, range(start, start + 0x6000)))
        unchanged = search_document(2, [Block("body", "甲")])
        documents = (search_document(1, [Block("body", text)]), unchanged)
        assert warm(documents, tmp_path / "site", cache) == cold(documents, tmp_path / "cold")


def build_often(arguments: tuple[int, Path]) -> dict[str, bytes]:
    number, directory = arguments
    for count in range(50, 54):
        result = warm(corpus(count + number % 2), directory / f"site{number}", directory / "cache")
    return result


def test_concurrent_builds_can_share_a_state(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3) as pool:
        results = list(pool.map(build_often, [(number, tmp_path) for number in range(3)]))
    expected = [cold(corpus(count), tmp_path / str(count)) for count in (53, 54)]
    assert results == [expected[0], expected[1], expected[0]]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [STATE_FILE]
    assert all(one != other for one, other in pairwise(results))
