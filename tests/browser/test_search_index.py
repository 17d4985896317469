"""The browser's reader answers random queries on random indexes as the scan does."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page
from support.browser_search import search_in_browser
from support.factories import search_document

from noticeboard.search import chunks, index, partition, trie
from noticeboard.search.documents import RANKS, Block, SearchDocument
from noticeboard.search.index import open_index_tree, write_index
from noticeboard.search.scan import Scanner, parse_terms

INDEXES = min(40, int(os.environ.get("NOTICEBOARD_EXAMPLES", "5")))
"""Random indexes; `make audit` writes more."""
QUERIES = 200
"""Queries on each index: 1,000 in all."""


def random_documents(random: Random) -> list[SearchDocument]:
    """Return up to 200 documents of few characters and phrases, published on few days."""

    def text() -> str:
        parts = ("ab", "甲乙丙丁", "𠮷", "甲乙丙丁戊己庚辛壬癸子丑寅卯", "2024", "進一步", "a" * 20)
        words = (
            "".join(random.choices(random.choice(parts), k=random.randint(1, 3))),
            random.choice(parts),
        )
        return "".join(random.choice(words) for _ in range(random.randint(0, 5)))

    kinds = tuple(RANKS)
    # In one year, the ids of a segment fill several files.
    years = random.choice(((22, 25), (24, 24)))
    days = [
        f"20{random.randint(*years)}-{random.randint(1, 12):02}-0{random.randint(1, 9)}"
        for _ in range(9)
    ]
    return [
        replace(
            search_document(
                number,
                [Block(random.choice(kinds), text()) for _ in range(random.randint(0, 5))],
            ),
            published=random.choice(days),
        )
        for number in range(random.randint(1, 200))
    ]


def random_queries(documents: list[SearchDocument], random: Random) -> list[str]:
    """Return parts of the texts, some with another character or a second term."""
    texts = [block.text for document in documents for block in document.blocks if block.text]
    queries = ["甲", "b", "不"]
    while len(queries) < QUERIES:
        text = random.choice(texts or ["甲"])
        start = random.randrange(len(text))
        query = text[start : start + random.choice((1, 2, 3, 5, 8, 14, 20, 40))]
        queries.append(
            query + random.choice(("", "", "", "丁", "z", f" {random.choice('ab甲乙𠮷4')}"))
        )
    return queries


def write_site(documents: list[SearchDocument], site: Path, project: Path) -> None:
    """Write what the search reads: its modules, an index, and the texts."""
    shutil.copytree(project / "docs/assets", site / "assets")
    (site / "index.html").write_text(
        '<!doctype html><title>甲</title><link rel="icon" href="data:,">', "utf-8"
    )
    for document in documents:
        path = site / f"api/v1/notices/{document.id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        blocks = [block._asdict() for block in document.blocks]
        path.write_text(json.dumps({"id": document.id, "blocks": blocks}), "utf-8")
    write_index(documents, open_index_tree(site))


@pytest.mark.parametrize("seed", range(INDEXES))
def test_the_browser_reads_random_indexes(
    page: Page,
    serve: Callable[[Path], str],
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    random = Random(seed)
    monkeypatch.setattr(trie, "LEAF_LIMIT", random.randint(1, 4))
    monkeypatch.setattr(chunks, "CHUNK_BYTES", random.choice((60, 300, 32_000)))
    monkeypatch.setattr(partition, "MAX_NOTICES", random.choice((4, 30, 896)))
    monkeypatch.setattr(partition, "MAX_SEGMENTS", 1_000)
    monkeypatch.setattr(index, "CHUNKS_PER_FILE", 4)
    documents = random_documents(random)
    queries = random_queries(documents, random)
    write_site(documents, tmp_path / "site", project)
    address = serve(tmp_path / "site")
    page.goto(address)
    results = search_in_browser(page, address, queries)
    scanner = Scanner(documents)
    for query, ids in zip(queries, results, strict=True):
        expected = [document.id for _, document in scanner.match(parse_terms(query))]
        assert (query, ids) == (query, expected)
