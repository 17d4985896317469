"""What differs between two texts, for people to read: words added and words taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]
CHANGED: tuple[Kind, ...] = ("removed", "added")

AROUND = 18
"""So many characters of what stayed the same are shown beside a change."""
LONGEST = 400
"""A longer piece is cut, and says how long it is."""
MOST_TOKENS = 3_000
"""Above, changed paragraphs are shown whole: a comparison by words takes the square of it."""

# A number, a date, a word in letters, an address is one word; of Chinese each character is.
_TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.:@/_%—–-]+[0-9A-Za-z]+)*%?|.", re.DOTALL)
_LEAST_ALIKE = 0.4
_SHORT = 2


class Piece(NamedTuple):
    """A run of text, and whether it stayed, was added or was taken away.

    `length` counts its characters, of which `text` may show the first only.
    """

    kind: Kind
    text: str
    length: int

    @property
    def cut(self) -> bool:
        """Whether `text` is not all of it."""
        return self.length > len(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the text, with what stands around the change; pieces in reading order."""

    pieces: tuple[Piece, ...]

    def said(self, kind: Kind) -> str:
        """All that is shown of one kind."""
        return "".join(piece.text for piece in self.pieces if piece.kind == kind)


def passages(old: str, new: str) -> tuple[Passage, ...]:
    """Where the lines of `new` differ from those of `old`, in order.

    Blanks at the ends of lines do not count.
    """
    before, after = _lines(old), _lines(new)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    found: list[Passage] = []
    for tag, a, b, c, d in blocks:
        if tag != "equal":
            found += _block(before[a:b], after[c:d])
    return tuple(found)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _block(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """Changed lines: those that are much alike stand side by side, the others alone."""
    if len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            yield from _pair(old, new)
    else:
        yield from _pair("\n".join(before), "\n".join(after))


def _pair(old: str, new: str) -> Iterator[Passage]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    small = max(len(before), len(after)) <= MOST_TOKENS
    if not small or not old or not new or matcher.quick_ratio() < _LEAST_ALIKE:
        yield from _whole(old, new)
        return
    pieces: list[tuple[Kind, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(before[a:b])))
        else:
            pieces += [("removed", "".join(before[a:b])), ("added", "".join(after[c:d]))]
    yield from _split(list(_calm(pieces)))


def _whole(old: str, new: str) -> Iterator[Passage]:
    pairs = zip(CHANGED, (old, new), strict=True)
    yield Passage(tuple(_piece(kind, text) for kind, text in pairs if text))


def _calm(pieces: Iterable[tuple[Kind, str]]) -> Iterator[tuple[Kind, str]]:
    """The pieces, without islands of a character or two that stayed by chance between changes."""
    found = [piece for piece in pieces if piece[1]]
    last = len(found) - 1
    parallel_map: list[tuple[Kind, str]] = []
    for index, (kind, text) in enumerate(found):
        if kind == "same" and 0 < index < last and len(text) <= _SHORT and "\n" not in text:
            parallel_map += [("removed", text), ("added", text)]
        else:
            parallel_map.append((kind, text))
    # Between two texts that stayed, first all that was taken away, then all that was added.
    for same, group in groupby(parallel_map, key=lambda piece: piece[0] == "same"):
        run = list(group)
        if same:
            yield "same", "".join(text for _, text in run)
            continue
        for kind in CHANGED:
            text = "".join(text for which, text in run if which == kind)
            if text:
                yield kind, text


def _split(pieces: Sequence[tuple[Kind, str]]) -> Iterator[Passage]:
    """Passages with a little around each change, apart where much stayed between them."""
    shown: list[Piece] = []
    for index, (kind, text) in enumerate(pieces):
        if kind != "same":
            shown.append(_piece(kind, text))
            continue
        first, last = index == 0, index == len(pieces) - 1
        if not first and not last and len(text) <= 2 * AROUND:
            shown.append(_piece("same", text))
            continue
        if not first:
            shown.append(_piece("same", _head(text)))
            yield Passage(tuple(shown))
            shown = []
        if not last:
            shown = [_piece("same", _tail(text))]
    if any(piece.kind != "same" for piece in shown):
        yield Passage(tuple(shown))


def _head(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= AROUND else f"{line[:AROUND]}…"


def _tail(text: str) -> str:
    line = text.rpartition("\n")[2]
    return line if len(line) <= AROUND else f"…{line[-AROUND:]}"


def _piece(kind: Kind, text: str) -> Piece:
    return Piece(kind, text[:LONGEST], len(text))
