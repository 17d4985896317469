"""Joining of lines: between two Chinese characters the end of a line is no space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# Ideographs of all blocks, kana, Chinese punctuation, full-width forms; the dashes, dots and
# quotation marks that Chinese shares with other scripts.
_CJK = (
    "\u2e80-\u303f\u3040-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff‘’“”…—·"
)
_LINE_END = re.compile(rf"(?<=[{_CJK}])[ \t]*\n[ \t]*(?=[{_CJK}])")
_BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt"}


def join_lines(text: str) -> str:
    """Remove each line end between two Chinese characters; other line ends stay."""
    return _LINE_END.sub("", text) if "\n" in text else text


def one_line(text: str) -> str:
    """Return a text on one line: nothing between Chinese characters, else a space."""
    return join_lines(text).replace("\n", " ")


class ChineseLinesExtension(Extension):
    """Join the lines of hand-written pages, which Markdown would join with a space."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Join after the inline patterns (priority 20), which part the text into elements."""
        md.treeprocessors.register(_ChineseLines(md), "chinese_lines", 15)


def makeExtension(**options: object) -> ChineseLinesExtension:
    """Return the extension, as Python-Markdown expects of a module that it loads by name."""
    return ChineseLinesExtension(**options)


class _ChineseLines(Treeprocessor):
    def run(self, root: Element) -> None:
        for block in root.iter():
            if block.tag in _BLOCKS:
                _join_block(block)


def _join_block(block: Element) -> None:
    """Join the lines of a block whose text lies in several elements."""
    pieces = list(_pieces(block))
    joined = join_lines("".join(text for _, _, text in pieces))
    position = 0
    for element, attribute, text in pieces:
        kept = []
        for character in text:
            # A removed line end may have white space around it.
            if joined[position : position + 1] == character:
                kept.append(character)
                position += 1
        setattr(element, attribute, type(text)("".join(kept)))


def _pieces(element: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield (element, `text` or `tail`, value) of a block in order, without its inner blocks."""
    if element.text:
        yield element, "text", element.text
    for child in element:
        if child.tag not in _BLOCKS | {"ul", "ol", "table", "code", "pre"}:
            yield from _pieces(child)
        if child.tail:
            yield child, "tail", child.tail
