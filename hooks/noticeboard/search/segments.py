"""The dictionary's lines in units, of which some can be made anew, and the chunks cut from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import Ints

CHUNK_BYTES = 46_000

Keys = NDArray[np.uint64]
Lines = NDArray[np.uint8]

NO_TEXT: Lines = np.zeros(0, np.uint8)


@dataclass(frozen=True, slots=True)
class SplitPoints:
    """Where a unit may be cut besides at its start, ascending.

    A chunk that begins at byte `at` of the lines has `heads` in the place of what stands up to
    byte `bodies`; its first key does not sort before `separators`, which the one before it does.
    """

    at: Ints
    bodies: Ints
    heads: Sequence[str]
    separators: Sequence[str]


@dataclass(frozen=True, slots=True)
class Segments:
    """Lines of the dictionary, in key order.

    A unit has the lines of the keys that begin with one character, or where that is followed by
    several others, with two. `keys` holds for each unit the first code point, moved left by 32
    bits, and the second or 0; `bounds` where each begins in `text`, and where the last ends;
    `reach` how many characters were read from where the unit's keys begin.
    """

    keys: Keys
    bounds: Ints
    reach: Ints
    text: Lines
    cuts: SplitPoints


class Chunk(NamedTuple):
    """`first` sorts after every key of the chunk before and not after any of its own."""

    first: str
    content: bytes


def concat(parts: Iterable[Segments]) -> Segments:
    """All units of the parts, none of which is in two, in order; no part's text is kept longer
    than it is needed."""
    texts, rest = [], []
    for part in parts:
        texts.append(part.text)
        rest.append(replace(part, text=NO_TEXT))
    keys = np.concatenate([part.keys for part in rest])
    order = np.argsort(keys, kind="stable")
    base = np.cumsum([0, *map(len, texts)])
    old = np.concatenate([p.bounds[:-1] + at for p, at in zip(rest, base, strict=False)])
    sizes = np.concatenate([np.diff(part.bounds) for part in rest])
    new = np.empty_like(old)
    new[order] = np.cumsum(sizes[order]) - sizes[order]
    bounds = np.append(new[order], sizes.sum())
    reach = np.concatenate([part.reach for part in rest])[order]
    text = _gathered(texts, base, old[order], sizes[order])
    return Segments(keys[order], bounds, reach, text, _joined_cuts(rest, base, old, new - old))


def _gathered(texts: list[Lines], base: Ints, start: Ints, size: Ints) -> Lines:
    """The stretches of the texts, which count on from one to the next, one after another.

    The list gives up each text after its last stretch: the memory that the result takes while it
    is filled is theirs.
    """
    part = np.searchsorted(base, start, side="right") - 1
    breaks = (start[1:] != start[:-1] + size[:-1]) | (part[1:] != part[:-1])
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(start)), np.bool_), breaks)))
    low = start[first]
    high = low + (np.add.reduceat(size, first) if len(first) else 0)
    found = np.empty(int(size.sum()), np.uint8)
    numbers = part[first].tolist()
    last = {number: at for at, number in enumerate(numbers)}
    end = 0
    for at, (number, a, b) in enumerate(zip(numbers, low, high, strict=True)):
        found[end : end + b - a] = texts[number][a - base[number] : b - base[number]]
        end += b - a
        if last[number] == at:
            texts[number] = NO_TEXT
    return found


def _joined_cuts(parts: Sequence[Segments], base: Ints, old: Ints, moved: Ints) -> SplitPoints:
    at = np.concatenate([part.cuts.at + low for part, low in zip(parts, base, strict=False)])
    bodies = np.concatenate([p.cuts.bodies + low for p, low in zip(parts, base, strict=False)])
    heads = [head for part in parts for head in part.cuts.heads]
    separators = [separator for part in parts for separator in part.cuts.separators]
    move = moved[np.searchsorted(old, at, side="right") - 1]
    order = np.argsort(at + move)
    return SplitPoints(
        (at + move)[order],
        (bodies + move)[order],
        [heads[index] for index in order],
        [separators[index] for index in order],
    )


def without(source: Segments, gone: NDArray[np.bool_]) -> Segments:
    """The units that are not gone."""
    keep = ~gone
    sizes = np.diff(source.bounds)
    first = np.flatnonzero(keep & ~np.concatenate(([False], keep[:-1])))
    end = np.flatnonzero(keep & ~np.concatenate((keep[1:], [False]))) + 1
    pieces = [
        source.text[source.bounds[a] : source.bounds[b]] for a, b in zip(first, end, strict=True)
    ]
    shift = np.cumsum(np.where(gone, sizes, 0))
    unit = np.searchsorted(source.bounds, source.cuts.at, side="right") - 1
    stays = np.flatnonzero(keep[unit])
    move = shift[unit[stays]]
    cuts = SplitPoints(
        source.cuts.at[stays] - move,
        source.cuts.bodies[stays] - move,
        [source.cuts.heads[index] for index in stays.tolist()],
        [source.cuts.separators[index] for index in stays.tolist()],
    )
    bounds = np.concatenate(([0], np.cumsum(sizes[keep])))
    text = np.concatenate([NO_TEXT, *pieces])
    return Segments(source.keys[keep], bounds, source.reach[keep], text, cuts)


def chunks(source: Segments) -> Iterator[Chunk]:
    """The dictionary cut into chunks of up to CHUNK_BYTES, where its cuts allow it."""
    starts = np.concatenate((source.bounds[:-1], source.cuts.at))
    order = np.argsort(starts, kind="stable")
    points = np.append(starts[order], len(source.text))
    index = 0
    while index < len(order):
        # At least one stretch, otherwise as many as fit.
        end = int(np.searchsorted(points, points[index] + CHUNK_BYTES, side="right")) - 1
        end = max(end, index + 1)
        separator, head, body = _beginning(source, int(order[index]))
        yield Chunk(separator, head.encode() + source.text[body : points[end]].tobytes())
        index = end


def _beginning(source: Segments, point: int) -> tuple[str, str, int]:
    """For the start of a unit, or a cut after all of these: separator, head, where the rest is."""
    if point >= len(source.keys):
        cut, cuts = point - len(source.keys), source.cuts
        return cuts.separators[cut], cuts.heads[cut], int(cuts.bodies[cut])
    key, at = int(source.keys[point]), int(source.bounds[point])
    first, second = chr(key >> 32), key & 0xFFFFFFFF
    if not second:
        return first, "\n", at
    # The line's first digit says that it shares one character with the key before.
    return first + chr(second), f"1\n#{first}", at + 1
