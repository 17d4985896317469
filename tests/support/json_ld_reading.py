"""JSON-LD as a search engine reads it: without the network, with the words of schema.org."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Container, Iterator
from html.parser import HTMLParser
from typing import Any, cast

from rdflib import Graph
from rdflib.namespace import RDF, SDO

SCHEMA_ORG = str(SDO)
# rdflib's name spaces answer `in` through their metaclass, which its types do not say.
WORDS: Container[object] = cast(Any, SDO)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def scripts(html: str) -> list[str]:
    """The JSON-LD of a page, as an HTML parser finds it."""
    parser = _Scripts()
    parser.feed(html)
    return parser.found


def read(text: str) -> Graph:
    """The statements of one JSON-LD text whose context is schema.org's."""
    data: dict[str, Any] = json.loads(text)
    assert data["@context"] == "https://schema.org"
    # What https://schema.org answers maps every name to its own vocabulary, and dates to types.
    data["@context"] = {"@vocab": SCHEMA_ORG}
    graph = Graph()
    with warnings.catch_warnings():
        # rdflib 7's own parser still goes through the class that it tells others to leave.
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        graph.parse(data=json.dumps(data), format="json-ld")
    return graph


def unknown_words(graph: Graph) -> Iterator[str]:
    """Properties and types that schema.org does not know."""
    for _, predicate, value in graph:
        for word in (predicate, value if predicate == RDF.type else None):
            if word is not None and word != RDF.type and word not in WORDS:
                yield re.sub(r".*/", "", str(word))
