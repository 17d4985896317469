import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.factories import search_document as made

from noticeboard.search import corpus as search_corpus
from noticeboard.search import encoding as search_chunks
from noticeboard.search import segments as search_units
from noticeboard.search import trie as search_trie
from noticeboard.search.encoding import BASE, BITMAP, BITMAP_BITS, MARKS, ZERO
from noticeboard.search.folding import fold
from noticeboard.search.index import write_index
from noticeboard.search.scan import KINDS, Block, BlockKind, Scanner

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
    """Notice -> rank, from the first mark of a line on."""
    postings: Postings = {}
    rank, notice = 0, -1
    while at < len(line):
        if line[at] in MARKS:
            rank, notice = MARKS.index(line[at]), -1
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
    """Every key of the index, checked for its order and its chunk's first line."""
    firsts = (root / "directory.txt").read_text("utf-8").split()
    keys: dict[str, Postings] = {}
    previous = ""
    for number, first in enumerate(firsts):
        head, *lines = (root / f"keys/{number}.txt").read_text("utf-8").split("\n")[:-1]
        assert previous < first
        key = ""
        for index, line in enumerate(lines):
            shared, at = read_number(line, 0)
            end = next(i for i in range(at, len(line)) if line[i] in MARKS)
            key = key[:shared] + line[at:end]
            if index == 0:
                ancestors = [length for length in range(1, len(key)) if key[:length] in keys]
                assert [int(length) for length in head.split()] == ancestors
                assert first <= key
            assert previous < key
            keys[key] = read_postings(line, end, count)
            previous = key
    return keys


def answer(
    keys: dict[str, Postings], term: str, scanner: Sequence[list[tuple[int, str]]]
) -> Postings:
    """What the browser makes of the dictionary, with the folded blocks of each notice."""
    lengths = [length for length in range(1, len(term) + 1) if term[:length] in keys]
    if not lengths:
        return {}
    found = keys[term[: lengths[-1]]]

    def rank_in(notice: int) -> int | None:
        return min((rank for rank, text in scanner[notice] if term in text), default=None)

    if lengths[-1] == len(term):
        return found
    if len(found) > search_trie.LEAF_LIMIT:
        return found if rank_in(min(found)) is not None else {}
    return {notice: rank for notice in found if (rank := rank_in(notice)) is not None}


WORDS = st.text("ab甲𠮷", min_size=1, max_size=6)
BLOCKS = st.builds(Block, st.sampled_from(KINDS), WORDS)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(BLOCKS, max_size=4), min_size=1, max_size=12),
    st.lists(st.text("ab甲𠮷丙", min_size=1, max_size=7), max_size=8),
    st.integers(1, 4),
)
def test_every_term_is_found_as_by_the_scan(
    tmp_path_factory: pytest.TempPathFactory,
    notices: list[list[Block]],
    others: list[str],
    limit: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_trie, "LEAF_LIMIT", limit)
        patch.setattr(search_trie, "BATCH", 16)
        patch.setattr(search_chunks, "GRAIN", 5)
        patch.setattr(search_units, "CHUNK_BYTES", 12)
        documents = [made(number, blocks) for number, blocks in enumerate(notices)]
        directory = tmp_path_factory.mktemp("index")
        write_index(documents, directory)
        manifest = json.loads((directory / "search-index/manifest.json").read_text("utf-8"))
        keys = read_dictionary(directory / "search-index" / manifest["version"], len(notices))
        folded = [
            [(KINDS.index(block.kind), fold(block.text)) for block in blocks] for blocks in notices
        ]
        texts = {text for blocks in folded for _, text in blocks}
        inside = {text[i:j] for text in texts for i in range(6) for j in range(i + 1, 7)} - {""}
        scanner = Scanner(documents)
        for term in inside | set(others):
            expected = {int(found.id[-4:]): rank for rank, found in scanner.matching([term])}
            assert answer(keys, term, folded) == expected


def build(directory: Path, count: int = 60) -> Path:
    kinds: tuple[BlockKind, ...] = ("title", "unit", "heading", "body")
    documents = [
        made(
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


def test_the_same_notices_give_the_same_bytes(tmp_path: Path) -> None:
    assert files(build(tmp_path / "a")) == files(build(tmp_path / "b"))


def test_a_change_gives_another_version_and_the_old_one_goes(tmp_path: Path) -> None:
    build(tmp_path, 60)
    root = build(tmp_path, 61)
    manifest = json.loads((root / "manifest.json").read_text("utf-8"))
    assert manifest["count"] == 61
    assert sorted(path.name for path in root.iterdir()) == sorted(
        [manifest["version"], "manifest.json"]
    )


def test_columns_and_units(tmp_path: Path) -> None:
    root = build(tmp_path, 3)
    version = json.loads((root / "manifest.json").read_text("utf-8"))["version"]
    columns = json.loads((root / version / "columns.json").read_text("utf-8"))
    assert columns["region"] == {"values": ["示例省/示例市"], "notices": [0, 0, 0]}
    assert columns["attachments"] == {"values": ["no", "yes"], "notices": [1, 0, 1]}
    assert json.loads((root / version / "units.json").read_text("utf-8")) == [["甲", 3]]


def test_no_notices_make_an_index_too(tmp_path: Path) -> None:
    write_index([], tmp_path)
    manifest = json.loads((tmp_path / "search-index/manifest.json").read_text("utf-8"))
    assert manifest["count"] == 0


def test_too_many_different_characters_are_refused() -> None:
    text = "".join(map(chr, range(0x20000, 0x30001)))
    with pytest.raises(ValueError, match="65,535"):
        search_corpus.texts([[(3, text)]])
