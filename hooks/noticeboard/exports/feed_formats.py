"""A feed and its two formats: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_LANGUAGE = "zh-CN"
_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed; `id` and `url` are absolute addresses, `content` is of `content_type`.

    An entry without content has a summary.
    """

    id: str
    url: str
    title: str
    updated: datetime
    content: str = ""
    content_type: Literal["html", "text"] = "html"
    published: datetime | None = None
    author: str | None = None
    summary: str | None = None
    topics: Sequence[str] = ()


class FeedPlace(NamedTuple):
    """The place of a feed's document among those of all its entries (RFC 5005).

    `name` is the file without its ending, below the feed's page; `older` and `newer` are the names
    of the neighbouring archives. A complete feed has no others.
    """

    name: str = "feed"
    older: str | None = None
    newer: str | None = None
    is_complete: bool = False

    @property
    def is_archive(self) -> bool:
        """Whether it is not the document that readers subscribe to."""
        return self.name != "feed"


ONLY = FeedPlace()
"""The place of a feed that has no archives."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `url` is the absolute address of its page, below which the feed's files lie."""

    url: str
    title: str
    updated: datetime
    entries: Sequence[FeedEntry]
    place: FeedPlace = ONLY


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    root = Element("feed", {"xmlns": _ATOM, "xmlns:fh": _HISTORY, "xml:lang": _LANGUAGE})
    _add(root, "id", feed.url)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    _add(SubElement(root, "author"), "name", feed.title)
    _add(root, "link", href=feed.url, rel="alternate", type="text/html")
    for rel, name in _links(feed.place):
        _add(root, "link", href=f"{feed.url}{name}.xml", rel=rel, type="application/atom+xml")
    if feed.place.is_archive:
        _add(root, "fh:archive")
    elif feed.place.is_complete:
        _add(root, "fh:complete")
    for entry in feed.entries:
        element = SubElement(root, "entry")
        _add(element, "id", entry.id)
        _add(element, "title", entry.title)
        _add(element, "updated", entry.updated.isoformat())
        if entry.author:
            _add(SubElement(element, "author"), "name", entry.author)
        if entry.published:
            _add(element, "published", entry.published.isoformat())
        _add(element, "link", href=entry.url, rel="alternate", type="text/html")
        for topic in entry.topics:
            _add(element, "category", term=topic)
        if entry.summary:
            _add(element, "summary", entry.summary)
        if entry.content:
            _add(element, "content", entry.content, type=entry.content_type)
    indent(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _links(place: FeedPlace) -> Iterator[tuple[str, str]]:
    """Yield relation and name of each document that one document of a feed refers to."""
    yield "self", place.name
    if place.older:
        yield "prev-archive", place.older
    if place.newer:
        yield "next-archive", place.newer
    if place.is_archive:
        yield "current", ONLY.name


def _add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": f"{feed.url}{feed.place.name}.json",
        **({"next_url": f"{feed.url}{feed.place.older}.json"} if feed.place.older else {}),
        "language": _LANGUAGE,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(entry: FeedEntry) -> Mapping[str, object]:
    optional = {
        "date_published": entry.published and entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": entry.author and [{"name": entry.author}],
        "summary": entry.summary,
        "tags": list(entry.topics),
    }
    # A summary is plain text, whatever signs it has.
    content = (
        {f"content_{entry.content_type}": entry.content}
        if entry.content
        else {"content_text": entry.summary or ""}
    )
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **content,
        **{name: value for name, value in optional.items() if value},
    }
