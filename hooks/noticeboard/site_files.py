"""Files of which there are many: made by all cores, or taken from the last build."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noticeboard.kept_files import KeptFiles, Made
from noticeboard.loading import Workshop
from noticeboard.output import Output
from noticeboard.parallel import spread
from noticeboard.progress import steps


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


def write_files(files: Sequence[SiteFile], output: Output, workshop: Workshop) -> None:
    """Write the files, each as if it were made now, and add their sums to those of `output`."""
    kept = workshop.files
    kept.load()

    def work(file: SiteFile) -> Made:
        return _write(file, output, kept)

    made = steps("写出网页和数据", spread(work, files, workshop.processes), len(files))
    found = {file.address: one for file, one in zip(files, made, strict=True)}
    output.sums.update((address, one.sha256.hex()) for address, one in found.items())
    kept.close(found)


def _write(file: SiteFile, output: Output, kept: KeptFiles) -> Made:
    key = file.key()
    found = kept.find(file.address, key)
    if found:
        made, content = found
        value = file.stamp.value if file.stamp else b""
        end = made.at + made.length
        if content[made.at : end] == value and kept.link(made, output.place(file.address)):
            return made
        at, content = made.at, content[: made.at] + value + content[end:]
    else:
        at, content = _stamped(file.make(), file.stamp)
    length = len(file.stamp.value) if file.stamp else 0
    made = Made(key, hashlib.sha256(content).digest(), at, length)
    path = output.place(file.address)
    path.write_bytes(content)
    kept.keep(made, path)
    return made


def _stamped(content: bytes, stamp: Stamp | None) -> tuple[int, bytes]:
    """Where the stamp stands, and the content with its value."""
    if not stamp:
        return 0, content
    at = content.index(stamp.mark)
    return at, content[:at] + stamp.value + content[at + len(stamp.mark) :]
