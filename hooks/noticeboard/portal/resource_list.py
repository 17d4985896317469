"""A board's ResourceSync list: which sources it has, how long they are, with which hashes."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from noticeboard.exports.gathering.resource_sync import RESOURCES, TERMS
from noticeboard.exports.sitemap import NAMESPACE
from noticeboard.files.xml_guard import find_xml_threat
from noticeboard.portal.transfer import Client, RefusedError

MAX_BYTES = 50_000_000
"""Of one list; the protocol allows as many bytes uncompressed (sitemaps.org)."""
MAX_PARTS = 100
OK = 200
_MD, _LOC = f"{{{TERMS}}}md", f"{{{NAMESPACE}}}loc"
_HASH = re.compile(r"(?:^|\s)sha-256:([0-9a-f]{64})(?=\s|$)")


class ListedResource(NamedTuple):
    """A resource by the list; what the list does not state is empty or None."""

    sha256: str
    length: int | None


def fetch_resources(
    client: Client, sums: Mapping[str, str] | None
) -> Mapping[str, ListedResource] | None:
    """Return the board's resources by address; None if it publishes no list.

    `sums` are the SHA-256 of all files by address, which the lists must have, if there are any.
    Raise RefusedError for a list that contradicts itself.
    """
    if sums is not None and RESOURCES not in sums:
        return None
    index = _fetch(client, RESOURCES, sums)
    if index is None:
        return None
    root = _parse(index, RESOURCES)
    if etree.QName(root).localname != "sitemapindex":
        return dict(_resources(root, client.url))
    addresses = [_address(each.text, client.url) for each in root.iter(_LOC)]
    if len(addresses) > MAX_PARTS:
        raise RefusedError(f"{RESOURCES} 有 {len(addresses)} 个部分，超过 {MAX_PARTS} 个")
    resources: dict[str, ListedResource] = {}
    for address in filter(None, addresses):
        part = _fetch(client, address, sums)
        if part is None:
            raise RefusedError(f"{RESOURCES} 列出的 {address} 取不到")
        resources.update(_resources(_parse(part, address), client.url))
    return resources


def _fetch(client: Client, address: str, sums: Mapping[str, str] | None) -> bytes | None:
    response = client.get(address, MAX_BYTES)
    if response.status != OK:
        return None
    if sums is not None and hashlib.sha256(response.body).hexdigest() != sums.get(address):
        raise RefusedError(f"{address} 与 SHA256SUMS 不符")
    return response.body


def _parse(content: bytes, address: str) -> etree._Element:
    threat = find_xml_threat(io.BytesIO(content))
    if threat:
        raise RefusedError(f"{address} {threat}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"{address} 不是正确的 XML：{error.msg}") from None


def _resources(root: etree._Element, url: str) -> Iterator[tuple[str, ListedResource]]:
    for entry in root.iter(f"{{{NAMESPACE}}}url"):
        address, details = _address(entry.findtext(_LOC), url), entry.find(_MD)
        if address:
            stated = {} if details is None else details.attrib
            sha256 = _HASH.search(stated.get("hash", ""))
            length = stated.get("length", "")
            number = int(length) if re.fullmatch(r"[0-9]{1,12}", length) else None
            yield address, ListedResource(sha256[1] if sha256 else "", number)


def _address(location: str | None, url: str) -> str | None:
    """Return the address below the board's root; None for a location elsewhere."""
    location = (location or "").strip()
    return unquote(location.removeprefix(url)) if location.startswith(url) else None
