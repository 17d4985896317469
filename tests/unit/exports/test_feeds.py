"""Feeds as readers parse them, in both formats."""

import json
from datetime import UTC, date, datetime
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import notice

from noticeboard.exports import feeds
from noticeboard.exports.feed_formats import Feed, FeedEntry, atom, json_feed
from noticeboard.exports.feeds import MAX_ENTRIES, NoticeFeed, changes_feed, notice_feeds
from noticeboard.history.changelog import Changelog
from noticeboard.history.log import History
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.rules.privacy import check_privacy
from noticeboard.text.rendering import render

SITE = "https://site.example/"
MOMENT = datetime(2025, 1, 2, tzinfo=UTC)


def read(*notices: Notice, base: str = "") -> tuple[feedparser.FeedParserDict, dict[str, object]]:
    """Return the feed at `base` as parsed from Atom and from JSON Feed."""
    (notice_feed,) = (
        feed
        for feed in notice_feeds(NoticeGroups(Register(notices)), "示例公开栏", {})
        if feed.base == base and not feed.place.is_archive
    )
    bodies = {item.id: render(item.body, item.id) for item in notices}
    feed = notice_feed.with_bodies(bodies, SITE)
    parsed = feedparser.parse(atom(feed))
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed, json.loads(json_feed(feed))


def test_empty_feed_is_valid() -> None:
    parsed, value = read()
    assert (parsed.version, parsed.entries, value["items"]) == ("atom10", [], [])
    assert parsed.feed.updated == "1970-01-01T00:00:00+08:00"


def test_entry_holds_the_full_notice() -> None:
    parsed, value = read(notice(topics=["采购"], summary="摘要"))
    (entry,) = parsed.entries
    (item,) = value["items"]  # type: ignore[misc]
    address = f"{SITE}notices/2024/shifanju/"
    assert (entry.id, entry.link, item["id"]) == (address,) * 3  # type: ignore[has-type]
    assert entry.published == entry.updated == "2024-12-02T00:00:00+08:00"
    assert parsed.feed.updated == entry.updated
    for text in (entry.content[0].value, item["content_html"]):  # type: ignore[has-type]
        assert "照单全收" in text
        assert "建立台账" in text
        assert "更正" not in text


def test_an_entry_states_its_category() -> None:
    parsed, _ = read(
        notice(
            category="审计整改",
            topics=["采购"],
            inspection={"authority": "审计局", "group": "示例区审计局"},
        )
    )
    assert [tag.term for tag in parsed.entries[0].tags] == ["审计整改", "采购"]


def test_corrections_and_withdrawal_update_the_entry() -> None:
    changed = notice(
        corrections=[{"date": "2025-01-05", "note": "改正<电话>"}],
        withdrawn={"date": "2025-02", "reason": "重复公布"},
    )
    parsed, value = read(changed)
    (entry,) = parsed.entries
    assert entry.title.startswith("【已撤回】")
    assert entry.updated == "2025-02-01T00:00:00+08:00"
    (item,) = value["items"]  # type: ignore[misc]
    assert "改正&lt;电话&gt;" in item["content_html"]  # type: ignore[has-type]
    assert "重复公布" in item["content_html"]  # type: ignore[has-type]


def test_links_are_absolute() -> None:
    _, value = read(notice(body='见[第一节](#s1)，写作 href="#s1"。\n\n## 一、说明\n\n完。\n'))
    (item,) = value["items"]  # type: ignore[misc]
    assert f'href="{SITE}notices/2024/shifanju/#s1"' in item["content_html"]  # type: ignore[has-type]
    assert '写作 href="#s1"' in item["content_html"]  # type: ignore[has-type]


def test_corrected_notice_comes_first_and_entries_are_limited() -> None:
    old = notice(
        "2020/old", published="2024-06-20", corrections=[{"date": "2026-01-01", "note": "改"}]
    )
    parsed, _ = read(old, *(notice(f"2024/n{number}") for number in range(MAX_ENTRIES + 5)))
    assert len(parsed.entries) == MAX_ENTRIES
    assert parsed.entries[0].id.endswith("2020/old/")


