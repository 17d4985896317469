"""The write page in Chromium: from a document to a merged notice; one site and one page for all tests.

With NOTICEBOARD_EXAMPLES set, every golden of check and import is compared with the command line.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from support.axe import axe_violations
from support.code_hosts import CLIENT, MAIN, TOKEN, Host, serve_host
from support.documents import styled_docx

from noticeboard.importing import import_file
from noticeboard.model.dates import beijing_date
from noticeboard.model.register import ContactStaleness
from noticeboard.reading.reader import read_bytes
from noticeboard.rules.check import check_notices

CASES = Path(__file__).resolve().parents[1] / "cases"


def _is_typable(case: Path) -> bool:
    """Return whether a text area can hold the file: UTF-8 without carriage returns."""
    raw = case.read_bytes()
    return b"\r" not in raw and raw.decode("utf-8", "replace").encode() == raw


CHECKED = sorted(filter(_is_typable, (CASES / "check").glob("*.md")))
IMPORTED = sorted((CASES / "importing/formats").glob("notice.*[!d]"))
if not os.environ.get("NOTICEBOARD_EXAMPLES"):
    CHECKED, IMPORTED = CHECKED[::15], IMPORTED[:1]
CHECK_BUSY = "#write-problems[aria-busy=false]"
STARTED = 300_000
"""Milliseconds; Python starts on a machine that runs other tests too."""
ANSWERED = 30_000
"""Milliseconds; the program runs, and a host answers."""


@dataclass
class Walk:
    """A page with the program started, the host that it sends to, and what it requested and reported."""

    page: Page
    host: Host
    url: str
    board: Path
    api: str
    requests: list[str]
    errors: list[str]

    def set_editor(self, host: str, **more: str) -> None:
        """Set where the page sends a notice; the site's own mkdocs.yml names no host."""
        settings = json.loads(self.board.read_text())
        settings["editor"] = {"host": host, "url": self.api, "repo": MAIN, "api": self.api, **more}
        self.board.write_text(json.dumps(settings))

    def settled(self) -> None:
        self.page.wait_for_selector(CHECK_BUSY, timeout=STARTED)

    def type_source(self, text: str) -> None:
        self.page.locator("#write-source").fill(text)
        self.settled()

    @property
    def source(self) -> str:
        return self.page.locator("#write-source").input_value()

    @property
    def problems(self) -> list[tuple[str, int, str]]:
        """Rule, line and message of each."""
        listed = self.page.locator("#write-problems [data-rule]")
        rows = listed.evaluate_all(
            "all => all.map(one => [one.dataset.rule, +one.dataset.line,"
            " one.querySelector('button').textContent.replace(/^第\\d+行：/, '')])"
        )
        return sorted((rule, line, message) for rule, line, message in rows)


