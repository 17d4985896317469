"""Browsing by unit, region and year, the feeds and the sitemap."""

from pathlib import Path
from urllib.request import urlopen

import feedparser
from lxml import etree
from playwright.sync_api import Page, expect

UNIT = "units/wu-chang-qu-she-hui-guan-li-wang-ge-hua-fu-wu-zhong-xin-dang-zu/"


def test_the_units_lead_by_initial_to_the_unit_and_its_phone(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}units/")
    page.get_by_role("navigation", name="按单位名称的拼音首字母").get_by_role("link").click()
    page.get_by_role("link", name="武昌区社会管理网格化服务中心党组").click()
    expect(page.get_by_role("link", name="027-88937157")).to_be_visible()
    assert page.url == site_url + UNIT


def test_a_unit_is_found_by_pinyin(page: Page, site_url: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{site_url}units/", wait_until="networkidle")
    field = page.locator("#unit-q")
    assert not any(url.endswith("units.json") for url in requests), "loaded before it is needed"
    field.fill("wangge")
    matches = page.get_by_role("navigation", name="找到的单位")
    expect(matches.get_by_role("status")).to_have_text("找到 1 个单位")
    matches.get_by_role("link", name="武昌区社会管理网格化服务中心党组").click()
    page.wait_for_url(site_url + UNIT)


def test_two_taps_lead_from_home_to_ringing(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for address, opener in (("", "#home-q"), (UNIT, "[data-nb-control=search]")):
        page.goto(site_url + address)
        page.locator(opener).click()
        page.keyboard.type("网格")
        call = page.get_by_role("navigation", name="找到的单位").get_by_role("link", name="拨打 ")
        expect(call).to_have_attribute("href", "tel:+862788937157")
        box = call.bounding_box()
        assert box is not None
        assert box["height"] >= 40
        assert box["y"] + box["height"] <= 844 / 2 + 400


UNITS = {
    "units": [
        ["u1/", "示例市水务局党组", "shilishishuiwujudangzu", "slsswjdz", "水政处", 0, 0, "0999-8123456转801", "tel:1", 2],
        ["u2/", "示例供水集团党委", "shiligongshuijituandangwei", "slgsjtdw", "", 0, 0, "400-1234567", "tel:2", 1],
        ["u3/", "样本区教育局党组", "yangbenqujiaoyujudangzu", "ybqjyjdz", "", 1, 1, "", "", 1],
        ["u4/", "示例市卫生健康委员会党组", "shilishiweishengjiankangweiyuanhuidangzu", "slswsjkwyhdz", "", 0, 2, "1", "tel:4", 9],
    ],
    "places": [["示例省示例市", "shilishengshilishi", "slssls"], ["示例省示例市样本区", "shilishengshilishiyangbenqu", "slsslsybq"]],
    "fields": [["水务", "shuiwu", "sw"], ["教育", "jiaoyu", "jy"], ["卫生健康", "weishengjiankang", "wsjk"]],
    "synonyms": [
        [["水务", "shuiwu", "sw"], ["水利", "shuili", "sl"]],
        [["供水", "gongshui", "gs"], ["自来水", "zilaishui", "zls"]],
        [["卫健", "weijian", "wj"], ["卫生健康", "weishengjiankang", "wsjk"]],
    ],
}  # fmt: skip
FIRST = {
    "水务局": "u1/", "水利局": "u1/", "水利": "u1/", "shuiwuju": "u1/", "shui wu ju": "u1/", "SHUILIJU": "u1/", "swj": "u1/",
    "slj": "u1/", "水政": "u1/", "ｓｗｊ": "u1/", "自来水": "u2/", "自来水公司": "u2/", "zilaishui": "u2/", "gsjt": "u2/",
    "4001234": "u2/", "样本区": "u3/", "样本区 学校": None, "样本区教育": "u3/", "yangbenqu jiaoyu": "u3/", "教育局": "u3/",
    "jyj": "u3/", "卫健委": "u4/", "示例市卫健委": "u4/", "示例市 水利": "u1/", "示例市水利局": "u1/", "没有": None, "": None, " ": None,
}  # fmt: skip


def test_a_unit_is_found_by_whatever_people_call_it(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}404.html")
    matches = page.evaluate(
        """async ([module, data, queries]) => {
          const { findUnits } = await import(module);
          return queries.map((query) => findUnits(query, data)[0]?.url ?? null);
        }""",
        [f"{site_url}assets/units/matching.js", UNITS, list(FIRST)],
    )
    assert dict(zip(FIRST, matches, strict=True)) == FIRST


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
