"""Pages in a real browser: what they hold that could act, what they do, beside harmless ones."""

from __future__ import annotations

import json
import os
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
from support.active_content import SCHEMES, scheme_of

from noticeboard.text.links import netloc

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
    if (tag === "script") scripts.push(
      element.src.replace(location.origin, "")
        || element.type + (/json$/.test(element.type) ? "" : element.textContent.length));
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) handlers.push(`${tag} ${name}=${value}`);
      if (name === "style" && !element.closest("svg")) styles.push(`${tag} ${value}`);
      if (addresses.includes(name)) led.push([tag, name, value]);
    }
  }
  return { count, handlers, led, scripts, styles };
}"""


@dataclass(frozen=True, slots=True)
class Built:
    """A built site and where it is served; `base` ends with a slash."""

    site: Path
    base: str

    @property
    def host(self) -> str:
        """Name and port."""
        return urlsplit(self.base).netloc

    @property
    def pages(self) -> list[str]:
        """The addresses of all pages in folders, relative to the site."""
        found = (path.parent.relative_to(self.site) for path in self.site.rglob("index.html"))
        return sorted("" if path == Path() else f"{path.as_posix()}/" for path in found)


@dataclass
class Watched:
    """A browser that counts what no page may do: ask another host, open a dialog, run an attack."""

    context: BrowserContext
    page: Page
    found: list[str] = field(default_factory=list)

    def look(self, address: str) -> dict[str, Any]:
        """Open a page and let its own scripts end; what could act in it."""
        answer = self.page.goto(address, wait_until="load")
        assert answer, address
        assert answer.ok, address
        looked: dict[str, Any] = self.page.evaluate(_LOOK, [ACTIVE, _ADDRESSES])
        return looked


def build_attacked(project: Path, folder: Path, groups: Sequence[Sequence[str]]) -> Path:
    """Build below a folder a site with a notice for each group of strings, all in every field."""
    (folder / "notices").mkdir()
    (folder / "strings.json").write_text(json.dumps(groups), "utf-8")
    paths = [str(folder / name) for name in ("strings.json", "notices", "site")]
    run = subprocess.run(
        [sys.executable, project / "tests/support/unchecked_build.py", *paths],
        cwd=project,
        env={
            **os.environ,
            "NOTICES_DIR": paths[1],
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONPATH": str(project / "tests"),
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return folder / "site"


def watched(chromium: Browser, *hosts: str) -> Watched:
    """A fresh browser for the sites at `hosts`, which lets run what the pages' policy would stop.

    The policy is a second wall; what is looked for here is what stands before it.
    """
    context = chromium.new_context(locale="zh-CN", bypass_csp=True)
    watching = Watched(context, context.new_page())

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in hosts:
            watching.found.append(f"asked {request.url}")

    def dialog(opened: Dialog) -> None:
        watching.found.append(f"dialog {opened.message}")
        opened.dismiss()

    # The browser itself finds no other host (conftest.py). To route requests would cost its cache.
    context.on("request", asked)
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
    yield from strangers(looked, harmless, page)


def strangers(looked: dict[str, Any], harmless: dict[str, Any], page: str) -> Iterator[str]:
    """What acts in a page and is of no kind that the harmless one has, which may be shorter."""
    for tag in looked["count"].keys() - harmless["count"].keys():
        yield f"{page}: <{tag}>, none in a harmless page"
    for kind in ("handlers", "scripts", "styles"):
        yield from (f"{page}: {kind} {found}" for found in set(looked[kind]) - set(harmless[kind]))
    hosts = {urlsplit(value).netloc for tag, _, value in harmless["led"] if tag == "link"} | {""}
    for tag, name, value in looked["led"]:
        own = [tag, name, value] in harmless["led"]
        if scheme_of(value) not in SCHEMES and not own:
            yield f"{page}: <{tag} {name}={value}>"
        if tag != "a" and netloc("".join(value.split())) not in hosts and not own:
            yield f"{page}: <{tag}> of another host: {value}"


_WAY = re.compile(
    r"(?:units(?:/initial)?|regions|inspections/(?:level|kind|group))/(?!page/)[^/]+/"
)
_NUMBERED = re.compile(r"page/\d+/$")


def attack_pages(
    chromium: Browser, attacked: Built, plain: Built, *, everything: bool
) -> tuple[int, list[str]]:
    """Open the pages of a site that notices make; how many, and what went wrong in them.

    Pages of one notice are compared with the harmless notice's; lists with the list of their kind
    in a plain site. Without `everything`, the lists of one unit, region or inspection are left out,
    and what follows the first page of a list.
    """
    watching = watched(chromium, attacked.host, plain.host)
    wrong: list[str] = []
    visited = 0
    for pattern, pages in _kinds(attacked, plain, everything=everything):
        harmless = watching.look(pattern)
        assert not watching.found, (pattern, watching.found)
        compare = differences if "/notices/2024/a" in pattern else strangers
        for page in pages:
            wrong += compare(watching.look(attacked.base + page), harmless, page)
            wrong += (f"{page}: {found}" for found in watching.found)
            watching.found.clear()
        visited += len(pages)
    watching.context.close()
    return visited, wrong


def _kinds(attacked: Built, plain: Built, *, everything: bool) -> Iterator[tuple[str, list[str]]]:
    """The address of a harmless page, and the pages of its kind."""
    pages, known = attacked.pages, plain.pages
    notices = [page for page in pages if page.startswith("notices/2024/a")]
    yield f"{attacked.base}notices/2024/a0/", notices
    kinds = defaultdict(list)
    for page in pages:
        group = _WAY.match(page)
        if group:
            kinds[group[0].rpartition("/")[0].rpartition("/")[0]].append(page)
    for folder, of_kind in kinds.items() if everything else ():
        alike = next(
            page for page in known if re.match(rf"{folder}/(?!initial/|page/)[^/]+/", page)
        )
        yield plain.base + alike, of_kind
    for page in sorted({*pages}.difference(notices, *kinds.values())):
        if everything or not _NUMBERED.search(page):
            yield plain.base + (page if page in known else _NUMBERED.sub("", page)), [page]
