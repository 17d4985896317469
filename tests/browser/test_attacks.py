"""Nothing in a notice becomes more than text: own attacks, every field, a real build and browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from support.active_content import active_in_fragment, wrong_data
from support.attacks import FIELDS, FILE_NAME, HARMLESS, OUTSIDE, OWN
from support.factories import text
from support.visits import Built, attack_pages, build_attacked, strangers, watched

from noticeboard.model.problems import has_errors
from noticeboard.reading.limits import exceeded_body_limit
from noticeboard.reading.reader import read_text
from noticeboard.rules.check import check_notices
from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.rendering import render

ALONE = tuple((attack,) for attack in OWN)
PLAIN = tuple((f"{HARMLESS}{number}",) for number in range(len(OWN)))


@pytest.fixture(scope="module")
def attacked(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in which every field of each notice is an attack, past all checks."""
    return build_attacked(project, tmp_path_factory.mktemp("attacked"), ALONE)


def test_no_page_holds_or_does_more_than_a_harmless_one(
    attacked: Path,
    chromium: Browser,
    project: Path,
    serve: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    plain = build_attacked(project, tmp_path, PLAIN)
    sites = (Built(site, serve(site)) for site in (attacked, plain))
    visited, wrong = attack_pages(chromium, *sites, everything=False)
    assert not wrong, "\n".join(wrong[:40])
    assert visited > len(OWN)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<script>alert(1)</script>", {"ran", "<script>", "scripts"}),
        ("<img src=x onerror=alert(1)>", {"ran", "handlers"}),
        (f"<img src=//{OUTSIDE}/x.png>", {"asked", "<img>"}),
        (f"<link rel=stylesheet href=//{OUTSIDE}/x.css>", {"asked", "<link>"}),
        ("<a href='java\tscript:alert(1)'>甲</a>", {"<a"}),
        ("<iframe srcdoc='<script>alert(1)</script>'></iframe>", {"ran", "<iframe>"}),
        ("<p style='color: red'>甲</p>", {"styles"}),
    ],
)
def test_the_browser_would_see_it(
    text: str, seen: set[str], chromium: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """What the tests above look for is found where it is, even behind a policy."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">"
    for name, inside in (("plain.html", "甲"), ("page.html", text)):
        (tmp_path / name).write_text(f"<!DOCTYPE html>{policy}<p>{inside}", "utf-8")
    base = serve(tmp_path)
    watching = watched(chromium, Built(tmp_path, base).host)
    harmless = watching.look(f"{base}plain.html")
    found = list(strangers(watching.look(f"{base}page.html"), harmless, "page"))
    said = {one.split()[1].rstrip(",") for one in found} | {
        one.split()[0] for one in watching.found
    }
    assert said == seen
    watching.context.close()


def test_feeds_data_and_pictures_are_whole_and_hold_nothing_active(attacked: Path) -> None:
    assert list(wrong_data(attacked, len(OWN))) == []


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
        if exceeded_body_limit(written) is None:
            html = render(written, "2024/x").html
            assert active_in_fragment(html) == []
            assert not HIDDEN.search(html)
            assert f'src="//{OUTSIDE}' not in html
            assert f'src="https://{OUTSIDE}' not in html


@pytest.mark.parametrize("attack", OWN)
def test_the_check_answers_any_field(attack: str) -> None:
    fields = dict.fromkeys(FIELDS, attack)
    for changes in ({}, fields, {"topics": [attack], "attachments": [attack]}):
        parsed = read_text(text(f"{attack}\n", **changes), "notices/2024/shifanju.md")
        problems = check_notices([parsed], Path("notices"))
        assert problems
        assert has_errors(problems)
        assert all(problem.message and problem.help for problem in problems)
