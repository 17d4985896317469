"""The grammar of a notice's text: the only signs that act, and the blocks that they form.

Only what an editor clearly means is structure; every other sign is text. In particular a single *,
_, ~~, backticks, HTML, entities, quotations, rules, code and underlined headings do not act,
because * and _ mask names, and the others occur in pasted text. A line is one of:

    # text … ###### text    a heading; the sign may be repeated at the end
    - item, * item, 1. item a list; an item that is indented by two spaces or more is one level deeper
    | a | b |               a table, when the next line is | --- | --- |
    [^1]: text              a footnote, once for each label

and else a line of a paragraph. Within a line **words**, [text](target), ![text](file), [^1] of a
footnote, <https://…>, <a@example.com> and a backslash before an ASCII punctuation mark act. Two lines
are joined when both characters at the line end are Chinese, unless the first ends with two spaces or
a backslash or the second begins an item; otherwise a line end is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from noticeboard.text.markup.paragraphs import join_paragraph

FOOTNOTE_LABEL = r"[^\]\s]{1,40}"

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*$")
# 2024. 6. 20 is a date, and * * * a rule in other grammars.
_ITEM = re.compile(r"( *)([-*]|(\d{1,3})\.)( +)(?=\S)(?![-*_\s]+$)")
_FOOTNOTE = re.compile(rf" {{0,3}}\[\^({FOOTNOTE_LABEL})\]:\s*(?=\S)")
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line feeds in it are line breaks."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `number` is the one that was typed."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list of items with numbers, or without."""

    items: tuple[Item, ...]
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `alignments` are left, center, right or empty, one for each cell of the header.

    A row may have more cells than the header: none is left out.
    """

    header: tuple[str, ...]
    alignments: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | List | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A text: its blocks, and its footnotes by label as text with blocks of its own."""

    blocks: tuple[Block, ...]
    footnotes: dict[str, str]


def parse(text: str) -> Document:
    """Parse the text of a notice; every text is valid."""
    footnotes: dict[str, str] = {}
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Document(tuple(_Parser(lines, footnotes).blocks()), footnotes)


def parse_footnote(text: str) -> tuple[Block, ...]:
    """Parse the text of a footnote, which holds no other one."""
    return tuple(_Parser(text.split("\n")).blocks(first_is_text=True))


def split_row(line: str) -> tuple[str, ...]:
    """Split a line of a table at its | signs; a backslash makes one a part of the cell."""
    cells = _PIPE.sub(r"\1\n", line.strip()).split("\n")
    if len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    return tuple(cell.strip() for cell in cells)


def is_delimiter_row(line: str) -> bool:
    """Return whether a line may divide the header of a table from its rows."""
    return "|" in line and _DELIMITER.fullmatch(line.strip()) is not None


