"""Attack strings in every field stay text in the built site, the feeds and the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from support.active_content import data_file_problems, find_active_content
from support.attacks import ATTACKS, EXTERNAL_HOST, FIELDS, FILE_NAME, HARMLESS
from support.factories import text
from support.page_audit import (
    BuiltSite,
    added_kinds,
    audit_pages,
    build_hostile_site,
    open_session,
)

from noticeboard.model.problems import has_errors
from noticeboard.reading.limits import exceeded_body_limit
from noticeboard.reading.reader import read_text
from noticeboard.rules.check import check_notices
from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.rendering import render

ATTACK_GROUPS = tuple((attack,) for attack in ATTACKS)
HARMLESS_GROUPS = tuple((f"{HARMLESS}{number}",) for number in range(len(ATTACKS)))


@pytest.fixture(scope="module")
def hostile_site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose notices bypass all checks and contain one attack in every field."""
    return build_hostile_site(project, tmp_path_factory.mktemp("hostile"), ATTACK_GROUPS)


def test_hostile_pages_have_the_active_content_of_harmless_ones(
    hostile_site: Path,
    chromium: Browser,
    project: Path,
    serve: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    plain = build_hostile_site(project, tmp_path, HARMLESS_GROUPS)
    sites = (BuiltSite(site, serve(site)) for site in (hostile_site, plain))
    visited, problems = audit_pages(chromium, *sites, everything=False)
    assert not problems, "\n".join(problems[:40])
    assert visited > len(ATTACKS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", {"ran", "<script>", "scripts"}),
        ("<img src=x onerror=alert(1)>", {"ran", "handlers"}),
        (f"<img src=//{EXTERNAL_HOST}/x.png>", {"requested", "<img>"}),
        (f"<link rel=stylesheet href=//{EXTERNAL_HOST}/x.css>", {"requested", "<link>"}),
        ("<a href='java\tscript:alert(1)'>甲</a>", {"<a"}),
        ("<iframe srcdoc='<script>alert(1)</script>'></iframe>", {"ran", "<iframe>"}),
        ("<p style='color: red'>甲</p>", {"styles"}),
    ],
)
def test_the_audit_detects_each_kind_of_attack(
    text: str, expected: set[str], chromium: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """The audit ignores the page's Content Security Policy."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">"
    for name, content in (("plain.html", "甲"), ("page.html", text)):
        (tmp_path / name).write_text(f"<!DOCTYPE html>{policy}<p>{content}", "utf-8")
    base = serve(tmp_path)
    session = open_session(chromium, BuiltSite(tmp_path, base).host)
    harmless = session.inspect(f"{base}plain.html")
    differences = list(added_kinds(session.inspect(f"{base}page.html"), harmless, "page"))
    kinds = {difference.split()[1].rstrip(",") for difference in differences}
    kinds |= {violation.split()[0] for violation in session.violations}
    assert kinds == expected
    session.context.close()


def test_feeds_data_and_images_are_well_formed_and_inactive(hostile_site: Path) -> None:
    assert list(data_file_problems(hostile_site, len(ATTACKS))) == []


def test_hostile_queries_stay_text(
    hostile_site: Path, chromium: Browser, serve: Callable[[Path], str]
) -> None:
    base = serve(hostile_site)
    session = open_session(chromium, base.removeprefix("http://").rstrip("/"))
    for query in ATTACKS[:8]:
        session.page.goto(f"{base}search/?q={quote(query.encode('utf-8', 'replace'))}")
        session.page.wait_for_selector('#search-results[aria-busy="false"]', state="attached")
        results = session.page.locator("#search-results, #search-total")
        assert results.locator("script, img, iframe, svg[onload], style, [onerror]").count() == 0
    assert session.violations == []
    session.context.close()


def test_links_lead_to_attachments_with_special_names(
    hostile_site: Path, chromium: Browser, serve: Callable[[Path], str]
) -> None:
    base = serve(hostile_site)
    page = chromium.new_page()
    page.goto(f"{base}notices/2024/a0/")
    address = page.locator(".nb-files a").evaluate("link => link.href")
    response = page.request.get(address)
    assert (response.status, response.text()) == (200, "甲")
    assert (hostile_site / "notices/2024/a0" / FILE_NAME).is_file()
    page.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_rendered_attacks_are_inactive(attack: str) -> None:
    for body in (attack, f"甲{attack}乙", f"- {attack}", f"[甲]({attack})", f"![甲]({attack})"):
        if exceeded_body_limit(body) is None:
            html = render(body, "2024/x").html
            assert find_active_content(html) == []
            assert not HIDDEN.search(html)
            assert f'src="//{EXTERNAL_HOST}' not in html
            assert f'src="https://{EXTERNAL_HOST}' not in html


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_check_reports_attacks_in_every_field(attack: str) -> None:
    fields = dict.fromkeys(FIELDS, attack)
    for changes in ({}, fields, {"topics": [attack], "attachments": [attack]}):
        parsed = read_text(text(f"{attack}\n", **changes), "notices/2024/shifanju.md")
        problems = check_notices([parsed], Path("notices"))
        assert problems
        assert has_errors(problems)
        assert all(problem.message and problem.help for problem in problems)
