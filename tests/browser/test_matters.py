"""The ledger of matters in a real browser: on a notice, in lists, and in the search."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

NOTICE = "notices/2024/matters/"


def test_a_notice_lists_its_matters_and_leads_to_their_paragraphs(
    page: Page, every_kind: str
) -> None:
    page.goto(every_kind + NOTICE)
    page.get_by_text("逐项写明的问题：").click()
    assert "通报称5个，文中逐项写明4个" in page.locator(".nb-ledger summary").inner_text()
    matters = page.locator("[data-matter]")
    assert matters.count() == 4
    assert "单位自述：“已完成”" in matters.nth(0).inner_text()
    assert "4,580元" in matters.nth(0).inner_text()
    assert "文中没有逐项写明结果" in matters.nth(3).inner_text()
    matters.nth(1).get_by_role("link").click()
    expect(page.locator("#notice-body :has(> span:target)")).to_contain_text("财务报销审核把关不严")


def test_the_address_of_a_matter_opens_the_ledger(page: Page, every_kind: str) -> None:
    page.goto(every_kind + NOTICE)
    identity = page.locator("[data-matter]").nth(2).get_attribute("data-matter")
    page.goto(f"{every_kind}matters/")
    page.goto(f"{every_kind}{NOTICE}#{identity}")
    expect(page.locator(f"#{identity}")).to_be_in_viewport()


def test_a_notice_without_stated_problems_has_no_ledger(page: Page, every_kind: str) -> None:
    page.goto(every_kind + "notices/2024/plain/")
    assert page.locator("[data-matter]").count() == 0
    assert page.get_by_text("逐项写明的问题").count() == 0


def test_the_search_of_matters_filters_by_words_field_state_and_sums(
    page: Page, every_kind: str
) -> None:
    page.goto(every_kind + "matters/")
    hits = page.locator("#matters-hits [data-matter]")
    page.get_by_label("查问题的文字或单位").fill("报销")
    page.keyboard.press("Enter")
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text("正在整改")
    page.get_by_label("查问题的文字或单位").fill("")
    page.get_by_label("写明金额的").check()
    expect(hits).to_have_count(2)
    page.get_by_label("领域").select_option("作风")
    expect(hits).to_have_count(1)
    page.get_by_label("结果").select_option("正在整改")
    expect(hits).to_have_count(0)
    assert "sums=1" in page.url
    page.reload()
    expect(page.locator("#matters-hits")).to_contain_text("有 0 项")
    page.get_by_label("领域").select_option("财务和资金")
    hits.get_by_role("link").click()
    page.wait_for_url(f"{every_kind}{NOTICE}#z-*")


def test_the_lists_of_matters_work_without_scripts(chromium: Browser, every_kind: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(every_kind + "matters/")
    assert page.locator("[data-matter]").count() == 4
    page.get_by_text("按领域、结果和金额浏览").click()
    page.get_by_role("link", name="写明金额的").click()
    page.get_by_role("link", name="2024年", exact=True).click()
    assert page.locator("[data-matter]").count() == 2
    page.get_by_text("整改情况（原文）").first.click()
    expect(page.get_by_text("修订接待办法").first).to_be_visible()
    context.close()


def test_a_unit_shows_its_notices_next_to_each_other(page: Page, every_kind: str) -> None:
    page.goto(every_kind + "units/shi-li-qu-shi-li-shi-xiang-ju-dang-zu/")
    expect(page.get_by_role("heading", name="各次通报逐项写明的问题")).to_be_visible()
    assert page.locator("[data-matter]").count() == 4
