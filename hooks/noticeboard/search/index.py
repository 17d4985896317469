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

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from noticeboard.incremental.output_tree import FormerFiles
from noticeboard.search import state as search_cache
from noticeboard.search.builder import dictionary, indexed_texts
from noticeboard.search.folding import fold_table
from noticeboard.search.scan import KINDS, SearchDocument, newest_first
from noticeboard.search.segments import Segments, chunks
from noticeboard.search.state import DIGEST, State, parts
from noticeboard.search.trie import LEAF_LIMIT
from noticeboard.search.writer import IndexOutput, as_json, former_index

UNKNOWN = bytes(DIGEST)

FACETS: dict[str, Callable[[SearchDocument], str]] = {
    "year": lambda document: document.published[:4],
    "region": lambda document: "/".join(document.region),
    "authority": lambda document: document.authority,
    "kind": lambda document: document.kind,
    "attachments": lambda document: "yes" if document.has_attachments else "no",
    "status": lambda document: document.status,
}


def write_index(
    documents: Sequence[SearchDocument],
    directory: Path,
    cache: Path | None = None,
    former: FormerFiles | None = None,
) -> Mapping[str, str]:
    """Write `directory`/search-index, replacing any that is there; returns the SHA-256 of its
    files by address, without the manifest's.

    With a folder `cache`, what the build before left there is used, and this one's left instead;
    files are taken over from the `former` index: the result is the same with and without. Raises
    ValueError where the notices hold more than 65,535 different characters.
    """
    numbered = newest_first(documents)
    output = IndexOutput(former or former_index(directory))
    old = search_cache.read(cache)
    digests = _write_texts(numbered, output, old)
    texts = indexed_texts(numbered, digests, old)
    units = dictionary(texts, digests, old)
    table = old.fold_table if old else as_json(fold_table())
    output.text("fold.json", table.encode())
    output.json("columns.json", _columns(numbered))
    output.json("units.json", _units(numbered))
    _write_dictionary(units, output)
    version = output.finish()
    manifest = {"version": version, "count": len(numbered), "leaf_limit": LEAF_LIMIT}
    (output.root.parent / "manifest.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")
    sources = b"".join(document.source or UNKNOWN for document in numbered)
    search_cache.write(cache, State(digests, sources, texts, units, table))
    return output.sums


def _write_texts(
    numbered: Sequence[SearchDocument], output: IndexOutput, old: State | None
) -> bytes:
    """Write each notice's text; returns the digests of the files."""
    known = dict(zip(parts(old.sources), parts(old.digests), strict=True)) if old else {}
    known.pop(UNKNOWN, None)
    digests = []
    for number, document in enumerate(numbered):
        name, digest = f"texts/{number}.json", known.get(document.source)
        if not digest or not output.take_over(name, digest):
            digest = output.json(name, _text(document))
        digests.append(digest)
    return b"".join(digests)


def _write_dictionary(units: Segments, output: IndexOutput) -> None:
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
        "region": " ".join(document.region),
        "status": document.status,
        "blocks": [(KINDS.index(block.kind), block.text) for block in document.blocks],
    }
