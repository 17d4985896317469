"""The pages of the changelog, below `/changes/`."""

from __future__ import annotations

from dataclasses import replace

from noticeboard.history.changelog import Changelog
from noticeboard.pages.base import PageGroup, list_page
from noticeboard.text.paging import paginate


def changes_pages(changelog: Changelog) -> PageGroup:
    """Yield the pages, newest entries first; a page's last change is its newest entry's day."""
    title = "改动记录"
    description = "每一次公布、更正和撤回，从新到旧，写明日期、原因和改动的文字"
    for pager, entries in paginate("changes/", changelog.entries):
        context = {"entries": entries, "pager": pager, "heading": title}
        page = list_page(pager, "changes.html", title, description, context, ())
        yield replace(page, last_change=entries[0].date if entries else None)
