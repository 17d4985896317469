"""The dictionary of one segment, built once and then cached.

1. `build_corpus` turns the folded blocks of its notices into one array of character codes.
2. `batches` divides its positions by their first character, which bounds the memory.
3. `build_nodes` sorts the positions of a batch into a pruned suffix trie.
4. `encode_lines` writes the trie's nodes as lines: key and posting lists.

A *separator* is a string at which the lines are cut; `Segment.locate` finds where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from noticeboard.incremental.digests import digest, program_digest
from noticeboard.search import trie
from noticeboard.search.array_cache import ArrayCache, Arrays
from noticeboard.search.corpus import Ints, build_corpus
from noticeboard.search.documents import SearchDocument
from noticeboard.search.encoding import Bytes, encode_lines, encode_number
from noticeboard.search.ranking import fold_blocks
from noticeboard.search.runs import ranges
from noticeboard.search.trie import batches, build_nodes

_LINE_FEED = ord("\n")
_NO_BYTES, _NO_INTS = np.zeros(0, np.uint8), np.zeros(0, np.uint32)
_NEAREST_FIRST = np.array(sorted(range(-16, 17), key=abs))
"""Lines around an intended cut; the one with the shortest separator is cut at."""


class Places(NamedTuple):
    """For each separator where its section starts in the lines, and the section's first line."""

    offsets: Ints
    headers: NDArray[np.object_]


class Cut(NamedTuple):
    """A range of bytes of the lines, and the number of equal parts to cut it into."""

    start: int
    end: int
    parts: int


