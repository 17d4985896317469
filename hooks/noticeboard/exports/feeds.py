"""Atom (RFC 4287) and JSON Feed 1.1, and the feeds of notices: the site, each region, each unit.

The id of an entry is a permanent address, and `updated` the day of its own last change, never of
the build. A date known to the month only becomes the first day of the month.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from feedgen.feed import FeedGenerator
from lxml import html
from lxml.html import builder

from noticeboard.model.dates import BEIJING, PartialDate
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.vocabularies import STATUS_LABELS

MAX_ENTRIES = 20
MAX_GROUP_ENTRIES = 10
"""Entries hold full texts, and the number of feeds grows with the number of units."""

_LANGUAGE = "zh-CN"
_MIDNIGHT = time(0, 0, tzinfo=BEIJING)
# The `updated` of an empty feed.
_EPOCH = datetime(1970, 1, 1, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed; `id` and `url` are absolute addresses, `content` is of `content_type`."""

    id: str
    url: str
    title: str
    updated: datetime
    content: str
    content_type: Literal["html", "text"]
    published: datetime | None = None
    author: str | None = None
    summary: str | None = None
    topics: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `url` is the absolute address of its page, below which the feed's files lie."""

    url: str
    title: str
    updated: datetime
    entries: Sequence[FeedEntry]


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    writer = FeedGenerator()
    writer.id(feed.url)
    writer.title(feed.title)
    writer.language(_LANGUAGE)
    writer.author(name=feed.title)
    writer.link(href=f"{feed.url}feed.xml", rel="self", type="application/atom+xml")
    writer.link(href=feed.url, rel="alternate", type="text/html")
    writer.updated(feed.updated)
    for entry in feed.entries:
        element = writer.add_entry(order="append")
        element.id(entry.id)
        element.title(entry.title)
        element.link(href=entry.url, rel="alternate", type="text/html")
        element.updated(entry.updated)
        element.content(entry.content, type=entry.content_type)
        if entry.author:
            element.author(name=entry.author)
        if entry.published:
            element.published(entry.published)
        for topic in entry.topics:
            element.category(term=topic)
    xml: bytes = writer.atom_str(pretty=True)
    return xml


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": f"{feed.url}feed.json",
        "language": _LANGUAGE,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(entry: FeedEntry) -> Mapping[str, object]:
    optional = {
        "date_published": entry.published and entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": entry.author and [{"name": entry.author}],
        "summary": entry.summary,
        "tags": list(entry.topics),
    }
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        f"content_{entry.content_type}": entry.content,
        **{name: value for name, value in optional.items() if value},
    }


@dataclass(frozen=True, slots=True)
class NoticeFeed:
    """A feed of notices, newest change first; `base` is its page's address from the site's root."""

    base: str
    title: str
    notices: tuple[Notice, ...]

    def with_contents(self, contents: Mapping[str, str], site_url: str) -> Feed:
        """Return the feed with the `entry_content` of each notice, by id."""
        updated = max((start_of_day(notice.last_change) for notice in self.notices), default=_EPOCH)
        entries = [_notice_entry(notice, contents[notice.id], site_url) for notice in self.notices]
        return Feed(site_url + self.base, self.title, updated, entries)


def notice_feeds(
    groups: NoticeGroups, site_name: str, dates_added: Mapping[str, date]
) -> Iterator[NoticeFeed]:
    """Yield the feeds of the site, each region and each unit.

    `dates_added` is the day on which a notice came to the site, by id, as far as known.
    """
    yield NoticeFeed("", site_name, _latest(groups.register.notices, dates_added, MAX_ENTRIES))
    regions = ((region.replace("/", ""), group) for region, group in groups.regions.items())
    units = ((unit.name, unit) for unit in groups.units)
    for name, group in (*regions, *units):
        notices = _latest(group.notices, dates_added, MAX_GROUP_ENTRIES)
        yield NoticeFeed(group.url, f"{name} - {site_name}", notices)


def entry_content(notice: Notice, body: str, address: str) -> str:
    """Return the full text as HTML with absolute links, after withdrawal and corrections.

    `body` is the rendered text, `address` that of the notice's page.
    """
    preface = []
    if notice.withdrawn:
        withdrawn = notice.withdrawn
        text = f"本通报已于{withdrawn.date.chinese}撤回。{withdrawn.reason}"
        preface.append(builder.P(builder.STRONG(text)))
    if notice.blanked:
        preface.append(builder.P("正文已经删去。"))
    for correction in notice.corrections:
        preface.append(builder.P(f"更正（{correction.date.chinese}）：{correction.note}"))
    element = builder.DIV(*preface, *html.fragments_fromstring(body))
    element.make_links_absolute(address)
    content: str = html.tostring(element, encoding="unicode")
    return content


def start_of_day(day: PartialDate) -> datetime:
    """Return the first moment of a day or month in Beijing."""
    return datetime.combine(day.first, _MIDNIGHT)


def _latest(
    notices: Sequence[Notice], dates_added: Mapping[str, date], count: int
) -> tuple[Notice, ...]:
    """Return the notices added or changed last, so that late and corrected ones reach readers."""

    def day(notice: Notice) -> date:
        return max(notice.last_change.last, dates_added.get(notice.id, date.min))

    return tuple(sorted(notices, key=day, reverse=True)[:count])


def _notice_entry(notice: Notice, content: str, site_url: str) -> FeedEntry:
    # Readers list titles only, so the status is part of it.
    mark = "" if notice.status == "in_force" else f"【{STATUS_LABELS[notice.status]}】"
    return FeedEntry(
        id=site_url + notice.url,
        url=site_url + notice.url,
        title=mark + notice.title,
        updated=start_of_day(notice.last_change),
        content=content,
        content_type="html",
        published=start_of_day(notice.published),
        author=notice.issuer,
        summary=notice.summary,
        topics=notice.topics,
    )
