"""Generated files: each is reused from an earlier build, or rendered by one of the processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from noticeboard.incremental.manifest import Manifest, ManifestEntry
from noticeboard.incremental.output_tree import OutputTree
from noticeboard.incremental.pool import parallel_map
from noticeboard.incremental.progress import track


class Stamp(NamedTuple):
    """The part of a file that every commit changes: `render` writes `mark`, replaced by `value`."""

    mark: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site.

    `address` is relative to the site's root. `fingerprint` returns the digest of all inputs of
    `render` but the stamp, or None where the file must always be rendered. `topic` is that of
    artifacts that read the same data: they are rendered one after the other, by one process.
    """

    address: str
    render: Callable[[], bytes]
    fingerprint: Callable[[], bytes | None] = lambda: None
    stamp: Stamp | None = None
    topic: str = ""


def write_artifacts(
    artifacts: Iterable[Artifact], tree: OutputTree, processes: int = 1
) -> Manifest:
    """Bring the tree up to date with the artifacts, and return its manifest."""
    artifacts = sorted(artifacts, key=attrgetter("topic"))

    def work(artifact: Artifact) -> ManifestEntry | None:
        entry = _reuse_or_write(artifact, tree)
        # Most entries are unchanged, and need not be sent from one process to another.
        return None if entry == tree.manifest.get(artifact.address) else entry

    entries = track("写出网页和数据", parallel_map(work, artifacts, processes), len(artifacts))
    manifest = {
        artifact.address: entry or tree.manifest[artifact.address]
        for artifact, entry in zip(artifacts, entries, strict=True)
    }
    tree.finish(manifest)
    return manifest


def _reuse_or_write(artifact: Artifact, tree: OutputTree) -> ManifestEntry:
    fingerprint = artifact.fingerprint()
    value = artifact.stamp.value if artifact.stamp else b""
    stamp = hashlib.blake2b(value, digest_size=8).digest()
    reused = tree.reuse(artifact.address, fingerprint, stamp)
    if reused:
        return reused
    known = tree.content(artifact.address, fingerprint)
    if known:
        entry, content = known
        offset, end = entry.stamp_offset, entry.stamp_offset + entry.stamp_length
        content = content[:offset] + value + content[end:]
    else:
        offset, content = _insert_stamp(artifact.render(), artifact.stamp)
    state = tree.write(artifact.address, content)
    sha256 = hashlib.sha256(content).digest()
    return ManifestEntry(fingerprint, sha256, offset, len(value), stamp, state)


def _insert_stamp(content: bytes, stamp: Stamp | None) -> tuple[int, bytes]:
    """Return the offset of the stamp, and the content with the stamp's value."""
    if not stamp:
        return 0, content
    offset = content.index(stamp.mark)
    return offset, content[:offset] + stamp.value + content[offset + len(stamp.mark) :]
