"""ResourceSync 1.1 (ANSI/NISO Z39.99): every source of the site, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from noticeboard.exports.sitemap import MAX_PAGES, NAMESPACE

TERMS = "http://www.openarchives.org/rs/terms/"
DESCRIPTION = ".well-known/resourcesync"
FOLDER = "resourcesync/"
RESOURCES = f"{FOLDER}resourcelist.xml"
CHANGES = f"{FOLDER}changelist.xml"
CAPABILITIES = f"{FOLDER}capabilitylist.xml"
MAX_CHANGES = 5_000
"""The newest changes that the change list holds."""

Change = Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A file with its absolute address; a change to it if `change` is set, at `moment`.

    Of an earlier state, and of a deleted file, only the moment is known.
    """

    url: str
    type: str
    moment: datetime | None = None
    sha256: str | None = None
    length: int | None = None
    change: Change | None = None


def resource_lists(
    resources: Sequence[Resource], site_url: str, at: datetime
) -> Mapping[str, bytes]:
    """Return the resource list by its address; with many resources, an index and its parts."""
    about = {"capability": "resourcelist", "at": _utc(at)}
    up = site_url + CAPABILITIES
    starts = range(0, len(resources), MAX_PAGES)
    if len(starts) < 2:
        return {RESOURCES: _document(about, resources, up=up)}
    parts = {
        f"{FOLDER}resourcelist-{number}.xml": resources[start : start + MAX_PAGES]
        for number, start in enumerate(starts, 1)
    }
    index = _root("sitemapindex", about, up=up)
    for name in parts:
        entry = SubElement(index, "sitemap")
        SubElement(entry, "loc").text = site_url + name
        SubElement(entry, "rs:md", at=about["at"])
    links = {"up": up, "index": site_url + RESOURCES}
    files = {name: _document(about, part, **links) for name, part in parts.items()}
    return {RESOURCES: _serialize(index), **files}


def change_list(changes: Iterable[Resource], site_url: str, until: datetime) -> bytes:
    """Return the newest changes, the oldest first."""
    dated = [(change.moment, change.url, change) for change in changes if change.moment]
    newest = [change for *_, change in sorted(dated, key=lambda each: each[:2])][-MAX_CHANGES:]
    begin = newest[0].moment if newest else None
    about = {
        "capability": "changelist",
        "from": _utc(begin or until),
        "until": _utc(max([until, *(change.moment or until for change in newest)])),
    }
    return _document(about, newest, up=site_url + CAPABILITIES)


def entry_points(site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of the files that lead to both lists."""
    capabilities = {RESOURCES: "resourcelist", CHANGES: "changelist"}
    about = {"capability": "capabilitylist"}
    yield CAPABILITIES, _directory(about, capabilities, site_url, site_url + DESCRIPTION)
    yield (
        DESCRIPTION,
        _directory({"capability": "description"}, {CAPABILITIES: "capabilitylist"}, site_url),
    )


def _directory(
    about: Mapping[str, str], files: Mapping[str, str], site_url: str, up: str = ""
) -> bytes:
    root = _root("urlset", about, **({"up": up} if up else {}))
    for address, capability in files.items():
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = site_url + address
        SubElement(entry, "rs:md", capability=capability)
    return _serialize(root)


def _document(about: Mapping[str, str], resources: Iterable[Resource], **links: str) -> bytes:
    root = _root("urlset", about, **links)
    for resource in resources:
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = resource.url
        moment = _utc(resource.moment) if resource.moment else None
        if moment and not resource.change:
            SubElement(entry, "lastmod").text = moment
        details = {
            "change": resource.change,
            "datetime": moment if resource.change else None,
            "hash": resource.sha256 and f"sha-256:{resource.sha256}",
            "length": None if resource.length is None else str(resource.length),
            "type": resource.type,
        }
        SubElement(entry, "rs:md", {name: value for name, value in details.items() if value})
    return _serialize(root)


def _root(name: str, about: Mapping[str, str], **links: str) -> Element:
    root = Element(name, {"xmlns": NAMESPACE, "xmlns:rs": TERMS})
    for rel, href in links.items():
        SubElement(root, "rs:ln", rel=rel, href=href)
    SubElement(root, "rs:md", dict(about))
    return root


def _utc(moment: datetime) -> str:
    """Return a moment in the form that every reader of these lists understands."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _serialize(root: Element) -> bytes:
    indent(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"
