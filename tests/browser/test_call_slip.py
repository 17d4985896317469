"""The slip for a telephone call: what to say, printed alone, read aloud, and without a connection."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from support.waiting import wait_until

NOTICE = "notices/2024/matters/"


def test_the_slip_names_number_hours_notice_and_item_offline(page: Page, every_kind: str) -> None:
    page.goto(every_kind + NOTICE, wait_until="networkidle")
    page.context.set_offline(True)
    page.get_by_text("帮我打这个电话").click()
    slip = page.locator("#call-slip")
    expect(slip).to_be_in_viewport()
    page.get_by_label("问哪一项").select_option("公务接待管理不严")
    for part in (
        "0999-8123456",
        "工作日 9:00—17:00",
        "2024年12月2日公布",
        "我问的是：“公务接待管理不严”",
        "12388",
    ):
        assert part in slip.inner_text(), part
    assert slip.locator("ol > li").count() == 3
    page.context.set_offline(False)


def test_the_slip_is_printed_alone(page: Page, every_kind: str) -> None:
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(every_kind + NOTICE)
    page.get_by_text("帮我打这个电话").click()
    page.get_by_role("button", name="打印小抄").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    expect(page.locator("#call-slip")).to_be_visible()
    expect(page.locator("#notice-body")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#notice-body")).to_be_visible()
    expect(page.locator("#call-slip")).to_be_hidden()


def test_the_slip_is_read_aloud(page: Page, every_kind: str) -> None:
    page.add_init_script("""
        window.spoken = [];
        Object.defineProperty(window, "speechSynthesis", { value: {
            cancel() {},
            speak(one) { window.spoken.push(one.text); setTimeout(() => one.dispatchEvent(new Event("end"))); },
        }});
    """)
    page.goto(every_kind + NOTICE)
    page.get_by_text("帮我打这个电话").click()
    page.get_by_role("button", name="朗读小抄").click()
    wait_until(page, "window.spoken.some((text) => text.includes('12388'))")
    expect(page.get_by_role("button", name="朗读小抄")).to_be_visible()
    assert page.evaluate("window.spoken[0]").startswith("0999-8123456")
