"""The write page in Chromium: from a document to a merged notice; one site and one page for all tests.

With NOTICEBOARD_EXAMPLES set, every golden of check and import is compared with the command line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import axe_violations
from support.code_hosts import MAIN, TOKEN, Host, serve_host
from support.documents import styled_docx

from noticeboard.importing import import_file
from noticeboard.model.dates import beijing_date
from noticeboard.model.register import ContactStaleness
from noticeboard.reading.reader import read_bytes
from noticeboard.rules.check import check_notices

CASES = Path(__file__).resolve().parents[1] / "cases"
CHECKED = sorted((CASES / "check").glob("*.md"))
IMPORTED = sorted((CASES / "importing/formats").glob("notice.*[!d]"))
if not os.environ.get("NOTICEBOARD_EXAMPLES"):
    CHECKED, IMPORTED = CHECKED[::15], IMPORTED[:1]
CHECK_BUSY = "#write-problems[aria-busy=false]"
STARTED = 300_000
"""Milliseconds; Python starts on a machine that runs other tests too."""


@dataclass
class Walk:
    """A page with the program started, the host that it sends to, and what it requested and reported."""

    page: Page
    host: Host
    url: str
    requests: list[str]
    errors: list[str]

    def settled(self) -> None:
        self.page.wait_for_selector(CHECK_BUSY, timeout=STARTED)

    def type_source(self, text: str) -> None:
        self.page.locator("#write-source").fill(text)
        self.settled()

    @property
    def source(self) -> str:
        return self.page.locator("#write-source").input_value()

    @property
    def rules(self) -> list[str]:
        listed = self.page.locator("#write-problems [data-rule]").all()
        return sorted(one.get_attribute("data-rule") or "" for one in listed)


@pytest.fixture(scope="module")
def walk(
    project: Path,
    chromium: Browser,
    build_site: Callable[..., Path],
    serve: Callable[[Path], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Walk]:
    site = build_site(project / "notices", EDITOR_DIR=str(project / ".cache/editor"))
    host = Host(tmp_path_factory.mktemp("host") / "git")
    with serve_host("forgejo", host) as api:
        # The site's own mkdocs.yml names no host.
        board, page_file = (site / "contribute/write" / n for n in ("board.json", "index.html"))
        setting = f'{{"host": "forgejo", "url": "{api}", "repo": "{MAIN}", "api": "{api}"}}'
        board.write_text(
            board.read_text().replace('"editor": {', f'"editor": {setting}, "old": {{')
        )
        self_only = "connect-src &#39;self&#39;"
        policy = page_file.read_text().replace(self_only, f"{self_only} {api}")
        page_file.write_text(policy)
        url = serve(site)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        requests: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on(
            "console",
            # The host answers 404 for a file that is new.
            lambda message: (
                errors.append(message.text)
                if message.type == "error" and api not in message.location["url"]
                else None
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield Walk(page, host, url, requests, errors)
        page.close()


def test_a_clerk_walks_from_a_document_to_a_merged_notice(
    walk: Walk, tmp_path: Path, axe: str
) -> None:
    page = walk.page
    page.goto(f"{walk.url}contribute/write/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in walk.requests if "program-" in url]  # only when asked for
    document = tmp_path / "通报.docx"
    document.write_bytes(styled_docx())
    page.set_input_files("#write-file", document)
    walk.settled()
    draft = import_file(document)
    assert walk.source == draft.markdown
    assert page.locator("#write-id").input_value() == draft.suggested_id
    body = page.frame_locator("#write-preview").locator("#notice-body")
    expect(body).to_contain_text("根据区委", timeout=STARTED)

    published = page.locator("#write-field-published")
    published.fill("2024年13月1日")
    published.blur()
    page.wait_for_selector("#write-problems .nbw-problem--error", timeout=STARTED)
    page.locator("#write-problems .nbw-problem--error button").first.click()
    expect(published).to_be_focused()
    published.fill("2024年6月20日")
    published.blur()
    page.wait_for_selector("#write-problems .nbw-problem--error", state="detached", timeout=STARTED)
    assert "published: 2024-06-20" in walk.source

    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page, axe) == []

    submit = page.locator("#write-submit")
    expect(submit).to_be_disabled()
    for box in page.locator("#write-checks input").all():
        box.check()
    page.locator("#write-token").fill(TOKEN)
    page.locator("#write-token").blur()
    submit.dblclick()
    expect(page.locator("#write-request")).to_have_attribute(
        "href", "https://host.example/1", timeout=STARTED
    )
    assert len(walk.host.requests) == 1
    walk.host.merge()
    merged = walk.host.read(MAIN, "main", f"notices/{draft.suggested_id}.md")
    assert merged
    assert merged[0].decode() == walk.source
    assert walk.errors == []


@pytest.mark.parametrize("case", CHECKED, ids=lambda case: case.stem)
def test_the_check_finds_what_the_command_line_finds(walk: Walk, case: Path) -> None:
    raw = case.read_bytes()
    text = raw.decode("utf-8", "replace")
    if "\r" in text or text.encode() != raw:
        pytest.skip("a text area holds no such text")
    walk.type_source(text)
    notice_id = walk.page.locator("#write-id").input_value()
    parsed = read_bytes(raw, f"notices/{notice_id}.md")
    staleness = ContactStaleness(24, beijing_date())
    expected = check_notices([parsed], Path("notices"), staleness=staleness)
    assert walk.rules == sorted(problem.rule for problem in expected)


@pytest.mark.parametrize("case", IMPORTED, ids=lambda case: case.name)
def test_the_draft_is_that_of_the_command_line(walk: Walk, case: Path) -> None:
    walk.page.evaluate("document.querySelector('#write-source').value = ''")
    walk.page.set_input_files("#write-file", case)
    expect(walk.page.locator("#write-source")).not_to_have_value("", timeout=STARTED)
    assert walk.source == import_file(case).markdown
    walk.settled()


def test_a_published_notice_opens_for_correction_and_shows_what_differs(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{walk.url}contribute/write/?notice=2024/wuchang-grid")
    walk.settled()
    phone = page.locator("#write-field-contact-phones-0-number")
    phone.fill("027-88937158")
    phone.blur()
    difference = page.frame_locator("#write-difference").locator("body")
    expect(difference).to_contain_text("027-88937158", timeout=STARTED)
    walk.settled()
    assert [rule for rule in walk.rules if rule.startswith("past-")]
    verified = page.locator("#write-field-contact-verified")
    verified.fill(beijing_date().isoformat())
    verified.blur()
    expect(page.locator("#write-problems .nbw-problem--error")).to_have_count(0, timeout=STARTED)
    page.goto(f"{walk.url}contribute/write/")


def test_a_draft_survives_and_can_be_wiped(walk: Walk) -> None:
    source = walk.source
    walk.page.reload()
    walk.page.locator("#write-restore-use").click(timeout=STARTED)
    walk.settled()
    assert walk.source == source
    walk.page.on("dialog", lambda dialog: dialog.accept())
    walk.page.locator("#write-reset").click()
    walk.page.wait_for_load_state("networkidle")
    expect(walk.page.locator("#write-restore")).to_be_hidden()
    assert walk.errors == []
