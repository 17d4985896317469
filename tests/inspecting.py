"""What a page holds that could act, as the browser has understood it, and what files hold."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from attacks import HARMLESS
from lxml import etree, html
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Route

from noticeboard.csv_table import BOM
from noticeboard.links import host_of

ACTIVE = [
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
SCHEMES = {"", "http", "https", "mailto", "tel"}
OWN_HOST = "noticeboard.example"
"""The host of the site in mkdocs.yml, of which feeds give whole addresses."""
QUIET = {
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "img",
    "br",
    "hr",
    "em",
    "strong",
    "sup",
}
QUIET_ATTRIBUTES = {
    "id",
    "class",
    "title",
    "role",
    "aria-label",
    "tabindex",
    "href",
    "src",
    "alt",
    "start",
}
_ADDRESSES = [
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
_LOOK = """([active, addresses]) => {
  const count = {}, handlers = [], led = [], scripts = [], styles = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    if (active.includes(tag)) count[tag] = (count[tag] || 0) + 1;
    if (tag === "script") scripts.push(element.src || element.type + element.textContent.length);
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) handlers.push(`${tag} ${name}=${value}`);
      if (name === "style" && !element.closest("svg")) styles.push(`${tag} ${value}`);
      if (addresses.includes(name)) led.push([tag, name, value]);
    }
  }
  return { count, handlers, led, scripts, styles };
}"""


@dataclass
class Watched:
    """A browser that counts what no page may do: ask another host, open a dialog, run an attack."""

    context: BrowserContext
    page: Page
    found: list[str] = field(default_factory=list)

    def look(self, address: str) -> dict[str, Any]:
        """Open a page and let its own scripts end; what could act in it."""
        self.page.goto(address, wait_until="load")
        looked: dict[str, Any] = self.page.evaluate(_LOOK, [ACTIVE, _ADDRESSES])
        return looked


def build_attacked(project: Path, folder: Path, strings: tuple[str, ...]) -> Path:
    """Build such a site below a folder."""
    (folder / "notices").mkdir()
    (folder / "strings.json").write_text(json.dumps(strings), "utf-8")
    paths = [str(folder / name) for name in ("strings.json", "notices", "site")]
    run = subprocess.run(
        [sys.executable, project / "tests/unchecked_build.py", *paths],
        cwd=project,
        env={**os.environ, "NOTICES_DIR": paths[1], "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return folder / "site"


def watched(chromium: Browser, host: str) -> Watched:
    """A fresh browser for the site at `host`."""
    context = chromium.new_context(locale="zh-CN")
    watching = Watched(context, context.new_page())

    def route(route: Route, request: Request) -> None:
        if urlsplit(request.url).netloc == host:
            route.continue_()
        else:
            watching.found.append(f"asked {request.url}")
            route.abort()

    def dialog(opened: Dialog) -> None:
        watching.found.append(f"dialog {opened.message}")
        opened.dismiss()

    context.route(lambda url: url.startswith(("http", "ws")), route)
    context.expose_function("attacked", lambda *said: watching.found.append(f"ran {said}"))
    context.add_init_script(
        "for (const name of ['alert', 'confirm', 'prompt'])"
        " window[name] = (...said) => window.attacked(name, String(said));"
    )
    watching.page.on("dialog", dialog)
    watching.page.on("pageerror", lambda error: watching.found.append(f"script failed: {error}"))
    return watching


def differences(looked: dict[str, Any], harmless: dict[str, Any], page: str) -> Iterator[str]:
    """What acts in a page and not in the page of the same kind with harmless words."""
    for tag, count in looked["count"].items():
        if count > harmless["count"].get(tag, 0):
            yield f"{page}: {count} <{tag}>, {harmless['count'].get(tag, 0)} in a harmless page"
    for found in (*looked["handlers"], *looked["styles"]):
        if found not in (*harmless["handlers"], *harmless["styles"]):
            yield f"{page}: {found}"
    hosts = {urlsplit(value).netloc for tag, _, value in harmless["led"] if tag == "link"} | {""}
    for tag, name, value in looked["led"]:
        own = [tag, name, value] in harmless["led"]
        if scheme_of(value) not in SCHEMES and not own:
            yield f"{page}: <{tag} {name}={value}>"
        if tag != "a" and host_of("".join(value.split())) not in hosts and not own:
            yield f"{page}: <{tag}> of another host: {value}"


def scheme_of(address: str) -> str:
    """The scheme as a browser reads it, which skips white space; empty for a relative address."""
    head = re.split("[/?#]", "".join(address.split()), maxsplit=1)[0]
    return head.partition(":")[0].lower() if ":" in head else ""


def active_in_fragment(fragment: str) -> list[str]:
    """What could act in a rendered text, after another parser has read it."""
    found: list[str] = []
    for element in html.fragment_fromstring(fragment, create_parent=True).iter():
        if element.tag not in QUIET:
            found.append(f"<{element.tag}>")
        for name, value in element.items():
            is_address = name in ("href", "src")
            if name not in QUIET_ATTRIBUTES or (is_address and scheme_of(value) not in SCHEMES):
                found.append(f"<{element.tag} {name}={value}>")
            if name == "src" and host_of(value) not in ("", OWN_HOST):
                found.append(f"outside: {value}")
    return found


def wrong_data(site: Path, strings: Sequence[str]) -> Iterator[str]:
    """What is wrong with the feeds, the data and the pictures of a site."""
    for path in sorted(site.rglob("*.xml")) + sorted(site.rglob("*.svg")):
        yield from _wrong_xml(path)
    for path in sorted(site.rglob("*.json")):
        json.loads(path.read_text("utf-8"))
    for path in sorted(site.rglob("*.csv")):
        rows = list(csv.reader(path.read_text("utf-8").removeprefix(BOM).splitlines(True)))
        width = len(rows[0])
        for row in rows:
            if len(row) != width:
                yield f"{path}: a row of {len(row)} cells, the head has {width}"
            formulas = [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
            yield from (f"{path}: formula {cell!r}" for cell in formulas)
    if not (site / "notices" / "2024" / f"a{len(strings)}").is_dir():
        yield "the last string has no page"


def _wrong_xml(path: Path) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.parse(str(path), parser)
    if tree.docinfo.doctype:
        yield f"{path}: a document type"
    for element in tree.iter(etree.Element):
        name = etree.QName(element).localname.lower()
        if name in {"script", "foreignobject", "iframe", "set", "animate"}:
            yield f"{path}: <{name}>"
        yield from (
            f"{path}: {name} {a}" for a in element.attrib if str(a).lower().startswith("on")
        )
        if name == "content" and element.get("type") == "html":
            yield from (f"{path}: {found}" for found in active_in_fragment(element.text or ""))


def all_pages(site: Path, folder: str) -> list[str]:
    """The addresses of the pages below a folder of the site, relative to the site."""
    return sorted(
        f"{path.parent.relative_to(site).as_posix()}/"
        for path in (site / folder).rglob("index.html")
    )


def attack_pages(chromium: Browser, site: Path, base: str, *, everything: bool) -> list[str]:
    """Open the pages that notices make; what went wrong in them.

    Pages of notices and of units are compared with those of the harmless notice; lists may only
    hold no handler and no address that runs. Without `everything`, one list of each kind.
    """
    watching = watched(chromium, urlsplit(base).netloc)
    wrong: list[str] = []
    notices = [page for page in all_pages(site, "notices") if page.startswith("notices/2024/a")]
    units = all_pages(site, "units")[1:]
    harmless_unit = next(
        page for page in units if f">{HARMLESS}<" in (site / page / "index.html").read_text("utf-8")
    )
    compared = ((notices, "notices/2024/a0/"), (units if everything else [], harmless_unit))
    for pages, pattern in compared:
        harmless = watching.look(base + pattern)
        assert not watching.found, watching.found
        for page in pages:
            wrong += differences(watching.look(base + page), harmless, page)
            wrong += _done(watching, page)
    for page in _lists(site, everything=everything):
        looked = watching.look(base + page)
        wrong += (f"{page}: {found}" for found in looked["handlers"])
        ran = (led for led in looked["led"] if scheme_of(led[2]) not in {*SCHEMES, "data"})
        wrong += (f"{page}: {found}" for found in ran)
        wrong += _done(watching, page)
    watching.context.close()
    return wrong


def _done(watching: Watched, page: str) -> list[str]:
    """What the page has done since the last was asked."""
    found = [f"{page}: {found}" for found in watching.found]
    watching.found.clear()
    return found


def _lists(site: Path, *, everything: bool) -> list[str]:
    lists = ["", "notices/", "notices/2024/", "contacts/", "statistics/", "units/", "regions/"]
    lists += ["inspections/", "data/", "feedback/"]
    if not everything:
        return lists
    pages = (
        *all_pages(site, "notices"),
        *all_pages(site, "regions"),
        *all_pages(site, "inspections"),
    )
    return lists + [page for page in pages if not page.startswith("notices/2024/a")]
