"""The search index: static files from which the browser answers as `scan` does.

docs-dev/search-index.md specifies the files:

    search-index/manifest.json      the addresses of all other files; the only file that changes
    search-index/<address>.json     the fold table (see `text/folding.py`)
    search-index/<address>.txt      a chunk of the dictionary (see `chunks`), a part of its directory
    search-index/<address>-facets.json, <address>-<n>.json    facets and ids of a segment

An address is a digest of the content, so an unchanged file keeps its address, and all files but the
manifest can be cached for ever. The texts of the notices are in /api/v1/.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.manifest import ManifestEntry
from noticeboard.incremental.output_tree import OutputTree
from noticeboard.search.array_cache import ArrayCache
from noticeboard.search.chunks import Chunk, chunks
from noticeboard.search.documents import INDEX_FOLDER, SearchDocument
from noticeboard.search.facets import facet_columns
from noticeboard.search.partition import partition
from noticeboard.search.segments import Segment
from noticeboard.text.folding import FOLD_TABLE

IDS_PER_FILE = 64
CHUNKS_PER_FILE = 128
"""The chunks in one part of the directory."""
ADDRESS_DIGITS = 16


def open_index_tree(
    site_dir: Path, cache: Cache | None = None, last: Path | None = None
) -> OutputTree:
    """Return the folder of a site's index; `last` is the site that the last build wrote."""
    return OutputTree(site_dir / INDEX_FOLDER, cache, last / INDEX_FOLDER if last else None)


def write_index(
    documents: Sequence[SearchDocument],
    tree: OutputTree,
    cache: Cache | None = None,
    notices: str = "",
) -> Mapping[str, str]:
    """Write the index into a tree, and return the SHA-256 of its files by address in the site.

    `notices` is the digest of the notices (see `documents.notices_digest`), `cache` is for the
    segments alone. The cache and the files in the tree do not change the result. Raise ValueError if a segment holds more than 65,535 different characters.
    """
    files, arrays = _IndexFiles(tree), ArrayCache(cache or Cache())
    parts = partition(documents)
    segments = [Segment(part, arrays) for part in parts]
    manifest = {
        "notices": notices,
        "fold": files.add({".json": FOLD_TABLE.read_bytes()}),
        "segments": [[len(part), files.add(_segment_files(part))] for part in parts],
        "directory": _write_dictionary(chunks(segments), files),
    }
    files.write_manifest(as_json(manifest) + b"\n")
    arrays.retain()
    return files.finish()


def _segment_files(documents: Sequence[SearchDocument]) -> dict[str, bytes]:
    """Return the facets and the ids of a segment, by the end of their names."""
    ids = [document.id for document in documents]
    pages = [ids[start : start + IDS_PER_FILE] for start in range(0, len(ids), IDS_PER_FILE)]
    files = {f"-{number}.json": as_json(page) for number, page in enumerate(pages)}
    return {"-facets.json": as_json(facet_columns(documents)), **files}


def _write_dictionary(all_chunks: Iterable[Chunk], files: _IndexFiles) -> list[tuple[str, str]]:
    """Write the chunks and the directory; return separator and address of each of its parts."""
    addresses = [(chunk.separator, files.add({".txt": chunk.content})) for chunk in all_chunks]
    directory = []
    for start in range(0, len(addresses), CHUNKS_PER_FILE):
        part = addresses[start : start + CHUNKS_PER_FILE]
        content = "\n".join(f"{separator}\t{address}" for separator, address in part)
        directory.append((part[0][0], files.add({".txt": content.encode()})))
    return directory


class _IndexFiles:
    """Writes files into a tree, except those that an earlier build wrote there."""

    def __init__(self, tree: OutputTree) -> None:
        self._tree = tree
        self._manifest: dict[str, ManifestEntry] = {}

    def add(self, contents: Mapping[str, bytes]) -> str:
        """Write files whose names differ only in their ends; return their common address."""
        digests = {end: hashlib.sha256(content).digest() for end, content in contents.items()}
        parts = (end.encode() + digest for end, digest in digests.items())
        name = hashlib.sha256(b"".join(parts)).hexdigest()[:ADDRESS_DIGITS]
        address = f"{name[:2]}/{name[2:]}"
        for end, content in contents.items():
            self._write(address + end, content, digests[end])
        return address

    def write_manifest(self, content: bytes) -> None:
        """Write the file with a fixed address."""
        self._write("manifest.json", content, hashlib.sha256(content).digest())

    def _write(self, address: str, content: bytes, digest: bytes) -> None:
        if address in self._manifest:  # equal content
            return
        reused = self._tree.reuse(address, digest)
        self._manifest[address] = reused or ManifestEntry(
            digest, digest, state=self._tree.write(address, content)
        )

    def finish(self) -> Mapping[str, str]:
        """Remove all other files; return the SHA-256 of each file by address."""
        self._tree.finish(self._manifest)
        return {
            f"{INDEX_FOLDER}/{address}": entry.sha256.hex()
            for address, entry in self._manifest.items()
        }


def as_json(value: object) -> bytes:
    """Return the shortest JSON of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
