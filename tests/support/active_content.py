"""What files hold that could act: a rendered text, the feeds, the data, the pictures."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from noticeboard.exports.csv_table import BOM
from noticeboard.text.links import netloc

SCHEMES = {"", "http", "https", "mailto", "tel"}
OWN_HOST = "noticeboard.example"
"""The host of the site in mkdocs.yml, of which feeds give whole addresses."""
QUIET = {
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
QUIET_ATTRIBUTES = {
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
}


def scheme_of(address: str) -> str:
    """The scheme as a browser reads it, which skips white space; empty for a relative address."""
    head = re.split("[/?#]", "".join(address.split()), maxsplit=1)[0]
    return head.partition(":")[0].lower() if ":" in head else ""


def active_in_fragment(fragment: str) -> list[str]:
    """What could act in a rendered text, after another parser has read it."""
    found: list[str] = []
    for element in html.fragment_fromstring(fragment, create_parent=True).iter():
        if element.tag not in QUIET:
            found.append(f"<{element.tag}>")
        for name, value in element.items():
            is_address = name in ("href", "src")
            if name not in QUIET_ATTRIBUTES or (is_address and scheme_of(value) not in SCHEMES):
                found.append(f"<{element.tag} {name}={value}>")
            if name == "src" and netloc(value) not in ("", OWN_HOST):
                found.append(f"outside: {value}")
    return found


def wrong_data(site: Path, last: int) -> Iterator[str]:
    """What is wrong with the feeds, the data and the pictures of a site with notices up to `last`."""
    for path in sorted(site.rglob("*.xml")) + sorted(site.rglob("*.svg")):
        yield from _wrong_xml(path)
    for path in sorted(site.rglob("*.json")):
        json.loads(path.read_text("utf-8"))
    for path in sorted(site.rglob("*.csv")):
        rows = list(csv.reader(path.read_text("utf-8").removeprefix(BOM).splitlines(True)))
        width = len(rows[0])
        for row in rows:
            if len(row) != width:
                yield f"{path}: a row of {len(row)} cells, the head has {width}"
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
            yield from (f"{path}: {found}" for found in active_in_fragment(element.text or ""))
