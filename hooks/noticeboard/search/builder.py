"""Construction of the dictionary, from scratch or from the one of the previous build.

From scratch (`build_dictionary` without a previous state):

1. `encode_texts` turns the folded blocks of all notices into one array of character codes.
2. `_batches` divides its positions by their first character, which bounds the memory.
3. `build_nodes` sorts the positions of a batch into a pruned suffix trie.
4. `encode_segments` writes the trie's nodes as lines: key and posting lists.
5. `concat` joins the segments of all batches in key order.

With a previous state, steps 3 and 4 run only for the positions of the segments that
`find_stale_segments` names, and step 5 joins them with the others. The result is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from noticeboard.search.corpus import (
    Corpus,
    FoldedTexts,
    Ints,
    build_corpus,
    encode_texts,
    merge_texts,
)
from noticeboard.search.documents import SearchDocument
from noticeboard.search.encoding import encode_segments
from noticeboard.search.invalidation import (
    StaleSegments,
    find_stale_segments,
    positions_of_characters,
    positions_of_pairs,
)
from noticeboard.search.ranking import fold_blocks
from noticeboard.search.segments import Segments, concat, no_segments, remove
from noticeboard.search.state import IndexState, split_digests
from noticeboard.search.trie import build_nodes, plan_batches

MIN_NOTICES_PER_CHANGE = 32
"""An update is attempted if at most 1 + n / MIN_NOTICES_PER_CHANGE of n notices changed; otherwise a
full build is faster."""


def build_texts(
    documents: Sequence[SearchDocument], text_digests: bytes, old: IndexState | None
) -> FoldedTexts:
    """Return the folded texts of the documents, reusing the old ones with the same digest."""
    digests = split_digests(text_digests)
    old_numbers = (
        {digest: number for number, digest in enumerate(split_digests(old.text_digests))}
        if old
        else {}
    )
    new_numbers = [number for number, digest in enumerate(digests) if digest not in old_numbers]
    new = encode_texts([fold_blocks(documents[number]) for number in new_numbers])
    if not old or len(new_numbers) == len(digests):
        return new
    index_in_new = {number: index for index, number in enumerate(new_numbers)}
    origins = [
        (True, index_in_new[number]) if number in index_in_new else (False, old_numbers[digest])
        for number, digest in enumerate(digests)
    ]
    try:
        return merge_texts(old.texts, new, origins)
    except ValueError:
        # The merged alphabet also counts the characters that only removed notices held.
        return encode_texts([fold_blocks(document) for document in documents])


def build_dictionary(texts: FoldedTexts, text_digests: bytes, old: IndexState | None) -> Segments:
    """Return the segments of all texts, reusing those of `old` that are not stale."""
    return concat(_parts(texts, text_digests, old))


def _parts(texts: FoldedTexts, text_digests: bytes, old: IndexState | None) -> Iterator[Segments]:
    # A generator, so that the corpus is freed before the parts are joined.
    corpus = build_corpus(texts)
    count = len(texts.block_counts)
    stale = _stale_segments(texts, text_digests, corpus, old) if old else None
    if not old or not stale:
        yield no_segments()
        yield from _build_segments(corpus, count)
    else:
        yield remove(old.segments, stale.mask(old.segments.prefixes))
        yield from _rebuild_segments(corpus, count, stale)


def _stale_segments(
    texts: FoldedTexts, text_digests: bytes, corpus: Corpus, old: IndexState
) -> StaleSegments | None:
    """Return what to rebuild, None if an update is impossible or not worth it."""
    before, after = split_digests(old.text_digests), split_digests(text_digests)
    if len(before) != len(after):
        return None  # Posting lists hold numbers of notices, which have moved.
    changed = [number for number, digest in enumerate(after) if digest != before[number]]
    if len(changed) * MIN_NOTICES_PER_CHANGE > len(after) + MIN_NOTICES_PER_CHANGE:
        return None
    return find_stale_segments(old.segments, old.texts, texts, changed, corpus)


def _rebuild_segments(corpus: Corpus, count: int, stale: StaleSegments) -> Iterator[Segments]:
    characters = positions_of_characters(corpus, stale.characters)
    yield from _build_segments(corpus, count, characters)
    single = positions_of_characters(corpus, stale.single_characters - stale.characters)
    yield from _build_segments(corpus, count, single, max_passes=1)
    pairs = [pair for pair in stale.pairs if pair >> 32 not in stale.characters]
    yield from _build_segments(corpus, count, positions_of_pairs(corpus, pairs), prefix_length=1)


def _build_segments(
    corpus: Corpus,
    count: int,
    positions: Ints | None = None,
    prefix_length: int = 0,
    max_passes: int | None = None,
) -> Iterator[Segments]:
    """Yield the segments of the positions, None for all; see `build_nodes`."""
    # One batch after another: the pages occupy the other cores, and a batch takes 150 MB.
    for batch in _batches(corpus, positions):
        yield encode_segments(corpus, build_nodes(corpus, batch, prefix_length, max_passes), count)


def _batches(corpus: Corpus, positions: Ints | None) -> Iterator[Ints]:
    """Yield the ascending positions of each batch."""
    codes = corpus.text if positions is None else corpus.text[positions]
    ranges = list(plan_batches(codes))
    batch_of_code = np.zeros(len(corpus.alphabet) + 1, np.uint16)
    for number, (start, end) in enumerate(ranges, 1):
        batch_of_code[start:end] = number
    batch_of_position = batch_of_code[codes]
    for number in range(1, len(ranges) + 1):
        inside = np.flatnonzero(batch_of_position == number)
        yield inside if positions is None else positions[inside]
