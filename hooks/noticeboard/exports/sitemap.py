"""`sitemap.xml` with each page's own last change, and `robots.txt`.

The sitemap of MkDocs dates every page to the build.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from noticeboard.model.dates import PartialDate

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(pages: Iterable[tuple[str, PartialDate | None]]) -> bytes:
    """Return `sitemap.xml` of the pages (absolute address, last change), sorted by address."""
    root = etree.Element("urlset", nsmap={None: NAMESPACE})
    for address, last_change in sorted(pages, key=lambda page: page[0]):
        url = etree.SubElement(root, "url")
        etree.SubElement(url, "loc").text = address
        if last_change:
            etree.SubElement(url, "lastmod").text = str(last_change)
    xml: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return xml


def robots(site_url: str) -> str:
    """Return a `robots.txt` that allows everything."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"
