"""A round -> its own feed, Atom (RFC 4287) and JSON Feed 1.1: an entry for each unit.

An entry's id is the unit's permanent place on the round's page. It is updated when the unit's
state changes, publication or the first day overdue, never by a build.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from feedgen.feed import FeedGenerator

from noticeboard.exports.feeds import moment
from noticeboard.model.round_status import RoundStatus, UnitStatus


def round_atom(status: RoundStatus, site_url: str) -> bytes:
    """The round's feed as Atom; `site_url` ends with a slash."""
    page = site_url + status.url
    made = FeedGenerator()
    made.id(page)
    made.title(status.round.name)
    made.language("zh-CN")
    made.author(name=status.round.name)
    made.link(href=f"{page}feed.xml", rel="self", type="application/atom+xml")
    made.link(href=page, rel="alternate", type="text/html")
    made.updated(moment(status.last_change))
    for unit in _newest_first(status):
        entry = made.add_entry(order="append")
        entry.id(f"{page}#{unit.anchor}")
        entry.title(_title(unit))
        entry.link(href=_address(unit, page, site_url), rel="alternate", type="text/html")
        entry.updated(moment(unit.last_change))
        entry.content(_told(unit), type="text")
    written: bytes = made.atom_str(pretty=True)
    return written


def round_json_feed(status: RoundStatus, site_url: str) -> str:
    """The round's feed as JSON Feed 1.1; `site_url` ends with a slash."""
    page = site_url + status.url
    items = [
        {
            "id": f"{page}#{unit.anchor}",
            "url": _address(unit, page, site_url),
            "title": _title(unit),
            "content_text": _told(unit),
            "date_modified": moment(unit.last_change).isoformat(),
        }
        for unit in _newest_first(status)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": status.round.name,
        "home_page_url": page,
        "feed_url": f"{page}feed.json",
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _newest_first(status: RoundStatus) -> Sequence[UnitStatus]:
    return sorted(status.units, key=lambda unit: unit.last_change.last, reverse=True)


def _title(unit: UnitStatus) -> str:
    return f"【{unit.words}】{unit.unit}"


def _address(unit: UnitStatus, page: str, site_url: str) -> str:
    """The notice where there is one, else the unit's place on the round's page."""
    return site_url + unit.notice.url if unit.notice else f"{page}#{unit.anchor}"


def _told(unit: UnitStatus) -> str:
    """The state in sentences that stay true until it changes."""
    told = [f"{unit.feedback.chinese}反馈。"]
    if unit.due:
        told.append(f"公布期限：{unit.due.chinese}。")
    if unit.notice:
        told.append(f"{unit.notice.published.chinese}公布。")
    if unit.notice and unit.notice.withdrawn:
        told.append(f"{unit.notice.withdrawn.date.chinese}撤回：{unit.notice.withdrawn.reason}")
    if unit.state == "exempt":
        told.append(f"不公布的依据：{unit.ground}")
    return "".join(told)
