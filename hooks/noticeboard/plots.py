"""Figures -> a plain SVG: no script, no style, no date, so that the strictest policy shows it."""

from __future__ import annotations

from collections.abc import Sequence

import pygal
from lxml import etree
from pygal.style import Style

WIDTH = 560
"""Pixels: narrow, so that the letters stay legible when a phone shrinks the picture."""

COLOUR = "#a3221d"
FONT_SIZE = 16

# pygal lays the plot out by these; what it writes of them is taken out again.
_STYLE = Style(
    colors=(COLOUR,),
    font_family="sans-serif",
    label_font_size=FONT_SIZE,
    major_label_font_size=FONT_SIZE,
    value_font_size=FONT_SIZE,
)

_LOOKS = {
    "self::svg:svg": {"font-family": "sans-serif", "font-size": str(FONT_SIZE)},
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


def horizontal_bars(name: str, label: str, rows: Sequence[tuple[str, int]]) -> bytes:
    """One bar a row with its number, from top to bottom; equal for equal arguments.

    `name` tells this plot from the others of a page, `label` says what the numbers count.
    """
    chart = pygal.HorizontalBar(
        style=_STYLE,
        js=(),
        width=WIDTH,
        height=90 + 42 * max(1, len(rows)),
        show_legend=False,
        print_values=True,
        show_x_labels=False,
        no_data_text="还没有数据",
        truncate_label=14,
    )
    chart.uuid = name
    chart.x_labels = [text for text, _ in reversed(rows)]
    chart.add(label, [number for _, number in reversed(rows)])
    return _plain(chart.render())


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
