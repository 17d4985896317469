"""Withdrawn, blanked and noindex notices, rounds and old contacts in the built site."""

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
GONE = {"date": "2025-02-01", "reason": "公开了不该公开的个人信息"}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory, build_site: Callable[..., Path]) -> Path:
    """A site from a repository whose first commit held a text that is blanked since."""
    root = tmp_path_factory.mktemp("record")
    folder = root / "notices"
    body = BODY.replace("照单全收", f"照单全收，{SECRET}")
    ok = [{"what": SECRET, "reason": "测试用的虚构文字"}]
    write(folder, "2024/blanked", body, summary=SUMMARY, privacy_ok=ok)
    write(folder, "2024/plain", unit="示例园林局党组")
    git(root, "init", "--quiet")
    commit(root)
    write(folder, "2024/blanked", "", withdrawn={**GONE, "noindex": "true", "blanked": "true"})
    write(folder, "2024/kept", unit="示例水务局党组", withdrawn=GONE)
    old = {"inspection__start": "2019-01-01", "inspection__end": "2019-02-01"}
    write(folder, "2019/old", unit="示例档案局党组", published="2019-12-02",
          inspection__feedback="2019-03-01", **old)  # fmt: skip
    write_round(folder, units=["示范局党组", "示例园林局党组", "示例公园党组"],
                due_months="6", due_source="示例办法第三条")  # fmt: skip
    commit(root)
    return build_site(folder)


def contents(site: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of the site; none is packed, the search index neither."""
    return ((path, path.read_bytes()) for path in site.rglob("*") if path.is_file())


def test_a_blanked_text_is_nowhere_in_the_site(record: Path) -> None:
    words = [SECRET.encode(), SUMMARY.encode(), "家住示例路".encode()]
    kept = [path for path, raw in contents(record) if "立行立改".encode() in raw]
    assert {path.suffix for path in kept} == {".html", ".json", ".xml", ".md"}
    assert any("search-index" in path.parts for path in kept)
    found = [path for path, raw in contents(record) for word in words if word in raw]
    assert found == []
    assert [path for path, raw in contents(record) if "张三".encode() in raw] == []


def test_what_remains_agrees_everywhere(record: Path) -> None:
    data = json.loads((record / "api/v1/notices/2024/blanked.json").read_text("utf-8"))
    assert (data["markdown"], data["html"], data["text"]) == ("", "", "")
    assert data["withdrawn"] == {**GONE, "noindex": True, "blanked": True}
    assert data["contact"]["phones"][0]["number"] == "0999-8123456"
    entries = {e.id: e for e in feedparser.parse((record / "feed.xml").read_bytes()).entries}
    (entry,) = [e for address, e in entries.items() if address.endswith("2024/blanked/")]
    assert entry.title.startswith("【已撤回】")
    assert "2025年2月1日撤回" in entry.content[0].value
    assert "正文已经删去" in entry.content[0].value
    listed = json.loads((record / "api/v1/notices.json").read_text("utf-8"))["notices"]
    assert {e["id"]: e["status"] for e in listed}["2024/blanked"] == "withdrawn"
    assert 'href="blanked/"' in (record / "notices/2024/index.html").read_text("utf-8")
    page = (record / "notices/2024/blanked/index.html").read_text("utf-8")
    assert "正文已于2025年2月1日删去" in page
    assert page.count(GONE["reason"]) >= 2


def test_noindex_is_asked_for_only_where_it_is_written(record: Path) -> None:
    sitemap = (record / "sitemap.xml").read_text("utf-8")
    for identity, asked in (("2024/blanked", True), ("2024/kept", False), ("2024/plain", False)):
        page = (record / f"notices/{identity}/index.html").read_text("utf-8")
        assert ('<meta name="robots" content="noindex">' in page) == asked
        assert (f"/notices/{identity}/<" not in sitemap) == asked


def test_the_sites_own_search_still_finds_it_by_its_title(
    record: Path, serve: Callable[[Path], str], page: Page
) -> None:
    base = serve(record)
    for query, hits in (("关于巡察整改进展情况", "4"), ("张三", "0")):
        page.goto(f"{base}search/?q={query}")
        page.wait_for_selector('#search-results[aria-busy="false"]')
        assert page.inner_text("#search-total") == hits
    page.goto(f"{base}search/?q=0999-8123456")
    page.wait_for_selector('[data-notice-id="2024/blanked"]')


def test_rounds_in_the_site(record: Path, page: Page, serve: Callable[[Path], str]) -> None:
    page.goto(f"{serve(record)}rounds/")
    page.click("text=示例区委第一轮巡察")
    page.wait_for_selector(".nb-units")
    rows = page.locator(".nb-units tbody tr")
    assert [row.split("\n")[0].split("\t")[0] for row in rows.all_inner_texts()] == [
        "示范局党组", "示例园林局党组", "示例公园党组",
    ]  # fmt: skip
    states = page.locator(".nb-state").all_inner_texts()
    assert states == ["公布后撤回", "已公布", "逾期未公布"]
    assert "共3个单位" in page.locator(".nb-round title").text_content()  # type: ignore[operator]
    data = json.loads((record / "api/v1/rounds.json").read_text("utf-8"))
    assert [unit["state"] for unit in data["rounds"][0]["units"]] == [
        "withdrawn", "published", "overdue",
    ]  # fmt: skip
    read = feedparser.parse((record / "rounds/shili-2024-1/feed.xml").read_bytes())
    assert not read.bozo
    assert len(read.entries) == 3


def test_an_old_contact_is_told_on_the_page_and_in_both_lists(record: Path) -> None:
    for address in ("notices/2019/old", "contacts", "contacts/oldest"):
        text = (record / address / "index.html").read_text("utf-8")
        assert "最后确认于2019年12月2日（通报公布时）" in text
    oldest = (record / "contacts/oldest/index.html").read_text("utf-8")
    assert oldest.index("示例档案局党组") < oldest.index("示例园林局党组")


def test_without_rounds_the_page_says_so(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}rounds/")
    assert "还没有收录巡察轮次" in page.inner_text("main")
