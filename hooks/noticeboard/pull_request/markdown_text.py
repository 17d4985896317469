"""Markdown templates that escape all text of a request."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

import jinja2

from noticeboard.rules.problem_formats import markdown_text

_SAFE_IN_TARGET = ":/?#&=%+,;~-._"


class Markdown(str):
    """Text that is Markdown and not escaped again."""

    __slots__ = ()


def escape(text: object) -> Markdown:
    """Return one line of Markdown that renders as `text`."""
    if isinstance(text, Markdown):
        return text
    return Markdown(markdown_text(str(text).strip()))


def show_invisible(text: str) -> str:
    """Replace invisible characters other than white space with their code points."""
    return "".join(map(_show_invisible, text))


def _show_invisible(character: str) -> str:
    if character in "\n\t " or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs"):
        return character
    return f"U+{ord(character):04X}"


def link_target(url: str) -> Markdown:
    """Return a web address that is safe as the target of a link, or an empty text."""
    if not re.match(r"https?://", url):
        return Markdown("")
    return Markdown(quote(url, safe=_SAFE_IN_TARGET))


def load_template(name: str) -> jinja2.Template:
    """Load a template of this folder, which escapes every printed value as Markdown."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["link_target"] = link_target
    return environment.get_template(name)
