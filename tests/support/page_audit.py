"""Compare pages with hostile texts with harmless pages, in a real browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request
from support.active_content import SAFE_SCHEMES, url_scheme
from support.untraced import untraced_environment

from noticeboard.text.links import netloc

MAX_MILLISECONDS = 300_000
"""To open a page while other programs use the machine."""
ACTIVE_TAGS = [
    "script",
    "style",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "base",
    "meta",
    "link",
    "form",
    "input",
    "textarea",
    "select",
    "audio",
    "video",
    "source",
    "track",
    "svg",
    "math",
    "template",
    "portal",
    "dialog",
    "canvas",
    "marquee",
]
_URL_ATTRIBUTES = [
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "ping",
    "background",
    "xlink:href",
]
_INSPECT = """([activeTags, urlAttributes]) => {
  const count = {}, handlers = [], urls = [], scripts = [], styles = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    if (activeTags.includes(tag)) count[tag] = (count[tag] || 0) + 1;
    if (tag === "script") scripts.push(
      element.src.replace(location.origin, "")
        || element.type + (/json$/.test(element.type) ? "" : element.textContent.length));
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) handlers.push(`${tag} ${name}=${value}`);
      if (name === "style" && !element.closest("svg")) styles.push(`${tag} ${value}`);
      if (urlAttributes.includes(name)) urls.push([tag, name, value]);
    }
  }
  return { count, handlers, urls, scripts, styles };
}"""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A built site and its address, `base`, with a final slash."""

    site: Path
    base: str

    @property
    def host(self) -> str:
        """Return the host with its port."""
        return urlsplit(self.base).netloc

    @property
    def pages(self) -> list[str]:
        """Return the paths of all pages, relative to the site."""
        folders = (path.parent.relative_to(self.site) for path in self.site.rglob("index.html"))
        return sorted("" if path == Path() else f"{path.as_posix()}/" for path in folders)


@dataclass
class AuditSession:
    """A browser page that records forbidden actions: foreign requests, dialogs, executed attacks."""

    context: BrowserContext
    page: Page
    violations: list[str] = field(default_factory=list)

    def inspect(self, address: str) -> dict[str, Any]:
        """Open a page, wait until it has loaded, and return its active content."""
        response = self.page.goto(address, wait_until="load")
        assert response, address
        assert response.ok, address
        content: dict[str, Any] = self.page.evaluate(_INSPECT, [ACTIVE_TAGS, _URL_ATTRIBUTES])
        return content


