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
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from noticeboard import search_cache
from noticeboard.folding import fold_table
from noticeboard.search import KINDS, SearchDocument, newest_first
from noticeboard.search_build import dictionary, indexed_texts
from noticeboard.search_cache import State
from noticeboard.search_trie import LEAF_LIMIT
from noticeboard.search_units import Units, chunks

AHEAD = 1000
"""Files that may wait in memory until they are written."""

FACETS: dict[str, Callable[[SearchDocument], str]] = {
    "year": lambda document: document.published[:4],
    "region": lambda document: "/".join(document.region),
    "authority": lambda document: document.authority,
    "kind": lambda document: document.kind,
    "attachments": lambda document: "yes" if document.has_attachments else "no",
    "status": lambda document: document.status,
}


def write_index(
    documents: Sequence[SearchDocument], directory: Path, cache: Path | None = None
) -> None:
    """Write `directory`/search-index, replacing any that is there.

    With a folder `cache`, what the build before left there is used, and this one's left instead:
    the files are the same with and without. Raises ValueError where the notices hold more than
    65,535 different characters.
    """
    root = directory / "search-index"
    shutil.rmtree(root, ignore_errors=True)
    numbered = newest_first(documents)
    output = _Output(root / "new")
    digests = b"".join(
        output.json(f"texts/{number}.json", _text(document))
        for number, document in enumerate(numbered)
    )
    old = search_cache.read(cache)
    texts = indexed_texts(numbered, digests, old)
    units = dictionary(texts, digests, old)
    table = old.fold_table if old else _json(fold_table())
    output.text("fold.json", table.encode())
    output.json("columns.json", _columns(numbered))
    output.json("units.json", _units(numbered))
    _write_dictionary(units, output)
    version = output.finish()
    output.root.rename(root / version)
    manifest = {"version": version, "count": len(numbered), "leaf_limit": LEAF_LIMIT}
    (root / "manifest.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")
    search_cache.write(cache, State(digests, texts, units, table))


class _Output:
    """Writes files under `root` and hashes their names and content, in the order of writing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._hash = hashlib.sha256()
        # Beside the work: the disk may take as long as the arrays.
        self._writer = ThreadPoolExecutor(1)
        self._written: list[Future[int]] = []
        for folder in ("keys", "texts"):
            (root / folder).mkdir(parents=True)

    def text(self, name: str, raw: bytes) -> bytes:
        """Write the file; returns the SHA-256 of its content."""
        digest = hashlib.sha256(raw).digest()
        self._hash.update(f"{name}\0".encode() + digest)
        if len(self._written) >= AHEAD:
            self._written[-AHEAD].result()
        self._written.append(self._writer.submit((self.root / name).write_bytes, raw))
        return digest

    def json(self, name: str, value: Any) -> bytes:
        return self.text(name, _json(value).encode())

    def finish(self) -> str:
        """The version, once all is written; raises OSError where a file could not be."""
        self._writer.shutdown()
        for future in self._written:
            future.result()
        return self._hash.hexdigest()[:16]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write_dictionary(units: Units, output: _Output) -> None:
    first_keys: list[str] = []
    for first, content in chunks(units):
        output.text(f"keys/{len(first_keys)}.txt", content)
        first_keys.append(first)
    output.text("directory.txt", "\n".join(first_keys).encode())


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
