"""Render a notice's Markdown as safe HTML, with its table of contents and text blocks."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.links import is_external, site_href

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_BLOCKS = _HEADINGS | {"p", "li", "td", "th", "blockquote", "pre", "table", "ul", "ol", "div", "hr"}
_TAGS = _BLOCKS | {"a", "br", "code", "em", "img", "strong", "sup", "thead", "tbody", "tr"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "div": {"role", "aria-label", "tabindex"},
    **{tag: {"id"} for tag in (*_HEADINGS, "sup", "li")},
}
_CLASSES = {
    "p": {"signature"},
    "div": {"footnote", "table-scroll"},
    "a": {"footnote-ref", "footnote-backref"},
    **{cell: {"align-left", "align-center", "align-right", "narrow"} for cell in ("td", "th")},
}
# Python-Markdown's placeholder for a backslash-escaped character.
_ESCAPE = re.compile(r"\x02(\d{2,3})\x03")
# Its placeholder for an inline element that it has already parsed.
_STASHED = re.compile(r"\x02klzzwxh:\d*\x03?")
_DATE_LINE = re.compile(r"[0-9〇○零一二三四五六七八九十]{4}年.{1,3}月.{1,3}日")
_MAX_SIGNATURE = 60
_NUMBER_HEADS = {"序号", "编号", "项次"}
# A table wider than the screen scrolls in a frame, which the keyboard must reach.
_TABLE_FRAME = {
    "class": "table-scroll",
    "role": "group",
    "aria-label": "表格，可以左右移动",
    "tabindex": "0",
}


class TextBlock(NamedTuple):
    """One heading, paragraph, list item or table cell as plain text."""

    kind: Literal["heading", "body"]
    text: str


class Heading(NamedTuple):
    """An entry of the table of contents; `level` is 2 for 一、."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class RenderedBody:
    """HTML without active content, its headings, and its text blocks in order."""

    html: str
    headings: tuple[Heading, ...]
    blocks: tuple[TextBlock, ...]

    @property
    def plain(self) -> str:
        """The plain text, one line per block."""
        return "\n".join(block.text for block in self.blocks)


def render(text: str, notice_id: str) -> RenderedBody:
    """Render the Markdown of a notice; `notice_id` is the base of its relative links.

    Raw HTML is shown as text; a link that is not allowed loses its address.
    """
    renderer = _LOCAL.renderer
    renderer.reset()
    renderer.notice_id = notice_id  # type: ignore[attr-defined]
    html = _clean(renderer.convert(text))
    if HIDDEN.search(html):
        # XML cannot hold the parser's placeholders or what an entity stood for. Removing them may
        # join the halves of a forbidden scheme, so the result is sanitised again.
        html = _clean(HIDDEN.sub("", _STASHED.sub("", _ESCAPE.sub(_escaped, html))))
    reader = _BlockReader()
    reader.feed(html)
    reader.close()
    return RenderedBody(html, tuple(reader.headings), tuple(reader.blocks))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _escaped(match: re.Match[str]) -> str:
    return escape(chr(int(match[1])))


class _NoticeExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("entity")
        # CommonMark allows this escape and the check recommends it; Python-Markdown lacks it.
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "<"]
        # After the inline patterns (priority 20), which create the links.
        md.treeprocessors.register(_NoticeTree(md), "notice", 5)
        md.treeprocessors.register(_AtomicTexts(md), "atomic", 21)


class _AtomicTexts(Treeprocessor):
    """Exempt texts without markup from the inline patterns, which would try each in vain."""

    _MARKUP = re.compile(r"[\\`*_<!\[\]\n\x02&]")

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not self._MARKUP.search(element.text):
                element.text = AtomicString(element.text)