def test_old_notice_added_late_comes_first() -> None:
    notices = [notice("2020/old", published="2020-06-20", inspection__start="2019-01",
                   inspection__end="2019-02", inspection__feedback="2019-03"),
            *(notice(f"2024/n{number}") for number in range(MAX_ENTRIES + 5))]  # fmt: skip
    for added, first in (({}, "2024/n0"), ({"2020/old": date(2025, 1, 2)}, "2020/old")):
        feed = next(notice_feeds(NoticeGroups(Register(notices)), "栏", added))
        assert (len(feed.notices), feed.notices[0].id) == (MAX_ENTRIES, first)


def feed_order(notices: list[Notice], added: dict[str, date]) -> list[str]:
    """Return the ids of the site's feed, in order."""
    feed = next(notice_feeds(NoticeGroups(Register(notices)), "栏", added))
    return [one.id for one in feed.notices]


@pytest.mark.parametrize("count", [3, MAX_ENTRIES, 400])
def test_the_arrival_of_an_archive_displaces_no_correction(count: int) -> None:
    today = date(2026, 11, 28)
    archive = [notice(f"2020/a{n}", published="2020-06-20", inspection__start="2019-01",
               inspection__end="2019-02", inspection__feedback="2019-03") for n in range(count)]  # fmt: skip
    changed = notice("2024/changed", corrections=[{"date": str(today), "note": "改正电话"}])
    gone = notice("2024/gone", withdrawn={"date": str(today), "reason": "重复公布"})
    recent = [notice(f"2024/n{n}") for n in range(MAX_ENTRIES)]
    order = feed_order([*archive, changed, gone, *recent], {one.id: today for one in archive})
    assert set(order[:2]) == {"2024/changed", "2024/gone"}
    late = [identity for identity in order if identity.startswith("2020/")]
    assert len(late) == min(count, MAX_ENTRIES // 4)
    assert order[2 : 2 + len(late)] == late


def test_a_first_import_lists_the_newest_notices() -> None:
    notices = [notice(f"2024/n{n:02}", published=f"2024-12-{n:02}") for n in range(2, 29)]
    order = feed_order(notices, {one.id: date(2026, 1, 1) for one in notices})
    assert order == [f"2024/n{n:02}" for n in range(28, 28 - MAX_ENTRIES, -1)]


def test_an_entry_is_updated_on_the_day_it_came_to_the_site_or_changed() -> None:
    notices = [notice("2024/late"), notice("2024/prompt"), notice("2024/changed", corrections=[{"date": "2025-03-01", "note": "改"}])]  # fmt: skip
    added = {"2024/late": date(2025, 1, 9), "2024/prompt": date(2024, 11, 30), "2024/changed": date(2025, 1, 9)}  # fmt: skip
    feed = next(notice_feeds(NoticeGroups(Register(notices)), "栏", added))
    bodies = {item.id: render(item.body, item.id) for item in notices}
    written = feed.with_bodies(bodies, SITE)
    days = {entry.id.split("/")[-2]: str(entry.updated.date()) for entry in written.entries}
    assert days == {"late": "2025-01-09", "prompt": "2024-12-02", "changed": "2025-03-01"}
    assert str(written.updated.date()) == "2025-03-01"


def test_every_region_and_unit_has_a_feed() -> None:
    notices = [notice("2024/a"), notice("2024/b", region="示例省/别处市", unit="别处局党组")]
    by_base: dict[str, NoticeFeed] = {
        feed.base: feed for feed in notice_feeds(NoticeGroups(Register(notices)), "栏", {})
    }
    assert len(by_base["regions/shi-li-sheng/"].notices) == 2
    assert [n.id for n in by_base["regions/shi-li-sheng/bie-chu-shi/"].notices] == ["2024/b"]
    assert [n.id for n in by_base["units/shi-li-qu-shi-fan-ju-dang-zu/"].notices] == ["2024/a"]


def test_a_unit_feed_holds_summaries() -> None:
    changed = notice(
        "2024/b", summary="摘要<1>", withdrawn={"date": "2025-02", "reason": "重复公布"}
    )
    parsed, value = read(notice("2024/a"), changed, base="units/shi-li-qu-shi-fan-ju-dang-zu/")
    withdrawn, plain = parsed.entries
    assert withdrawn.summary == "本通报已于2025年2月撤回。重复公布摘要<1>"
    assert plain.summary.startswith("根据")
    assert len(plain.summary) <= 160
    assert "content" not in plain
    assert [item["content_text"] for item in value["items"]] == [  # type: ignore[attr-defined]
        withdrawn.summary,
        plain.summary,
    ]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))))
