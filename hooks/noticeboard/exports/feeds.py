"""The feeds of notices: of the site, each region, unit and category.

The id of an entry is a permanent address, and `updated` the day of its own last change or, where it
came later, of its arrival on the site, never of the build. A date known to the month only becomes the first day of the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from html import escape, unescape
from urllib.parse import urljoin

from noticeboard.exports.feed_formats import ONLY, Feed, FeedEntry, FeedPlace
from noticeboard.history.changelog import Entry
from noticeboard.model.dates import BEIJING, PartialDate, start_of_day
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.vocabularies import DEFAULT_CATEGORY, STATUS_LABELS
from noticeboard.text.rendering import RenderedBody
from noticeboard.text.shorten import shorten

MAX_ENTRIES = 20
MAX_GROUP_ENTRIES = 10
LATE_SHARE = 4
"""One entry in so many may be a notice that came to the site after its date, so that the arrival of
an archive does not displace what is new."""
MAX_ARCHIVED = 200
"""Entries of one archive of the site's feed."""
MAX_SUMMARY = 160
"""Characters of a summary that is the beginning of a text."""

# The rendered text is serialized HTML: < begins a tag, and attributes are in double quotes.
_TAG = re.compile(r'<[a-z][^\s>]*(?: [^\s="<>]+="[^"]*")+')
_ADDRESS = re.compile(r'( (?:href|src)=")([^"]*)')
# The `updated` of an empty feed.
_EPOCH = datetime(1970, 1, 1, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class NoticeFeed:
    """A feed of notices, newest change first; `base` is its page's address from the site's root.

    Entries hold the full texts, or summaries where a feed is one of thousands.
    """

    base: str
    title: str
    notices: tuple[Notice, ...]
    full: bool = True
    place: FeedPlace = ONLY
    dates_added: Mapping[str, date] = field(default_factory=dict)

    def with_bodies(self, bodies: Mapping[str, RenderedBody], site_url: str) -> Feed:
        """Return the feed with its entries, given the rendered text of each notice by id."""
        write = full_entry if self.full else summary_entry
        entries = [
            replace(write(notice, bodies[notice.id], site_url), updated=self.updated(notice))
            for notice in self.notices
        ]
        updated = max((entry.updated for entry in entries), default=_EPOCH)
        return Feed(site_url + self.base, self.title, updated, entries, self.place)

    def updated(self, notice: Notice) -> datetime:
        """Return when the notice last changed on the site, by day."""
        added = self.dates_added.get(notice.id, date.min)
        if added <= notice.last_change.last:
            return start_of_day(notice.last_change)
        return start_of_day(PartialDate.from_date(added))


def notice_feeds(
    groups: NoticeGroups, site_name: str, dates_added: Mapping[str, date]
) -> Iterator[NoticeFeed]:
    """Yield the feeds of the site and of each region, unit and category.

    `dates_added` is the day on which a notice came to the site, by id, as far as known.
    """
    latest = _latest(groups.register.notices, dates_added, MAX_ENTRIES)
    archives = list(_archives(groups.register.notices, site_name, dates_added))
    complete = FeedPlace(is_complete=len(latest) == len(groups.register.notices))
    newest = FeedPlace(older=archives[-1].place.name) if archives else complete
    yield NoticeFeed("", site_name, latest, place=newest, dates_added=dates_added)
    yield from archives

    def feed(base: str, title: str, notices: Sequence[Notice], full: bool = True) -> NoticeFeed:
        listed = _latest(notices, dates_added, MAX_GROUP_ENTRIES)
        return NoticeFeed(base, f"{title} - {site_name}", listed, full, dates_added=dates_added)

    for region, group in groups.regions.items():
        yield feed(group.url, region.replace("/", ""), group.notices)
    for unit in groups.units:
        yield feed(unit.url, unit.name, unit.notices, full=False)
    for category in groups.categories:
        yield feed(category.url, category.name, category.notices)
    for url, key in groups.old_unit_urls.items():
        yield feed(url, key[1], groups.register.by_unit[key], full=False)


def _archives(
    notices: Sequence[Notice], site_name: str, dates_added: Mapping[str, date]
) -> Iterator[NoticeFeed]:
    """Yield the archives of the site's feed, the oldest first: summaries, by year of publication.

    New notices change the last archive of a year only. There are none if the feed has all notices.
    """
    if len(notices) <= MAX_ENTRIES:
        return
    by_year: dict[str, list[Notice]] = {}
    for notice in sorted(notices, key=lambda notice: (notice.published.first, notice.id)):
        by_year.setdefault(notice.year, []).append(notice)
    parts = [
        (f"feed/{year}-{start // MAX_ARCHIVED + 1}", by_year[year][start : start + MAX_ARCHIVED])
        for year in sorted(by_year)
        for start in range(0, len(by_year[year]), MAX_ARCHIVED)
    ]
    names = [None, *(name for name, _ in parts), None]
    for number, (name, part) in enumerate(parts):
        place = FeedPlace(name, names[number], names[number + 2])
        listed = tuple(reversed(part))
        yield NoticeFeed("", site_name, listed, False, place=place, dates_added=dates_added)


def changes_feed(notice: Notice, entries: Sequence[Entry], site_url: str) -> Feed:
    """Return the feed of a notice's own changes: its publication, corrections and withdrawal."""
    page = site_url + notice.url

    def entry_of(entry: Entry) -> FeedEntry:
        reason = entry.reason or f"{notice.issuer}：{notice.title}"
        return FeedEntry(
            id=f"{page}#{entry.anchor}",
            url=page,
            title=f"{entry.label}：{notice.title}",
            updated=start_of_day(entry.date),
            summary=reason,
        )

    updated = max((start_of_day(entry.date) for entry in entries), default=_EPOCH)
    return Feed(page, f"{notice.title}的改动", updated, tuple(map(entry_of, entries)))


def full_entry(notice: Notice, body: RenderedBody, site_url: str) -> FeedEntry:
    """Return an entry with the full text as HTML, after its withdrawal and corrections."""
    preface = "".join(f"<p>{escape(sentence)}</p>" for sentence in _status_sentences(notice))
    page = site_url + notice.url
    text = _TAG.sub(lambda tag: _ADDRESS.sub(partial(_absolute, page), tag[0]), body.html)
    return _entry(notice, site_url, content=preface + text, summary=notice.summary)


def _absolute(page: str, attribute: re.Match[str]) -> str:
    return attribute[1] + escape(urljoin(page, unescape(attribute[2])))


def summary_entry(notice: Notice, body: RenderedBody, site_url: str) -> FeedEntry:
    """Return an entry with the summary, or with the beginning of the text."""
    text = notice.summary or shorten(body.first_paragraph, MAX_SUMMARY)
    return _entry(notice, site_url, summary="".join([*_status_sentences(notice), text]))


def _status_sentences(notice: Notice) -> Iterator[str]:
    if notice.withdrawn:
        yield f"本通报已于{notice.withdrawn.date.chinese}撤回。{notice.withdrawn.reason}"
    if notice.blanked:
        yield "正文已经删去。"
    for correction in notice.corrections:
        yield f"更正（{correction.date.chinese}）：{correction.note}"


def _latest(
    notices: Sequence[Notice], dates_added: Mapping[str, date], count: int
) -> tuple[Notice, ...]:
    """Return the notices added or changed last, so that late and corrected ones reach readers.

    Of one day, corrections and withdrawals come first.
    """

    def added(notice: Notice) -> date:
        return dates_added.get(notice.id, date.min)

    late = [notice for notice in notices if added(notice) > notice.last_change.last]
    late.sort(key=lambda notice: (added(notice), notice.last_change.last), reverse=True)
    listed_late = {notice.id for notice in late[: count // LATE_SHARE]}

    def key(notice: Notice) -> tuple[date, bool]:
        day = added(notice) if notice.id in listed_late else notice.last_change.last
        return day, notice.id not in listed_late and notice.status != "in_force"

    return tuple(sorted(notices, key=key, reverse=True)[:count])


def _entry(
    notice: Notice, site_url: str, content: str = "", summary: str | None = None
) -> FeedEntry:
    kind = () if notice.category == DEFAULT_CATEGORY else (notice.category,)
    # Readers list titles only, so the status is part of it.
    mark = "" if notice.status == "in_force" else f"【{STATUS_LABELS[notice.status]}】"
    return FeedEntry(
        id=site_url + notice.url,
        url=site_url + notice.url,
        title=mark + notice.title,
        updated=start_of_day(notice.last_change),
        content=content,
        published=start_of_day(notice.published),
        author=notice.issuer,
        summary=summary,
        topics=(*kind, *notice.topics),
    )
