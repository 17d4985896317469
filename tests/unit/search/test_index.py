"""The index answers like the scan, and one built from an earlier build equals one from scratch."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.factories import search_document
from support.index_reader import IndexReader

from noticeboard.incremental.cache import Cache, open_cache
from noticeboard.incremental.manifest import FileState
from noticeboard.incremental.output_tree import OutputTree
from noticeboard.model.field_types import Names
from noticeboard.search import chunks, index, partition, segments, trie
from noticeboard.search.corpus import Corpus, build_corpus
from noticeboard.search.documents import RANKS, Block, BlockKind, SearchDocument
from noticeboard.search.index import open_index_tree, write_index
from noticeboard.search.ranking import fold_blocks, newest_first
from noticeboard.search.scan import Scanner

Documents = tuple[SearchDocument, ...]
Files = dict[str, bytes]

EXAMPLES = int(os.environ.get("NOTICEBOARD_EXAMPLES", "25"))
"""How many random corpora are indexed; `make audit` indexes more."""


def build(documents: Sequence[SearchDocument], site: Path, cache: Path | None = None) -> Files:
    """Write the index of a site, and return the content of each of its files."""
    stored = open_cache(cache) if cache else Cache()
    states = open_cache(site.with_name("states")) if cache else Cache()
    checksums = write_index(documents, open_index_tree(site, states), stored)
    root = site / "search-index"
    paths = [path for path in root.rglob("*") if path.is_file()]
    assert {f"search-index/{path.relative_to(root)}" for path in paths} == checksums.keys()
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def reader(documents: Sequence[SearchDocument], site: Path) -> IndexReader:
    blocks = dict(zip((one.id for one in documents), fold_blocks(documents), strict=True))
    return IndexReader(site / "search-index", blocks.__getitem__)


@contextmanager
def small_limits(leaf_limit: int, max_notices: int) -> Iterator[None]:
    """Let few notices fill several segments, batches and chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trie, "LEAF_LIMIT", leaf_limit)
        patch.setattr(trie, "BATCH_POSITIONS", 16)
        patch.setattr(chunks, "CHUNK_BYTES", 24)
        patch.setattr(partition, "MAX_NOTICES", max_notices)
        patch.setattr(index, "IDS_PER_FILE", 64)
        patch.setattr(index, "CHUNKS_PER_FILE", 3)
        yield


WORDS = st.text("ab甲乙𠮷", max_size=7)
LONG = st.sampled_from(["", "", "甲乙ab" * 4, "乙𠮷" * 8])
BLOCKS = st.builds(
    lambda kind, start, rest: Block(kind, start + rest), st.sampled_from(tuple(RANKS)), LONG, WORDS
)
NOTICES = st.lists(BLOCKS, max_size=4)
DATES = st.sampled_from(["2023-01-01", "2023-06-30", "2023-07-16", "2024-05-02", "2024-05"])


@st.composite
def documents(draw: st.DrawFn, number: int) -> SearchDocument:
    return replace(search_document(number, draw(NOTICES)), published=draw(DATES))


@st.composite
def corpora(draw: st.DrawFn) -> Documents:
    # Blocks of every notice, so that some keys have many notices and long common text.
    often = draw(st.lists(BLOCKS, max_size=2))
    notices = [draw(documents(number)) for number in range(draw(st.integers(0, 14)))]
    return tuple(with_blocks(one, [*one.blocks, *often]) for one in notices)


def with_blocks(document: SearchDocument, blocks: Sequence[Block]) -> SearchDocument:
    return replace(document, compute_blocks=lambda: blocks)


@st.composite
def edited(draw: st.DrawFn, before: Documents) -> Documents:
    """Return the documents after one change of a kind that editors make."""
    kind = draw(
        st.sampled_from(["new", "new", "words", "words", "kind", "facts", "remove", "date"])
    )
    if kind == "new" or not before:
        number = 1 + max([int(one.id[-4:]) for one in before], default=0)
        return (*before, draw(documents(number)))
    at = draw(st.integers(0, len(before) - 1))
    own = before[at]
    if kind == "remove":
        return before[:at] + before[at + 1 :]
    if kind == "date":
        changed = replace(own, published=draw(DATES))
    elif kind == "facts":
        changed = replace(own, unit=Names((draw(WORDS),)), status="withdrawn")
    elif kind == "kind" or not own.blocks:
        changed = with_blocks(own, draw(NOTICES))
    else:
        block = draw(st.integers(0, len(own.blocks) - 1))
        text = own.blocks[block].text
        cut = draw(st.integers(0, len(text)))
        fresh = Block(own.blocks[block].kind, text[:cut] + draw(WORDS) + text[cut + 1 :])
        changed = with_blocks(own, [*own.blocks[:block], fresh, *own.blocks[block + 1 :]])
    return (*before[:at], changed, *before[at + 1 :])


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    corpora(),
    st.lists(st.text("ab甲乙𠮷丙", min_size=1, max_size=20), max_size=8),
    st.integers(1, 4),
)
def test_the_index_answers_every_term_like_the_scan(
    tmp_path_factory: pytest.TempPathFactory, notices: Documents, others: list[str], limit: int
) -> None:
    with small_limits(leaf_limit=limit, max_notices=4):
        site = tmp_path_factory.mktemp("site")
        build(notices, site)
        index_reader = reader(notices, site)
        scanner = Scanner(notices)
        assert index_reader.ids[::-1] == [document.id for document in newest_first(notices)]
        texts = {text for blocks in fold_blocks(notices) for _, text in blocks}
        inside = {text[i:j] for text in texts for i in range(6) for j in range(i + 1, i + 19)}
        for term in (inside | set(others)) - {""}:
            expected = {document.id: rank for rank, document in scanner.match([term])}
            assert (term, index_reader.answer(term)) == (term, expected)


