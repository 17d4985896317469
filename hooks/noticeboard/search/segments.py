"""The dictionary in segments, which can be replaced one by one, and its division into chunks.

A *segment* holds the lines of all keys that begin with one character or, if that character is
divided, of all keys that begin with two. A *chunk* is a file of the index: a run of lines, cut
where a segment starts or at a split point inside a long one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import Ints

CHUNK_BYTES = 46_000
"""Target size of a chunk; exceeded only where there is no split point."""

SECOND_CHARACTER = 0xFFFFFFFF
"""Mask of the second character in a prefix."""

Prefixes = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

NO_BYTES: Bytes = np.zeros(0, np.uint8)


@dataclass(frozen=True, slots=True)
class SplitPoints:
    """Where a chunk may start inside a segment; one entry per point, ascending.

    The chunk replaces the bytes from `starts` to `content_starts` of the lines by `headers`. Each of
    `separators` is greater than every key before the point, and at most equal to every key from it
    on.
    """

    starts: Ints
    content_starts: Ints
    headers: Sequence[str]
    separators: Sequence[str]


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments in key order.

    Segment i has the prefix `prefixes[i]`, its first code point shifted left by 32 bits plus the
    second or 0; its lines are `lines[bounds[i] : bounds[i + 1]]`. `lookahead[i]` is the number of
    characters that were read from a position with this prefix: the lines do not depend on
    anything further on in the text.
    """

    prefixes: Prefixes
    bounds: Ints
    lookahead: Ints
    lines: Bytes
    split_points: SplitPoints


class Chunk(NamedTuple):
    """A file of the dictionary.

    `separator` is greater than every key before the chunk, and at most equal to every key from it on.
    """

    separator: str
    content: bytes


def no_segments() -> Segments:
    """Return a dictionary without keys."""
    none = np.zeros(0, np.int64)
    split_points = SplitPoints(none, none, (), ())
    return Segments(np.zeros(0, np.uint64), np.zeros(1, np.int64), none, NO_BYTES, split_points)


def concat(parts: Iterable[Segments]) -> Segments:
    """Return the segments of all parts in key order; no prefix occurs in two parts.

    The lines of a part are freed as soon as they are copied.
    """
    lines, rest = [], []
    for part in parts:
        lines.append(part.lines)
        rest.append(replace(part, lines=NO_BYTES))
    base = np.cumsum([0, *map(len, lines)])
    prefixes = np.concatenate([part.prefixes for part in rest])
    sizes = np.concatenate([np.diff(part.bounds) for part in rest])
    old_starts = np.concatenate(
        [part.bounds[:-1] + start for part, start in zip(rest, base, strict=False)]
    )
    order = np.argsort(prefixes, kind="stable")
    new_starts = np.empty_like(old_starts)
    new_starts[order] = np.cumsum(sizes[order]) - sizes[order]
    return Segments(
        prefixes[order],
        np.append(new_starts[order], sizes.sum()),
        np.concatenate([part.lookahead for part in rest])[order],
        _gather(lines, base, old_starts[order], sizes[order]),
        _concat_split_points(rest, base, old_starts, new_starts - old_starts),
    )


def _gather(texts: list[Bytes], base: Ints, starts: Ints, sizes: Ints) -> Bytes:
    """Return slices of the concatenation of `texts`, in the order of `starts`.

    `base` holds the start of each text in the concatenation, and its end. Each entry of the list
    `texts` is dropped after its last slice, so that the peak is one copy and not two.
    """
    part = np.searchsorted(base, starts, side="right") - 1
    # Adjacent slices of one part are copied in one piece.
    is_break = (starts[1:] != starts[:-1] + sizes[:-1]) | (part[1:] != part[:-1])
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(starts)), np.bool_), is_break)))
    low = starts[first]
    high = low + (np.add.reduceat(sizes, first) if len(first) else 0)
    numbers = part[first].tolist()
    last_slice = {number: index for index, number in enumerate(numbers)}
    gathered = np.empty(int(sizes.sum()), np.uint8)
    end = 0
    for index, (number, a, b) in enumerate(zip(numbers, low, high, strict=True)):
        gathered[end : end + b - a] = texts[number][a - base[number] : b - base[number]]
        end += b - a
        if last_slice[number] == index:
            texts[number] = NO_BYTES
    return gathered


