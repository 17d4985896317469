"""Direct rendering of texts without links, images, footnotes and escapes: most notices.

The result is the same as that of `library.py` and the sanitizer, at a tenth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.markup import grammar
from noticeboard.text.markup.bold import CLOSE, OPEN, mark_bold
from noticeboard.text.markup.grammar import Block, Item, List, Paragraph, Table
from noticeboard.text.markup.library import (
    TABLE_FRAME,
    HeadingNumbers,
    cell_class,
    signature_length,
)
from noticeboard.text.markup.text_blocks import Heading, TextBlock

# What only the library renders: escapes, links and footnotes, addresses in angle brackets.
_SIGNS = re.compile(r"\\|\[|<[^\s<>]*[:@]")
_MARKUP = re.compile(r"[&<>\xa0\x02\n]")
_FRAME = "".join(f' {name}="{value}"' for name, value in TABLE_FRAME.items())


def render_directly(
    text: str,
) -> tuple[str, tuple[Heading, ...], tuple[TextBlock, ...]] | None:
    """Return HTML, headings and text blocks; None for a text that only the library renders."""
    if _SIGNS.search(text) or HIDDEN.search(text):
        return None
    writer = _Writer()
    blocks = grammar.parse(text).blocks
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    last = (_without_marks(block.text) for block in paragraphs[-2:])
    signature = paragraphs[len(paragraphs) - signature_length(last) :]
    writer.write(blocks, {id(paragraph) for paragraph in signature})
    html = "".join(writer.html).strip()
    return html, tuple(writer.headings), tuple(writer.blocks)


class _Writer:
    """Collects HTML, headings and text blocks."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self.headings: list[Heading] = []
        self.blocks: list[TextBlock] = []
        self._numbers = HeadingNumbers()

    def write(self, blocks: Iterable[Block], signature: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        """Write blocks; `signature` has the identities of the paragraphs that form it."""
        for block in blocks:
            if isinstance(block, Paragraph):
                mark = ' class="signature"' if id(block) in signature else ""
                self.html += (f"<p{mark}>", self._text(block.text), "</p>\n")
            elif isinstance(block, List):
                self._list(block)
            elif isinstance(block, Table):
                self._table(block)
            else:
                name = self._numbers.next(block.level)
                self.headings.append(Heading(block.level, name, _without_marks(block.text).strip()))
                self.html += (
                    f'<h{block.level} id="{name}">',
                    self._text(block.text, heading=True),
                    f"</h{block.level}>\n",
                )

    def _text(self, text: str, *, heading: bool = False) -> str:
        """Return a text as HTML, and add it to the text blocks."""
        marked = "\n".join(map(mark_bold, text.split("\n"))) if "**" in text else text
        plain = (
            marked.replace(OPEN, "").replace(CLOSE, "") if marked is not text else text
        ).strip()
        if plain:
            self.blocks.append(TextBlock("heading" if heading else "body", plain))
        return _escape(marked)

    def _list(self, block: List) -> None:
        tag = "ol" if block.is_numbered else "ul"
        self.html.append(f"<{tag}>\n")
        expected = 1
        for item in block.items:
            has_value = block.is_numbered and item.number != expected
            self.html.append(f'<li value="{item.number}">' if has_value else "<li>")
            self._item(item)
            self.html.append("</li>\n")
            expected = item.number + 1
        self.html.append(f"</{tag}>\n")

    def _item(self, item: Item) -> None:
        first, *rest = item.blocks
        if not isinstance(first, Paragraph) or any(isinstance(block, Paragraph) for block in rest):
            self.html.append("\n")
            self.write(item.blocks)
        else:
            self.html.append(self._text(first.text))
            self.write(rest)

    def _table(self, table: Table) -> None:
        self.html.append(f"<div{_FRAME}>\n<table>\n<thead>\n")
        self._row(table, "th", table.header)
        self.html.append("</thead>\n")
        if table.rows:
            self.html.append("<tbody>\n")
            for row in table.rows:
                self._row(table, "td", row)
            self.html.append("</tbody>\n")
        self.html.append("</table>\n</div>\n")

    def _row(self, table: Table, tag: str, cells: tuple[str, ...]) -> None:
        self.html.append("<tr>\n")
        for number, cell in enumerate(cells):
            names = cell_class(table, number, tag, cell)
            mark = f' class="{names}"' if names else ""
            self.html += (f"<{tag}{mark}>", self._text(cell), f"</{tag}>\n")
        self.html.append("</tr>\n")


def _without_marks(text: str) -> str:
    return "\n".join(
        mark_bold(line).replace(OPEN, "").replace(CLOSE, "") for line in text.split("\n")
    )


def _escape(text: str) -> str:
    if not _MARKUP.search(text):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\xa0", "&nbsp;").replace("\n", "<br>\n")
    return text.replace(OPEN, "<strong>").replace(CLOSE, "</strong>")
