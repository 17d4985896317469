"""Run axe-core: WCAG 2.2 A and AA, best practices and target size."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """options => axe.run(document, options).then(result => result.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))"""


def axe_violations(page: Page, axe: str) -> list[str]:
    """Return the violations on the whole page, with the fixed call bar in the normal flow."""
    # The page's Content Security Policy refuses an injected style sheet.
    page.locator(".nb-callbar").evaluate_all(
        "bars => bars.forEach(bar => bar.style.setProperty('position', 'static', 'important'))"
    )
    page.evaluate(axe)
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"target-size": {"enabled": True}},
        # Axe spends a fifth of its time on the details of other results.
        "resultTypes": ["violations"],
    }
    violations: list[str] = page.evaluate(RUN, options)
    return violations
