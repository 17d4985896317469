"""Render a notice's text with any sanitizer: its HTML, table of contents and text blocks."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape

import markdown

from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.markup.bold import CLOSE, OPEN
from noticeboard.text.markup.direct import render_directly
from noticeboard.text.markup.library import create_renderer
from noticeboard.text.markup.text_blocks import Heading, TextBlock, read_blocks

Sanitizer = Callable[[str], str]
"""Returns HTML that holds only what `allow_list` allows."""

# Python-Markdown's placeholder for a backslash-escaped character.
_ESCAPE = re.compile(r"\x02(\d{2,3})\x03")
# Its placeholder for an inline element that it has already parsed.
_STASHED = re.compile(r"\x02klzzwxh:\d*\x03?")


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

    @property
    def first_paragraph(self) -> str:
        """The text of the first paragraph; empty without one."""
        return next((block.text for block in self.blocks if block.kind == "body"), "")


def render_body(text: str, notice_id: str, sanitize: Sanitizer) -> RenderedBody:
    """Render the text of a notice; `notice_id` is the base of its relative links.

    The result is that of `render_by_library`, only faster for a text without links and footnotes.
    """
    direct = render_directly(text)
    return RenderedBody(*direct) if direct else render_by_library(text, notice_id, sanitize)


def render_by_library(text: str, notice_id: str, sanitize: Sanitizer) -> RenderedBody:
    """Render any text by Python-Markdown and a sanitizer.

    HTML is shown as text; a link that is not allowed loses its address.
    """
    renderer = _LOCAL.renderer
    renderer.reset()
    renderer.notice_id = notice_id  # type: ignore[attr-defined]
    html = sanitize(renderer.convert(HIDDEN.sub(_visible, text)))
    if HIDDEN.search(html):
        # XML cannot hold the parser's placeholders. Removing them may join the halves of a
        # forbidden scheme, so the result is sanitised again.
        html = html.replace(OPEN, "**").replace(CLOSE, "**")
        html = sanitize(HIDDEN.sub("", _STASHED.sub("", _ESCAPE.sub(_escaped, html))))
    return RenderedBody(html, *read_blocks(html))


def _visible(match: re.Match[str]) -> str:
    return "\n" if match[0] == "\r" else ""


def _escaped(match: re.Match[str]) -> str:
    return escape(chr(int(match[1])))


class _Local(threading.local):
    """A renderer for each thread: it holds state while it renders, and `serve` is threaded."""

    # Kept, because constructing one costs a quarter of rendering a page.
    @cached_property
    def renderer(self) -> markdown.Markdown:
        return create_renderer()


_LOCAL = _Local()
