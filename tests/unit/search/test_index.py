import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.factories import search_document

from noticeboard.search import encoding, segments, trie
from noticeboard.search.corpus import encode_texts
from noticeboard.search.documents import BLOCK_KINDS, Block, BlockKind
from noticeboard.search.encoding import BASE, BITMAP, BITMAP_BITS, RANK_MARKS, ZERO
from noticeboard.search.index import write_index
from noticeboard.search.scan import Scanner
from noticeboard.text.folding import fold

Postings = dict[int, int]


def read_number(line: str, at: int) -> tuple[int, int]:
    value, scale = 0, 1
    while True:
        digit = ord(line[at]) - ZERO
        value += digit * scale
        at += 1
        scale *= BASE
        if digit < BASE:
            return value, at


def read_postings(line: str, at: int, count: int) -> Postings:
    """Return notice -> rank from the first mark of a line on."""
    postings: Postings = {}
    rank, notice = 0, -1
    while at < len(line):
        if line[at] in RANK_MARKS:
            rank, notice = RANK_MARKS.index(line[at]), -1
            at += 1
        elif line[at] == BITMAP:
            size = -(-count // BITMAP_BITS)
            for number in range(count):
                bits = ord(line[at + 1 + number // BITMAP_BITS]) - ZERO
                if bits >> number % BITMAP_BITS & 1:
                    postings[number] = rank
            at += 1 + size
        else:
            gap, at = read_number(line, at)
            notice += gap + 1
            postings[notice] = rank
    return postings


def read_dictionary(root: Path, count: int) -> dict[str, Postings]:
    """Return every key of the index; check the order of the keys and the first line of chunks."""
    separators = (root / "directory.txt").read_text("utf-8").split()
    keys: dict[str, Postings] = {}
    previous = ""
    for number, separator in enumerate(separators):
        head, *lines = (root / f"keys/{number}.txt").read_text("utf-8").split("\n")[:-1]
        assert previous < separator
        key = ""
        for index, line in enumerate(lines):
            shared, at = read_number(line, 0)
            end = next(i for i in range(at, len(line)) if line[i] in RANK_MARKS)
            key = key[:shared] + line[at:end]
            if index == 0:
                ancestors = [length for length in range(1, len(key)) if key[:length] in keys]
                assert [int(length) for length in head.split()] == ancestors
                assert separator <= key
            assert previous < key
            keys[key] = read_postings(line, end, count)
            previous = key
    return keys


def answer(
    keys: dict[str, Postings], term: str, notices: Sequence[list[tuple[int, str]]]
) -> Postings:
    """Answer a term from the dictionary and the folded blocks of each notice, as the browser does."""
    lengths = [length for length in range(1, len(term) + 1) if term[:length] in keys]
    if not lengths:
        return {}
    postings = keys[term[: lengths[-1]]]

    def rank_in(notice: int) -> int | None:
        return min((rank for rank, text in notices[notice] if term in text), default=None)

    if lengths[-1] == len(term):
        return postings
    if len(postings) > trie.LEAF_LIMIT:
        return postings if rank_in(min(postings)) is not None else {}
    return {notice: rank for notice in postings if (rank := rank_in(notice)) is not None}


WORDS = st.text("ab甲𠮷", min_size=1, max_size=6)
BLOCKS = st.builds(Block, st.sampled_from(BLOCK_KINDS), WORDS)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(BLOCKS, max_size=4), min_size=1, max_size=12),
    st.lists(st.text("ab甲𠮷丙", min_size=1, max_size=7), max_size=8),
    st.integers(1, 4),
)
def test_the_index_answers_every_term_like_the_scan(
    tmp_path_factory: pytest.TempPathFactory,
    notices: list[list[Block]],
    others: list[str],
    limit: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trie, "LEAF_LIMIT", limit)
        patch.setattr(trie, "BATCH_POSITIONS", 16)
        patch.setattr(encoding, "SPLIT_BYTES", 5)
        patch.setattr(segments, "CHUNK_BYTES", 12)
        documents = [search_document(number, blocks) for number, blocks in enumerate(notices)]
        directory = tmp_path_factory.mktemp("index")
        write_index(documents, directory)
        manifest = json.loads((directory / "search-index/manifest.json").read_text("utf-8"))
        keys = read_dictionary(directory / "search-index" / manifest["version"], len(notices))
        folded = [
            [(BLOCK_KINDS.index(block.kind), fold(block.text)) for block in blocks]
            for blocks in notices
        ]
        texts = {text for blocks in folded for _, text in blocks}
        inside = {text[i:j] for text in texts for i in range(6) for j in range(i + 1, 7)} - {""}
        scanner = Scanner(documents)
        for term in inside | set(others):
            expected = {int(document.id[-4:]): rank for rank, document in scanner.match([term])}
            assert answer(keys, term, folded) == expected


def build(directory: Path, count: int = 60) -> Path:
    kinds: tuple[BlockKind, ...] = ("title", "unit", "heading", "body")
    documents = [
        search_document(
            number,
            [
                Block(kind, f"整改{kind}第{number % 7}项，共{number}件，欢迎广大群众监督")
                for kind in kinds
            ],
        )
        for number in range(count)
    ]
    write_index(documents, directory)
    return directory / "search-index"


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_the_index_is_reproducible(tmp_path: Path) -> None:
    assert files(build(tmp_path / "a")) == files(build(tmp_path / "b"))


def test_a_new_version_replaces_the_old_one(tmp_path: Path) -> None:
    build(tmp_path, 60)
    root = build(tmp_path, 61)
    manifest = json.loads((root / "manifest.json").read_text("utf-8"))
    assert manifest["count"] == 61
    assert sorted(path.name for path in root.iterdir()) == sorted(
        [manifest["version"], "manifest.json"]
    )


def test_columns_hold_facets_and_units_hold_counts(tmp_path: Path) -> None:
    root = build(tmp_path, 3)
    version = json.loads((root / "manifest.json").read_text("utf-8"))["version"]
    columns = json.loads((root / version / "columns.json").read_text("utf-8"))
    assert columns["region"] == {"values": ["示例省/示例市"], "notices": [0, 0, 0]}
    assert columns["attachments"] == {"values": ["no", "yes"], "notices": [1, 0, 1]}
    assert json.loads((root / version / "units.json").read_text("utf-8")) == [["甲", 3]]


def test_an_index_without_notices_is_valid(tmp_path: Path) -> None:
    write_index([], tmp_path)
    manifest = json.loads((tmp_path / "search-index/manifest.json").read_text("utf-8"))
    assert manifest["count"] == 0


def test_more_than_65535_different_characters_raise() -> None:
    text = "".join(map(chr, range(0x20000, 0x30001)))
    with pytest.raises(ValueError, match="65,535"):
        encode_texts([[(3, text)]])
