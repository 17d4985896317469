"""Every kind of page passes axe-core, fits the screen and has large targets in elder mode."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from support.axe import axe_violations
from support.page_kinds import HEIGHTS, LONG, MODES, WIDTHS, Mode, open_context, visit


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_page_fits_the_screen_and_passes_axe(
    chromium: Browser, every_kind: str, axe: str, mode: Mode, width: int
) -> None:
    context = open_context(chromium, mode, width)
    page = context.new_page()
    violations = {}
    narrowest = {390: 320}.get(width, width)
    for kind in visit(page, every_kind):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind.name
        if mode != "elder":
            violations[kind.name] = axe_violations(page, axe)
        page.set_viewport_size({"width": narrowest, "height": HEIGHTS[width]})
        assert page.evaluate("document.documentElement.scrollWidth") <= narrowest, kind.name
        if mode == "elder":
            violations[kind.name] = axe_violations(page, axe)
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    context.close()
    assert {name: messages for name, messages in violations.items() if messages} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_very_long_notice_passes_axe(
    chromium: Browser, every_kind: str, axe: str, width: int
) -> None:
    context = open_context(chromium, "light", width)
    page = context.new_page()
    page.goto(every_kind + LONG)
    assert len(page.locator("#notice-body").inner_text()) > 60_000
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(page, axe) == []
    context.close()


def test_axe_reports_a_missing_language(page: Page, every_kind: str, axe: str) -> None:
    page.goto(every_kind)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(violation.startswith("html-has-lang") for violation in axe_violations(page, axe))


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
    assert {name: targets for name, targets in small.items() if targets} == {}
