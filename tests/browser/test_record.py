"""Withdrawn, blanked and noindex notices, rounds and stale contacts in a built site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import pytest
from playwright.sync_api import Page
from support.factories import BODY, write, write_round
from support.repositories import commit, git

SECRET = "张三家住示例路九号"
SUMMARY = "示范局党组公布张三一事的整改"
WITHDRAWAL = {"date": "2025-02-01", "reason": "公开了不该公开的个人信息"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, build_site: Callable[..., Path]) -> Path:
    """A site from a repository whose first commit contains a text that was blanked later."""
    root = tmp_path_factory.mktemp("record")
    folder = root / "notices"
    body = BODY.replace("照单全收", f"照单全收，{SECRET}")
    ok = [{"what": SECRET, "reason": "测试用的虚构文字"}]
    write(folder, "2024/blanked", body, summary=SUMMARY, privacy_ok=ok)
    write(folder, "2024/plain", unit="示例园林局党组")
    git(root, "init", "--quiet")
    commit(root)
    write(
        folder, "2024/blanked", "", withdrawn={**WITHDRAWAL, "noindex": "true", "blanked": "true"}
    )
    write(folder, "2024/kept", unit="示例水务局党组", withdrawn=WITHDRAWAL)
    old = {"inspection__start": "2019-01-01", "inspection__end": "2019-02-01"}
    write(folder, "2019/old", unit="示例档案局党组", published="2019-12-02",
          inspection__feedback="2019-03-01", **old)  # fmt: skip
    write_round(folder, units=["示范局党组", "示例园林局党组", "示例公园党组"],
                due_months="6", due_source="示例办法第三条")  # fmt: skip
    commit(root)
    return build_site(folder)


def contents(site: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield each file of the site; none is compressed."""
    return ((path, path.read_bytes()) for path in site.rglob("*") if path.is_file())


def test_a_blanked_text_is_absent_from_every_file(site: Path) -> None:
    words = [SECRET.encode(), SUMMARY.encode(), "家住示例路".encode()]
    unblanked = [path for path, raw in contents(site) if "立行立改".encode() in raw]
    assert {path.suffix for path in unblanked} == {".html", ".json", ".xml", ".md", ".zip"}
    leaks = [path for path, raw in contents(site) for word in words if word in raw]
    assert leaks == []
    assert [path for path, raw in contents(site) if "张三".encode() in raw] == []


def test_every_export_shows_the_withdrawal(site: Path) -> None:
    data = json.loads((site / "api/v1/notices/2024/blanked.json").read_text("utf-8"))
    assert data["html"] == ""
    assert {block["kind"] for block in data["blocks"]} == {"title", "unit", "contact"}
    assert data["withdrawn"] == {**WITHDRAWAL, "noindex": True, "blanked": True}
    assert data["contact"]["phones"][0]["number"] == "0999-8123456"
    entries = {e.id: e for e in feedparser.parse((site / "feed.xml").read_bytes()).entries}
    (entry,) = [e for address, e in entries.items() if address.endswith("2024/blanked/")]
    assert entry.title.startswith("【已撤回】")
    assert "2025年2月1日撤回" in entry.content[0].value
    assert "正文已经删去" in entry.content[0].value
    listed = json.loads((site / "api/v1/notices.json").read_text("utf-8"))["notices"]
    assert {e["id"]: e["status"] for e in listed}["2024/blanked"] == "withdrawn"
    assert 'href="blanked/"' in (site / "notices/2024/index.html").read_text("utf-8")
    page = (site / "notices/2024/blanked/index.html").read_text("utf-8")
    assert "正文已于2025年2月1日删去" in page
    assert page.count(WITHDRAWAL["reason"]) >= 2


def test_noindex_applies_only_to_marked_notices(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    for identity, noindex in (("2024/blanked", True), ("2024/kept", False), ("2024/plain", False)):
        page = (site / f"notices/{identity}/index.html").read_text("utf-8")
        assert ('<meta name="robots" content="noindex">' in page) == noindex
        assert (f"/notices/{identity}/<" not in sitemap) == noindex


def test_search_finds_a_blanked_notice_by_its_title(
    site: Path, serve: Callable[[Path], str], page: Page
) -> None:
    base = serve(site)
    for query, hits in (("关于巡察整改进展情况", "4"), ("张三", "0")):
        page.goto(f"{base}search/?q={query}")
        page.wait_for_selector('#search-results[aria-busy="false"]')
        assert page.inner_text("#search-total") == hits
    page.goto(f"{base}search/?q=0999-8123456")
    page.wait_for_selector('[data-notice-id="2024/blanked"]')


def test_a_round_shows_the_state_of_each_unit(
    site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.goto(f"{serve(site)}rounds/")
    page.click("text=示例区委第一轮巡察")
    page.wait_for_selector(".nb-units")
    rows = page.locator(".nb-units tbody tr")
    assert [row.split("\n")[0].split("\t")[0] for row in rows.all_inner_texts()] == [
        "示范局党组", "示例园林局党组", "示例公园党组",
    ]  # fmt: skip
    states = page.locator(".nb-state").all_inner_texts()
    assert states == ["公布后撤回", "已公布", "逾期未公布"]
    assert "共3个单位" in page.locator(".nb-round title").text_content()  # type: ignore[operator]
    data = json.loads((site / "api/v1/rounds.json").read_text("utf-8"))
    assert [unit["state"] for unit in data["rounds"][0]["units"]] == [
        "withdrawn", "published", "overdue",
    ]  # fmt: skip
    feed = feedparser.parse((site / "rounds/shili-2024-1/feed.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == 3


def test_a_stale_contact_is_reported_on_the_page_and_in_both_lists(site: Path) -> None:
    for address in ("notices/2019/old", "contacts", "contacts/oldest"):
        text = (site / address / "index.html").read_text("utf-8")
        assert "最后确认于2019年12月2日（通报公布时）" in text
    oldest = (site / "contacts/oldest/index.html").read_text("utf-8")
    assert oldest.index("示例档案局党组") < oldest.index("示例园林局党组")


def test_the_rounds_page_reports_that_there_are_none(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}rounds/")
    assert "还没有收录巡察轮次" in page.inner_text("main")
