import pytest
from lxml import etree

from noticeboard.exports import sitemap as module
from noticeboard.exports.sitemap import NAMESPACE, robots, sitemaps
from noticeboard.model.dates import PartialDate


def test_pages_have_their_own_last_change() -> None:
    pages = [
        ("https://site.example/b/", PartialDate.parse("2024-06")),
        ("https://site.example/a/?x=1&y=2", None),
    ]
    root = etree.fromstring(sitemaps(pages, "https://site.example/")["sitemap.xml"])
    urls = [[(part.tag, part.text) for part in url] for url in root]
    prefix = f"{{{NAMESPACE}}}"
    assert urls == [
        [(f"{prefix}loc", "https://site.example/a/?x=1&y=2")],
        [(f"{prefix}loc", "https://site.example/b/"), (f"{prefix}lastmod", "2024-06")],
    ]


def test_robots_txt_names_the_sitemap() -> None:
    assert "Sitemap: https://site.example/sitemap.xml\n" in robots("https://site.example/")


def test_a_large_sitemap_is_split_and_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGES", 2)
    site = "https://site.example/"
    days = [PartialDate.parse(f"2024-01-0{n}") for n in range(1, 6)]
    pages = [(f"{site}{n}/", day) for n, day in enumerate(days)]
    assert list(sitemaps(pages[:2], site)) == ["sitemap.xml"]
    files = sitemaps(reversed([*pages, (site, None)]), site)
    index = etree.fromstring(files["sitemap.xml"])
    assert index.tag == f"{{{NAMESPACE}}}sitemapindex"
    listed = [[child.text for child in entry] for entry in index]
    assert listed == [
        [f"{site}sitemap-1.xml", "2024-01-01"],
        [f"{site}sitemap-2.xml", "2024-01-03"],
        [f"{site}sitemap-3.xml", "2024-01-05"],
    ]
    parts = [etree.fromstring(files[entry[0].removeprefix(site)]) for entry in listed if entry[0]]
    assert [len(part) for part in parts] == [2, 2, 2]
    addresses = [url[0].text for part in parts for url in part]
    assert addresses == sorted([site, *(address for address, _ in pages)])
