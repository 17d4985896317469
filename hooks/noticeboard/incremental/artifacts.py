"""Files of which there are many: made by all cores, or taken over from a former build."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noticeboard.incremental.manifest import Made
from noticeboard.incremental.output import Output
from noticeboard.incremental.output_tree import FormerFiles
from noticeboard.incremental.pool import parallel_map
from noticeboard.incremental.progress import steps


class Stamp(NamedTuple):
    """What every commit changes in a file: `make` writes `mark` once, which becomes `value`."""

    mark: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site before it is made.

    `address` is relative to the site's root; `key` gives the digest of all that `make` makes it
    from, None where it is never to be kept; the `stamp` is no part of that.
    """

    address: str
    make: Callable[[], bytes]
    key: Callable[[], bytes | None] = lambda: None
    stamp: Stamp | None = None


def write_files(
    files: Sequence[SiteFile], output: Output, former: FormerFiles, processes: int = 1
) -> None:
    """Write the files, each as if it were made now, and add their sums to those of `output`."""
    former.put_back({file.address for file in files})

    def work(file: SiteFile) -> Made | None:
        made = _write(file, output, former)
        # Most stand as they did, which need not be said by one process to another.
        return None if made == former.known.get(file.address) else made

    made = steps("写出网页和数据", parallel_map(work, files, processes), len(files))
    found = {
        file.address: one or former.known[file.address]
        for file, one in zip(files, made, strict=True)
    }
    output.sums.update((address, one.sha256.hex()) for address, one in found.items())
    former.close(found)


def _write(file: SiteFile, output: Output, former: FormerFiles) -> Made:
    key = file.key()
    value = file.stamp.value if file.stamp else b""
    stamp = hashlib.blake2b(value, digest_size=8).digest()
    standing = former.find(file.address, key, stamp)
    if standing:
        return standing
    found = former.content(file.address, key)
    if found:
        made, content = found
        at, end = made.at, made.at + made.length
        content = content[:at] + value + content[end:]
    else:
        at, content = _stamped(file.make(), file.stamp)
    state = former.write(output.place(file.address), file.address, content)
    return Made(key, hashlib.sha256(content).digest(), at, len(value), stamp, state)


def _stamped(content: bytes, stamp: Stamp | None) -> tuple[int, bytes]:
    """Where the stamp stands, and the content with its value."""
    if not stamp:
        return 0, content
    at = content.index(stamp.mark)
    return at, content[:at] + stamp.value + content[at + len(stamp.mark) :]
