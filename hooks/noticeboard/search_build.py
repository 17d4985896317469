"""Makes the dictionary's units: all of them, or only those that a change touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import numpy as np

from noticeboard.search import SearchDocument
from noticeboard.search_cache import DIGEST, State
from noticeboard.search_changes import Comparison, Touched, places_of, places_of_pairs
from noticeboard.search_chunks import units
from noticeboard.search_corpus import Corpus, Ints, Texts, corpus, folded, texts, woven
from noticeboard.search_trie import batches, nodes
from noticeboard.search_units import Cuts, Units, joined, without

THREADS = 2
"""Batches refined at the same time; each takes about 300 MB."""

MANY = 32
"""Of so many notices at most one may have changed for the rest of the work to be reused."""

EMPTY = Units(
    np.zeros(0, np.uint64),
    np.zeros(1, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0, np.uint8),
    Cuts(np.zeros(0, np.int64), np.zeros(0, np.int64), (), ()),
)


def indexed_texts(numbered: Sequence[SearchDocument], digests: bytes, old: State | None) -> Texts:
    """The folded texts, those of the old ones taken over whose digest is one of these."""
    known = {}
    if old:
        known = {digest: number for number, digest in enumerate(_parts(old.digests))}
    parts = _parts(digests)
    unknown = [number for number, digest in enumerate(parts) if digest not in known]
    fresh = texts([folded(numbered[number]) for number in unknown])
    if not old or len(unknown) == len(parts):
        return fresh
    positions = {number: position for position, number in enumerate(unknown)}
    origins = [
        (True, positions[number]) if number in positions else (False, known[digest])
        for number, digest in enumerate(parts)
    ]
    try:
        return woven(old.texts, fresh, origins)
    except ValueError:
        # The old texts' characters count too there, also those that are gone.
        return texts([folded(document) for document in numbered])


def dictionary(new: Texts, digests: bytes, old: State | None) -> Units:
    """The units of all texts, those of the old ones taken over that nothing touches."""
    source = corpus(new)
    touched = _touched(new, digests, source, old) if old else None
    if old and touched:
        gone = touched.gone(old.units.keys)
        return joined([without(old.units, gone), *_refined(_work(source, touched), source, new)])
    everything = [(np.flatnonzero(source.text), 0, None)]
    return joined([EMPTY, *_refined(everything, source, new)])


def _parts(digests: bytes) -> list[bytes]:
    return [digests[at : at + DIGEST] for at in range(0, len(digests), DIGEST)]


def _touched(new: Texts, digests: bytes, source: Corpus, old: State) -> Touched | None:
    """What has to be made anew, None where it may be as well all of it."""
    before, after = _parts(old.digests), _parts(digests)
    if len(before) != len(after):
        return None
    changed = [n for n, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    if len(changed) * MANY > len(after) + MANY:
        return None
    return Comparison(old.units).touched(old.texts, new, changed, source)


Work = tuple[Ints, int, int | None]
"""Ascending places, and the stem and the rounds with which `nodes` refines them."""


def _work(source: Corpus, touched: Touched) -> Iterator[Work]:
    yield places_of(source, touched.whole), 0, None
    yield places_of(source, touched.single - touched.whole), 0, 1
    pairs = (pair for pair in touched.pairs if pair >> 32 not in touched.whole)
    yield places_of_pairs(source, pairs), 1, None


def _refined(work: Iterable[Work], source: Corpus, texts: Texts) -> Iterator[Units]:
    count = len(texts.counts)

    def refine(places: Ints, stem: int, rounds: int | None) -> Units:
        return units(source, nodes(source, places, stem, rounds), count)

    jobs = chain.from_iterable(_jobs(source, *one) for one in work)
    # Threads, since numpy leaves the interpreter free while it sorts.
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(_do, refine, job) for job in jobs]
        for future in waiting:
            yield future.result()


def _jobs(
    source: Corpus, places: Ints, stem: int, rounds: int | None
) -> Iterator[Callable[[], Work]]:
    """The work in batches of which each chooses its places when it is its turn."""
    starts = source.text[places]

    def batch(first: int, end: int) -> Work:
        return places[(starts >= first) & (starts < end)], stem, rounds

    for first, end in batches(starts):
        yield lambda first=first, end=end: batch(first, end)


def _do(refine: Callable[[Ints, int, int | None], Units], job: Callable[[], Work]) -> Units:
    return refine(*job())
