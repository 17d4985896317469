"""A portal of two real boards: every notice with its origin, one search, rounds over all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from playwright.sync_api import Page
from support.axe import axe_violations
from support.page_kinds import RESULTS
from support.waiting import wait_until

from noticeboard.portal.harvest import harvest
from noticeboard.portal.members import Member
from noticeboard.portal.transfer import Limits
from noticeboard.reading.boards import FILE, Portal, read_portal

GONE = "2024/plain"
"""A notice that its board has dropped since."""


@pytest.fixture(scope="module")
def members(site_url: str, every_kind: str) -> list[Member]:
    return [
        Member(id="own-board", name="示例区公开栏", url=site_url),
        Member(id="kinds", name="示例县公开栏", url=every_kind),
    ]


@pytest.fixture(scope="module")
def portal(
    members: list[Member],
    tmp_path_factory: pytest.TempPathFactory,
    build_site: Callable[..., Path],
) -> Path:
    """The site of the portal; one member has dropped a notice after the last harvest."""
    into = tmp_path_factory.mktemp("portal") / "notices"
    results = list(harvest(members, into, Limits(rate=10_000, patience=60)))
    assert [result.board.faults for result in results] == [(), ()]
    known = read_portal(into)
    assert known
    own, kinds = known.boards
    kinds = kinds.model_copy(update={"faults": ("少了一篇",), "held": (GONE,)})
    (into / FILE).write_text(Portal(boards=(own, kinds)).model_dump_json(), "utf-8")
    return build_site(into)


@pytest.fixture(scope="module")
def portal_url(portal: Path, serve: Callable[[Path], str]) -> str:
    return serve(portal)


def data(site: Path, name: str) -> dict[str, object]:
    content: dict[str, object] = json.loads((site / "api/v1" / name).read_text("utf-8"))
    return content


def sources(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site / "notices").as_posix(): path.read_bytes()
        for path in (site / "notices").rglob("notice.md")
    }


def test_the_texts_of_all_members_are_the_portals(
    portal: Path, own_site: Path, every_kind_site: Path
) -> None:
    members = {"own-board": own_site, "kinds": every_kind_site}
    expected = {
        f"{i}/{name}": raw for i, site in members.items() for name, raw in sources(site).items()
    }
    assert sources(portal) == expected
    assert (portal / "rounds/kinds").is_dir()


def test_the_data_names_board_and_original_address(portal: Path, members: list[Member]) -> None:
    description = data(portal, "openapi.json")
    validate(description)
    urls = {member.id: member.url for member in members}
    for path in sorted((portal / "api/v1/notices").glob("*/*/*.json")):
        notice = json.loads(path.read_text("utf-8"))
        board, _, rest = notice["id"].partition("/")
        assert (notice["board"], notice["canonical_url"]) == (
            board,
            f"{urls[board]}notices/{rest}/",
        )
    schema = {"$ref": "#/components/schemas/BoardList", **description}
    Draft202012Validator(schema).validate(data(portal, "boards.json"))


def test_a_notice_leads_to_its_board(page: Page, portal_url: str, every_kind: str) -> None:
    page.goto(f"{portal_url}notices/kinds/2024/full/")
    original = f"{every_kind}notices/2024/full/"
    assert page.locator("link[rel=canonical]").get_attribute("href") == original
    assert page.locator(".nb-origin a").nth(1).get_attribute("href") == original
    assert original in page.locator("#nb-citation").inner_text()
    assert original in (page.locator("#source-command").text_content() or "")
    assert page.locator("[rel=edit], .nb-banner[aria-label='与原网页不同']").count() == 0
    page.goto(f"{portal_url}notices/kinds/{GONE}/")
    assert "没有更正或撤回" in page.locator(".nb-banner[aria-label='与原网页不同']").inner_text()


def test_every_relative_link_of_a_notice_leads_somewhere(page: Page, portal_url: str) -> None:
    page.goto(f"{portal_url}notices/kinds/2024/full/")
    links = page.locator("#notice-body a, .nb-files a").evaluate_all("all => all.map(a => a.href)")
    inside = [link for link in links if link.startswith(portal_url)]
    assert inside
    for link in inside:
        assert page.request.get(link).ok, link


def test_one_search_finds_the_notices_of_all_members(page: Page, portal_url: str) -> None:
    page.goto(f"{portal_url}search/?q=整改")
    page.wait_for_selector(RESULTS)
    total = int(page.locator("#search-total").inner_text())
    assert total == json.loads(page.request.get(f"{portal_url}api/v1/notices.json").body())["total"]
    page.goto(f"{portal_url}search/?q=武昌区")
    page.wait_for_selector(RESULTS)
    hit = page.locator("[data-notice-id]").first
    assert (hit.get_attribute("data-notice-id") or "").startswith("own-board/")
    hit.locator("a").first.click()
    wait_until(page, "document.querySelector('.nb-origin')")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_the_members_shows_state_and_age(
    page: Page, portal_url: str, axe: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{portal_url}members/")
    cards = page.locator(".nb-boards section")
    assert cards.count() == 2
    assert "正常" in cards.nth(0).inner_text()
    assert "没有收全" in cards.nth(1).inner_text()
    assert "今天" in cards.nth(1).inner_text()
    assert (cards.nth(1).locator("li a").get_attribute("href") or "").endswith(f"kinds/{GONE}/")
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(overflow)
    assert axe_violations(page, axe) == []