def build_hostile_site(project: Path, folder: Path, groups: Sequence[Sequence[str]]) -> Path:
    """Build a site below a folder with one notice per group; each field contains the whole group."""
    (folder / "notices").mkdir()
    (folder / "strings.json").write_text(json.dumps(groups), "utf-8")
    paths = [str(folder / name) for name in ("strings.json", "notices", "site")]
    run = subprocess.run(
        [sys.executable, project / "tests/support/unchecked_build.py", *paths],
        cwd=project,
        env={
            **untraced_environment(),
            "NOTICES_DIR": paths[1],
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONPATH": str(project / "tests"),
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return folder / "site"


def open_session(chromium: Browser, *hosts: str) -> AuditSession:
    """Open a browser that records requests to any host not in `hosts`.

    It ignores the Content Security Policy, so that attacks run which the policy alone would block.
    """
    context = chromium.new_context(locale="zh-CN", bypass_csp=True)
    context.set_default_timeout(MAX_MILLISECONDS)
    session = AuditSession(context, context.new_page())

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in hosts:
            session.violations.append(f"requested {request.url}")

    def on_dialog(dialog: Dialog) -> None:
        session.violations.append(f"dialog {dialog.message}")
        dialog.dismiss()

    # The browser resolves no other host (conftest.py); routing requests would disable its cache.
    context.on("request", on_request)
    context.expose_function("attacked", lambda *call: session.violations.append(f"ran {call}"))
    context.add_init_script(
        "for (const name of ['alert', 'confirm', 'prompt'])"
        " window[name] = (...args) => window.attacked(name, String(args));"
    )
    session.page.on("dialog", on_dialog)
    session.page.on("pageerror", lambda error: session.violations.append(f"script failed: {error}"))
    return session


def added_content(content: dict[str, Any], harmless: dict[str, Any], page: str) -> Iterator[str]:
    """Yield the active content that a page has beyond a harmless page of the same structure."""
    for tag, count in content["count"].items():
        if count > harmless["count"].get(tag, 0):
            yield f"{page}: {count} <{tag}>, {harmless['count'].get(tag, 0)} in a harmless page"
    yield from added_kinds(content, harmless, page)


def added_kinds(content: dict[str, Any], harmless: dict[str, Any], page: str) -> Iterator[str]:
    """Yield the kinds of active content that a harmless, possibly shorter, page does not have."""
    for tag in content["count"].keys() - harmless["count"].keys():
        yield f"{page}: <{tag}>, none in a harmless page"
    for kind in ("handlers", "scripts", "styles"):
        yield from (f"{page}: {kind} {added}" for added in set(content[kind]) - set(harmless[kind]))
    hosts = {urlsplit(value).netloc for tag, _, value in harmless["urls"] if tag == "link"} | {""}
    for tag, name, value in content["urls"]:
        is_known = [tag, name, value] in harmless["urls"]
        if url_scheme(value) not in SAFE_SCHEMES and not is_known:
            yield f"{page}: <{tag} {name}={value}>"
        if tag != "a" and netloc("".join(value.split())) not in hosts and not is_known:
            yield f"{page}: <{tag}> from another host: {value}"


_GROUP_PAGE = re.compile(
    r"(?:units(?:/initial)?|regions|inspections/(?:level|kind|group))/(?!page/)[^/]+/"
)
_PAGE_NUMBER = re.compile(r"page/\d+/$")


def audit_pages(
    chromium: Browser, hostile: BuiltSite, plain: BuiltSite, *, everything: bool
) -> tuple[int, list[str]]:
    """Visit the pages of a hostile site; return the number of visits and the problems.

    A notice is compared with the harmless notice of the hostile site, a list with the same list in
    the plain site. Without `everything`, the lists of a unit, region or inspection and the further
    pages of a list are skipped.
    """
    session = open_session(chromium, hostile.host, plain.host)
    problems: list[str] = []
    visited = 0
    for address, pages in _comparisons(hostile, plain, everything=everything):
        harmless = session.inspect(address)
        assert not session.violations, (address, session.violations)
        compare = added_content if "/notices/2024/a" in address else added_kinds
        for page in pages:
            problems += compare(session.inspect(hostile.base + page), harmless, page)
            problems += (f"{page}: {violation}" for violation in session.violations)
            session.violations.clear()
        visited += len(pages)
    session.context.close()
    return visited, problems


def _comparisons(
    hostile: BuiltSite, plain: BuiltSite, *, everything: bool
) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of each harmless page and the pages to compare with it."""
    pages, plain_pages = hostile.pages, plain.pages
    notices = [page for page in pages if page.startswith("notices/2024/a")]
    yield f"{hostile.base}notices/2024/a0/", notices
    groups = defaultdict(list)
    for page in pages:
        match = _GROUP_PAGE.match(page)
        if match:
            groups[match[0].rpartition("/")[0].rpartition("/")[0]].append(page)
    for folder, group_pages in groups.items() if everything else ():
        counterpart = next(
            page for page in plain_pages if re.match(rf"{folder}/(?!initial/|page/)[^/]+/", page)
        )
        yield plain.base + counterpart, group_pages
    for page in sorted({*pages}.difference(notices, *groups.values())):
        if everything or not _PAGE_NUMBER.search(page):
            yield plain.base + (page if page in plain_pages else _PAGE_NUMBER.sub("", page)), [page]
