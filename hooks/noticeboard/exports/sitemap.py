"""The site's addresses for search engines, each with its own last change.

MkDocs's own sitemap stamps every page with the day of the build, which is no change of the page.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from noticeboard.model.dates import PartialDate

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(pages: Iterable[tuple[str, PartialDate | None]]) -> bytes:
    """`sitemap.xml` of (absolute address, last change or None), in the order of addresses."""
    root = etree.Element("urlset", nsmap={None: NAMESPACE})
    for address, changed in sorted(pages, key=lambda page: page[0]):
        url = etree.SubElement(root, "url")
        etree.SubElement(url, "loc").text = address
        if changed:
            etree.SubElement(url, "lastmod").text = str(changed)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def robots(site_url: str) -> str:
    """`robots.txt`: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"
