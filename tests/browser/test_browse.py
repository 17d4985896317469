"""Browsing by unit, region and year, the feeds and the sitemap."""

from pathlib import Path
from urllib.request import urlopen

import feedparser
from lxml import etree
from playwright.sync_api import Page, expect

UNIT = "units/wu-chang-qu-she-hui-guan-li-wang-ge-hua-fu-wu-zhong-xin-dang-zu/"


def test_home_leads_by_initial_to_the_unit_and_its_phone(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.get_by_role("navigation", name="按单位名称的拼音首字母").get_by_role("link").click()
    page.get_by_role("link", name="武昌区社会管理网格化服务中心党组").click()
    expect(page.get_by_role("link", name="027-88937157")).to_be_visible()
    assert page.url == site_url + UNIT


def test_a_unit_is_found_by_pinyin(page: Page, site_url: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{site_url}units/", wait_until="networkidle")
    field = page.get_by_label("找一个单位")
    assert not any(url.endswith("units.json") for url in requests), "loaded before it is needed"
    field.fill("wangge")
    expect(page.get_by_role("status")).to_contain_text("找到 1 个单位")
    page.get_by_role("status").get_by_role("link").click()
    page.wait_for_url(site_url + UNIT)


def test_a_notice_leads_to_its_unit_and_its_region(page: Page, site_url: str) -> None:
    notice = site_url + "notices/2024/wuchang-grid/"
    page.goto(notice)
    page.get_by_role("link", name="武昌区社会管理网格化服务中心党组", exact=True).first.click()
    expect(page).to_have_url(site_url + UNIT)
    page.goto(notice)
    page.get_by_role("link", name="湖北省 武汉市 武昌区").click()
    expect(page).to_have_url(site_url + "regions/hu-bei-sheng/wu-han-shi/wu-chang-qu/")


def test_browse_pages_fit_a_phone(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("units/", UNIT, "regions/", "regions/hu-bei-sheng/", "inspections/"):
        page.goto(site_url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_the_unit_page_links_to_valid_feeds(page: Page, site_url: str) -> None:
    page.goto(site_url + UNIT)
    links = page.locator("link[type='application/atom+xml']")
    hrefs = links.evaluate_all("links => links.map(link => link.href)")
    assert hrefs == [site_url + "feed.xml", site_url + UNIT + "feed.xml"]
    for href in hrefs:
        with urlopen(href) as response:
            parsed = feedparser.parse(response.read())
        assert not parsed.bozo
        assert len(parsed.entries) == 1


def test_the_sitemap_has_dates_and_robots_names_it(site_url: str) -> None:
    with urlopen(site_url + "sitemap.xml") as response:
        root = etree.fromstring(response.read())
    dates = {Path(url[0].text).name: url[1].text for url in root if len(url) > 1}
    assert dates["wuchang-grid"] == "2024-06-20"
    with urlopen(site_url + "robots.txt") as response:
        assert b"sitemap.xml" in response.read()


def test_only_a_list_page_marks_its_year_as_current(page: Page, site_url: str) -> None:
    years = page.get_by_role("navigation", name="按年份")
    page.goto(site_url)
    expect(years.locator("[aria-current]")).to_have_count(0)
    page.goto(site_url + "notices/")
    expect(years.locator("[aria-current]")).to_have_text("全部")
