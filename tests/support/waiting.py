"""Wait for a page's scripts."""

from __future__ import annotations

from playwright.sync_api import Page


def wait_until(page: Page, expression: str) -> None:
    """Wait until a JavaScript expression is true in the page, without a timeout.

    Playwright's `wait_for_function` uses eval, which the page's Content Security Policy refuses.
    """
    while not page.evaluate(f"Boolean({expression})"):
        page.wait_for_timeout(20)