@pytest.fixture(scope="module")
def walk(
    project: Path,
    chromium: Browser,
    build_site: Callable[..., Path],
    serve: Callable[[Path], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Walk]:
    site = build_site(
        project / "tests/cases/board/notices", EDITOR_DIR=str(project / ".cache/editor")
    )
    host = Host(tmp_path_factory.mktemp("host") / "git")
    with serve_host("forgejo", host) as api:
        board, page_file = (site / "contribute/write" / n for n in ("board.json", "index.html"))
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
            # The host and the site answer 404 for a file that is new.
            lambda message: (
                errors.append(message.text)
                if message.type == "error"
                and api not in message.location["url"]
                and not message.location["url"].endswith("/notice.md")
                else None
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        walk = Walk(page, host, url, board, api, requests, errors)
        walk.set_editor("forgejo")
        yield walk
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

    assert page.locator(".nbw-check").count() == 4  # no correction of a new notice is affirmed
    body.locator("h2").first.click()  # leads to the line of the text
    heading = "document.activeElement.value?.slice(document.activeElement.selectionStart)"
    assert page.evaluate(heading).startswith("## ")

    published = page.locator("#write-field-published")
    published.fill("2024年13月1日")
    published.blur()
    page.wait_for_selector("#write-problems .nbw-problem--error", timeout=STARTED)
    expect(body).to_contain_text("根据区委", timeout=STARTED)  # the text alone, without its page
    expect(page.locator("#write-download")).to_contain_text("还没有完成")
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
    published.fill("2024-06-19")
    published.blur()
    expect(page.locator("#write-checks input:checked")).to_have_count(0, timeout=ANSWERED)
    published.fill("2024-06-20")
    published.blur()
    walk.settled()
    for box in page.locator("#write-checks input").all():
        box.check()
    page.locator("#write-token").fill(TOKEN)
    page.locator("#write-token").blur()
    walk.host.refusals = [422]
    for sentence in ("换一个文件名", "网络断了"):
        submit.click()
        expect(page.locator("#write-sent")).to_contain_text(sentence, timeout=ANSWERED)
        expect(page.locator("#write-sent")).to_contain_text("您写的都还在")
        page.context.set_offline(sentence == "换一个文件名")
    submit.dblclick()
    expect(page.locator("#write-request")).to_have_attribute(
        "href", "https://host.example/1", timeout=ANSWERED
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
    walk.type_source(raw.decode())
    notice_id = walk.page.locator("#write-id").input_value()
    parsed = read_bytes(raw, f"notices/{notice_id}.md")
    staleness = ContactStaleness(24, beijing_date())
    expected = check_notices([parsed], Path("notices"), staleness=staleness)
    assert walk.problems == sorted((p.rule, p.line, p.message) for p in expected)
    assert walk.page.locator("#write-failure").is_hidden()


@pytest.mark.parametrize("case", IMPORTED, ids=lambda case: case.name)
def test_the_draft_is_that_of_the_command_line(walk: Walk, case: Path) -> None:
    walk.page.evaluate("document.querySelector('#write-source').value = '刚才写的'")
    walk.page.set_input_files("#write-file", case)
    expect(walk.page.locator("#write-source")).not_to_have_value("刚才写的", timeout=STARTED)
    assert walk.source == import_file(case).markdown
    walk.settled()
    draft = walk.source
    walk.page.locator("#write-restore-use").click()
    expect(walk.page.locator("#write-source")).to_have_value("刚才写的")
    walk.settled()
    walk.type_source(draft)


def test_a_published_notice_opens_for_correction_and_shows_what_differs(walk: Walk) -> None:
    page = walk.page
    walk.set_editor("forgejo", client_id=CLIENT)
    page.goto(f"{walk.url}contribute/write/?notice=2024/wuchang-grid")
    walk.settled()
    phone = page.locator("#write-field-contact-phones-0-number")
    phone.fill("027-88937158")
    phone.blur()
    difference = page.frame_locator("#write-difference").locator("body")
    expect(difference).to_contain_text("027-88937158", timeout=STARTED)
    walk.settled()
    assert [rule for rule, _, _ in walk.problems if rule.startswith("past-")]
    verified = page.locator("#write-field-contact-verified")
    verified.fill(beijing_date().isoformat())
    verified.blur()
    expect(page.locator("#write-problems .nbw-problem--error")).to_have_count(0, timeout=STARTED)
    walk.settled()
    source = walk.source

    page.locator("#write-login").click()  # leaves the page, and comes back with a code
    page.wait_for_selector("#write-signin[hidden]", state="attached", timeout=STARTED)
    assert page.url == f"{walk.url}contribute/write/?notice=2024/wuchang-grid"
    assert walk.source == source
    for box in page.locator("#write-checks input").all():
        box.check()
    walk.host.requests.clear()
    page.locator("#write-submit").click()
    expect(page.locator("#write-request")).to_be_visible(timeout=ANSWERED)
    walk.host.merge()
    merged = walk.host.read(MAIN, "main", "notices/2024/wuchang-grid.md")
    assert merged
    assert merged[0].decode() == source
    page.goto(f"{walk.url}contribute/write/")


def test_a_draft_survives_and_is_downloaded_or_pasted_without_a_host(walk: Walk) -> None:
    page = walk.page
    walk.set_editor("none")
    page.reload()
    page.locator("#write-restore-use").click(timeout=STARTED)
    walk.settled()
    picture = (CASES.parents[1] / "docs/assets/contribute/comment.png").read_bytes()
    page.set_input_files(
        "#write-attach", FilePayload(name="章.png", mimeType="image/png", buffer=picture)
    )
    page.wait_for_selector("#write-files li", timeout=ANSWERED)
    walk.settled()
    slug = page.locator("#write-id").input_value().split("/")[1]
    walk.type_source(f"{walk.source}\n![示例章]({slug}/章.png)\n")
    image = page.frame_locator("#write-preview").locator("#notice-body img")
    expect(image).to_have_attribute("src", re.compile("^data:image/png"), timeout=ANSWERED)
    page.locator("#write-files button").click()
    expect(page.locator("#write-files li")).to_have_count(0, timeout=ANSWERED)
    walk.settled()
    walk.type_source(walk.source.replace(f"\n![示例章]({slug}/章.png)\n", ""))
    content = "示例附件\n".encode() * 1000
    file = FilePayload(name="附件1.txt", mimeType="text/plain", buffer=content)
    page.set_input_files("#write-attach", file)
    page.wait_for_selector("#write-files li", timeout=ANSWERED)
    walk.settled()
    notice_id = page.locator("#write-id").input_value()
    assert "附件1.txt" in walk.source
    for name, sign in (
        ("示例局通报", "#write-problems [data-rule=path]"),
        ("2024/wuchang-grid", "#write-taken:not(:empty)"),
    ):
        page.locator("#write-id").fill(name)
        page.locator("#write-id").blur()
        page.wait_for_selector(sign, timeout=ANSWERED)
    page.locator("#write-id").fill(notice_id)
    page.locator("#write-id").blur()
    expect(page.locator("#write-taken")).to_be_empty(timeout=ANSWERED)
    walk.settled()
    with page.expect_download() as download:
        page.locator("#write-download").click()
    expect(page.locator("#write-sent")).to_contain_text("先不要发出")
    assert download.value.suggested_filename.startswith("未完成-")
    for box in page.locator("#write-checks input").all():
        box.check()
    with page.expect_download() as download:
        page.locator("#write-download").click()
    expect(page.locator("#write-sent")).to_contain_text("下一步")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"notices/{notice_id}.md": walk.source.encode(),
            f"notices/{notice_id}/附件1.txt": content,
        }
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="复制全文").click()
    name = notice_id.replace("/", "%2F")
    assert opened.value.url == f"{walk.api}/{MAIN}/_new/main?filename=notices%2F{name}.md"
    opened.value.close()
    assert page.evaluate("navigator.clipboard.readText()") == walk.source


def test_a_draft_can_be_wiped(walk: Walk) -> None:
    walk.page.on("dialog", lambda dialog: dialog.accept())
    walk.page.locator("#write-reset").click()
    walk.page.wait_for_load_state("networkidle")
    expect(walk.page.locator("#write-restore")).to_be_hidden()
    assert walk.errors == []
