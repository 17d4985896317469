"""Rendered text as lines with their numbers and ranks, and as tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from noticeboard.text.markup.paragraph_ids import TextIds
from noticeboard.text.markup.text_blocks import HEADINGS
from noticeboard.text.numerals import parse_number

NO_RANK = 9.0
"""The rank of a line that is no heading and has no number."""
_NUMERAL = "[一二三四五六七八九十]{1,3}"
# The rank of a numbered line, as the units use them: 一、 then （一） then 1. then （1） then ①.
_NUMBERS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (1, re.compile(rf"(?:第?({_NUMERAL})[、.．]|第({_NUMERAL})部分[：:、]?)")),
    (2, re.compile(rf"[（(]({_NUMERAL})[)）][、.．]?")),
    (3, re.compile(r"(\d{1,3})(?:[.．](?!\d)|、)")),
    (4, re.compile(r"[（(]?(\d{1,3})[)）][、.．]?")),
    (5, re.compile(r"([①-⑳⑴-⒇])")),
    (3, re.compile(rf"(?:反馈|存在|主要)?问题(\d{{1,3}}|{_NUMERAL})(?=[：:.．、])")),
)
_ORDINAL = re.compile(
    "[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]，|其[一二三四五六七八九十]，"
)
_ORDINAL_RANK = 6.0
_ITEM_RANK = {"ol": 3.0, "ul": 6.0}


class Line(NamedTuple):
    """A line of a text: `title` is its text without the number.

    A smaller rank is a higher level. `level` is that of a heading, else 0; `place` is the address of
    its paragraph.
    """

    text: str
    title: str
    rank: float
    number: int | None
    level: int
    place: str
    is_signature: bool = False


class Table(NamedTuple):
    """A table: its header and rows as plain text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Piece = Line | Table


def read_lines(html: str) -> list[Piece]:
    """Return the lines and tables of sanitized HTML, in order."""
    reader = _LineReader()
    reader.feed(html)
    reader.close()
    return reader.pieces


class _LineReader(HTMLParser):
    """Collect the lines of headings, paragraphs and list items, and the cells of tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._ids = TextIds("p")
        self._parts: list[str] = []
        self._tag = ""
        self._class = ""
        self._lists: list[list[float]] = []
        self._number: int | None = None
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "br":
            self._parts.append("\n")
        elif tag in ("ol", "ul"):
            self._flush()
            self._lists.append([_ITEM_RANK[tag] + len(self._lists), 0])
        elif tag == "tr":
            self._rows.append([])
        elif tag in HEADINGS or tag in ("p", "li", "td", "th"):
            self._flush()
            self._tag, self._class = tag, values.get("class") or ""
            if tag == "li" and self._lists:
                current = self._lists[-1]
                current[1] = int(values.get("value") or current[1] + 1)
                self._number = int(current[1])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._rows[-1].append("".join(self._parts).strip())
            self._parts, self._tag = [], ""
        elif tag == "table":
            header, *rows = self._rows or [[]]
            self.pieces.append(Table(tuple(header), tuple(map(tuple, rows))))
            self._rows = []
        elif tag in HEADINGS or tag in ("p", "li", "ol", "ul", "div"):
            self._flush()
            if tag in ("ol", "ul"):
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        self._parts.append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        tag, text = self._tag, "".join(self._parts)
        self._parts, self._tag = [], ""
        if not tag or (tag == "li" and not text.strip()):
            return
        place = self._ids.next(text)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        for index, line in enumerate(lines):
            self.pieces.append(self._line(line, tag, place, index))
        if tag == "li":
            self._number = None

    def _line(self, text: str, tag: str, place: str, index: int) -> Line:
        rank, number, title = _numbered(text)
        in_list = bool(self._lists) and index == 0 and self._number is not None
        level = int(tag[1]) if tag in HEADINGS else 0
        if rank == NO_RANK and level:
            rank = level - 1.0
        elif rank == NO_RANK and in_list and self._lists[-1][0] < _ITEM_RANK["ul"]:
            rank, number = self._lists[-1][0], self._number
        is_signature = self._class == "signature"
        return Line(text, title, rank, number, level, place, is_signature)


def _numbered(text: str) -> tuple[float, int | None, str]:
    """Return rank, number and the text after the number."""
    for rank, pattern in _NUMBERS:
        if match := pattern.match(text):
            typed = next(filter(None, match.groups()))
            number = parse_number(typed) if not "①" <= typed <= "⒇" else _circled(typed)
            return rank, number, text[match.end() :].strip()
    if ordinal := _ORDINAL.match(text):
        return _ORDINAL_RANK, None, text[ordinal.end() :].strip()
    return NO_RANK, None, text


def _circled(sign: str) -> int:
    return ord(sign) - ord("①" if sign <= "⑳" else "⑴") + 1
