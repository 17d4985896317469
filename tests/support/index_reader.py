"""A reader of the search index, written from docs-dev/search-index.md alone."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

RANK_MARKS = ' !"}'
MARKS = f"{RANK_MARKS}~"
MAX_COMMON = 12
END_HASH, ANY_HASH = 43, 44

Blocks = Sequence[tuple[int, str]]
"""The rank and the folded text of each block of a notice."""


class Line(NamedTuple):
    """What follows the key of a line: the common text, rank by notice, hashes by notice."""

    common: str
    ranks: dict[int, int]
    hashes: dict[int, tuple[int, int]]


class LongestKey(NamedTuple):
    """The longest key of a section that is a prefix of a term; `line` is None in another chunk."""

    length: int
    line: Line | None
    branches: bool = False


class IndexReader:
    """Answers terms from the files below a `search-index` folder."""

    def __init__(self, root: Path, blocks_of: Callable[[str], Blocks]) -> None:
        self.root, self.blocks_of = root, blocks_of
        self.manifest = json.loads((root / "manifest.json").read_text("utf-8"))
        self.counts = [count for count, _ in self.manifest["segments"]]
        self.bases = [0, *accumulate(self.counts)]
        self.directory = [
            tuple(line.split("\t"))
            for _, address in self.manifest["directory"]
            for line in self.text(f"{address}.txt").split("\n")
        ]
        self.chunk = cache(self._chunk)
        self.texts_read = 0

    def text(self, address: str) -> str:
        return (self.root / address).read_text("utf-8")

    @cached_property
    def ids(self) -> list[str]:
        """The id of each notice by number."""
        ids = []
        for count, address in self.manifest["segments"]:
            for page in range(-(-count // 64)):
                ids += json.loads(self.text(f"{address}-{page}.json"))
        return ids

    def answer(self, term: str) -> dict[str, int]:
        """Return the rank of each notice that holds a folded term, by id."""
        ids, result = self.ids, {}
        for number, base in enumerate(self.bases[:-1]):
            for notice, rank in self._answer(number, term, ids[base:]).items():
                result[ids[base + notice]] = rank
        return result

    def _answer(self, segment: int, term: str, ids: Sequence[str]) -> dict[int, int]:
        longest = self._find(segment, term)
        if longest and not longest.line and not longest.branches:
            longest = self._find(segment, term[: longest.length])
            assert longest is not None
            assert longest.line
        if not longest or not longest.line:
            return {}
        common, ranks, hashes = longest.line
        rest = term[longest.length :]
        if not rest or common.startswith(rest):
            return ranks
        if hashes:
            notices = [
                notice
                for notice, own in hashes.items()
                if all(_may_be(h, character) for h, character in zip(own, rest, strict=False))
            ]
            return {n: rank for n in notices if (rank := self._rank(ids[n], term)) is not None}
        if len(common) == MAX_COMMON and rest.startswith(common):
            return ranks if self._rank(ids[min(ranks)], term) is not None else {}
        return {}

    def _rank(self, notice: str, term: str) -> int | None:
        self.texts_read += 1
        return min((rank for rank, text in self.blocks_of(notice) if term in text), default=None)

    def _find(self, segment: int, term: str) -> LongestKey | None:
        if not self.directory:
            return None
        number = bisect_right(self.directory, term, key=itemgetter(0)) - 1
        separator = self.directory[number][0]
        ancestors, keys = self.chunk(number)[segment]
        longest = [
            LongestKey(length, None, branches)
            for length, branches in ancestors
            if term[:length] == separator[:length]
        ]
        longest += [
            LongestKey(len(key), line) for key, line in keys.items() if term.startswith(key)
        ]
        return longest[-1] if longest else None

    def _chunk(self, number: int) -> list[tuple[list[tuple[int, bool]], dict[str, Line]]]:
        """Return for each segment the ancestors (length, branches) and the lines of a chunk."""
        separator, address = self.directory[number]
        lines = iter(self.text(f"{address}.txt").split("\n"))
        sections = []
        for count in self.counts:
            marks = [divmod(number, 2) for number in _numbers(next(lines))]
            keys: dict[str, Line] = {}
            key = separator
            while line := next(lines):
                shared, at = _number(line, 0)
                end = next(i for i in range(at, len(line)) if line[i] in MARKS)
                previous, key = key, key[:shared] + line[at:end]
                assert previous < key if keys else previous <= key
                keys[key] = _line(line, end, count)
            sections.append(([(length, bool(branches)) for length, branches in marks], keys))
        assert [*lines] == [""]
        return sections


def _may_be(hashed: int, character: str) -> bool:
    return hashed in (ANY_HASH, ord(character) % 43)


def _number(line: str, at: int) -> tuple[int, int]:
    value, scale = 0, 1
    while True:
        digit = ord(line[at]) - 35
        value += digit * scale
        at += 1
        scale *= 45
        if digit < 45:
            return value, at


def _numbers(line: str) -> Iterator[int]:
    at = 0
    while at < len(line):
        value, at = _number(line, at)
        yield value


def _line(line: str, at: int, count: int) -> Line:
    ranks: dict[int, int] = {}
    common, rank, notice = "", 0, -1
    if line[at] == "~":
        end = next(i for i in range(at + 1, len(line)) if line[i] in MARKS)
        common, at = line[at + 1 : end], end
    end = len(line)
    while line[end - 1] >= "P" and line[end - 1] <= "|":
        end -= 1
    # A bitmap may end like hashes do.
    while at < len(line):
        if line[at] in RANK_MARKS:
            rank, notice = RANK_MARKS.index(line[at]), -1
            at += 1
        elif line[at] == "~":
            bits = [ord(character) - 35 for character in line[at + 1 : at + 1 + -(-count // 6)]]
            ranks |= {n: rank for n in range(count) if bits[n // 6] >> n % 6 & 1}
            at += 1 + len(bits)
        elif at >= end:
            break
        else:
            gap, at = _number(line, at)
            notice += gap + 1
            ranks[notice] = rank
    pairs = zip(line[at::2], line[at + 1 :: 2], strict=True)
    hashes = {n: (ord(a) - 80, ord(b) - 80) for n, (a, b) in zip(ranks, pairs, strict=False)}
    assert not hashes or len(hashes) == len(ranks)
    return Line(common, ranks, hashes)
