"""Nothing in a notice becomes more than text: own attacks, every field, a real build and browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from attacks import FIELDS, FILE_NAME, OUTSIDE, OWN
from inspecting import active_in_fragment, attack_pages, build_attacked, watched, wrong_data
from made import text
from playwright.sync_api import Browser

from noticeboard.body import render
from noticeboard.bounds import text_excess
from noticeboard.problems import has_errors
from noticeboard.reading import read_text
from noticeboard.rules import check_readings


@pytest.fixture(scope="module")
def attacked(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in which every field of each notice is an attack, past all checks."""
    return build_attacked(project, tmp_path_factory.mktemp("attacked"), OWN)


def test_no_page_holds_or_does_more_than_a_harmless_one(
    attacked: Path, chromium: Browser, serve: Callable[[Path], str]
) -> None:
    wrong = attack_pages(chromium, attacked, serve(attacked), everything=False)
    assert not wrong, "\n".join(wrong[:40])


def test_feeds_data_and_pictures_are_whole_and_hold_nothing_active(attacked: Path) -> None:
    assert list(wrong_data(attacked, OWN)) == []


def test_queries_are_text(attacked: Path, chromium: Browser, serve: Callable[[Path], str]) -> None:
    base = serve(attacked)
    watching = watched(chromium, base.removeprefix("http://").rstrip("/"))
    for query in OWN[:8]:
        watching.page.goto(f"{base}search/?q={quote(query.encode('utf-8', 'replace'))}")
        watching.page.wait_for_selector('#search-results[aria-busy="false"]', state="attached")
        inside = watching.page.locator("#search-results, #search-total")
        assert inside.locator("script, img, iframe, svg[onload], style, [onerror]").count() == 0
    assert watching.found == []
    watching.context.close()


def test_the_files_are_found_by_their_links(
    attacked: Path, chromium: Browser, serve: Callable[[Path], str]
) -> None:
    base = serve(attacked)
    page = chromium.new_page()
    page.goto(f"{base}notices/2024/a0/")
    address = page.locator(".nb-files a").evaluate("link => link.href")
    answer = page.request.get(address)
    assert (answer.status, answer.text()) == (200, "甲")
    assert (attacked / "notices/2024/a0" / FILE_NAME).is_file()
    page.close()


@pytest.mark.parametrize("attack", OWN)
def test_a_rendered_text_holds_nothing_active(attack: str) -> None:
    for written in (attack, f"甲{attack}乙", f"- {attack}", f"[甲]({attack})", f"![甲]({attack})"):
        if text_excess(written) is None:
            html = render(written, "2024/x").html
            assert active_in_fragment(html) == []
            assert f'src="//{OUTSIDE}' not in html
            assert f'src="https://{OUTSIDE}' not in html


@pytest.mark.parametrize("attack", OWN)
def test_the_check_answers_any_field(attack: str) -> None:
    fields = dict.fromkeys(FIELDS, attack)
    for changes in ({}, fields, {"topics": [attack], "attachments": [attack]}):
        reading = read_text(text(f"{attack}\n", **changes), "notices/2024/shifanju.md")
        problems = check_readings([reading], Path("notices"))
        assert problems
        assert has_errors(problems)
        assert all(problem.message and problem.help for problem in problems)
