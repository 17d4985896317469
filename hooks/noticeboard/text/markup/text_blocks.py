"""The plain text blocks and the headings of rendered HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Literal, NamedTuple

HEADINGS = {f"h{level}" for level in range(1, 7)}
BLOCKS = HEADINGS | {"p", "li", "td", "th", "table", "ul", "ol", "div", "hr"}


class TextBlock(NamedTuple):
    """One heading, paragraph, list item or table cell as plain text."""

    kind: Literal["heading", "body"]
    text: str


class Heading(NamedTuple):
    """An entry of the table of contents; `level` is 2 for 一、."""

    level: int
    id: str
    text: str


def read_blocks(html: str) -> tuple[tuple[Heading, ...], tuple[TextBlock, ...]]:
    """Return the headings and the text blocks of HTML, in order."""
    reader = _BlockReader()
    reader.feed(html)
    reader.close()
    return tuple(reader.headings), tuple(reader.blocks)


class _BlockReader(HTMLParser):
    """Collect the text between the boundaries of block elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self.headings: list[Heading] = []
        self._parts: list[str] = []
        self._heading_id = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._flush("body")
        if tag in HEADINGS:
            self._heading_id = dict(attrs).get("id") or ""
        if tag == "br":
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            text = "".join(self._parts).strip()
            self.headings.append(Heading(int(tag[1]), self._heading_id, text))
            self._flush("heading")
        elif tag in BLOCKS:
            self._flush("body")

    def handle_data(self, data: str) -> None:
        self._parts.append(data)

    def close(self) -> None:
        super().close()
        self._flush("body")

    def _flush(self, kind: Literal["heading", "body"]) -> None:
        text = re.sub(r"\n+", "\n", "".join(self._parts)).strip()
        self._parts.clear()
        if text:
            self.blocks.append(TextBlock(kind, text))
