"""Figures -> a plain SVG: no script, no style, no date, so that the strictest policy shows it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pygal
from lxml import etree
from pygal.style import Style

WIDTH = 400
"""Pixels: narrow, so that the letters stay legible when a phone shrinks the picture."""

LABEL = 9
"""Characters beside a bar."""

FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
COLOUR = "#a3221d"
FONT_SIZE = 16

# pygal lays the plot out by these; what it writes of them is taken out again.
_STYLE = Style(
    colors=(COLOUR,),
    font_family=FONTS,
    label_font_size=FONT_SIZE,
    major_label_font_size=FONT_SIZE,
    value_font_size=FONT_SIZE,
)

_LOOKS = {
    "self::svg:svg": {"font-family": FONTS, "font-size": str(FONT_SIZE)},
    ".//svg:rect[@class='background']": {"fill": "white"},
    ".//svg:rect[contains(@class, 'reactive')]": {
        "fill": COLOUR,
        "fill-opacity": ".7",
        "stroke": COLOUR,
    },
    ".//svg:g[@class='axis y']//svg:text": {"text-anchor": "end"},
    ".//svg:text[@class='no_data']": {"text-anchor": "middle", "font-size": "40"},
}
"""Which elements (XPath) have which attributes."""

_NAMESPACES = {"svg": "http://www.w3.org/2000/svg"}


def horizontal_bars(name: str, label: str, rows: Sequence[tuple[str, int | float]]) -> bytes:
    """One bar a row with its number, from top to bottom; equal for equal arguments.

    `name` tells this plot from the others of a page, `label` says what the numbers count.
    """
    labels = [_short(text) for text, _ in reversed(rows)]
    chart = pygal.HorizontalBar(
        style=_STYLE,
        js=(),
        width=WIDTH,
        height=90 + 42 * max(1, len(rows)),
        show_legend=False,
        print_values=True,
        show_x_labels=False,
        no_data_text="还没有数据",
        truncate_label=LABEL,
        margin_left=20 + 7 * max(map(_wide, labels), default=0),
    )
    chart.uuid = name
    chart.x_labels = labels
    chart.add(label, [number for _, number in reversed(rows)])
    return _plain(chart.render())


def _short(label: str) -> str:
    """The end of a long label: that is where places of one province differ."""
    return label if len(label) <= LABEL else f"…{label[1 - LABEL :]}"


def _wide(label: str) -> int:
    """How many characters of a label are wider than pygal takes them for."""
    return sum(unicodedata.east_asian_width(character) in "WF" for character in label)


def _plain(rendered: bytes) -> bytes:
    """The drawing with attributes in the place of pygal's style sheet, settings, tooltip and day."""
    drawn = etree.fromstring(rendered)
    etree.strip_elements(drawn, "{*}script", "{*}style", etree.Comment, with_tail=False)
    for tooltip in drawn.xpath("//svg:g[contains(@class, 'tooltip-')]", namespaces=_NAMESPACES):
        tooltip.getparent().remove(tooltip)
    for path, attributes in _LOOKS.items():
        for element in drawn.xpath(path, namespaces=_NAMESPACES):
            element.attrib.update(attributes)
    written: bytes = etree.tostring(drawn, encoding="utf-8")
    return written
