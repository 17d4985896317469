"""Addresses of the paragraphs of a rendered text, made of their words and not of their place.

The id is `p-` and eight hexadecimal digits of the SHA-256 of the letters and digits (NFKC), so that a
paragraph keeps it when others come or go; `-2` follows for the second of two equal paragraphs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from noticeboard.text.markup.text_blocks import BLOCKS, HEADINGS

# Quoted values of attributes may hold > and <.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_OWN_ID = re.compile(r'(?:^| )id="([^"]*)"')


class Paragraph(NamedTuple):
    """A heading, paragraph or list item, its id and its plain text."""

    id: str
    text: str


class TextIds:
    """Returns the ids of the texts of one page, in order."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._seen: Counter[str] = Counter()

    def next(self, text: str) -> str:
        """Return the id of the next text; the second of two equal ones ends in `-2`."""
        identity = f"{self._prefix}-{text_digest(text)}"
        self._seen[identity] += 1
        number = self._seen[identity]
        return identity if number == 1 else f"{identity}-{number}"


def text_digest(text: str) -> str:
    """Return eight hexadecimal digits of the SHA-256 of a text's letters and digits."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:8]


class _OpenBlock(NamedTuple):
    """A block of serialized HTML: its tag, the offsets of its start tag, and its text."""

    tag: str
    attributes: str
    start: int
    end: int
    text: str


def read_paragraphs(html: str) -> tuple[Paragraph, ...]:
    """Return the headings, paragraphs and list items of sanitized HTML, with their ids."""
    return tuple(paragraph for paragraph, _ in _identified(html))


def add_paragraph_ids(html: str, aliases: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return sanitized HTML in which every paragraph, heading and list item has its id.

    `aliases` maps an id to further ones, which lead to the same place. A heading keeps its own id.
    """
    parts: list[str] = []
    position = 0
    for paragraph, block in _identified(html):
        others = list((aliases or {}).get(paragraph.id, ()))
        if block.tag in HEADINGS:
            parts.append(html[position : block.end])
            others.insert(0, paragraph.id)
        else:
            parts += (html[position : block.end - 1], f' id="{paragraph.id}">')
        parts += (f'<span id="{other}"></span>' for other in others)
        position = block.end
    return "".join((*parts, html[position:]))


def _identified(html: str) -> Iterator[tuple[Paragraph, _OpenBlock]]:
    ids = TextIds("p")
    for block in _blocks(html):
        has_own_id = block.tag not in HEADINGS and _OWN_ID.search(block.attributes)
        # An item that holds paragraphs has none of its own text.
        if not has_own_id and (block.tag != "li" or block.text.strip()):
            yield Paragraph(ids.next(block.text), block.text.strip()), block


def _blocks(html: str) -> Iterator[_OpenBlock]:
    """Yield the headings, paragraphs and list items; a text ends where the next block begins."""
    opened: re.Match[str] | None = None
    parts: list[str] = []
    position = 0
    for tag in _TAG.finditer(html):
        parts.append(html[position : tag.start()])
        position = tag.end()
        if tag[2] not in BLOCKS:
            continue
        if opened:
            text = unescape("".join(parts))
            yield _OpenBlock(opened[2], opened[3], opened.start(), opened.end(), text)
        is_text = not tag[1] and (tag[2] in HEADINGS or tag[2] in ("p", "li"))
        opened, parts = (tag if is_text else None), []
