"""axe-core over every kind of page: all rules of WCAG 2.2 A and AA, best practice, target size."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from support.axe import findings
from support.page_kinds import LONG, MODES, WIDTHS, Mode, open_context, visit


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(
    chromium: Browser, every_kind: str, axe: str, mode: Mode, width: int
) -> None:
    context = open_context(chromium, mode, width)
    page = context.new_page()
    found = {kind.name: findings(page, axe) for kind in visit(page, every_kind)}
    context.close()
    assert {name: all_of_it for name, all_of_it in found.items() if all_of_it} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_notice_of_sixty_thousand_characters(
    chromium: Browser, every_kind: str, axe: str, width: int
) -> None:
    context = open_context(chromium, "light", width)
    page = context.new_page()
    page.goto(every_kind + LONG)
    assert len(page.locator("#notice-body").inner_text()) > 60_000
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert findings(page, axe) == []
    context.close()


def test_axe_finds_what_is_wrong(page: Page, every_kind: str, axe: str) -> None:
    page.goto(every_kind)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(finding.startswith("html-has-lang") for finding in findings(page, axe))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
def test_no_kind_is_wider_than_the_screen(
    chromium: Browser, every_kind: str, mode: Mode, width: int
) -> None:
    context = open_context(chromium, mode, width)
    page = context.new_page()
    for kind in visit(page, every_kind):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind.name
    context.close()


def test_targets_are_large_in_elder_mode(chromium: Browser, every_kind: str) -> None:
    context = open_context(chromium, "elder", 390)
    page = context.new_page()
    small = {}
    for kind in visit(page, every_kind):
        small[kind.name] = page.evaluate("""() =>
            [...document.querySelectorAll("a, button, input:not([type=checkbox]), select, summary")]
            .filter(one => one.checkVisibility() && one.getClientRects().length)
            .filter(one => !(one.matches("p a, .nb-body a") && getComputedStyle(one).display === "inline"))
            .filter(one => !one.matches(".nb-skip"))
            .filter(one => one.getBoundingClientRect().height < 43.5 || one.getBoundingClientRect().width < 43.5)
            .map(one => one.outerHTML.slice(0, 120))""")
    context.close()
    assert {name: found for name, found in small.items() if found} == {}
