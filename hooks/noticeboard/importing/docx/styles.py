"""Formatting of a paragraph: its own properties, those of its runs and of its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.wml import W, attr, children, find_child, is_on, parse_int
from noticeboard.importing.source import Formatting

_HEADING_STYLE = re.compile(r"(?:heading|标题) ?(\d)", re.IGNORECASE)
_TITLE_STYLES = {"title", "标题", "大标题", "文档标题", "公文标题"}
_MAX_DEPTH = 20


class Styles:
    """The styles of a document, and the properties that result from them."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {attr(style, "styleId"): style for style in children(root, "style")}
        self._default = next(
            (
                attr(style, "styleId")
                for style in children(root, "style")
                if attr(style, "type") == "paragraph" and attr(style, "default") in {"1", "true"}
            ),
            "",
        )

    def chain(self, style_id: str) -> Iterator[Element]:
        """Yield a style (the default one for an empty id) and the styles it is based on."""
        style_id = style_id or self._default
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = attr(find_child(style, "basedOn"))

    def paragraph_properties(self, paragraph: Element) -> list[Element]:
        """Return the `w:pPr` that apply to a paragraph, highest precedence first."""
        styles = self.chain(paragraph_style_id(paragraph))
        properties = [find_child(element, "pPr") for element in (paragraph, *styles)]
        return [element for element in properties if element is not None]

    def run_properties(self, run: Element, paragraph: Element) -> list[Element]:
        """Return the `w:rPr` that apply to a run, highest precedence first."""
        run_style = attr(find_child(run, "rPr", "rStyle"))
        run_styles = self.chain(run_style) if run_style else ()
        styles = self.chain(paragraph_style_id(paragraph))
        properties = [find_child(element, "rPr") for element in (run, *run_styles, *styles)]
        return [element for element in properties if element is not None]

    def names(self, paragraph: Element) -> list[str]:
        """Return the names of the paragraph's explicit style and of those it is based on."""
        own = paragraph_style_id(paragraph)
        return [attr(find_child(style, "name")) for style in self.chain(own)] if own else []


def paragraph_style_id(paragraph: Element) -> str:
    """Return the id of the paragraph's explicit style, or an empty text."""
    return attr(find_child(paragraph, "pPr", "pStyle"))


def effective_property(properties: list[Element], *names: str) -> Element | None:
    """Return the element `w:name` of highest precedence (see `find_child`), or None."""
    matches = (find_child(element, *names) for element in properties)
    return next((match for match in matches if match is not None), None)


def formatting_of(paragraph: Element, styles: Styles) -> Formatting:
    """Return the effective formatting of a paragraph."""
    properties = styles.paragraph_properties(paragraph)
    names = styles.names(paragraph)
    alignment = attr(effective_property(properties, "jc"))
    runs = [
        styles.run_properties(run, paragraph)
        for run in paragraph.iter(W + "r")
        if "".join(text.text or "" for text in run.iter(W + "t")).strip()
    ]
    return Formatting(
        title=bool(names) and names[0].lower() in _TITLE_STYLES,
        heading=_heading_level(names, properties),
        centred=alignment == "center",
        right=alignment in {"right", "end"},
        bold=bool(runs) and all(is_on(effective_property(run, "b")) for run in runs),
        font=_common_font(runs),
        size=_size(attr(effective_property(runs[0], "sz"))) if runs else 0,
    )


def _size(value: str) -> float:
    """Return a font size in points: half-points, or in Strict files a number with its unit."""
    if value.endswith("pt"):
        return float(parse_int(value.removesuffix("pt").partition(".")[0], 0))
    return parse_int(value, 0) / 2


def _heading_level(names: list[str], properties: list[Element]) -> int:
    """Return the level of the heading style, else the outline level; 0 for none.

    `importing.layout.headings.py` decides whether the paragraph is a heading.
    """
    level = next((int(match[1]) for name in names if (match := _HEADING_STYLE.fullmatch(name))), 0)
    outline = effective_property(properties, "outlineLvl")
    if level or outline is None:
        return level
    outline_level = parse_int(attr(outline), 9)
    return outline_level + 1 if 0 <= outline_level < 9 else 0


def _common_font(runs: list[list[Element]]) -> str:
    """Return the East Asian font that all runs share, else an empty text."""
    fonts = set()
    for properties in runs:
        names = (attr(find_child(element, "rFonts"), "eastAsia") for element in properties)
        fonts.add(next(filter(None, names), ""))
    return fonts.pop() if len(fonts) == 1 else ""
