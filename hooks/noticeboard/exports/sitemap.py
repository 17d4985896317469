"""`sitemap.xml` with each page's own last change, and `robots.txt`.

The sitemap of MkDocs dates every page to the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from noticeboard.model.dates import PartialDate, latest

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MAX_PAGES = 50_000
"""The most addresses that one sitemap may have."""

PageAddress = tuple[str, PartialDate | None]
"""A page's absolute address and its last change."""


def sitemaps(pages: Iterable[PageAddress], site_url: str) -> Mapping[str, bytes]:
    """Return `sitemap.xml` of the pages, sorted by address, as the only file by its name.

    With more pages than one may have, it is an index, and the files that it lists follow.
    """
    ordered = sorted(pages, key=lambda page: page[0])
    if len(ordered) <= MAX_PAGES:
        return {"sitemap.xml": _write("urlset", "url", ordered)}
    parts = [ordered[start : start + MAX_PAGES] for start in range(0, len(ordered), MAX_PAGES)]
    files = {f"sitemap-{n}.xml": _write("urlset", "url", part) for n, part in enumerate(parts, 1)}
    index = [
        (site_url + name, latest((day for _, day in part if day), None))
        for name, part in zip(files, parts, strict=True)
    ]
    return {"sitemap.xml": _write("sitemapindex", "sitemap", index), **files}


def _write(root_name: str, entry_name: str, entries: Iterable[PageAddress]) -> bytes:
    root = etree.Element(root_name, nsmap={None: NAMESPACE})
    for address, last_change in entries:
        url = etree.SubElement(root, entry_name)
        etree.SubElement(url, "loc").text = address
        if last_change:
            etree.SubElement(url, "lastmod").text = str(last_change)
    xml: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return xml


def robots(site_url: str) -> str:
    """Return a `robots.txt` that allows everything."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"
