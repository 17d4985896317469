"""Text written so that the grammar of notices shows exactly its characters."""

from __future__ import annotations

import re

from noticeboard.importing.source import Insertion, Paragraph
from noticeboard.text.links import PUNCTUATION
from noticeboard.text.markup.bold import escape_bold

# A backslash that would act, brackets of links and footnotes; what looks like HTML, an address in
# angle brackets or an entity; the sign that would turn a link after it into an image.
_ACTING = re.compile(
    rf"\\(?=[{re.escape(PUNCTUATION)}]|$)|[\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|!(?=\[|$)", re.ASCII
)
# What begins a heading, a list, a conflict marker or the line below the header of a table.
_LINE_START = re.compile(
    r"#|[-*](?=\s|$)|={7}$|<{7}|>{7}|\|{7}|(?=[|:-])[|: -]+$|(?P<number>\d{1,3})\.(?=\s|$)"
)

WEB_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\\]+")
"""The addresses that a link can have as they are."""


def escape(text: str) -> str:
    """Escape what acts within a line, except bold text, which depends on the whole line."""
    return _ACTING.sub(r"\\\g<0>", text)


def escape_line(text: str) -> str:
    """Escape a line so that it is a line of a paragraph."""
    return _escape_start(escape_bold(escape(text.strip())))


def _escape_start(text: str) -> str:
    match = _LINE_START.match(text)
    if not match:
        return text
    place = match.end("number") if match["number"] else 0
    return f"{text[:place]}\\{text[place:]}"


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
    return _escape_start(escape_bold("".join(parts).strip()))


def _insertion_markdown(insertion: Insertion, folder: str) -> str:
    if insertion.image:
        return f"![{insertion.markdown}]({folder}/{insertion.image})"
    return insertion.markdown


def heading_markdown(paragraph: Paragraph, level: int, folder: str) -> str:
    """Render a heading; a # at its end would not be shown."""
    text = paragraph_markdown(paragraph, folder)
    return "#" * level + " " + re.sub(r"(?<=\s)(?=#+$)", r"\\", text)


def table_markdown(rows: tuple[tuple[str, ...], ...]) -> str:
    """Render a pipe table whose first row is the header; pad short rows."""
    width = max((len(row) for row in rows), default=0)
    padded = [(*row, *[""] * (width - len(row))) for row in rows]
    lines = ["| " + " | ".join(_cell_markdown(cell) for cell in row) + " |" for row in padded]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _cell_markdown(text: str) -> str:
    return escape_bold(escape(" ".join(text.split()))).replace("|", "\\|")