def test_any_text_is_read_back(text: str) -> None:
    entry = FeedEntry("https://a.example/", "https://a.example/", text, MOMENT, content=text)
    feed = Feed("https://b.example/", text, MOMENT, [entry])
    root = fromstring(atom(feed))
    space = "{http://www.w3.org/2005/Atom}"
    texts = [root.findtext(f"{space}title"), *(root.findtext(f"{space}entry/{space}{name}")
             for name in ("title", "content"))]  # fmt: skip
    assert [value or "" for value in texts] == [text] * 3


def documents(count: int) -> dict[str, tuple[feedparser.FeedParserDict, dict[str, object]]]:
    """Return the documents of the site's feed by name, of notices of three years."""
    notices = [
        notice(f"{2022 + n % 3}/n{n}", published=f"{2022 + n % 3}-12-02") for n in range(count)
    ]
    bodies = {item.id: render(item.body, item.id) for item in notices}
    written = {
        f.place.name: f.with_bodies(bodies, SITE)
        for f in notice_feeds(NoticeGroups(Register(notices)), "示例公开栏", {})
        if f.base == ""
    }
    return {
        name: (feedparser.parse(atom(f)), json.loads(json_feed(f))) for name, f in written.items()
    }


def test_readers_walk_back_to_the_first_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_ARCHIVED", 9)
    count = MAX_ENTRIES + 21
    pages = documents(count)
    address: str | None = f"{SITE}feed.xml"
    visited, seen = [], set()
    while address:
        name = address.removeprefix(SITE).removesuffix(".xml")
        parsed, value = pages[name]
        visited.append(name)
        seen |= {entry.id for entry in parsed.entries}
        links = {link.rel: link.href for link in parsed.feed.links}
        assert links["self"] == address
        assert value["feed_url"] == address.replace(".xml", ".json")
        address = links.get("prev-archive")
        assert value.get("next_url") == (address and address.replace(".xml", ".json"))
        assert links.get("current") == (None if name == "feed" else f"{SITE}feed.xml")
        if "next-archive" in links:
            assert links["next-archive"] == f"{SITE}{visited[-2]}.xml"
        assert ("fh_archive" in parsed.feed) is (name != "feed")
    assert len(seen) == count
    assert set(visited) == set(pages)
    assert visited[1] == "feed/2024-2"


def test_a_feed_with_all_notices_says_so() -> None:
    ((parsed, value),) = documents(MAX_ENTRIES).values()
    assert "fh_complete" in parsed.feed
    assert "next_url" not in value


def test_the_feed_of_a_notice_has_its_own_changes() -> None:
    one = notice(
        "2024/a",
        corrections=[{"date": "2025-01-05", "note": "改正电话"}],
        withdrawn={"date": "2025-02-01", "reason": "内容有误"},
    )
    changelog = Changelog(Register([one, notice("2024/b")]), History(), check_privacy)
    feed = changes_feed(one, changelog.of_notice(one), "https://noticeboard.example/")
    assert feed.url == "https://noticeboard.example/notices/2024/a/"
    assert [(entry.title.partition("：")[0], entry.summary) for entry in feed.entries] == [
        ("撤回", "内容有误"),
        ("更正", "改正电话"),
        ("公布", f"{one.issuer}：{one.title}"),
    ]
    assert len({entry.id for entry in feed.entries}) == 3
    assert feedparser.parse(atom(feed)).bozo == 0
