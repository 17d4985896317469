from lxml import etree

from noticeboard.exports.sitemap import NAMESPACE, robots, sitemap
from noticeboard.model.dates import PartialDate


def test_pages_have_their_own_last_change() -> None:
    pages = [
        ("https://site.example/b/", PartialDate.parse("2024-06")),
        ("https://site.example/a/?x=1&y=2", None),
    ]
    root = etree.fromstring(sitemap(pages))
    urls = [[(part.tag, part.text) for part in url] for url in root]
    prefix = f"{{{NAMESPACE}}}"
    assert urls == [
        [(f"{prefix}loc", "https://site.example/a/?x=1&y=2")],
        [(f"{prefix}loc", "https://site.example/b/"), (f"{prefix}lastmod", "2024-06")],
    ]


def test_robots_txt_names_the_sitemap() -> None:
    assert "Sitemap: https://site.example/sitemap.xml\n" in robots("https://site.example/")
