"""The site as a reader gets it through Debian's nginx with deploy/nginx.conf."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from support.nginx import LOCAL, Answer, Nginx, running
from support.page_kinds import FULL, KINDS, PLAIN, RESULTS, Kind
from support.waiting import until

from noticeboard.exports.checksums import write_checksums
from noticeboard.exports.security import content_security_policy

GONE = "2024/n1"
FOREVER = "public, max-age=31536000, immutable"
VIOLATIONS = "addEventListener('securitypolicyviolation', e => console.error(`${e.violatedDirective} ${e.blockedURI}`))"


def publish(project: Path, *arguments: Path | str) -> subprocess.CompletedProcess[str]:
    command = [str(project / "deploy/publish"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="module")
def target(every_kind_site: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("srv")
    done = publish(project, every_kind_site, folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def nginx(target: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with running(target, tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.fixture
def reader(chromium: Browser, nginx: Nginx) -> Iterator[Page]:
    """A page whose console must stay silent and which may ask nobody but nginx."""
    complaints: list[str] = []
    context = chromium.new_context(
        locale="zh-CN",
        ignore_https_errors=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(VIOLATIONS)

    def request(asked: Request) -> None:
        if not asked.url.startswith((nginx.url, "data:")):
            complaints.append(asked.url)

    def console(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            complaints.append(said.text)

    page = context.new_page()
    page.on("request", request)
    page.on("console", console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_the_header_says_what_the_pages_say(nginx: Nginx) -> None:
    said = nginx.get("/").headers["content-security-policy"]
    assert said == f"{content_security_policy()}; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/", "/assets/noticeboard.css", "/api/v1/notices.json", "/nothing", "/feed.xml", "/feed.json", "/SHA256SUMS", "/.well-known/security.txt", "/statistics/years.svg"])  # fmt: skip
def test_every_answer_is_hardened(nginx: Nginx, path: str) -> None:
    headers = nginx.get(path).headers
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["server"] == "nginx"


def test_data_are_for_all_and_pages_for_this_site(nginx: Nginx) -> None:
    for path in ("/api/v1/notices.json", "/api/v1/notices.csv", f"/{PLAIN}notice.md", "/feed.xml", "/statistics/years.csv"):  # fmt: skip
        headers = nginx.get(path).headers
        assert headers["access-control-allow-origin"] == "*", path
        assert headers["cross-origin-resource-policy"] == "cross-origin", path
    for path in ("/", "/assets/page/display.js"):
        headers = nginx.get(path).headers
        assert "access-control-allow-origin" not in headers, path
        assert headers["cross-origin-resource-policy"] == "same-origin", path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        (f"/{PLAIN}notice.md", "text/markdown; charset=utf-8"),
        ("/api/v1/notices.json", "application/json"),
        ("/api/v1/notices.csv", "text/csv; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/sitemap.xml", "application/xml"),
        ("/SHA256SUMS", "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ("/assets/search/page.js", "text/javascript; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml"),
        ("/assets/share.png", "image/png"),
        ("/notices/2024/full/%E9%99%84%E4%BB%B61.txt", "text/plain; charset=utf-8"),
    ],
)
def test_what_it_is(nginx: Nginx, path: str, kind: str) -> None:
    answer = nginx.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)


def test_every_file_arrives_as_it_was_built(nginx: Nginx, every_kind_site: Path) -> None:
    lines = (every_kind_site / "SHA256SUMS").read_text("utf-8").splitlines()
    for digest, _, name in (line.partition("  ") for line in lines):
        path = "/" + "".join(f"%{byte:02X}" if byte > 127 else chr(byte) for byte in name.encode())
        answer = nginx.get(path)
        assert hashlib.sha256(answer.body).hexdigest() == digest, name
        assert answer.headers["content-type"] != "application/octet-stream", name


def test_compressed_files_are_served(nginx: Nginx, target: Path) -> None:
    plain = nginx.get("/")
    assert "content-encoding" not in plain.headers
    packed = nginx.get("/", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.body == (target / "current/index.html.gz").read_bytes()
    assert gzip.decompress(packed.body) == plain.body
    small = nginx.get("/", Accept_Encoding="gzip, br")
    assert small.headers["content-encoding"] == "br"
    assert small.body == (target / "current/index.html.br").read_bytes()
    unpacked = subprocess.run(["brotli", "-dc"], input=small.body, capture_output=True, check=True)
    assert unpacked.stdout == plain.body
    assert len(small.body) < len(packed.body) < len(plain.body)


def test_only_hashed_names_are_kept(nginx: Nginx, every_kind_site: Path) -> None:
    manifest = json.loads((every_kind_site / "search-index/manifest.json").read_text("utf-8"))
    sheets = [path.name for path in every_kind_site.glob("assets/stylesheets/*.css")]
    forever = [f"/search-index/{manifest['version']}/fold.json", f"/assets/stylesheets/{sheets[0]}"]
    for path in forever:
        assert nginx.get(path).headers["cache-control"] == FOREVER
    for path in ("/", "/search-index/manifest.json", "/assets/noticeboard.css", f"/{PLAIN}", "/feed.xml"):  # fmt: skip
        first = nginx.get(path)
        assert first.headers["cache-control"] == "no-cache", path
        again = nginx.get(path, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b""), path
    assert nginx.get(f"{forever[0]}x").headers.get("cache-control") != FOREVER


def test_missing_pages(nginx: Nginx, every_kind_site: Path) -> None:
    for path in ("/nothing", "/notices/2024/nothing/", "/notices/2024/", "/assets/"):
        answer = nginx.get(path)
        assert answer.status == (200 if path == "/notices/2024/" else 404), path
    assert nginx.get("/nothing").body == (every_kind_site / "404.html").read_bytes()


def test_a_notice_taken_off_is_gone(nginx: Nginx, target: Path, every_kind_site: Path) -> None:
    paths = [f"/notices/{GONE}/", f"/notices/{GONE}", f"/notices/{GONE}/notice.md", f"/api/v1/notices/{GONE}.json"]  # fmt: skip
    assert [nginx.get(path).status for path in paths] == [200, 301, 200, 200]
    (target / "removed" / GONE).mkdir(parents=True)
    try:
        answers = [nginx.get(path) for path in paths]
        assert [answer.status for answer in answers] == [410] * len(paths)
        assert answers[0].body == (every_kind_site / "404.html").read_bytes()
        assert answers[0].headers["cache-control"] == "no-cache"
        assert nginx.get(f"/notices/{GONE}0/").status == 200
    finally:
        (target / "removed" / GONE).rmdir()
    assert nginx.get(paths[0]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2f..%2fetc/passwd",
        "/assets/..%5c..%5cetc", "/assets/%2e%2e/%2e%2e/.lock", "/../.lock", "/%00", "/.lock",
        "//etc/passwd", "/.git/config", "/index.html.gz", "/index.html.br", "/assets../.lock",
        "/search-index/0/../../../.lock",
    ],
)  # fmt: skip
def test_nothing_outside_the_site(nginx: Nginx, path: str) -> None:
    answer = nginx.get(path)
    assert answer.status in {400, 404}, path
    assert b"root:" not in answer.body


def test_ranges_are_harmless(nginx: Nginx) -> None:
    whole = nginx.get("/").body
    part = nginx.get("/", Range="bytes=0-9")
    assert (part.status, part.body) == (206, whole[:10])
    many = ",".join(f"{n}-" for n in range(1000))
    for wanted in (many, "0-,0-,0-", "0-1,2-3"):
        answer = nginx.get("/", Range=f"bytes={wanted}")
        assert len(answer.body) <= len(whole), wanted[:20]
    for wanted in ("bytes=99999999-", "bytes=-0"):
        assert nginx.get("/", Range=wanted).status == 416, wanted
    for wanted in ("bytes=x", "lines=1-2", "bytes=9-1", f"bytes=0-{10**30}"):
        assert nginx.get("/", Range=wanted).status in {200, 206, 416}, wanted


def test_only_reading(nginx: Nginx) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        assert nginx.get("/", method).status == 405, method
    head = nginx.get("/", "HEAD")
    assert (head.status, head.body) == (200, b"")


def test_unencrypted_leads_to_encrypted(nginx: Nginx) -> None:
    answer = nginx.get_plain("/notices/?q=1")
    assert answer.status == 301
    assert answer.headers["location"] == "https://noticeboard.example/notices/?q=1"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_page_is_refused_anything(reader: Page, nginx: Nginx, kind: Kind) -> None:
    answer = reader.goto(nginx.url + kind.address)
    assert answer is not None
    assert answer.status == 200
    reader.wait_for_selector(kind.ready, state="attached")
    for control in ("elder", "dark", "menu"):
        reader.locator(f'[data-nb-control="{control}"]').evaluate("button => button.click()")
    reader.locator("summary").evaluate_all("all => all.forEach(one => one.click())")
    reader.emulate_media(media="print")
    reader.evaluate(
        "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )


def test_the_buttons_of_a_notice(reader: Page, nginx: Nginx) -> None:
    reader.add_init_script("window.print = () => { window.printed = true; }; delete Navigator.prototype.share;")  # fmt: skip
    reader.goto(nginx.url + FULL)
    for name in ("cite", "share"):
        reader.locator(f'[data-nb-do="{name}"]').first.click()
        until(reader, "document.getElementById('nb-message').textContent.includes('已复制')")
        assert reader.evaluate("navigator.clipboard.readText()")
        reader.evaluate("document.getElementById('nb-message').textContent = ''")
    reader.locator('[data-nb-do="print"]').first.click()
    assert reader.evaluate("window.printed") is True
    assert reader.pdf().startswith(b"%PDF-")


def test_searching(reader: Page, nginx: Nginx) -> None:
    reader.goto(nginx.url)
    reader.locator('input[name="q"]').first.fill("整改")
    reader.keyboard.press("Enter")
    reader.wait_for_selector(RESULTS)
    assert int(reader.locator("#search-total").inner_text()) > 20
    reader.locator("#search-form input[name=q]").type("单位01")
    until(reader, "location.search.includes('01')")
    reader.wait_for_selector(RESULTS)
    reader.goto(f"{nginx.url}search/?q=对照反馈意见")
    reader.locator("[data-notice-id] a").first.click()
    reader.wait_for_selector("mark.nbs-mark", state="attached")


def test_open_pages_find_their_index_after_a_publishing(
    nginx: Nginx, target: Path, every_kind_site: Path, project: Path, tmp_path: Path
) -> None:
    manifest = json.loads(nginx.get("/search-index/manifest.json").body)
    path = f"/search-index/{manifest['version']}/fold.json"
    before = nginx.get(path, Accept_Encoding="gzip")
    newer = tmp_path / "newer"
    shutil.copytree(every_kind_site, newer)
    shutil.rmtree(newer / f"search-index/{manifest['version']}")
    write_checksums(newer)
    assert publish(project, newer, target).returncode == 0
    assert not (target / "current" / path[1:]).exists()
    after = nginx.get(path, Accept_Encoding="gzip")
    assert (after.status, after.body) == (200, before.body)
    assert after.headers["cache-control"] == FOREVER
    assert publish(project, "--back", target).returncode == 0


def test_readers_meet_whole_answers_only(
    nginx: Nginx, target: Path, every_kind_site: Path, project: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(every_kind_site, newer)
    (newer / "index.html").write_text("<!doctype html>" + "新" * 20_000, "utf-8")
    write_checksums(newer)
    whole = {(every_kind_site / "index.html").read_bytes(), (newer / "index.html").read_bytes()}
    ended = threading.Event()
    answers: list[Answer] = []

    def keep_reading() -> None:
        while not ended.is_set():
            answers.append(nginx.get("/", Accept_Encoding="gzip"))

    with ThreadPoolExecutor() as pool:
        parsed = [pool.submit(keep_reading) for _ in range(2)]
        try:
            for _ in range(3):
                assert publish(project, newer, target).returncode == 0
                assert publish(project, "--back", target).returncode == 0
        finally:
            ended.set()
        assert all(one.result() is None for one in parsed)
    assert {answer.status for answer in answers} == {200}
    assert {gzip.decompress(answer.body) for answer in answers} == whole


def test_nginx_has_nothing_to_complain_of(nginx: Nginx) -> None:
    nginx.get("/")
    said = nginx.log.read_text("utf-8")
    assert not re.search(r"\[(emerg|alert|crit)\]", said), said
    assert LOCAL in nginx.url
