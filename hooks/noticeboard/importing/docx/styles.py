"""How a paragraph looks: its own properties, its runs', and those of its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from noticeboard.importing.docx.wml import W, children, first, integer, is_on, value
from noticeboard.importing.source import Look

_HEADING = re.compile(r"(?:heading|标题) ?(\d)", re.IGNORECASE)
_TITLES = {"title", "标题", "大标题", "文档标题", "公文标题"}
_DEEP = 20


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Any) -> None:
        self._styles = {value(style, "styleId"): style for style in children(root, "style")}
        self._default = next(
            (
                value(style, "styleId")
                for style in children(root, "style")
                if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}
            ),
            "",
        )

    def chain(self, style_id: str) -> Iterator[Any]:
        """A style, the one it is based on, and so on."""
        style_id = style_id or self._default
        for _ in range(_DEEP):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(first(style, "basedOn"))

    def paragraph(self, paragraph: Any) -> list[Any]:
        """The `w:pPr` that apply to a paragraph, the strongest first."""
        own = first(paragraph, "pPr")
        styles = [first(style, "pPr") for style in self.chain(value(first(own, "pStyle")))]
        return [properties for properties in (own, *styles) if properties is not None]

    def run(self, run: Any, paragraph: Any) -> list[Any]:
        """The `w:rPr` that apply to a run, the strongest first."""
        own = first(run, "rPr")
        of_run = value(first(own, "rStyle"))
        character = [first(style, "rPr") for style in self.chain(of_run)] if of_run else []
        style_id = value(first(first(paragraph, "pPr"), "pStyle"))
        styles = [first(style, "rPr") for style in self.chain(style_id)]
        return [properties for properties in (own, *character, *styles) if properties is not None]

    def names(self, paragraph: Any) -> Iterator[str]:
        """The names of the paragraph's style and of those it is based on."""
        own = value(first(first(paragraph, "pPr"), "pStyle"))
        for style in self.chain(own) if own else ():
            yield value(first(style, "name"))


def setting(properties: list[Any], name: str) -> Any:
    """The strongest element `w:name` among several property lists, or None."""
    return next((found for each in properties if (found := first(each, name)) is not None), None)


def look_of(paragraph: Any, styles: Styles) -> Look:
    """The look of a paragraph."""
    properties = styles.paragraph(paragraph)
    names = list(styles.names(paragraph))
    align = value(setting(properties, "jc"))
    heading = next((int(match[1]) for name in names if (match := _HEADING.fullmatch(name))), 0)
    outline = setting(properties, "outlineLvl")
    if not heading and outline is not None:
        place = integer(value(outline), 9)
        heading = place + 1 if 0 <= place < 9 else 0
    runs = [run for run in paragraph.iter(W + "r") if "".join(run.itertext(W + "t")).strip()]
    return Look(
        title=bool(names) and names[0].lower() in _TITLES,
        level=heading,
        centred=align == "center",
        right=align in {"right", "end"},
        bold=bool(runs) and all(is_on(setting(styles.run(run, paragraph), "b")) for run in runs),
        font=_font(runs, paragraph, styles),
        size=_size(runs, paragraph, styles),
    )


def _font(runs: list[Any], paragraph: Any, styles: Styles) -> str:
    """The East Asian font that all the runs share, else empty."""
    fonts = set()
    for run in runs:
        every = [first(each, "rFonts") for each in styles.run(run, paragraph)]
        fonts.add(next((name for each in every if (name := value(each, "eastAsia"))), ""))
    return fonts.pop() if len(fonts) == 1 else ""


def _size(runs: list[Any], paragraph: Any, styles: Styles) -> float:
    """The size of the first run in points, 0 when it is not set."""
    if not runs:
        return 0
    return integer(value(setting(styles.run(runs[0], paragraph), "sz")), 0) / 2
