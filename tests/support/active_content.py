"""Detect active content in rendered text, feeds, data files and images."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from noticeboard.files.csv_safety import BOM
from noticeboard.text.links import netloc

SAFE_SCHEMES = {"", "http", "https", "mailto", "tel"}
OWN_HOST = "noticeboard.example"
"""The host in mkdocs.yml; feeds contain absolute URLs."""
PASSIVE_TAGS = {
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "img",
    "br",
    "hr",
    "em",
    "strong",
    "sup",
}
PASSIVE_ATTRIBUTES = {
    "id",
    "class",
    "title",
    "role",
    "aria-label",
    "tabindex",
    "href",
    "src",
    "alt",
    "start",
    "value",
}


def url_scheme(url: str) -> str:
    """Return the scheme of a URL without whitespace, as browsers parse it; empty if relative."""
    head = re.split("[/?#]", "".join(url.split()), maxsplit=1)[0]
    return head.partition(":")[0].lower() if ":" in head else ""


def find_active_content(fragment: str) -> list[str]:
    """Return the active elements, attributes and external sources of an HTML fragment."""
    problems: list[str] = []
    for element in html.fragment_fromstring(fragment, create_parent=True).iter():
        if element.tag not in PASSIVE_TAGS:
            problems.append(f"<{element.tag}>")
        for name, value in element.items():
            is_url = name in ("href", "src")
            if name not in PASSIVE_ATTRIBUTES or (is_url and url_scheme(value) not in SAFE_SCHEMES):
                problems.append(f"<{element.tag} {name}={value}>")
            if name == "src" and netloc(value) not in ("", OWN_HOST):
                problems.append(f"external: {value}")
    return problems


def data_file_problems(site: Path, last: int) -> Iterator[str]:
    """Yield the problems of XML, SVG, JSON and CSV files; the notice a`last` must have a page."""
    for path in sorted(site.rglob("*.xml")) + sorted(site.rglob("*.svg")):
        yield from _wrong_xml(path)
    for path in sorted(site.rglob("*.json")):
        json.loads(path.read_text("utf-8"))
    for path in sorted(site.rglob("*.csv")):
        rows = list(csv.reader(path.read_text("utf-8").removeprefix(BOM).splitlines(True)))
        width = len(rows[0])
        for row in rows:
            if len(row) != width:
                yield f"{path}: a row of {len(row)} cells, the header has {width}"
            formulas = [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
            yield from (f"{path}: formula {cell!r}" for cell in formulas)
    if not (site / "notices" / "2024" / f"a{last}").is_dir():
        yield "the last notice has no page"


def _wrong_xml(path: Path) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.parse(str(path), parser)
    if tree.docinfo.doctype:
        yield f"{path}: a document type"
    for element in tree.iter(etree.Element):
        name = etree.QName(element).localname.lower()
        if name in {"script", "foreignobject", "iframe", "set", "animate"}:
            yield f"{path}: <{name}>"
        yield from (
            f"{path}: {name} {a}" for a in element.attrib if str(a).lower().startswith("on")
        )
        if name == "content" and element.get("type") == "html":
            yield from (f"{path}: {problem}" for problem in find_active_content(element.text or ""))
