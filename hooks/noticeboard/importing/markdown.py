"""Markdown that renders as exactly the given text, in Python-Markdown and in CommonMark."""

from __future__ import annotations

import re

from noticeboard.importing.source import Insertion, Paragraph

_SPECIAL = re.compile(r"[\\`*_\[\]{]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_STRIKE = re.compile(r"~(?=~)")
_LIST_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_LIST_MARKER = re.compile(r"^[-+](?=\s|$|-)")
_BLOCK_MARKER = re.compile(r"^[#>|!]|^={2,}|^:(?=\s)|^~")
# Python-Markdown shows a backslash before these, so they become entities.
_ENTITIES = {"|": "&#124;", "=": "&#61;", ":": "&#58;", "~": "&#126;"}


def escape(text: str) -> str:
    """Escape every character that is inline Markdown syntax.

    `<` and `&` become entities, because Python-Markdown shows a backslash before them.
    """
    text = _SPECIAL.sub(lambda match: "\\" + match[0], text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _STRIKE.sub("&#126;", text)


def escape_line(text: str) -> str:
    """Escape a line so that it also starts no list, heading, quotation or rule."""
    return _escape_start(escape(text.strip()))


def _escape_start(text: str) -> str:
    text = _LIST_NUMBER.sub(r"\1\\\2", text)
    text = _LIST_MARKER.sub(lambda match: "\\" + match[0], text)
    return _BLOCK_MARKER.sub(lambda match: _escape_marker(match[0][0]) + match[0][1:], text)


def _escape_marker(marker: str) -> str:
    return _ENTITIES.get(marker, "\\" + marker)


def paragraph_markdown(paragraph: Paragraph, folder: str) -> str:
    """Render a paragraph with its pictures, links and footnotes.

    `folder` is that of the saved pictures, relative to the notice.
    """
    text = paragraph.text.strip()
    indent = len(paragraph.text) - len(paragraph.text.lstrip())
    parts: list[str] = []
    end = 0
    for insertion in sorted(paragraph.insertions, key=lambda insertion: insertion.offset):
        offset = min(max(insertion.offset - indent, end), len(text))
        parts += [escape(text[end:offset]), _insertion_markdown(insertion, folder)]
        end = offset
    parts.append(escape(text[end:]))
    markdown = "".join(parts).strip()
    if markdown.startswith("![") or _starts_with_link(paragraph):
        return markdown
    return _escape_start(markdown)


def _starts_with_link(paragraph: Paragraph) -> bool:
    return any(
        insertion.offset == 0 and insertion.markdown.startswith("[")
        for insertion in paragraph.insertions
    )


def _insertion_markdown(insertion: Insertion, folder: str) -> str:
    if insertion.image:
        return f"![{insertion.markdown}]({folder}/{insertion.image})"
    return insertion.markdown


def heading_markdown(paragraph: Paragraph, level: int, folder: str) -> str:
    """Render a heading; escape the # signs of its text."""
    text = paragraph_markdown(paragraph, folder)
    return "#" * level + " " + text.replace("#", r"\#").replace(r"\\#", r"\#")


def table_markdown(rows: tuple[tuple[str, ...], ...]) -> str:
    """Render a pipe table whose first row is the header; pad short rows."""
    width = max((len(row) for row in rows), default=0)
    padded = [(*row, *[""] * (width - len(row))) for row in rows]
    lines = ["| " + " | ".join(_cell_markdown(cell) for cell in row) + " |" for row in padded]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _cell_markdown(text: str) -> str:
    return escape(" ".join(text.split())).replace("|", "&#124;")
