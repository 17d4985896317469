"""The main pages of the built site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from support.factories import BODY, write
from support.waiting import wait_until

Scheme = Literal["light", "dark"]
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
FIRST = "notices/2024/wuchang-grid/"


def test_the_first_screen_shows_title_dates_and_phone(page: Page, site_url: str) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        page.goto(site_url + FIRST)
        for element in (
            page.get_by_role("heading", level=1),
            page.get_by_role("link", name="027-88937157").first,
            page.get_by_text("工作日8:30—17:30").first,
            page.get_by_text("2023年7月25日至8月4日", exact=True),
            page.get_by_text("2023年12月8日", exact=True),
            page.get_by_text("2024年6月20日", exact=True).first,
        ):
            box = element.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= size["height"], element


def test_both_phone_links_dial(page: Page, site_url: str) -> None:
    page.goto(site_url + FIRST)
    phones = page.get_by_role("link", name="027-88937157")
    assert (
        phones.evaluate_all("links => links.map(link => link.getAttribute('href'))")
        == ["tel:+862788937157"] * 2
    )
    box = phones.first.bounding_box()
    assert box is not None
    assert box["height"] >= 24


def test_the_timeline_shows_the_days_between_dates(page: Page, site_url: str) -> None:
    page.goto(site_url + FIRST)
    days = page.locator(".nb-timeline__days").all_text_contents()
    assert days == ["巡察结束后 126 天", "反馈后 195 天"]


def test_the_table_of_contents_leads_to_the_headings(page: Page, site_url: str) -> None:
    page.set_viewport_size(DESK)
    page.goto(site_url + FIRST)
    page.locator(".nb-sidebar").get_by_role("link", name="三、下一步工作打算").click()
    wait_until(page, "document.getElementById('s3').getBoundingClientRect().top < 300")
    assert page.url.endswith("#s3")


def test_a_notice_links_to_its_source_file(page: Page, site_url: str, project: Path) -> None:
    page.goto(site_url + FIRST)
    link = page.get_by_role("link", name="下载本通报的原始文件")
    with page.expect_download() as download:
        link.click()
    source = (project / "tests/cases/board/notices/2024/wuchang-grid.md").read_bytes()
    assert Path(download.value.path()).read_bytes() == source


def test_home_list_and_year_lead_to_the_notice(page: Page, site_url: str) -> None:
    for address in ("", "notices/", "notices/2024/"):
        page.goto(site_url + address)
        page.locator("main").get_by_role(
            "link", name=re.compile("网格化服务中心党组")
        ).first.click()
        expect(page).to_have_url(site_url + FIRST)


def test_a_small_board_shows_its_notices_at_home(page: Page, site_url: str) -> None:
    page.goto(site_url)
    main = page.locator("main")
    expect(main.get_by_role("link", name="027-88937157")).to_be_visible()
    expect(main.locator(".nb-timeline")).to_be_visible()
    expect(main.get_by_role("heading", name="一篇通报是怎样来的")).to_be_visible()
    for name in ("按年份", "按地区", "按单位名称的拼音首字母"):
        expect(page.get_by_role("navigation", name=name)).to_have_count(0)


def test_contacts_name_each_unit_with_its_phone(page: Page, site_url: str) -> None:
    page.goto(site_url + "contacts/")
    item = page.locator(".nb-item", has_text="武昌区社会管理网格化服务中心党组")
    phone = item.get_by_role("link", name="027-88937157")
    assert phone.get_attribute("href") == "tel:+862788937157"


def test_the_search_box_is_a_plain_form(page: Page, site_url: str) -> None:
    page.set_viewport_size(DESK)
    page.goto(site_url + FIRST)
    page.get_by_role("searchbox", name="搜索通报").fill("一岗双责")
    page.keyboard.press("Enter")
    page.wait_for_url(site_url + "search/?q=*")
    page.wait_for_selector('#search-results[aria-busy="false"]')
    assert page.locator("#search-total").inner_text() == "1"


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("网格化", 1), ("持谈", 1), ("88937157", 1), ("8893", 1), ("027-88937157", 1), ("5+N", 1),
        ("三重一大", 1), ("党组会议事", 1), ("網格化", 1), ("网格化 一岗双责", 1), ("的", 1),
        ("没有这几个字", 0), ("化网格", 0), ("网格化 没有", 0),
    ],
)  # fmt: skip
def test_search_matches_the_text(page: Page, site_url: str, query: str, total: int) -> None:
    page.goto(f"{site_url}search/?q={query.replace('+', '%2B')}")
    page.wait_for_selector('#search-results[aria-busy="false"]')
    assert page.locator("#search-total").inner_text() == str(total)
    assert (
        page.locator("[data-notice-id]").evaluate_all(
            "hits => hits.map(hit => hit.dataset.noticeId)"
        )
        == ["2024/wuchang-grid"] * total
    )


def test_a_missing_page_has_its_own_404(unchecked_page: Page, site_url: str) -> None:
    page = unchecked_page
    response = page.goto(site_url + "notices/2024/none/")
    assert response is not None
    assert response.status == 404
    assert page.get_by_role("heading", level=1).inner_text() == "没有这个网页"


@pytest.fixture
def unchecked_page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_context(locale="zh-CN").new_page()
    yield page
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_screen(
    page: Page, site_url: str, size: ViewportSize, scheme: Scheme
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    for address in ("", FIRST, "notices/", "contacts/", "search/", "feedback/", "about/"):
        page.goto(site_url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address


HOSTILE = "</title><script>window.hit=1</script><img src=x onerror=window.hit=1>\"'&"


@pytest.fixture(scope="module")
def unusual_site(
    tmp_path_factory: pytest.TempPathFactory,
    build_site: Callable[..., Path],
    serve: Callable[[Path], str],
) -> str:
    """The address of a site of unusual notices, with a final slash."""
    folder = tmp_path_factory.mktemp("unusual") / "notices"
    write(
        folder,
        "2024/hostile",
        title=HOSTILE,
        unit=HOSTILE,
        issuer=HOSTILE,
        region=f"示例省/{HOSTILE.replace('/', '')}",
        inspection__group=HOSTILE,
        contact__address=HOSTILE,
        contact__phones=[{"number": "0999-8123456", "hours": HOSTILE}],
        summary=HOSTILE,
        topics=[HOSTILE],
    )
    write(
        folder,
        "2024/full",
        BODY + "\n见[附件](full/附件1.txt)。\n\n| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n",
        attachments=[{"file": "附件1.txt", "title": "整改清单"}],
        progress={"problems": "25", "rectified": "19", "ongoing": "6", "as_of": "2024-11-30"},
        corrections=[{"date": "2025-01-05", "note": "改正电话"}],
        withdrawn={"date": "2025-02-01", "reason": "内容有误，将另行公布"},
        follow_up_of="2024/hostile",
        source={"url": "https://example.com/a"},
        contact__verified="2025-01-05",
        contact__postcode="999999",
        contact__address="示例区示例路1号",
    )
    (folder / "2024/full").mkdir()
    (folder / "2024/full/附件1.txt").write_text("清单", "utf-8")
    for number in range(22):
        write(
            folder,
            f"2023/n{number}",
            published="2023-12-02",
            inspection__start="2023-01",
            inspection__end="2023-02",
            inspection__feedback="2023-03",
            unit=f"单位{number:02}",
        )
    return serve(build_site(folder))


def test_markup_in_fields_is_not_executed(page: Page, unusual_site: str) -> None:
    for address in ("", "notices/2024/hostile/", "notices/", "contacts/", "search/?q=window"):
        page.goto(unusual_site + address)
        if "search" in address:
            page.wait_for_selector('#search-results[aria-busy="false"]')
            assert page.locator("#search-total").inner_text() == "1"
        assert page.evaluate("window.hit") is None, address
        assert page.locator("img[src=x]").count() == 0
    page.goto(unusual_site + "notices/2024/hostile/")
    assert page.get_by_role("heading", level=1).inner_text() == HOSTILE
    assert page.title().startswith(HOSTILE)


def test_every_optional_part_is_shown(page: Page, unusual_site: str) -> None:
    page.goto(unusual_site + "notices/2024/full/")
    text = page.locator("article").inner_text()
    for part in (
        "本通报已于2025年2月1日撤回。", "内容有误，将另行公布", "2025年1月5日：改正电话", "25 问题",
        "19 已完成", "（76%）", "截至2024年11月30日", "整改清单", "文本文件，6 字节", "邮编 999999", "核实日期：2025年1月5日",
    ):  # fmt: skip
        assert part in text, part
    for name, mark in {"og:title": "【已撤回】", "og:description": "【已撤回】本通报已于"}.items():
        content = page.locator(f"meta[property='{name}']").get_attribute("content") or ""
        assert content.startswith(mark)
    assert page.title().startswith("【已撤回】")
    for name in ("附件", "整改清单"):
        address = page.get_by_role("link", name=name, exact=True).evaluate("link => link.href")
        assert page.request.get(address).text() == "清单"


def test_paper_names_the_present_number_and_that_a_notice_is_withdrawn(
    page: Page, unusual_site: str
) -> None:
    page.goto(unusual_site + "notices/2024/full/")
    note = page.locator(
        ".nb-print-only", has_text="现用联系方式（2025年1月5日核实）：电话 0999-8123456"
    )
    expect(note).to_be_hidden()
    mark = page.locator(".nb-withdrawn-mark")
    body = page.locator("#notice-body")
    body.evaluate("one => scrollTo(0, one.getBoundingClientRect().bottom + scrollY - 200)")
    box = mark.bounding_box()
    assert box is not None
    assert box["y"] >= 0, "the mark stays in sight while the text is read"
    page.emulate_media(media="print")
    expect(note).to_be_visible()
    assert body.evaluate("one => getComputedStyle(one).page") == "withdrawn"


def test_lists_have_twenty_notices_per_page(page: Page, unusual_site: str) -> None:
    page.goto(unusual_site + "notices/2023/")
    assert page.locator(".nb-item").count() == 20
    page.get_by_role("link", name="下一页").click()
    expect(page).to_have_url(unusual_site + "notices/2023/page/2/")
    expect(page.locator(".nb-item")).to_have_count(2)
    expect(page.locator(".nb-pager [aria-current=page]")).to_have_text("2")


def test_a_site_without_notices_builds(
    page: Page,
    tmp_path: Path,
    build_site: Callable[..., Path],
    serve: Callable[[Path], str],
) -> None:
    (tmp_path / "notices").mkdir()
    address = serve(build_site(tmp_path / "notices"))
    for path in ("", "notices/", "contacts/"):
        page.goto(address + path)
        assert "还没有通报" in page.locator("article").inner_text()
    page.goto(address + "search/?q=x")
    page.wait_for_selector('#search-results[aria-busy="false"]')
    assert page.locator("#search-total").inner_text() == "0"
