"""Bar charts as plain SVG files: no script, no style, no date."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

WIDTH = 400
"""Of a chart, in pixels: narrow, so that text stays legible when a phone shrinks the image."""
FONT_SIZE = 16
MAX_LABEL = 9
"""Characters of a label."""
ROW, BAR = 34, 22
"""Heights of a row and of its bar, in pixels."""
MARGIN, GAP = 8, 6

# Markup.format escapes what it inserts.
_CHART = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="{font_size}"'
    ' font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif">'
    '<title>{title}</title><rect width="{width}" height="{height}" fill="#fff"/>{content}</svg>\n'
)
_ROW = Markup(
    '<text x="{label_end}" y="{middle}" dy=".35em" text-anchor="end">{label}</text>'
    '<rect x="{start}" y="{top}" width="{length}" height="{bar}" fill="#a3221d"/>'
    '<text x="{number_start}" y="{middle}" dy=".35em">{number}</text>'
)
_AXIS = Markup('<path d="M{start} {top}V{bottom}" stroke="#767676"/>')
_EMPTY = Markup('<text x="{x}" y="{y}" dy=".35em" text-anchor="middle">还没有数据</text>')


def bar_chart(title: str, rows: Sequence[tuple[str, int | float]]) -> str:
    """Return an SVG with one horizontal bar for each (label, number), from top to bottom.

    Equal arguments return equal text. Numbers are not negative.
    """
    height = 2 * MARGIN + ROW * max(1, len(rows))
    content = _bars(rows, height) if rows else _EMPTY.format(x=WIDTH // 2, y=height // 2)
    return _CHART.format(
        title=title, width=WIDTH, height=height, font_size=FONT_SIZE, content=content
    )


def _bars(rows: Sequence[tuple[str, int | float]], height: int) -> Markup:
    labels = [_shorten(label) for label, _ in rows]
    start = MARGIN + max(map(_text_width, labels)) + GAP
    room = WIDTH - MARGIN - start - GAP - max(_text_width(str(number)) for _, number in rows)
    largest = max(number for _, number in rows) or 1
    parts = []
    for index, (label, (_, number)) in enumerate(zip(labels, rows, strict=True)):
        middle = MARGIN + ROW * index + ROW // 2
        length = round(room * number / largest)
        parts.append(
            _ROW.format(
                label=label,
                label_end=start - GAP,
                middle=middle,
                start=start,
                top=middle - BAR // 2,
                length=length,
                bar=BAR,
                number=number,
                number_start=start + length + GAP,
            )
        )
    axis = _AXIS.format(start=start, top=MARGIN, bottom=height - MARGIN)
    return Markup("").join([*parts, axis])


def _shorten(label: str) -> str:
    """Keep the end of a long label, where places of one province differ."""
    return label if len(label) <= MAX_LABEL else f"…{label[1 - MAX_LABEL :]}"


def _text_width(text: str) -> int:
    """Estimate the width in pixels; Chinese fonts draw characters of ambiguous width wide."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return wide * FONT_SIZE + (len(text) - wide) * FONT_SIZE * 5 // 8