def _concat_split_points(
    parts: Sequence[Segments], base: Ints, old_starts: Ints, shifts: Ints
) -> SplitPoints:
    """Return the split points of all parts; each moves by the shift of its segment."""
    points = [part.split_points for part in parts]
    starts = np.concatenate([p.starts + low for p, low in zip(points, base, strict=False)])
    content_starts = np.concatenate(
        [p.content_starts + low for p, low in zip(points, base, strict=False)]
    )
    headers = [header for p in points for header in p.headers]
    separators = [separator for p in points for separator in p.separators]
    shift = shifts[np.searchsorted(old_starts, starts, side="right") - 1]
    order = np.argsort(starts + shift)
    return SplitPoints(
        (starts + shift)[order],
        (content_starts + shift)[order],
        [headers[index] for index in order],
        [separators[index] for index in order],
    )


def remove(segments: Segments, removed: NDArray[np.bool_]) -> Segments:
    """Return the segments that are not marked in `removed`."""
    kept = ~removed
    sizes = np.diff(segments.bounds)
    run_starts = np.flatnonzero(kept & ~np.concatenate(([False], kept[:-1])))
    run_ends = np.flatnonzero(kept & ~np.concatenate((kept[1:], [False]))) + 1
    runs = [
        segments.lines[segments.bounds[a] : segments.bounds[b]]
        for a, b in zip(run_starts, run_ends, strict=True)
    ]
    points = segments.split_points
    segment = np.searchsorted(segments.bounds, points.starts, side="right") - 1
    remaining = np.flatnonzero(kept[segment])
    shift = np.cumsum(np.where(removed, sizes, 0))[segment[remaining]]
    return Segments(
        segments.prefixes[kept],
        np.concatenate(([0], np.cumsum(sizes[kept]))),
        segments.lookahead[kept],
        np.concatenate([NO_BYTES, *runs]),
        SplitPoints(
            points.starts[remaining] - shift,
            points.content_starts[remaining] - shift,
            [points.headers[index] for index in remaining.tolist()],
            [points.separators[index] for index in remaining.tolist()],
        ),
    )


def split_chunks(segments: Segments) -> Iterator[Chunk]:
    """Yield the dictionary in chunks of at most CHUNK_BYTES, longer where there is no split point."""
    starts = np.concatenate((segments.bounds[:-1], segments.split_points.starts))
    order = np.argsort(starts, kind="stable")
    boundaries = np.append(starts[order], len(segments.lines))
    index = 0
    while index < len(order):
        limit = boundaries[index] + CHUNK_BYTES
        end = max(int(np.searchsorted(boundaries, limit, side="right")) - 1, index + 1)
        separator, header, content_start = _chunk_start(segments, int(order[index]))
        lines = segments.lines[content_start : boundaries[end]]
        yield Chunk(separator, header.encode() + lines.tobytes())
        index = end


def _chunk_start(segments: Segments, index: int) -> tuple[str, str, int]:
    """Return (separator, header, content start) of a chunk.

    It starts with segment `index` or, numbered on from these, at a split point.
    """
    if index >= len(segments.prefixes):
        point, points = index - len(segments.prefixes), segments.split_points
        return points.separators[point], points.headers[point], int(points.content_starts[point])
    prefix, start = int(segments.prefixes[index]), int(segments.bounds[index])
    first, second = chr(prefix >> 32), prefix & SECOND_CHARACTER
    if not second:
        return first, "\n", start
    # The line begins with a digit: one character shared with the key before. It has to be spelt
    # out at the start of a chunk, and becomes a known ancestor.
    return first + chr(second), f"1\n#{first}", start + 1