class Segment:
    """The dictionary of one segment: `lines` and, loaded when needed, the keys as arrays."""

    def __init__(self, documents: Sequence[SearchDocument], cache: ArrayCache) -> None:
        self._documents, self._cache = documents, cache
        texts = (document.fingerprint or _digest(document) for document in documents)
        self._key = digest("segment", program_digest(), repr(trie.LEAF_LIMIT), *texts)
        self._keys_key = digest("keys", self._key)
        cache.keep(self._keys_key)
        self.lines: Bytes = cache.get(self._key, self._build)["lines"]

    @property
    def line_starts(self) -> Ints:
        """Where each line starts, and the end of the last one."""
        return np.append(0, np.flatnonzero(self.lines == _LINE_FEED) + 1)

    def locate(self, separators: Sequence[str]) -> Places:
        """Return the places of ascending separators."""
        key = digest("places", self._key, "\n".join(separators))
        arrays = self._cache.get(key, lambda: {key: self._locate(separators)})
        headers = arrays["headers"].tobytes().split(b"\n")[: len(separators)]
        return Places(arrays["offsets"], np.array(headers, object))

    def separators(self, cuts: Iterable[Cut]) -> Iterator[set[str]]:
        """Yield separators for each range that is to be cut, none if it cannot be."""
        starts, keys = self.line_starts, self._keys()
        for start, end, parts in cuts:
            first, last = np.searchsorted(starts, [start, end]) + np.array([1, -1])
            if first > last:
                yield set()
                continue
            targets = np.searchsorted(starts, start + (end - start) * np.arange(1, parts) // parts)
            near = np.clip(targets[:, None] + _NEAREST_FIRST, first, last)
            # One character more than the key before shares: the shortest string between the two.
            lengths = np.minimum(keys.length[near - 1], keys.length[near] - 1) + 1
            column = lengths.argmin(axis=1)
            rows = np.arange(len(near))
            chosen = dict(zip(near[rows, column], lengths[rows, column], strict=True))
            yield {keys.text_at(*pair) for pair in chosen.items()}

    def _keys(self) -> _Keys:
        return _Keys(**self._cache.get(self._keys_key, self._build))

    def _build(self) -> Mapping[bytes, Arrays]:
        corpus = build_corpus(fold_blocks(self._documents))
        lines, position, length = [_NO_BYTES], [_NO_INTS], [_NO_INTS]
        for positions in batches(corpus):
            nodes = build_nodes(corpus, positions)
            lines.append(encode_lines(corpus, nodes, len(self._documents)))
            position.append(nodes.position.astype(np.uint32))
            length.append(nodes.length.astype(np.uint32))
        keys = _Keys(corpus.text, corpus.alphabet, np.concatenate(position), np.concatenate(length))
        return {self._key: {"lines": np.concatenate(lines)}, self._keys_key: vars(keys)}

    def _locate(self, separators: Sequence[str]) -> Arrays:
        prefixes = {
            separator[:length] for separator in separators for length in range(1, len(separator))
        }
        texts = sorted(prefixes.union(separators))
        keys = self._keys()
        index = keys.first_from(texts)
        marks = {
            text: _ancestor_mark(len(text), branches)
            for text, is_key, branches in zip(texts, *keys.describe(texts, index), strict=True)
            if is_key
        }
        offset_of = dict(zip(texts, self.line_starts[index].tolist(), strict=True))
        headers = b"\n".join(
            b"".join(marks.get(text[:length], b"") for length in range(1, len(text)))
            for text in separators
        )
        return {
            "offsets": np.array([offset_of[text] for text in separators], np.int64),
            "headers": np.frombuffer(headers, np.uint8),
        }


def _digest(document: SearchDocument) -> bytes:
    return digest(*(part for block in document.blocks for part in block))


def _ancestor_mark(length: int, branches: bool) -> bytes:
    """Return a key in the first line of a section: a proper prefix of the separator."""
    return encode_number(2 * length + branches)


@dataclass(frozen=True)
class _Keys:
    """The keys in order: characters from `position` on of the `text`, as in `Corpus`."""

    text: NDArray[np.uint16]
    alphabet: NDArray[np.uint32]
    position: NDArray[np.uint32]
    length: NDArray[np.uint32]

    def text_at(self, number: int, length: int) -> str:
        """Return the first characters of a key."""
        start = int(self.position[number])
        return "".join(chr(self.alphabet[code - 1]) for code in self.text[start : start + length])

    def first_from(self, texts: Sequence[str]) -> Ints:
        """Return for each text the number of the first key that is not before it."""
        wanted = self._codes(texts)
        low, high = np.zeros(len(texts), np.int64), np.full(len(texts), len(self.length))
        while (open_ := np.flatnonzero(low < high)).size:
            middle = (low[open_] + high[open_]) // 2
            is_before = self._is_before(middle, wanted[open_])
            low[open_[is_before]] = middle[is_before] + 1
            high[open_[~is_before]] = middle[~is_before]
        return low

    def describe(
        self, texts: Sequence[str], index: Ints
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return whether each text is a key, namely number `index`, and has keys one longer."""
        wanted = self._codes(texts)
        sizes = np.array([len(text) for text in texts], np.int64)
        return tuple(  # type: ignore[return-value]
            self._is_key(index + more, wanted, sizes, sizes + more) for more in (0, 1)
        )

    def _is_key(self, index: Ints, wanted: Ints, sizes: Ints, lengths: Ints) -> NDArray[np.bool_]:
        """Return whether key number `index` has this length and begins with the wanted text."""
        exists = index < len(self.length)
        rows = np.flatnonzero(exists)
        rows = rows[self.length[index[rows]] == lengths[rows]]
        for column in range(wanted.shape[1]):
            differs = self._codes_at(index[rows], column) != wanted[rows, column]
            rows = rows[~differs | (column >= sizes[rows])]
        is_key = np.zeros(len(index), np.bool_)
        is_key[rows] = True
        return is_key

    def _is_before(self, numbers: Ints, wanted: Ints) -> NDArray[np.bool_]:
        """Return whether each key sorts before the wanted text of the same row."""
        is_before = np.zeros(len(numbers), np.bool_)
        rows = np.arange(len(numbers))
        for column in range(wanted.shape[1]):
            own, other = self._codes_at(numbers[rows], column), wanted[rows, column]
            is_before[rows] = own < other
            rows = rows[(own == other) & (other > 0)]
        return is_before

    def _codes_at(self, numbers: Ints, column: int) -> Ints:
        """Return the doubled code of one character of each key, 0 after its end."""
        exists = column < self.length[numbers]
        return 2 * np.where(exists, self.text[self.position[numbers] + exists * column], 0).astype(
            np.int64
        )

    def _codes(self, texts: Sequence[str]) -> Ints:
        """Return the doubled codes of texts as rows; a character without a code has an odd one."""
        sizes = np.array([len(text) for text in texts], np.int64)
        rows = np.repeat(np.arange(len(texts)), sizes)
        columns = ranges(sizes)
        points = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
        codes = np.zeros((len(texts), max(1, int(sizes.max(initial=1)))), np.int64)
        index = np.searchsorted(self.alphabet, points)
        exists = np.append(self.alphabet, 0)[index] == points
        codes[rows, columns] = 2 * index + 1 + exists
        return codes
