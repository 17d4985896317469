"""Normalization of text for matching, with a mapping back to the original characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.lookalikes import LOOKALIKES

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－─━"), "-")
_TILDES = dict.fromkeys(map(ord, "〜～∼˜"), "~")
_COLONS = dict.fromkeys(map(ord, "∶︰：﹕꞉"), ":")
_ZEROES = dict.fromkeys(map(ord, "○◯⚪〇"), "〇")
_COMMAS = dict.fromkeys(map(ord, "，﹐"), ",")
_VARIANTS = {**_DASHES, **_TILDES, **_COLONS, **_ZEROES, **_COMMAS}
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A text without differences that do not matter for matching.

    `text` is NFKC, with one form for dashes, colons, commas and zeroes, 巡查 replaced by 巡察, and
    spaces only between two Latin letters or digits. `offsets[i]` is the index in `source` that
    `text[i]` comes from.
    """

    source: str
    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> str:
        """Return the original of `text[start:end]`, without the spaces that `text` omits."""
        kept: list[str] = []
        last = -1
        for offset in self.offsets[start:end]:
            if offset != last:
                kept.append(self.source[offset])
            last = offset
        return "".join(kept).strip()


def normalize(source: str) -> NormalizedText:
    """Normalize a text; line breaks stay."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, original in enumerate(source):
        standard = LOOKALIKES.get(original, original)
        variant = _VARIANTS.get(ord(original)) or unicodedata.normalize("NFKC", standard)
        for character in variant:
            if HIDDEN.match(character):
                continue
            characters.append(" " if character.isspace() and character != "\n" else character)
            offsets.append(offset)
    kept = [index for index in range(len(characters)) if not _is_redundant(characters, index)]
    text = "".join(characters[index] for index in kept)
    text = text.replace("巡查", "巡察").replace("廵察", "巡察")
    return NormalizedText(source, text, tuple(offsets[index] for index in kept))


def normalize_text(source: str) -> str:
    """Return only the text of `normalize`."""
    return normalize(source).text


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Replace ordered (start, end) spans by as many ▪, so that offsets stay the same."""
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += [text[last:start], "▪" * (end - start)]
        last = end
    return "".join([*parts, text[last:]])


def split_lines(text: str) -> list[str]:
    """Split a text at every kind of line break."""
    return _BREAK.split(text)


def strip_hidden(text: str) -> str:
    """Remove the invisible characters that no notice may contain."""
    return HIDDEN.sub("", text)


def _is_redundant(characters: list[str], index: int) -> bool:
    """Return whether this is a space that does not separate two Latin letters or digits."""
    if characters[index] != " ":
        return False
    before = index - 1
    if before < 0 or characters[before] == " ":
        return True
    after = index + 1
    while after < len(characters) and characters[after] == " ":
        after += 1
    if after >= len(characters):
        return True
    return not (_is_latin(characters[before]) and _is_latin(characters[after]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
