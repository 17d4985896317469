"""Rendering of any notice by Python-Markdown, whose block grammar is replaced by ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString, Registry

from noticeboard.text.links import (
    AUTOLINK,
    ESCAPE,
    LINK,
    PUNCTUATION,
    is_external,
    link_target,
    site_href,
    unescape,
)
from noticeboard.text.markup import grammar
from noticeboard.text.markup.bold import CLOSE, OPEN, mark_bold
from noticeboard.text.markup.grammar import Block, Heading, Item, List, Paragraph, Table
from noticeboard.text.markup.paragraphs import is_date_line
from noticeboard.text.markup.text_blocks import BLOCKS, HEADINGS

MAX_SIGNATURE = 60
# A table wider than the screen scrolls in a frame, which the keyboard must reach.
TABLE_FRAME = {
    "class": "table-scroll",
    "role": "group",
    "aria-label": "表格，可以左右移动",
    "tabindex": "0",
}
# The patterns of the library that do not act in a notice, or that ours replace.
_INACTIVE = ("backtick", "reference", "link", "image_link", "image_reference", "short_reference",
             "short_image_ref", "autolink", "automail", "linebreak", "html", "entity",
             "em_strong")  # fmt: skip
_SIGNS = re.compile(r"[\\\[<\n\x02]")
_NUMBER_HEADS = {"序号", "编号", "项次"}
_ROWS = {"thead", "tbody", "tr"}


def create_renderer() -> markdown.Markdown:
    """Return a renderer; set its `notice_id`, the base of relative links, before each text."""
    footnotes = FootnoteExtension(BACKLINK_TITLE="回到正文第 {} 处注释")
    renderer = markdown.Markdown(
        extensions=[footnotes, Nl2BrExtension(), _NoticeExtension(footnotes)]
    )
    # The library's own serializer lets pass what looks like an entity.
    renderer.serializer = lambda root: tostring(root, encoding="unicode", method="html")
    return renderer


class _NoticeExtension(Extension):
    def __init__(self, footnotes: FootnoteExtension) -> None:
        super().__init__()
        self._footnotes = footnotes

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.ESCAPED_CHARS = list(PUNCTUATION)
        md.preprocessors = Registry()
        md.parser.blockprocessors = Registry()
        md.parser.blockprocessors.register(_Grammar(md.parser, self._footnotes), "grammar", 1)
        for name in _INACTIVE:
            md.inlinePatterns.deregister(name)
        bold = SimpleTagInlineProcessor(f"({OPEN})(.+?){CLOSE}", "strong")
        md.inlinePatterns.register(bold, "bold", 60)
        # Links come before escapes (priority 180), so that their targets are read as they are typed.
        md.inlinePatterns.register(_Markup(f"{ESCAPE}|{LINK}|{AUTOLINK}", md), "markup", 190)
        # The text of a link is searched by the later patterns only.
        md.inlinePatterns.register(_Markup(f"{ESCAPE}|{LINK}", md), "image", 185)
        md.treeprocessors.deregister("prettify")
        # After the inline patterns (priority 20), which create the links.
        md.treeprocessors.register(_NoticeTree(md), "notice", 5)


class _Grammar(BlockProcessor):
    """Parses a whole text, or the text of a footnote, by our grammar."""

    def __init__(self, parser: BlockParser, footnotes: FootnoteExtension) -> None:
        super().__init__(parser)
        self._footnotes = footnotes

    def test(self, parent: Element, block: str) -> bool:
        return True

    def run(self, parent: Element, blocks: list[str]) -> None:
        text = "\n\n".join(blocks)
        blocks.clear()
        if parent is self.parser.root:
            document = grammar.parse(text)
            for label, footnote in document.footnotes.items():
                self._footnotes.setFootnote(label, footnote)
            _add_blocks(parent, document.blocks)
        else:
            _add_blocks(parent, grammar.parse_footnote(text))


def _add_blocks(parent: Element, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            _add_text(parent, f"h{block.level}", block.text)
        elif isinstance(block, Paragraph):
            _add_text(parent, "p", block.text)
        elif isinstance(block, List):
            element = SubElement(parent, "ol" if block.is_numbered else "ul")
            expected = 1
            for item in block.items:
                item_element = _add_item(element, item)
                if block.is_numbered and item.number != expected:
                    item_element.set("value", str(item.number))
                expected = item.number + 1
        else:
            _add_table(parent, block)


def _add_text(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    marked = "\n".join(map(mark_bold, text.split("\n")))
    # The inline patterns would try each text without signs in vain.
    element.text = marked if _SIGNS.search(marked) else AtomicString(marked)
    return element


def _add_item(parent: Element, item: Item) -> Element:
    first, *rest = item.blocks
    if not isinstance(first, Paragraph) or any(isinstance(block, Paragraph) for block in rest):
        element = SubElement(parent, "li")
        _add_blocks(element, item.blocks)
        return element
    element = _add_text(parent, "li", first.text)
    _add_blocks(element, rest)
    return element


def _add_table(parent: Element, table: Table) -> None:
    element = SubElement(SubElement(parent, "div", TABLE_FRAME), "table")
    head = SubElement(SubElement(element, "thead"), "tr")
    body = SubElement(element, "tbody") if table.rows else None
    rows = [(head, "th", table.header)]
    rows += [(SubElement(body, "tr"), "td", row) for row in table.rows if body is not None]
    for row_element, tag, cells in rows:
        for number, cell in enumerate(cells):
            cell_element = _add_text(row_element, tag, cell)
            if names := cell_class(table, number, tag, cell):
                cell_element.set("class", names)


def cell_class(table: Table, number: int, tag: str, text: str) -> str:
    """Return the classes of a cell: its alignment, and whether it heads running numbers."""
    alignment = table.alignments[number] if number < len(table.alignments) else ""
    names = f"align-{alignment}" if alignment else ""
    is_narrow = tag == "th" and text.strip("* ") in _NUMBER_HEADS
    return f"{names} narrow".strip() if is_narrow else names


class _Markup(InlineProcessor):
    """Reads escaped characters, links and images from left to right."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        groups = m.groupdict()
        target = link_target(m)
        if m["escaped"]:
            return f"{STX}{ord(m['escaped'])}{ETX}", m.start(0), m.end(0)
        if groups["image"]:
            alt = unescape(m["text"]).replace(OPEN, "").replace(CLOSE, "")
            element = Element("img", {"alt": alt, "src": target})
        else:
            element = Element("a", {"href": target})
            shown = groups.get("address")
            element.text = AtomicString(shown) if shown else m["text"]
        if groups["title"]:
            element.set("title", m["title"][1:-1])
        return element, m.start(0), m.end(0)


