"""The files of the dictionary: each holds a range of keys of all segments.

A *section* is a run of lines of one segment between two separators. A *chunk* is a file: the
sections of all segments between two separators, in the order of the segments. Nothing in a section
depends on another segment, so a change of one segment changes only some of its sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from noticeboard.search.corpus import Ints
from noticeboard.search.segments import Cut, Places, Segment

CHUNK_BYTES = 32_000
"""A range of keys is divided while it has more than twice as many bytes."""


class Chunk(NamedTuple):
    """A file of the dictionary.

    `separator` is greater than every key before the chunk, and at most equal to every key from it on.
    """

    separator: str
    content: bytes


def chunks(segments: Sequence[Segment]) -> Iterator[Chunk]:
    """Yield the dictionary of all segments in chunks."""
    separators, places = _divide(segments)
    for number, separator in enumerate(separators):
        parts: list[bytes] = []
        for segment, (offsets, headers) in zip(segments, places, strict=True):
            lines = segment.lines[offsets[number] : offsets[number + 1]]
            parts += (headers[number], b"\n", lines.tobytes(), b"\n")
        yield Chunk(separator, b"".join(parts))


def _divide(segments: Sequence[Segment]) -> tuple[list[str], list[Places]]:
    """Return the separators, and their places in each segment with the end of its lines."""
    if not segments:
        return [], []
    separators = [""]
    places = [
        Places(np.array([0, len(segment.lines)]), np.array([b""], object)) for segment in segments
    ]
    while added := sorted(_more_separators(segments, places)):
        separators += added
        order = np.array(sorted(range(len(separators)), key=separators.__getitem__))
        separators.sort()
        places = [
            _merge(own, segment.locate(added), order)
            for segment, own in zip(segments, places, strict=True)
        ]
    return separators, places


def _merge(own: Places, added: Places, order: Ints) -> Places:
    offsets = np.append(own.offsets[:-1], added.offsets)[order]
    headers = np.append(own.headers, added.headers)[order]
    return Places(np.append(offsets, own.offsets[-1]), headers)


def _more_separators(segments: Sequence[Segment], places: Sequence[Places]) -> set[str]:
    """Return separators within the ranges that are too large, if these can be divided.

    Such a range is divided by its section in one segment, into as many equal parts as it holds
    CHUNK_BYTES, rounded up to a power of two. That segment is the oldest one with at least half as many
    bytes there as the largest: old notices change least. The last segment counts only where no other
    can be divided: it grows with every new notice, and the separators would move.
    """
    sizes = np.array([np.diff(offsets) for offsets, _ in places])
    pending = np.flatnonzero(sizes.sum(axis=0) > 2 * CHUNK_BYTES).tolist()
    separators: set[str] = set()
    for candidates in (sizes[:-1], sizes):
        cuts: dict[int, dict[int, Cut]] = {}
        for number in pending:
            own = candidates[:, number]
            model = int((2 * own >= own.max(initial=0)).argmax()) if len(own) else 0
            parts = 1 << (int(sizes[:, number].sum()) // CHUNK_BYTES).bit_length()
            start, end = places[model].offsets[number : number + 2].tolist()
            cuts.setdefault(model, {})[number] = Cut(start, end, parts)
        for model, ranges in cuts.items():
            all_added = segments[model].separators(ranges.values())
            for number, added in zip(ranges, all_added, strict=True):
                separators |= added
                if added:
                    pending.remove(number)
    return separators
