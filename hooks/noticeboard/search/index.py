"""The search index: static files from which the browser answers as `scan` does.

docs-dev/search-index.md specifies the files:

    search-index/manifest.json             which version is current; the only file that changes
    search-index/<version>/fold.json       the fold table (see `text/folding.py`)
    search-index/<version>/columns.json    the facets of every notice
    search-index/<version>/units.json      the units and their number of notices, for suggestions
    search-index/<version>/directory.txt   the separator before each chunk, one per line
    search-index/<version>/keys/<n>.txt    chunk n of the dictionary (see `encoding`)
    search-index/<version>/texts/<n>.json  notice n, counted from the newest

The version is a digest of all other files, so these can be cached for ever.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from noticeboard.incremental.output_tree import OutputTree
from noticeboard.search import trie
from noticeboard.search.builder import build_dictionary, build_texts
from noticeboard.search.documents import BLOCK_KINDS, SearchDocument
from noticeboard.search.facets import facet_columns
from noticeboard.search.ranking import newest_first
from noticeboard.search.segments import Segments, split_chunks
from noticeboard.search.state import (
    DIGEST_BYTES,
    IndexState,
    load_state,
    save_state,
    split_digests,
)
from noticeboard.search.writer import IndexWriter, open_index_tree
from noticeboard.text.folding import FOLD_TABLE

UNKNOWN = bytes(DIGEST_BYTES)
"""Placeholder for the fingerprint of a document without one."""


def write_index(
    documents: Sequence[SearchDocument],
    site_dir: Path,
    cache_dir: Path | None = None,
    tree: OutputTree | None = None,
) -> Mapping[str, str]:
    """Write `site_dir`/search-index and return the SHA-256 of its files by address.

    The checksum of `manifest.json` is not included. The state in `cache_dir` and the files in
    `tree` (from `open_index_tree`) save time; they do not change the result. Raise ValueError if
    the notices hold more than 65,535 different characters.
    """
    documents = newest_first(documents)
    writer = IndexWriter(tree or open_index_tree(site_dir))
    old = load_state(cache_dir)
    text_digests = _write_texts(documents, writer, old)
    texts = build_texts(documents, text_digests, old)
    segments = build_dictionary(texts, text_digests, old)
    writer.write("fold.json", FOLD_TABLE.read_bytes())
    writer.write_json("columns.json", facet_columns(documents))
    writer.write_json("units.json", _units(documents))
    _write_dictionary(segments, writer)
    version = writer.finish()
    manifest = {"version": version, "count": len(documents), "leaf_limit": trie.LEAF_LIMIT}
    (writer.root.parent / "manifest.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")
    fingerprints = b"".join(document.fingerprint or UNKNOWN for document in documents)
    save_state(cache_dir, IndexState(text_digests, fingerprints, texts, segments))
    return writer.checksums


def _write_texts(
    documents: Sequence[SearchDocument], writer: IndexWriter, old: IndexState | None
) -> bytes:
    """Write the text of each notice, or reuse its file; return the files' digests, joined."""
    known = {}
    if old:
        fingerprints, digests = split_digests(old.fingerprints), split_digests(old.text_digests)
        known = dict(zip(fingerprints, digests, strict=True))
        known.pop(UNKNOWN, None)
    text_digests = []
    for number, document in enumerate(documents):
        name, digest = f"texts/{number}.json", known.get(document.fingerprint)
        if not digest or not writer.reuse(name, digest):
            digest = writer.write_json(name, _text(document))
        text_digests.append(digest)
    return b"".join(text_digests)


def _write_dictionary(segments: Segments, writer: IndexWriter) -> None:
    separators: list[str] = []
    for separator, content in split_chunks(segments):
        writer.write(f"keys/{len(separators)}.txt", content)
        separators.append(separator)
    writer.write("directory.txt", "\n".join(separators).encode())


def _units(documents: Sequence[SearchDocument]) -> list[tuple[str, int]]:
    """Return (unit, number of notices), the units with most notices first."""
    counts = Counter(document.unit for document in documents if document.unit)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _text(document: SearchDocument) -> dict[str, Any]:
    """Return what a hit shows, and the blocks to search: (rank, original text)."""
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "unit": document.unit,
        "issuer": document.issuer,
        "date": document.published,
        "region": " ".join(document.region),
        "status": document.status,
        "blocks": [(BLOCK_KINDS.index(block.kind), block.text) for block in document.blocks],
    }
