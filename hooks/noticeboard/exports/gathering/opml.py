"""All feeds of the site as OPML 2.0 (http://opml.org/spec2.opml), for import into a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

ADDRESS = "feeds.opml"


class FeedLink(NamedTuple):
    """A feed with the absolute addresses of its page and of its file."""

    title: str
    page: str
    file: str


def opml(title: str, groups: Mapping[str, Iterable[FeedLink]], modified: datetime) -> bytes:
    """Return the feeds below the names of their groups; empty groups are left out."""
    root = Element("opml", version="2.0")
    head, body = SubElement(root, "head"), SubElement(root, "body")
    SubElement(head, "title").text = title
    SubElement(head, "dateModified").text = format_datetime(modified)
    for name, feeds in groups.items():
        listed = list(feeds)
        if not listed:
            continue
        group = SubElement(body, "outline", text=name)
        for feed in listed:
            SubElement(
                group,
                "outline",
                type="rss",
                text=feed.title,
                title=feed.title,
                xmlUrl=feed.file,
                htmlUrl=feed.page,
            )
    indent(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"
