from lxml import etree

from noticeboard.exports.sitemap import NAMESPACE, robots, sitemap
from noticeboard.model.dates import PartialDate


def test_each_page_has_its_own_last_change() -> None:
    pages = [
        ("https://site.example/b/", PartialDate.parse("2024-06")),
        ("https://site.example/a/?x=1&y=2", None),
    ]
    root = etree.fromstring(sitemap(pages))
    found = [[(part.tag, part.text) for part in url] for url in root]
    name = f"{{{NAMESPACE}}}"
    assert found == [
        [(f"{name}loc", "https://site.example/a/?x=1&y=2")],
        [(f"{name}loc", "https://site.example/b/"), (f"{name}lastmod", "2024-06")],
    ]


def test_robots_lead_to_the_sitemap() -> None:
    assert "Sitemap: https://site.example/sitemap.xml\n" in robots("https://site.example/")
