"""The search index: static files from which the browser answers as `search.scan` does.

    search-index/manifest.json            which version is current; the only file that changes
    search-index/<version>/fold.json      the fold table (folding.fold_table)
    search-index/<version>/columns.json   what the notices are narrowed down by
    search-index/<version>/units.json     the units and how many notices each has, for suggestions
    search-index/<version>/directory.txt  the first key of each chunk, a line each
    search-index/<version>/keys/<n>.txt   a chunk of the dictionary (search_chunks)
    search-index/<version>/texts/<n>.json notice number n; numbers run from the newest notice

The version is a hash of all the rest, so those files may be cached for ever.
"""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from noticeboard.folding import fold, fold_table
from noticeboard.search import KINDS, SearchDocument, newest_first
from noticeboard.search_chunks import chunks
from noticeboard.search_trie import LEAF_LIMIT, batches, corpus, nodes

THREADS = 2
"""Batches refined at the same time; each takes about 300 MB."""

FACETS: dict[str, Callable[[SearchDocument], str]] = {
    "year": lambda document: document.published[:4],
    "region": lambda document: "/".join(document.region),
    "authority": lambda document: document.authority,
    "kind": lambda document: document.kind,
    "attachments": lambda document: "yes" if document.has_attachments else "no",
    "status": lambda document: document.status,
}


def write_index(documents: Sequence[SearchDocument], directory: Path) -> None:
    """Write `directory`/search-index, replacing any that is there."""
    root = directory / "search-index"
    shutil.rmtree(root, ignore_errors=True)
    numbered = newest_first(documents)
    output = _Output(root / "new")
    _write_dictionary(numbered, output)
    output.json("fold.json", fold_table())
    output.json("columns.json", _columns(numbered))
    output.json("units.json", _units(numbered))
    for number, document in enumerate(numbered):
        output.json(f"texts/{number}.json", _text(document))
    version = output.version()
    output.root.rename(root / version)
    manifest = {"version": version, "count": len(numbered), "leaf_limit": LEAF_LIMIT}
    (root / "manifest.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")


class _Output:
    """Writes files under `root` and hashes their names and content, in the order of writing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._hash = hashlib.sha256()
        for folder in ("keys", "texts"):
            (root / folder).mkdir(parents=True)

    def text(self, name: str, content: str) -> None:
        raw = content.encode()
        self._hash.update(f"{name}\0{len(raw)}\0".encode())
        self._hash.update(raw)
        (self.root / name).write_bytes(raw)

    def json(self, name: str, value: Any) -> None:
        self.text(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def version(self) -> str:
        return self._hash.hexdigest()[:16]


def _write_dictionary(numbered: Sequence[SearchDocument], output: _Output) -> None:
    source = corpus(
        [
            [(KINDS.index(block.kind), fold(block.text)) for block in document.blocks]
            for document in numbered
        ]
    )
    first_keys: list[str] = []
    # Threads, since numpy leaves the interpreter free while it sorts.
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(
            lambda batch: list(chunks(source, nodes(source, batch), len(numbered))),
            batches(source),
        )
        for part in parts:
            for first, content in part:
                output.text(f"keys/{len(first_keys)}.txt", content)
                first_keys.append(first)
    output.text("directory.txt", "\n".join(first_keys))


def _columns(numbered: Sequence[SearchDocument]) -> dict[str, Any]:
    """For each facet its values, and for each notice the index of its own."""
    columns = {}
    for name, value in FACETS.items():
        own = [value(document) for document in numbered]
        values = sorted(set(own))
        index = {text: number for number, text in enumerate(values)}
        columns[name] = {"values": values, "notices": [index[text] for text in own]}
    return columns


def _units(numbered: Sequence[SearchDocument]) -> list[tuple[str, int]]:
    """(unit, notices), most notices first."""
    counts = Counter(document.unit for document in numbered if document.unit)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _text(document: SearchDocument) -> dict[str, Any]:
    """What a hit shows, and the blocks in which terms are looked for: (rank, original text)."""
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "unit": document.unit,
        "issuer": document.issuer,
        "date": document.published,
        "region": "".join(document.region),
        "status": document.status,
        "blocks": [(KINDS.index(block.kind), block.text) for block in document.blocks],
    }