class _Parser:
    """Parses lines; without `footnotes` a footnote is text, as within lists and other footnotes."""

    def __init__(self, lines: list[str], footnotes: dict[str, str] | None = None) -> None:
        self._lines = [_expand(line) for line in lines]
        self._footnotes = footnotes
        self._next = 0

    def blocks(self, *, first_is_text: bool = False) -> Iterator[Block]:
        """Yield the blocks from the current line on; the first may not be a list within a list."""
        if first_is_text:
            yield Paragraph(self._paragraph())
        while self._next < len(self._lines):
            line = self._lines[self._next]
            if not line or line.isspace():
                self._next += 1
            elif heading := _heading(line):
                self._next += 1
                yield heading
            elif self._is_table():
                yield self._table()
            elif match := _ITEM.match(line):
                yield List(tuple(self._items(match)), bool(match[3]))
            elif match := self._footnote_start(line):
                assert self._footnotes is not None
                self._footnotes[match[1]] = "\n".join(self._indented(match.end(), 2))
            else:
                yield Paragraph(self._paragraph())

    def _is_table(self) -> bool:
        line, below = self._lines[self._next], self._line(self._next + 1)
        if "|" not in line or not is_delimiter_row(below):
            return False
        return len(split_row(line)) == len(split_row(below))

    def _line(self, number: int) -> str:
        return self._lines[number] if number < len(self._lines) else ""

    def _table(self) -> Table:
        header, delimiters = (split_row(self._lines[self._next + i]) for i in (0, 1))
        self._next += 2
        rows = []
        while _PIPE.search(self._line(self._next)) and not _heading(self._line(self._next)):
            rows.append(split_row(self._lines[self._next]))
            self._next += 1
        padded = (row + ("",) * (len(header) - len(row)) for row in rows)
        return Table(header, tuple(map(_alignment, delimiters)), tuple(padded))

    def _items(self, match: re.Match[str]) -> Iterator[Item]:
        """Yield the items of a list, whose first one `match` is."""
        indent, is_numbered = len(match[1]), bool(match[3])
        current: re.Match[str] | None = match
        while current and bool(current[3]) == is_numbered and len(current[1]) < indent + 2:
            indent = min(indent, len(current[1]))
            lines = self._indented(current.end(), indent + 2)
            inner = _Parser(lines).blocks(first_is_text=True)
            yield Item(int(current[3] or 0), tuple(inner))
            place = self._next
            while place < len(self._lines) and not self._lines[place].strip():
                place += 1
            current = _ITEM.match(self._line(place))
            if current and bool(current[3]) == is_numbered and len(current[1]) < indent + 2:
                self._next = place

    def _indented(self, start: int, indent: int) -> list[str]:
        """Take the current line from `start` on, and those below that belong to it.

        They are the lines that are indented by at least `indent`, also after an empty line, and
        those that go on with its last paragraph.
        """
        lines = [self._lines[self._next][start:]]
        self._next += 1
        while self._next < len(self._lines):
            line = self._lines[self._next]
            if line.strip():
                depth = len(line) - len(line.lstrip(" "))
                if depth < indent and (not lines[-1].strip() or self._starts_block()):
                    break
                lines.append(line[min(depth, start) :])
            else:
                lines.append("")
            self._next += 1
        while not lines[-1].strip():
            lines.pop()
            self._next -= 1
        return lines

    def _paragraph(self) -> str:
        lines = [self._lines[self._next]]
        self._next += 1
        while self._line(self._next).strip() and not self._starts_block(within_paragraph=True):
            lines.append(self._lines[self._next])
            self._next += 1
        return join_paragraph(lines)

    def _starts_block(self, *, within_paragraph: bool = False) -> bool:
        line = self._lines[self._next]
        if line[0] not in " \u3000#-*|[0123456789" and "|" not in line:
            return False
        item = _ITEM.match(line)
        if item:
            # Only a list that begins with 1 interrupts a paragraph: a number may begin any line.
            return not within_paragraph or not item[3] or item[3] == "1"
        return bool(
            line.startswith("\u3000\u3000")
            or _heading(line)
            or self._footnote_start(line)
            or self._is_table()
        )

    def _footnote_start(self, line: str) -> re.Match[str] | None:
        match = _FOOTNOTE.match(line) if self._footnotes is not None and "[^" in line else None
        return None if match and match[1] in (self._footnotes or ()) else match


def _expand(line: str) -> str:
    """Replace tabs at the beginning of a line, where they mean spaces."""
    if line[:1] not in (" ", "\t"):
        return line
    content = line.lstrip(" \t")
    return line[: len(line) - len(content)].expandtabs(4) + content


def _heading(line: str) -> Heading | None:
    match = _HEADING.match(line) if "#" in line[:4] else None
    if not match or not match[2]:
        return None
    text = re.sub(rf"\s{match[1]}$", "", match[2]).rstrip()
    return Heading(len(match[1]), text) if text else None


def _alignment(delimiter: str) -> str:
    left, right = delimiter.startswith(":"), delimiter.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""
