"""Text made comparable for recognition only, with the way back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from noticeboard.text.hidden_characters import HIDDEN

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－─━"), "-")
_TILDES = dict.fromkeys(map(ord, "〜～∼˜"), "~")
_COLONS = dict.fromkeys(map(ord, "∶︰：﹕꞉"), ":")
_ZEROES = dict.fromkeys(map(ord, "○◯Ｏ⚪〇"), "〇")
_COMMAS = dict.fromkeys(map(ord, "，﹐"), ",")
_VARIANTS = {**_DASHES, **_TILDES, **_COLONS, **_ZEROES, **_COMMAS}
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without the differences that do not matter to a recogniser.

    `text` is NFKC, with one form for dashes, colons, commas and zeroes, 巡查 read as 巡察, and no
    spaces except between two Latin letters or digits. `origins[i]` is the index in `source` that
    `text[i]` comes from.
    """

    source: str
    text: str
    origins: tuple[int, ...]

    def typed(self, start: int, end: int) -> str:
        """What was typed at `text[start:end]`, without the spaces that `text` leaves out."""
        kept: list[str] = []
        last = -1
        for index in self.origins[start:end]:
            if index != last:
                kept.append(self.source[index])
            last = index
        return "".join(kept).strip()


def plain(source: str) -> Plain:
    """The comparable form of one text; line breaks stay."""
    characters: list[str] = []
    origins: list[int] = []
    for index, typed in enumerate(source):
        variant = _VARIANTS.get(ord(typed)) or unicodedata.normalize("NFKC", typed)
        for character in variant:
            if HIDDEN.match(character):
                continue
            characters.append(" " if character.isspace() and character != "\n" else character)
            origins.append(index)
    kept = [place for place in range(len(characters)) if not _is_spare(characters, place)]
    text = "".join(characters[place] for place in kept)
    text = text.replace("巡查", "巡察").replace("廵察", "巡察")
    return Plain(source, text, tuple(origins[place] for place in kept))


def plain_text(source: str) -> str:
    """Only the comparable text."""
    return plain(source).text


def split_lines(text: str) -> list[str]:
    """The lines of a text, whatever character ends them."""
    return _BREAK.split(text)


def visible(text: str) -> str:
    """The text without characters that show nothing and that no notice may hold."""
    return HIDDEN.sub("", text)


def _is_spare(characters: list[str], place: int) -> bool:
    """Whether this is a space that separates nothing: not between two Latin letters or digits."""
    if characters[place] != " ":
        return False
    before = place - 1
    after = place + 1
    while after < len(characters) and characters[after] == " ":
        after += 1
    if before < 0 or after >= len(characters) or characters[before] == " ":
        return True
    return not (_is_latin(characters[before]) and _is_latin(characters[after]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