class _NoticeTree(Treeprocessor):
    """Set heading ids, link addresses and classes for the style sheet."""

    def run(self, root: Element) -> None:
        self._restore_placeholders(root)
        _number_headings(root)
        notice_id: str = self.md.notice_id  # type: ignore[attr-defined]
        for element in root.iter():
            if element.tag == "a" and "footnote" not in element.get("class", ""):
                _set_address(element, "href", notice_id)
            elif element.tag == "img":
                _set_address(element, "src", notice_id)
            elif element.tag in ("td", "th") and "style" in element.attrib:
                align = element.attrib.pop("style").partition(":")[2].strip(" ;")
                element.set("class", f"align-{align}")
            if element.tag == "th" and _text(element).strip() in _NUMBER_HEADS:
                element.set("class", f"{element.get('class', '')} narrow".strip())
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag == "table":
                    frame = Element("div", _TABLE_FRAME)
                    frame.append(child)
                    parent[index] = frame
        _mark_signature(root)

    def _restore_placeholders(self, root: Element) -> None:
        """Replace placeholders left in attributes, such as a link in an image's alt text."""
        stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]

        def plain(match: re.Match[str]) -> str:
            node = stash.get(match[1], "")
            return node if isinstance(node, str) else _text(node)

        for element in root.iter():
            for name, value in element.items():
                while value != (value := INLINE_PLACEHOLDER_RE.sub(plain, value)):
                    element.set(name, value)


def _number_headings(root: Element) -> None:
    """Number the headings: id s2 for the second ##, s2-1 for the first ### below it."""
    counts = [0] * 7
    for element in root.iter():
        if element.tag in _HEADINGS:
            level = int(str(element.tag)[1])
            counts[level] += 1
            counts[level + 1 :] = [0] * (6 - level)
            element.set("id", "s" + "-".join(map(str, counts[min(level, 2) : level + 1])))


def _set_address(element: Element, attribute: str, notice_id: str) -> None:
    href = element.get(attribute, "")
    address = site_href(href, notice_id)
    if address is None or (attribute == "src" and is_external(href)):
        element.attrib.pop(attribute, None)
    else:
        element.set(attribute, address)


def _mark_signature(root: Element) -> None:
    """Mark the closing date and the issuer before it, which are set at the right (GB/T 9704)."""
    paragraphs = [child for child in root if child.tag == "p"]
    if not paragraphs or not _DATE_LINE.fullmatch(re.sub(r"\s", "", _text(paragraphs[-1]))):
        return
    paragraphs[-1].set("class", "signature")
    if len(paragraphs) > 1 and _ends_like_issuer(_text(paragraphs[-2])):
        paragraphs[-2].set("class", "signature")


def _ends_like_issuer(text: str) -> bool:
    return len(text) <= _MAX_SIGNATURE and not re.search(r"[。；：，;:,.]\s*$", text)


def _text(element: Element) -> str:
    return "".join(element.itertext())


class _BlockReader(HTMLParser):
    """Collect the text between the boundaries of block elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self.headings: list[Heading] = []
        self._parts: list[str] = []
        self._heading_id = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._flush("body")
        if tag in _HEADINGS:
            self._heading_id = dict(attrs).get("id") or ""
        if tag == "br":
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            text = "".join(self._parts).strip()
            self.headings.append(Heading(int(tag[1]), self._heading_id, text))
            self._flush("heading")
        elif tag in _BLOCKS:
            self._flush("body")

    def handle_data(self, data: str) -> None:
        self._parts.append(data)

    def close(self) -> None:
        super().close()
        self._flush("body")

    def _flush(self, kind: Literal["heading", "body"]) -> None:
        text = re.sub(r"\n+", "\n", "".join(self._parts)).strip()
        self._parts.clear()
        if text:
            self.blocks.append(TextBlock(kind, text))


class _Local(threading.local):
    """A renderer for each thread: it holds state while it renders, and `serve` is threaded."""

    # Kept, because constructing one costs a quarter of rendering a page.
    @cached_property
    def renderer(self) -> markdown.Markdown:
        return markdown.Markdown(
            extensions=["tables", "footnotes", "sane_lists", "nl2br", _NoticeExtension()],
            extension_configs={"footnotes": {"BACKLINK_TITLE": "回到正文第 {} 处注释"}},
        )


_LOCAL = _Local()
