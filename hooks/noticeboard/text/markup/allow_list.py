"""The HTML that a rendered notice may hold; every sanitizer reads this list."""

from __future__ import annotations

from noticeboard.text.markup.text_blocks import BLOCKS, HEADINGS

TAGS = BLOCKS | {"a", "br", "img", "strong", "sup", "thead", "tbody", "tr"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "li": {"id", "value"},
    "div": {"role", "aria-label", "tabindex"},
    **{tag: {"id"} for tag in (*HEADINGS, "sup")},
}
CLASSES = {
    "p": {"signature"},
    "div": {"footnote", "table-scroll"},
    "a": {"footnote-ref", "footnote-backref"},
    **{cell: {"align-left", "align-center", "align-right", "narrow"} for cell in ("td", "th")},
}
URL_SCHEMES = {"http", "https", "mailto", "tel"}
