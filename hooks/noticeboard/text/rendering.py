"""Render a notice's text as safe HTML, with its table of contents and text blocks."""

from __future__ import annotations

import nh3

from noticeboard.text.markup import body
from noticeboard.text.markup.allow_list import ATTRIBUTES, CLASSES, TAGS, URL_SCHEMES
from noticeboard.text.markup.body import RenderedBody
from noticeboard.text.markup.text_blocks import Heading, TextBlock

__all__ = ["Heading", "RenderedBody", "TextBlock", "render", "render_by_library"]


def render(text: str, notice_id: str) -> RenderedBody:
    """Render the text of a notice; `notice_id` is the base of its relative links."""
    return body.render_body(text, notice_id, _sanitize)


def render_by_library(text: str, notice_id: str) -> RenderedBody:
    """Render any text by Python-Markdown and the sanitizer."""
    return body.render_by_library(text, notice_id, _sanitize)


def _sanitize(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=URL_SCHEMES,
        link_rel=None,
    )
