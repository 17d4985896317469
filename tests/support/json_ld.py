"""Parse JSON-LD against the schema.org vocabulary, without the network."""

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
# rdflib's namespaces implement `in` in their metaclass, which its type hints omit.
TERMS: Container[object] = cast(Any, SDO)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_json_ld = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_json_ld = tag == "script" and ("type", "application/ld+json") in attrs
        if self._is_json_ld:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_json_ld = False

    def handle_data(self, data: str) -> None:
        if self._is_json_ld:
            self.texts[-1] += data


def json_ld_scripts(html: str) -> list[str]:
    """Return the texts of the JSON-LD scripts of a page."""
    parser = _Scripts()
    parser.feed(html)
    return parser.texts


def parse_json_ld(text: str) -> Graph:
    """Parse a JSON-LD text whose context must be schema.org."""
    data: dict[str, Any] = json.loads(text)
    assert data["@context"] == "https://schema.org"
    # The context at https://schema.org maps every name to its vocabulary.
    data["@context"] = {"@vocab": SCHEMA_ORG}
    graph = Graph()
    with warnings.catch_warnings():
        # rdflib 7's own parser still uses its deprecated class.
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        graph.parse(data=json.dumps(data), format="json-ld")
    return graph


def unknown_terms(graph: Graph) -> Iterator[str]:
    """Yield the properties and types that schema.org does not define."""
    for _, predicate, value in graph:
        for term in (predicate, value if predicate == RDF.type else None):
            if term is not None and term != RDF.type and term not in TERMS:
                yield re.sub(r".*/", "", str(term))
