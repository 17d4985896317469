"""Waiting for what a page has done."""

from __future__ import annotations

from playwright.sync_api import Page


def until(page: Page, expression: str) -> None:
    """Return as soon as the expression holds in the page; the test's end is the only limit.

    Playwright's own `wait_for_function` evaluates text inside the page, which its policy refuses.
    """
    while not page.evaluate(f"Boolean({expression})"):
        page.wait_for_timeout(20)
