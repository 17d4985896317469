"""Templates of Markdown in which text of a request shows and does nothing else."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

import jinja2

from noticeboard.model.formats import markdown_text

_SAFE_IN_ADDRESS = ":/?#&=%+,;~-._"


class Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def escape(text: object) -> Markdown:
    """One line of Markdown that reads as `text`."""
    if isinstance(text, Markdown):
        return text
    return Markdown(markdown_text(str(text).strip()))


def visible(text: str) -> str:
    """The text with each invisible character, but for line ends and spaces, as its number."""
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character in "\n\t " or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs"):
        return character
    return f"U+{ord(character):04X}"


def address(url: str) -> Markdown:
    """A web address that may stand in the round brackets of a link; empty when it is none."""
    if not re.match(r"https?://", url):
        return Markdown("")
    return Markdown(quote(url, safe=_SAFE_IN_ADDRESS))


def template(name: str) -> jinja2.Template:
    """A template of this folder; every value that it prints is escaped as Markdown."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["address"] = address
    return environment.get_template(name)
