"""Parsing of the XML parts of an office file into trees of bounded depth."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

MAX_DEPTH = 256
_STRICT = re.compile(r"^\{http://purl\.oclc\.org/ooxml/(\w+)/")


def parse_xml(data: bytes) -> Element:
    """Return the root element, with the names of Strict Office Open XML as transitional ones.

    Raise ParseError for a document type, which could define entities, and for too deep a tree.
    """
    parser = XMLParser(target=_Builder())
    parser.feed(data)
    root: Element = parser.close()
    return root


class _Builder(TreeBuilder):
    """Builds the tree and refuses what a document does not need."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, name: str, pubid: str, system: str) -> None:
        raise ParseError("document types are not allowed")

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParseError(f"more than {MAX_DEPTH} levels")
        names = {_transitional(name): value for name, value in attrs.items()}
        return super().start(_transitional(tag), names)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(_transitional(tag))


def _transitional(name: str) -> str:
    """Return a name of a Strict namespace in the transitional one (ECMA-376 part 4)."""
    if not name.startswith("{http://purl"):
        return name
    return _STRICT.sub(r"{http://schemas.openxmlformats.org/\1/2006/", name)
