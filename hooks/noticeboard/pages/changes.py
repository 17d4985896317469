"""The pages of the changelog: all entries, those of one kind, those of one notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from noticeboard.history.changelog import LABELS, Changelog, Entry, changes_url
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.text.paging import paginate

BASE = "changes/"


def changes_pages(changelog: Changelog) -> Iterator[PageGroup]:
    """Yield the lists, newest entries first, then a page for each notice, whose address is permanent."""
    kinds = [
        (label, f"{BASE}kind/{kind}/", entries)
        for kind, label in LABELS.items()
        if (entries := [entry for entry in changelog.entries if entry.kind == kind])
    ]
    links = [(label, url, len(entries)) for label, url, entries in kinds]
    title = "改动记录"
    yield _entry_lists(BASE, title, changelog.entries, {"kinds": links, "kind": ""})
    for label, url, entries in kinds:
        yield _entry_lists(url, f"{title}：{label}", entries, {"kinds": links, "kind": label})
    yield (
        _notice_changes(notice_id, entries) for notice_id, entries in changelog.by_notice.items()
    )


def _entry_lists(
    base: str, title: str, entries: Sequence[Entry], context: Mapping[str, object]
) -> PageGroup:
    description = "每一次公布、更正和撤回，从新到旧，写明日期、原因和改动的文字"
    for pager, part in paginate(base, entries):
        full = {**context, "entries": part, "pager": pager, "heading": title}
        page = list_page(pager, "changes.html", title, description, full, ())
        yield replace(page, last_change=part[0].date if part else None)


def _notice_changes(notice_id: str, entries: Sequence[Entry]) -> SitePage:
    notice = entries[0].notice
    name = notice.marked_title if notice else notice_id
    return SitePage(
        f"{changes_url(notice_id).rstrip('/')}.md",
        "notice-changes.html",
        f"{name}的改动记录",
        f"{name}：{len(entries)} 条记录，从新到旧，写明日期、原因和改动的文字",
        {"entries": entries, "changed_notice": notice, "notice_id": notice_id},
        last_change=entries[0].date,
        bulk=True,
    )
