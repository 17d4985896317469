"""A notice in use: elder mode, keyboard, copying, printing, layout shift and page weight."""

from __future__ import annotations

import gzip
import re

from playwright.sync_api import Browser, Page, Response, expect
from support.page_kinds import FULL, PLAIN, open_context, visit
from support.waiting import wait_until

FIRST = "notices/2024/wuchang-grid/"
SEARCH = "search/?q=%E6%95%B4%E6%94%B9"
PHONE = {"width": 390, "height": 844}


def test_elder_mode_is_one_click_and_persists(page: Page, site_url: str) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('.md-typeset')).fontSize)"
    page.goto(site_url + FIRST)
    assert page.evaluate(size) >= 17
    button = page.get_by_role("button", name="长辈版")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    for address in ("", FIRST, "search/", "about/"):
        page.goto(site_url + address)
        assert page.evaluate(size) >= 22, address
    page.get_by_role("button", name="长辈版").click()
    page.goto(site_url)
    assert page.evaluate(size) < 19


def test_dates_are_large_in_elder_mode_on_a_phone(chromium: Browser, every_kind: str) -> None:
    context = open_context(chromium, "elder", 390)
    page = context.new_page()
    page.goto(every_kind + FULL)
    size = page.locator(".nb-timeline").evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize)"
    )
    assert size >= 22
    for date in page.locator(".nb-timeline__date").all():
        box = date.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_reduced_motion_disables_animations(page: Page, every_kind: str) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter(one => {
        const style = getComputedStyle(one);
        const lasts = [style.transitionDuration, style.animationDuration].join().split(",");
        return lasts.some(time => parseFloat(time) > 0) || style.scrollBehavior === "smooth";
    }).map(one => one.outerHTML.slice(0, 80))"""
    page.emulate_media(reduced_motion="no-preference")
    page.goto(every_kind + FULL)
    assert page.evaluate(moving), "the page has no animation: the test would be vacuous"
    page.emulate_media(reduced_motion="reduce")
    for kind in visit(page, every_kind):
        assert page.evaluate(moving) == [], kind.name


def test_the_chosen_dark_mode_overrides_the_device(page: Page, site_url: str) -> None:
    scheme = "document.documentElement.dataset.mdColorScheme"
    page.emulate_media(color_scheme="light")
    page.goto(site_url)
    assert page.evaluate(scheme) == "default"
    page.get_by_role("button", name="深色").click()
    page.goto(site_url + FIRST)
    assert page.evaluate(scheme) == "slate"


def test_the_call_button_stays_visible_on_a_phone(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site_url + FIRST)
    call = page.get_by_role("link", name="拨打 027-88937157")
    assert call.get_attribute("href") == "tel:+862788937157"
    for share in (0, 0.3, 0.7):
        page.evaluate(f"window.scrollTo(0, document.body.scrollHeight * {share})")
        expect(call).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(call).to_be_hidden()


def test_the_menu_opens_and_closes_by_keyboard_on_a_phone(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site_url + FIRST)
    link = page.get_by_role("navigation", name="主要栏目").get_by_role("link", name="提意见")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="菜单").press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(page.get_by_role("button", name="菜单")).to_be_focused()


def test_the_first_tab_skips_to_the_text(page: Page, site_url: str) -> None:
    page.goto(site_url + FIRST)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_every_control_is_reachable_by_keyboard(page: Page, every_kind: str) -> None:
    page.goto(every_kind + FULL)
    controls = page.evaluate("""() =>
        [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
        .filter(one => one.checkVisibility() && one.tabIndex === 0).length""")
    focused = set()
    for _ in range(controls + 5):
        page.keyboard.press("Tab")
        element = page.evaluate("""() => {
            const one = document.activeElement;
            const style = getComputedStyle(one);
            const all = [...document.querySelectorAll("*")];
            return one === document.body ? null : [all.indexOf(one), style.outlineStyle !== "none", one.outerHTML.slice(0, 200)];
        }""")
        if element:
            assert element[1], f"no visible focus on {element[2]}"
            focused.add(element[0])
    assert len(focused) == controls


def test_one_click_copies_the_citation(page: Page, site_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.set_fixed_time("2025-03-09T04:00:00Z")
    page.goto(site_url + FIRST)
    page.get_by_role("button", name="复制引用").click()
    expect(page.get_by_role("status")).to_have_text("引用格式已复制。")
    assert re.fullmatch(
        r"中共武汉市武昌区社会管理网格化服务中心党组\. \S+通报\[EB/OL\]\. "
        r"\(2024-06-20\)\[2025-03-09\]\. https://\S+/notices/2024/wuchang-grid/",
        page.evaluate("navigator.clipboard.readText()"),
    )
    page.get_by_role("button", name="转发").click()
    expect(page.get_by_role("status")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/notices/2024/wuchang-grid/")


def test_every_paragraph_and_heading_has_a_link_to_copy(page: Page, site_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site_url + FIRST)
    blocks = page.locator("#notice-body :is(h2, h3, p:not(.signature))")
    links = page.locator("#notice-body").get_by_role("button", name="复制本段链接")
    assert links.count() == blocks.count() > 20
    for block, name in ((blocks.nth(4), "p"), (blocks.nth(1), "h2")):
        block.hover()
        block.get_by_role("button", name="复制本段链接").click()
        expect(page.get_by_role("status")).to_have_text("本段链接已复制。")
        copied = page.evaluate("navigator.clipboard.readText()")
        address, _, name_of_paragraph = copied.partition("#")
        assert address.endswith(f"/{FIRST}")
        assert re.fullmatch("p-[0-9a-f]{8}", name_of_paragraph)
        target = page.locator(f"#{name_of_paragraph}")
        assert target.evaluate(f"one => one.closest('{name}') !== null")
        assert page.locator("#nb-citation").inner_text().endswith(copied)
    page.get_by_role("button", name="复制引用").click()
    assert page.evaluate("navigator.clipboard.readText()").endswith(copied)


def test_paragraph_links_work_by_keyboard_and_on_a_phone(
    page: Page, chromium: Browser, site_url: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site_url + FIRST)
    links = page.locator("#notice-body").get_by_role("button", name="复制本段链接")
    page.locator("#notice-body [tabindex='0']").focus()
    seen = 1
    while not links.last.evaluate("one => one === document.activeElement"):
        page.keyboard.press("ArrowDown")
        seen += 1
    assert seen == links.count()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("本段链接已复制。")
    phone = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    phone.grant_permissions(["clipboard-read", "clipboard-write"])
    touched = phone.new_page()
    touched.goto(site_url + FIRST)
    link = touched.locator("#notice-body p").nth(3).get_by_role("button", name="复制本段链接")
    assert link.evaluate("one => getComputedStyle(one).opacity") == "1"
    link.tap()
    expect(touched.get_by_role("status")).to_have_text("本段链接已复制。")
    phone.close()


def test_a_heading_is_named_by_its_text_alone(page: Page, site_url: str) -> None:
    page.goto(site_url + FIRST)
    heading = page.get_by_role("heading", name="三、下一步工作打算", exact=True)
    expect(heading).to_have_id("s3")


def test_an_unknown_address_leads_to_the_changes(page: Page, site_url: str) -> None:
    note = page.get_by_text("这个链接指的那一段")
    page.goto(f"{site_url}{FIRST}#p-00000000")
    expect(note).to_be_in_viewport()
    page.goto(f"{site_url}{FIRST}#s3")
    expect(note).to_be_hidden()
    page.goto(f"{site_url}{FIRST}#z-00000000")
    expect(note).to_be_visible()
    page.get_by_role("status").get_by_role("link", name="改动记录").click()
    page.wait_for_url("**/changes/**")


def test_print_opens_the_dialog(page: Page, site_url: str) -> None:
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(site_url + FIRST)
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") is True


def test_reading_aloud_speaks_the_whole_text(page: Page, every_kind: str) -> None:
    page.add_init_script("""
        window.spoken = [];
        Object.defineProperty(window, "speechSynthesis", { value: {
            cancel() {},
            speak(one) { window.spoken.push(one.text); setTimeout(() => one.dispatchEvent(new Event("end"))); },
        }});
    """)
    page.goto(every_kind + PLAIN)
    page.get_by_role("button", name="朗读全文").click()
    wait_until(page, "window.spoken.includes('2024年12月2日')")
    expect(page.get_by_role("button", name="朗读全文")).to_be_visible()
    assert page.evaluate("window.spoken.slice(0, 2)") == [
        "根据区委统一部署，2024年3月1日至4月30日，区委第一巡察组对示范局党组开展了常规巡察。",
        "一、组织领导情况",
    ]


def test_a_notice_links_to_adjacent_and_previous_notices(page: Page, every_kind: str) -> None:
    page.goto(every_kind + FULL)
    page.get_by_role("link", name="较新一篇").click()
    expect(page).to_have_url(every_kind + "notices/2024/later/")
    page.get_by_role("link", name="较早一篇").click()
    expect(page).to_have_url(every_kind + FULL)
    page.get_by_role("link", name="2024年11月2日公布的通报").click()
    expect(page).to_have_url(every_kind + "notices/2024/first/")


def test_loading_does_not_shift_the_layout(chromium: Browser, every_kind: str) -> None:
    for size in (PHONE, {"width": 1280, "height": 900}):
        context = chromium.new_context(viewport=size)  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script("""
            window.shift = 0;
            new PerformanceObserver(list => list.getEntries().forEach(one => { window.shift += one.value }))
                .observe({ type: "layout-shift", buffered: true });
        """)
        for address in ("", FULL, "notices/", "contacts/", SEARCH):
            page.goto(every_kind + address, wait_until="networkidle")
            if address == SEARCH:
                page.wait_for_selector('#search-results[aria-busy="false"]')
            assert page.evaluate("window.shift") < 0.001, address
        context.close()


def test_a_notice_has_at_most_45_kib(page: Page, site_url: str) -> None:
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(site_url + FIRST, wait_until="networkidle")
    weights = {response.url: len(gzip.compress(response.body(), 6)) + 300 for response in responses}
    assert weights[site_url + FIRST] <= 15 * 1024, weights
    assert sum(weights.values()) <= 45 * 1024, weights
    assert not any("assets/search/" in url for url in weights)


def test_the_search_preloads_its_modules(page: Page, site_url: str) -> None:
    requested: set[str] = set()
    page.on("response", lambda response: requested.add(response.url))
    page.goto(site_url + SEARCH, wait_until="networkidle")
    links = page.locator("link[rel=modulepreload]")
    preloaded = links.evaluate_all("links => links.map(link => link.href)")
    assert {url for url in requested if "/assets/search/" in url} <= set(preloaded) <= requested


def test_search_terms_are_highlighted_in_the_notice(page: Page, site_url: str) -> None:
    page.goto(site_url + FIRST + "?h=一岗双责")
    expect(page.locator("mark").first).to_have_text("一岗双责")


def test_a_notice_is_complete_without_javascript(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + FIRST)
    expect(page.get_by_role("button", name="长辈版")).to_be_hidden()
    expect(page.get_by_role("link", name="027-88937157").first).to_be_visible()
    expect(page.locator("#nb-citation")).to_contain_text("[EB/OL]")
    context.close()
