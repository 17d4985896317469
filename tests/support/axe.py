"""What axe-core finds on a page: all rules of WCAG 2.2 A and AA, best practice, target size."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """options => axe.run(document, options).then(result => result.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))"""


def findings(page: Page, axe: str) -> list[str]:
    """What axe finds on the whole page, none of it under the bar at the screen's edge."""
    # Through the element: the page's own policy refuses a sheet written into it.
    page.locator(".nb-callbar").evaluate_all(
        "bars => bars.forEach(bar => bar.style.setProperty('position', 'static', 'important'))"
    )
    page.evaluate(axe)
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"target-size": {"enabled": True}},
    }
    found: list[str] = page.evaluate(RUN, options)
    return found
