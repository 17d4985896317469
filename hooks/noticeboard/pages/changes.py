"""The ledger as pages: /changes/ and what follows it."""

from __future__ import annotations

from noticeboard.history.changelog import Changelog
from noticeboard.pages.base import PageGroup, SitePage
from noticeboard.text.paging import split

TITLE = "改动记录"
DESCRIPTION = "每一次公布、更正和撤回，从新到旧，写明日期、原因和改动的文字"


def changes_pages(changelog: Changelog) -> PageGroup:
    """The pages of the list; each with the day of its newest entry."""
    for pager, entries in split("changes/", changelog.entries):
        first = pager.number == 1
        yield SitePage(
            f"{pager.base}index.md" if first else f"{pager.base}page/{pager.number}.md",
            "changes.html",
            TITLE if first else f"{TITLE}（第{pager.number}页）",
            DESCRIPTION,
            {"entries": entries, "pager": pager, "heading": TITLE},
            last_change=entries[0].date if entries else None,
            many=not first,
        )
