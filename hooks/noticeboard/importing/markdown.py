"""Text -> Markdown that renders as exactly that text, in Python-Markdown and in CommonMark."""

from __future__ import annotations

import re

from noticeboard.importing.source import Insert, Line

_ANYWHERE = re.compile(r"[\\`*_\[\]{]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_STRIKE = re.compile(r"~(?=~)")
_LIST_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_LIST_MARK = re.compile(r"^[-+](?=\s|$|-)")
_FIRST = re.compile(r"^[#>|!]|^={2,}|^:(?=\s)|^~")
_UNESCAPABLE = {"|": "&#124;", "=": "&#61;", ":": "&#58;", "~": "&#126;"}


def escape(text: str) -> str:
    """The text with every character that Markdown would take for its own made plain.

    `<` and `&` become entities: a backslash before them is shown by Python-Markdown.
    """
    text = _ANYWHERE.sub(lambda match: "\\" + match[0], text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _STRIKE.sub("&#126;", text)


def escape_line(text: str) -> str:
    """Escaped text that also begins no list, heading, quotation or rule."""
    return _escape_start(escape(text.strip()))


def _escape_start(text: str) -> str:
    text = _LIST_NUMBER.sub(r"\1\\\2", text)
    text = _LIST_MARK.sub(lambda match: "\\" + match[0], text)
    return _FIRST.sub(lambda match: _plain_sign(match[0][0]) + match[0][1:], text)


def _plain_sign(sign: str) -> str:
    return _UNESCAPABLE.get(sign, "\\" + sign)


def line_markdown(line: Line, folder: str) -> str:
    """A paragraph with its images, links and notes; `folder` is where the saved images lie."""
    text, shift = line.text.strip(), len(line.text) - len(line.text.lstrip())
    parts: list[str] = []
    last = 0
    for insert in sorted(line.inserts, key=lambda insert: insert.at):
        at = min(max(insert.at - shift, last), len(text))
        parts += [escape(text[last:at]), _inserted(insert, folder)]
        last = at
    parts.append(escape(text[last:]))
    whole = "".join(parts).strip()
    return whole if whole.startswith("![") or _links_first(line) else _escape_start(whole)


def _links_first(line: Line) -> bool:
    return any(insert.at == 0 and insert.markdown.startswith("[") for insert in line.inserts)


def _inserted(insert: Insert, folder: str) -> str:
    return f"![{insert.markdown}]({folder}/{insert.image})" if insert.image else insert.markdown


def heading_markdown(line: Line, level: int, folder: str) -> str:
    """A heading; its own # signs are text."""
    return (
        "#" * level + " " + line_markdown(line, folder).replace("#", r"\#").replace(r"\\#", r"\#")
    )


def table_markdown(rows: tuple[tuple[str, ...], ...]) -> str:
    """A pipe table whose first row is its head; short rows are filled up."""
    width = max((len(row) for row in rows), default=0)
    padded = [tuple(row) + ("",) * (width - len(row)) for row in rows]
    written = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in padded]
    written.insert(1, "|" + " --- |" * width)
    return "\n".join(written)


def _cell(text: str) -> str:
    return escape(" ".join(text.split())).replace("|", "&#124;")
