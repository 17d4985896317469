"""Notices -> Atom (RFC 4287) and JSON Feed 1.1: the site's, each region's, each unit's.

An entry's id is the notice's permanent address; `updated` is its own last change, never the
day of the build. What is known to the month stands under the month's first day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from feedgen.feed import FeedGenerator
from lxml import html
from lxml.html import builder

from noticeboard.model.dates import BEIJING, PartialDate
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import STATUSES, Notice

ENTRIES = 20
# Full texts in every feed grow with the number of units: a part of the site holds fewer.
ENTRIES_OF_A_PART = 10
# The `updated` of a feed in which nothing has ever been published.
NEVER = datetime(1970, 1, 1, tzinfo=BEIJING)
TIMELESS = time(0, 0, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written; `base` is the address of its page from the site's root."""

    base: str
    title: str
    notices: tuple[Notice, ...]


def feeds(groups: NoticeGroups, site_name: str, added: Mapping[str, date]) -> Iterator[Feed]:
    """Every feed with its latest changes: ENTRIES of the site, ENTRIES_OF_A_PART of each part.

    `added` is the day on which each notice came to the site, by id, as far as known.
    """
    yield Feed("", site_name, latest(groups.register.notices, added))
    for region, group in groups.regions.items():
        title = f"{region.replace('/', '')} - {site_name}"
        yield Feed(group.url, title, latest(group.notices, added, ENTRIES_OF_A_PART))
    for unit in groups.units:
        title = f"{unit.name} - {site_name}"
        yield Feed(unit.url, title, latest(unit.notices, added, ENTRIES_OF_A_PART))


def latest(
    notices: Sequence[Notice], added: Mapping[str, date], count: int = ENTRIES
) -> tuple[Notice, ...]:
    """The notices added or changed last: what is added late, or corrected, reaches readers too."""

    def day(notice: Notice) -> date:
        return max(notice.last_change.last, added.get(notice.id, date.min))

    return tuple(sorted(notices, key=day, reverse=True)[:count])


def atom(feed: Feed, contents: Mapping[str, str], site_url: str) -> bytes:
    """The feed as Atom; `contents` holds the `content` of each notice by id."""
    made = FeedGenerator()
    made.id(site_url + feed.base)
    made.title(feed.title)
    made.language("zh-CN")
    made.author(name=feed.title)
    made.link(href=f"{site_url}{feed.base}feed.xml", rel="self", type="application/atom+xml")
    made.link(href=site_url + feed.base, rel="alternate", type="text/html")
    made.updated(_changed(feed))
    for notice in feed.notices:
        entry = made.add_entry(order="append")
        address = site_url + notice.url
        entry.id(address)
        entry.title(shown_title(notice))
        entry.link(href=address, rel="alternate", type="text/html")
        entry.author(name=notice.issuer)
        entry.published(moment(notice.published))
        entry.updated(moment(notice.last_change))
        entry.content(contents[notice.id], type="html")
        for topic in notice.topics:
            entry.category(term=topic)
    written: bytes = made.atom_str(pretty=True)
    return written


def json_feed(feed: Feed, contents: Mapping[str, str], site_url: str) -> str:
    """The feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/); `contents` as of `atom`."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": site_url + feed.base,
        "feed_url": f"{site_url}{feed.base}feed.json",
        "language": "zh-CN",
        "items": [_item(notice, contents[notice.id], site_url) for notice in feed.notices],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _item(notice: Notice, full_text: str, site_url: str) -> Mapping[str, object]:
    address = site_url + notice.url
    item: dict[str, object] = {
        "id": address,
        "url": address,
        "title": shown_title(notice),
        "content_html": full_text,
        "date_published": moment(notice.published).isoformat(),
        "date_modified": moment(notice.last_change).isoformat(),
        "authors": [{"name": notice.issuer}],
    }
    if notice.summary:
        item["summary"] = notice.summary
    if notice.topics:
        item["tags"] = list(notice.topics)
    return item


def shown_title(notice: Notice) -> str:
    """The title with the notice's state before it, so that a list in a reader shows it."""
    mark = "" if notice.status == "in_force" else f"【{STATUSES[notice.status]}】"
    return mark + notice.title


def content(notice: Notice, body: str, address: str) -> str:
    """The full text with absolute links; withdrawal and corrections stand before it."""
    told = []
    if notice.withdrawn:
        withdrawn = notice.withdrawn
        text = f"本通报已于{withdrawn.date.chinese}撤回。{withdrawn.reason}"
        told.append(builder.P(builder.STRONG(text)))
    if notice.blanked:
        told.append(builder.P("正文已经删去。"))
    for correction in notice.corrections:
        told.append(builder.P(f"更正（{correction.date.chinese}）：{correction.note}"))
    whole = builder.DIV(*told, *html.fragments_fromstring(body))
    whole.make_links_absolute(address)
    written: str = html.tostring(whole, encoding="unicode")
    return written


def _changed(feed: Feed) -> datetime:
    return max((moment(notice.last_change) for notice in feed.notices), default=NEVER)


def moment(day: PartialDate) -> datetime:
    """The first moment in Beijing that a day can mean."""
    return datetime.combine(day.first, TIMELESS)
