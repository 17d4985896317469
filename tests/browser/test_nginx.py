"""The published site behind Debian's nginx with deploy/nginx.conf."""

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
from support.nginx import LOCAL, Nginx, Response, run_nginx
from support.page_kinds import FULL, KINDS, PLAIN, RESULTS, Kind
from support.waiting import wait_until

from noticeboard.exports.checksums import write_checksums
from noticeboard.exports.security import content_security_policy, editor_policy

REMOVED = "2024/n1"
IMMUTABLE = "public, max-age=31536000, immutable"
VIOLATIONS = "addEventListener('securitypolicyviolation', e => console.error(`${e.violatedDirective} ${e.blockedURI}`))"


def publish(project: Path, *arguments: Path | str) -> subprocess.CompletedProcess[str]:
    command = [str(project / "deploy/publish"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="module")
def target(every_kind_site: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("srv")
    result = publish(project, every_kind_site, folder)
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture(scope="module")
def nginx(target: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with run_nginx(target, tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.fixture
def reader(chromium: Browser, nginx: Nginx) -> Iterator[Page]:
    """A page; console warnings and requests to other hosts fail the test."""
    problems: list[str] = []
    context = chromium.new_context(
        locale="zh-CN",
        ignore_https_errors=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(VIOLATIONS)

    def on_request(request: Request) -> None:
        if not request.url.startswith((nginx.url, "data:")):
            problems.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            problems.append(message.text)

    page = context.new_page()
    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def test_the_policy_header_matches_the_pages(nginx: Nginx) -> None:
    for address in ("/", "/search/"):
        policy = nginx.get(address).headers["content-security-policy"]
        assert policy == f"{content_security_policy()}; frame-ancestors 'none'"
    own = nginx.get("/contribute/write/").headers["content-security-policy"]
    assert own == f"{editor_policy('')}; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/", "/assets/noticeboard.css", "/api/v1/notices.json", "/nothing", "/feed.xml", "/feed.json", "/SHA256SUMS", "/.well-known/security.txt", "/statistics/years.csv"])  # fmt: skip
def test_every_response_has_security_headers(nginx: Nginx, path: str) -> None:
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


def test_only_data_files_allow_cross_origin_requests(nginx: Nginx) -> None:
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
def test_content_types(nginx: Nginx, path: str, kind: str) -> None:
    response = nginx.get(path)
    assert (response.status, response.headers["content-type"]) == (200, kind)


def test_every_file_matches_its_checksum(nginx: Nginx, every_kind_site: Path) -> None:
    lines = (every_kind_site / "SHA256SUMS").read_text("utf-8").splitlines()
    for digest, _, name in (line.partition("  ") for line in lines):
        path = "/" + "".join(f"%{byte:02X}" if byte > 127 else chr(byte) for byte in name.encode())
        response = nginx.get(path)
        assert hashlib.sha256(response.body).hexdigest() == digest, name
        assert response.headers["content-type"] != "application/octet-stream", name


def test_compressed_files_are_served(nginx: Nginx, target: Path) -> None:
    plain = nginx.get("/")
    assert "content-encoding" not in plain.headers
    gzipped = nginx.get("/", Accept_Encoding="gzip")
    assert gzipped.headers["content-encoding"] == "gzip"
    assert gzipped.headers["vary"] == "Accept-Encoding"
    assert gzipped.body == (target / "current/index.html.gz").read_bytes()
    assert gzip.decompress(gzipped.body) == plain.body
    brotli = nginx.get("/", Accept_Encoding="gzip, br")
    assert brotli.headers["content-encoding"] == "br"
    assert brotli.body == (target / "current/index.html.br").read_bytes()
    decompressed = subprocess.run(
        ["brotli", "-dc"], input=brotli.body, capture_output=True, check=True
    )
    assert decompressed.stdout == plain.body
    assert len(brotli.body) < len(gzipped.body) < len(plain.body)


def test_only_hashed_names_are_immutable(nginx: Nginx, every_kind_site: Path) -> None:
    manifest = json.loads((every_kind_site / "search-index/manifest.json").read_text("utf-8"))
    sheets = [path.name for path in every_kind_site.glob("assets/stylesheets/*.css")]
    immutable = [
        f"/search-index/{manifest['fold']}.json",
        f"/assets/stylesheets/{sheets[0]}",
    ]
    for path in immutable:
        assert nginx.get(path).headers["cache-control"] == IMMUTABLE
    for path in ("/", "/search-index/manifest.json", "/assets/noticeboard.css", f"/{PLAIN}", "/feed.xml"):  # fmt: skip
        first = nginx.get(path)
        assert first.headers["cache-control"] == "no-cache", path
        again = nginx.get(path, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b""), path
    assert nginx.get(f"{immutable[0]}x").headers.get("cache-control") != IMMUTABLE


PROGRAM_TYPES = {
    "pyodide.mjs": "text/javascript; charset=utf-8",
    "pyodide.asm.wasm": "application/wasm",
    "core.zip": "application/zip",
    "lock.json": "application/json",
}


def test_the_program_of_the_write_page_is_compressed_and_immutable(
    project: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    folder = site / "contribute/write/program-0123456789ab"
    folder.mkdir(parents=True)
    for path in (site / "index.html", *(folder / name for name in PROGRAM_TYPES)):
        path.write_text("示例\n" * 1000, "utf-8")
    write_checksums(site)
    result = publish(project, site, tmp_path / "srv")
    assert result.returncode == 0, result.stderr
    with run_nginx(tmp_path / "srv", tmp_path) as server:
        for name, content_type in PROGRAM_TYPES.items():
            address = f"/contribute/write/{folder.name}/{name}"
            answer = server.get(address, Accept_Encoding="br")
            assert answer.headers["content-encoding"] == "br", name
            assert answer.headers["content-type"] == content_type
            assert answer.headers["cache-control"] == IMMUTABLE
            assert "wasm-unsafe-eval" in answer.headers["content-security-policy"]
        assert "wasm-unsafe-eval" not in server.get("/").headers["content-security-policy"]


def test_missing_pages_return_404(nginx: Nginx, every_kind_site: Path) -> None:
    for path in ("/nothing", "/notices/2024/nothing/", "/notices/2024/", "/assets/"):
        response = nginx.get(path)
        assert response.status == (200 if path == "/notices/2024/" else 404), path
    assert nginx.get("/nothing").body == (every_kind_site / "404.html").read_bytes()


def test_a_removed_notice_returns_410(nginx: Nginx, target: Path, every_kind_site: Path) -> None:
    paths = [f"/notices/{REMOVED}/", f"/notices/{REMOVED}", f"/notices/{REMOVED}/notice.md", f"/api/v1/notices/{REMOVED}.json"]  # fmt: skip
    assert [nginx.get(path).status for path in paths] == [200, 301, 200, 200]
    (target / "removed" / REMOVED).mkdir(parents=True)
    try:
        responses = [nginx.get(path) for path in paths]
        assert [response.status for response in responses] == [410] * len(paths)
        assert responses[0].body == (every_kind_site / "404.html").read_bytes()
        assert responses[0].headers["cache-control"] == "no-cache"
        assert nginx.get(f"/notices/{REMOVED}0/").status == 200
    finally:
        (target / "removed" / REMOVED).rmdir()
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
def test_nothing_outside_the_site_is_served(nginx: Nginx, path: str) -> None:
    response = nginx.get(path)
    assert response.status in {400, 404}, path
    assert b"root:" not in response.body


def test_ranges_are_harmless(nginx: Nginx) -> None:
    whole = nginx.get("/").body
    part = nginx.get("/", Range="bytes=0-9")
    assert (part.status, part.body) == (206, whole[:10])
    many = ",".join(f"{n}-" for n in range(1000))
    for range_header in (many, "0-,0-,0-", "0-1,2-3"):
        response = nginx.get("/", Range=f"bytes={range_header}")
        assert len(response.body) <= len(whole), range_header[:20]
    for range_header in ("bytes=99999999-", "bytes=-0"):
        assert nginx.get("/", Range=range_header).status == 416, range_header
    for range_header in ("bytes=x", "lines=1-2", "bytes=9-1", f"bytes=0-{10**30}"):
        assert nginx.get("/", Range=range_header).status in {200, 206, 416}, range_header


def test_only_get_and_head_are_allowed(nginx: Nginx) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        assert nginx.get("/", method).status == 405, method
    head = nginx.get("/", "HEAD")
    assert (head.status, head.body) == (200, b"")


def test_http_redirects_to_https(nginx: Nginx) -> None:
    response = nginx.get_http("/notices/?q=1")
    assert response.status == 301
    assert response.headers["location"] == "https://noticeboard.example/notices/?q=1"
    assert response.headers["server"] == "nginx"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_page_violates_its_policy(reader: Page, nginx: Nginx, kind: Kind) -> None:
    response = reader.goto(nginx.url + kind.address)
    assert response is not None
    assert response.status == 200
    reader.wait_for_selector(kind.ready, state="attached")
    for control in ("elder", "dark", "menu"):
        reader.locator(f'[data-nb-control="{control}"]').evaluate("button => button.click()")
    reader.locator("summary").evaluate_all("all => all.forEach(one => one.click())")
    reader.emulate_media(media="print")
    reader.evaluate(
        "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )


def test_notice_buttons_work_under_the_policy(reader: Page, nginx: Nginx) -> None:
    reader.add_init_script("window.print = () => { window.printed = true; }; delete Navigator.prototype.share;")  # fmt: skip
    reader.goto(nginx.url + FULL)
    for name in ("cite", "share"):
        reader.locator(f'[data-nb-do="{name}"]').first.click()
        wait_until(reader, "document.getElementById('nb-message').textContent.includes('已复制')")
        assert reader.evaluate("navigator.clipboard.readText()")
        reader.evaluate("document.getElementById('nb-message').textContent = ''")
    reader.locator('[data-nb-do="print"]').first.click()
    assert reader.evaluate("window.printed") is True
    assert reader.pdf().startswith(b"%PDF-")


def test_search_works_under_the_policy(reader: Page, nginx: Nginx) -> None:
    reader.goto(nginx.url)
    reader.locator('input[name="q"]').first.fill("整改")
    reader.keyboard.press("Enter")
    reader.wait_for_selector(RESULTS)
    assert int(reader.locator("#search-total").inner_text()) > 20
    reader.locator("#search-form input[name=q]").type("单位01")
    wait_until(reader, "location.search.includes('01')")
    reader.wait_for_selector(RESULTS)
    reader.goto(f"{nginx.url}search/?q=对照反馈意见")
    reader.locator("[data-notice-id] a").first.click()
    reader.wait_for_selector("mark.nbs-mark", state="attached")


def test_open_pages_keep_their_index_after_publishing(
    nginx: Nginx, target: Path, every_kind_site: Path, project: Path, tmp_path: Path
) -> None:
    manifest = json.loads(nginx.get("/search-index/manifest.json").body)
    path = f"/search-index/{manifest['fold']}.json"
    before = nginx.get(path, Accept_Encoding="gzip")
    newer = tmp_path / "newer"
    shutil.copytree(every_kind_site, newer)
    (newer / path[1:]).unlink()
    write_checksums(newer)
    assert publish(project, newer, target).returncode == 0
    assert not (target / "current" / path[1:]).exists()
    after = nginx.get(path, Accept_Encoding="gzip")
    assert (after.status, after.body) == (200, before.body)
    assert after.headers["cache-control"] == IMMUTABLE
    assert publish(project, "--back", target).returncode == 0


def test_readers_receive_complete_responses_while_publishing(
    nginx: Nginx, target: Path, every_kind_site: Path, project: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(every_kind_site, newer)
    (newer / "index.html").write_text("<!doctype html>" + "新" * 20_000, "utf-8")
    write_checksums(newer)
    versions = {(every_kind_site / "index.html").read_bytes(), (newer / "index.html").read_bytes()}
    ended = threading.Event()
    responses: list[Response] = []

    def keep_reading() -> None:
        while not ended.is_set():
            responses.append(nginx.get("/", Accept_Encoding="gzip"))

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(keep_reading) for _ in range(2)]
        try:
            for _ in range(3):
                assert publish(project, newer, target).returncode == 0
                assert publish(project, "--back", target).returncode == 0
        finally:
            ended.set()
        assert all(reader.result() is None for reader in readers)
    assert {response.status for response in responses} == {200}
    assert {gzip.decompress(response.body) for response in responses} == versions


def test_nginx_logs_no_errors(nginx: Nginx) -> None:
    nginx.get("/")
    log = nginx.log.read_text("utf-8")
    assert not re.search(r"\[(emerg|alert|crit)\]", log), log
    assert LOCAL in nginx.url