@st.composite
def histories(draw: st.DrawFn) -> list[Documents]:
    history = [draw(corpora())]
    for _ in range(draw(st.integers(1, 5))):
        history.append(draw(edited(history[-1])))
    return history


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.integers(1, 4), st.integers(1, 6))
def test_a_warm_build_equals_a_cold_one(
    tmp_path_factory: pytest.TempPathFactory,
    history: list[Documents],
    limit: int,
    max_notices: int,
) -> None:
    folder = tmp_path_factory.mktemp("index")
    with small_limits(limit, max_notices):
        for number, notices in enumerate(history):
            cold = build(notices, folder / f"cold{number}")
            assert build(notices, folder / "warm/site", folder / "warm/cache") == cold


def corpus(count: int = 60, years: int = 3) -> Documents:
    texts = ("整改第{seven}项", "共{number}件，欢迎广大群众监督", "联系电话0312-{number}{seven}")
    kinds: tuple[BlockKind, ...] = ("title", "body", "contact")
    return tuple(
        replace(
            search_document(
                number,
                [
                    Block(kind, text.format(number=number, seven=number % 7))
                    for kind, text in zip(kinds, texts, strict=True)
                ],
            ),
            published=f"{2021 + number * years // count}-03-{number % 28 + 1:02}",
        )
        for number in range(count)
    )


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 300)


@pytest.mark.usefixtures("small_chunks")
def test_a_new_notice_rebuilds_one_segment_and_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(corpus(), tmp_path / "site", tmp_path / "cache")
    rebuilt: list[int] = []

    def counting(notices: Sequence[Sequence[tuple[int, str]]]) -> Corpus:
        rebuilt.append(len(notices))
        return build_corpus(notices)

    monkeypatch.setattr(segments, "build_corpus", counting)
    newest = replace(search_document(99, [Block("body", "0999-8123456")]), published="2023-12-31")
    after = build((*corpus(), newest), tmp_path / "site", tmp_path / "cache")
    assert rebuilt == [21]
    changed = after.keys() - before.keys()
    assert len(changed) < len(after) / 2
    assert after == build((*corpus(), newest), tmp_path / "cold")


@pytest.mark.parametrize("damage", [b"", b"cbuiltins\nexit\n(I1\ntR.", b"PK\x03\x04"])
def test_damaged_arrays_are_computed_again(damage: bytes, tmp_path: Path) -> None:
    cold = build(corpus(), tmp_path / "cold")
    build(corpus(), tmp_path / "site", tmp_path / "cache")
    checksum = hashlib.blake2b(damage, digest_size=16).digest()
    with closing(sqlite3.connect(tmp_path / "cache/results.sqlite")) as database, database:
        database.execute("UPDATE entries SET value = ?, digest = ?", (damage, checksum))
    assert build(corpus(), tmp_path / "site", tmp_path / "cache") == cold


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    cold = build(corpus(), tmp_path / "site", tmp_path / "cache")
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(b"no database" * 1000)
    assert build(corpus(), tmp_path / "site", tmp_path / "cache") == cold
    with closing(sqlite3.connect(tmp_path / "cache/results.sqlite")) as database:
        assert list(database.execute("SELECT key FROM entries"))


def test_the_cache_holds_only_the_last_build(tmp_path: Path) -> None:
    def entries() -> set[bytes]:
        with closing(sqlite3.connect(tmp_path / "cache/results.sqlite")) as database:
            return {key for (key,) in database.execute("SELECT key FROM entries")}

    build(corpus(), tmp_path / "site", tmp_path / "cache")
    first = entries()
    build(corpus(50), tmp_path / "site", tmp_path / "cache")
    assert not first & entries()
    build(corpus(), tmp_path / "site", tmp_path / "cache")
    assert entries() == first


def test_facets_and_ranges_are_written_as_the_page_reads_them(tmp_path: Path) -> None:
    files = build(corpus(3, years=1), tmp_path / "site")
    manifest = json.loads(files["manifest.json"])
    ((count, address),) = manifest["segments"]
    facets = json.loads(files[f"{address}-facets.json"])
    assert count == 3
    assert facets["region"] == {"values": ["示例省/示例市"], "notices": "]]]"}
    assert facets["attachments"] == {"values": ["no", "yes"], "notices": "^]^"}
    assert len(facets["date"]["notices"]) == len(facets["days"]["notices"]) == 3


def test_an_index_without_notices_is_valid(tmp_path: Path) -> None:
    files = build([], tmp_path / "site")
    manifest = json.loads(files["manifest.json"])
    assert (manifest["segments"], manifest["directory"]) == ([], [])


def test_more_than_65535_different_characters_raise() -> None:
    text = "".join(map(chr, range(0x20000, 0x30001)))
    with pytest.raises(ValueError, match="65,535"):
        build_corpus([[(3, text)]])


def test_a_full_disk_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(self: OutputTree, address: str, content: bytes) -> FileState:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(OutputTree, "write", write)
    with pytest.raises(OSError, match="No space"):
        build(corpus(), tmp_path / "site")
