"""Makes the dictionary's units: all of them, or only those that a change touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noticeboard.search.corpus import Corpus, Ints, Texts, corpus, folded, merge_texts, texts
from noticeboard.search.encoding import units
from noticeboard.search.incremental import Comparison, Touched, places_of, places_of_pairs
from noticeboard.search.scan import SearchDocument
from noticeboard.search.segments import Segments, SplitPoints, concat, without
from noticeboard.search.state import State, parts
from noticeboard.search.trie import batches, nodes

MANY = 32
"""Of so many notices at most one may have changed for the rest of the work to be reused."""

EMPTY = Segments(
    np.zeros(0, np.uint64),
    np.zeros(1, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0, np.uint8),
    SplitPoints(np.zeros(0, np.int64), np.zeros(0, np.int64), (), ()),
)


def indexed_texts(numbered: Sequence[SearchDocument], digests: bytes, old: State | None) -> Texts:
    """The folded texts, those of the old ones taken over whose digest is one of these."""
    known = {}
    if old:
        known = {digest: number for number, digest in enumerate(parts(old.digests))}
    new = parts(digests)
    unknown = [number for number, digest in enumerate(new) if digest not in known]
    fresh = texts([folded(numbered[number]) for number in unknown])
    if not old or len(unknown) == len(new):
        return fresh
    positions = {number: position for position, number in enumerate(unknown)}
    origins = [
        (True, positions[number]) if number in positions else (False, known[digest])
        for number, digest in enumerate(new)
    ]
    try:
        return merge_texts(old.texts, fresh, origins)
    except ValueError:
        # The old texts' characters count too there, also those that are gone.
        return texts([folded(document) for document in numbered])


def dictionary(new: Texts, digests: bytes, old: State | None) -> Segments:
    """The units of all texts, those of the old ones taken over that nothing touches."""
    return concat(_parts(new, digests, old))


def _parts(new: Texts, digests: bytes, old: State | None) -> Iterator[Segments]:
    """The dictionary in parts; with the last the corpus is given up, before they are joined."""
    source = corpus(new)
    touched = _touched(new, digests, source, old) if old else None
    if not old or not touched:
        yield EMPTY
        yield from _refined(_jobs(source), source, len(new.counts))
    else:
        yield without(old.units, touched.gone(old.units.keys))
        yield from _refined(_jobs_for(source, touched), source, len(new.counts))


def _touched(new: Texts, digests: bytes, source: Corpus, old: State) -> Touched | None:
    """What has to be made anew, None where it may be as well all of it."""
    before, after = parts(old.digests), parts(digests)
    if len(before) != len(after):
        return None
    changed = [n for n, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    if len(changed) * MANY > len(after) + MANY:
        return None
    return Comparison(old.units).touched(old.texts, new, changed, source)


@dataclass(frozen=True, slots=True)
class _Job:
    """The ascending places, None for all, that have `number` among `batches`, and the stem and the
    rounds with which `nodes` refines them."""

    places: Ints | None
    batches: NDArray[np.uint16]
    number: int
    stem: int
    rounds: int | None

    def chosen(self) -> Ints:
        """Only now, for all jobs together have as many places as there is text."""
        inside = np.flatnonzero(self.batches == self.number)
        return inside if self.places is None else self.places[inside]


def _jobs(
    source: Corpus, places: Ints | None = None, stem: int = 0, rounds: int | None = None
) -> Iterator[_Job]:
    starts = source.text if places is None else source.text[places]
    ranges = list(batches(starts))
    numbers = np.zeros(len(source.alphabet) + 1, np.uint16)
    for number, (first, end) in enumerate(ranges, 1):
        numbers[first:end] = number
    of_places = numbers[starts]
    for number in range(1, len(ranges) + 1):
        yield _Job(places, of_places, number, stem, rounds)


def _jobs_for(source: Corpus, touched: Touched) -> Iterator[_Job]:
    yield from _jobs(source, places_of(source, touched.whole))
    yield from _jobs(source, places_of(source, touched.single - touched.whole), rounds=1)
    pairs = [pair for pair in touched.pairs if pair >> 32 not in touched.whole]
    yield from _jobs(source, places_of_pairs(source, pairs), stem=1)


def _refined(jobs: Iterable[_Job], source: Corpus, count: int) -> Iterator[Segments]:
    """The units that the jobs make, of a corpus of `count` notices."""

    def refine(job: _Job) -> Segments:
        found = nodes(source, job.chosen(), job.stem, job.rounds)
        return units(source, found, count)

    # One after the other: the pages keep the other core busy, and a batch takes 150 MB.
    return map(refine, jobs)