class _NoticeTree(Treeprocessor):
    """Set heading ids, link addresses and classes for the style sheet."""

    def run(self, root: Element) -> None:
        _number_headings(root)
        notice_id: str = self.md.notice_id  # type: ignore[attr-defined]
        for element in root.iter():
            if element.tag == "a" and "footnote" not in element.get("class", ""):
                _set_address(element, "href", notice_id)
            elif element.tag == "img":
                _set_address(element, "src", notice_id)
        _mark_signature(root)
        _separate_lines(root)


class HeadingNumbers:
    """Numbers the headings: id s2 for the second ##, s2-1 for the first ### below it."""

    def __init__(self) -> None:
        self._counts = [0] * 7

    def next(self, level: int) -> str:
        """Return the id of the next heading, of this level."""
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (6 - level)
        return "s" + "-".join(map(str, self._counts[min(level, 2) : level + 1]))


def _number_headings(root: Element) -> None:
    numbers = HeadingNumbers()
    for element in root.iter():
        if element.tag in HEADINGS:
            element.set("id", numbers.next(int(str(element.tag)[1])))


def _set_address(element: Element, attribute: str, notice_id: str) -> None:
    href = element.get(attribute, "")
    address = site_href(href, notice_id)
    if address is None or (attribute == "src" and is_external(href)):
        element.attrib.pop(attribute, None)
    else:
        element.set(attribute, address)


def _mark_signature(root: Element) -> None:
    paragraphs = [child for child in root if child.tag == "p"]
    for paragraph in paragraphs[len(paragraphs) - signature_length(map(_text, paragraphs[-2:])) :]:
        paragraph.set("class", "signature")


def signature_length(last_paragraphs: Iterable[str]) -> int:
    """Count the closing date and the issuer before it, which are set at the right (GB/T 9704)."""
    *before, last = ["", *last_paragraphs]
    if not is_date_line(last):
        return 0
    return 1 + (len(before) > 1 and _ends_like_issuer(before[-1]))


def _ends_like_issuer(text: str) -> bool:
    return len(text) <= MAX_SIGNATURE and not re.search(r"[。；：，;:,.]\s*$", text)


def _separate_lines(root: Element) -> None:
    """Put each block and each line on a line of its own."""
    for element in root.iter():
        if element.tag == "br":
            element.tail = "\n" + (element.tail or "")
        elif element.tag in BLOCKS | _ROWS:
            inner = [child for child in element if child.tag in BLOCKS | _ROWS]
            if inner and element[0] is inner[0] and not element.text:
                element.text = "\n"
            for child in inner:
                child.tail = "\n"


def _text(element: Element) -> str:
    return "".join(element.itertext())
