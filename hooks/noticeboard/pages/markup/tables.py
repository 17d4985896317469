"""The tables of a notice's text on narrow screens: each cell carries the heading of its column."""

from __future__ import annotations

import re
from itertools import cycle

from markupsafe import Markup

MIN_COLUMNS = 3
"""Tables with fewer columns fit a telephone as they are."""

# The rendered text is serialized HTML without nested tables.
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<th(?: class=\"[^\"]*\")?>(.*?)</th>", re.DOTALL)
_CELL = re.compile(r"<td\b")
_TAG = re.compile(r"<[^>]*>")


def stacked_tables(html: str) -> Markup:
    """Return rendered text whose wide tables a style sheet can show row by row."""
    # The text has passed the sanitizer, and a label is a part of it.
    return Markup(_TABLE.sub(_label_cells, html) if "<table>" in html else html)


def _label_cells(table: re.Match[str]) -> str:
    labels = [_plain(head) for head in _HEAD.findall(table[0])]
    if len(labels) < MIN_COLUMNS:
        return table[0]
    label = cycle(labels)
    cells = _CELL.sub(lambda _: f'<td data-label="{next(label)}"', table[0])
    return cells.replace("<table>", "<table data-stack>", 1)


def _plain(head: str) -> str:
    return " ".join(_TAG.sub(" ", head).split()).replace('"', "&quot;")
