"""MkDocs's events, each handed on; the only module that imports mkdocs.

MkDocs keeps this module loaded while it serves: all that belongs to one build is in `_Build`,
made anew in `on_config`.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_build_datetime

from noticeboard.body import Heading
from noticeboard.checksums import sign, write_checksums, write_signers
from noticeboard.dates import PartialDate
from noticeboard.feeds import atom, feeds, json_feed
from noticeboard.formats import as_text
from noticeboard.history import History, read_history
from noticeboard.notice import Notice
from noticeboard.notice_page import notice_view
from noticeboard.open_data import write_open_data
from noticeboard.openapi import openapi
from noticeboard.page_security import SECURITY_TXT, content_security_policy, security_txt
from noticeboard.pages import SitePage, home_view, search_documents, site_pages
from noticeboard.problems import NoticeboardError, has_errors
from noticeboard.proof import Proof, notice_proof, rebuild_commands
from noticeboard.reading import read_all
from noticeboard.register import Register
from noticeboard.rules import check_readings
from noticeboard.schema import ADDRESS as SCHEMA_ADDRESS
from noticeboard.schema import as_json as schema_as_json
from noticeboard.schema import notice_schema
from noticeboard.search_index import write_index
from noticeboard.serving import Served
from noticeboard.site_config import SiteConfig, read_site_config
from noticeboard.sitemap import robots, sitemap
from noticeboard.statistics import all_figures, statistics_page
from noticeboard.template_filters import FILTERS
from noticeboard.theme_assets import theme_sheets
from noticeboard.ways import Ways, home_ways, units_json, ways_pages

log = get_plugin_logger("noticeboard")

# Above this many notices the index is built in `serve` only when asked for: an edit should show
# at once.
SERVED_INDEX_LIMIT = 300


@dataclass
class _Build:
    notices_dir: Path
    site: SiteConfig
    templates: Path
    history: History = field(default_factory=History)
    register: Register = field(default_factory=lambda: Register(()))
    pages: dict[str, SitePage] = field(default_factory=dict)
    served: Served | None = None
    proofs: dict[str, Proof] = field(default_factory=dict)
    addresses: list[tuple[str, PartialDate | None]] = field(default_factory=list)
    ways: Ways = field(default_factory=lambda: Ways(Register(())))


_command = "build"
_build: _Build


def on_startup(command: str, dirty: bool) -> None:
    global _command
    _command = command


def on_config(config: MkDocsConfig) -> None:
    global _build
    root = Path(config.config_file_path).parent
    try:
        domain = urlsplit(config.site_url or "").netloc
        site = read_site_config(config.site_name, domain, config.extra.get("site") or {})
    except NoticeboardError as error:
        raise PluginError(str(error)) from None
    if not config.repo_url:
        config.edit_uri = ""  # without a repository there is nothing to link to
    notices_dir = root / os.environ.get("NOTICES_DIR", "notices")
    history = read_history(root, notices_dir)
    _build = _Build(notices_dir, site, Path(config.theme.custom_dir or ""), history)


def on_pre_build(config: MkDocsConfig) -> None:
    if not _build.notices_dir.is_dir():
        raise PluginError(f"找不到通报所在的文件夹 {_build.notices_dir}")
    readings = read_all(_build.notices_dir)
    problems = check_readings(readings, _build.notices_dir)
    if _command == "serve":
        _build.served = Served(readings, problems, _build.notices_dir)
    elif has_errors(problems):
        raise PluginError(f"通报没有通过检查：\n{as_text(problems)}")
    if problems:
        log.info(as_text(problems))
    served = _build.served
    standing = (reading for reading in readings if not served or served.stands(reading))
    notices = (reading.notice for reading in standing if reading.notice)
    _build.register = Register(n for n in notices if _command == "serve" or not n.draft)


def on_files(files: Files, config: MkDocsConfig) -> None:
    _build.ways = Ways(_build.register)
    shown = _build.served.pages() if _build.served else ()
    figures = all_figures(_build.register)
    statistics = statistics_page(figures, _build.register)
    for page in chain(site_pages(_build.register), ways_pages(_build.ways), [statistics], shown):
        _build.pages[page.uri] = page
        file = File.generated(config, page.uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        # The address that the edit link leads to counts from docs/.
        file.edit_uri = f"../{page.notice.path}" if page.notice else None
        files.append(file)
    for table in figures:
        name = f"statistics/{table.name}"
        files.append(File.generated(config, f"{name}.svg", content=table.svg))
        files.append(File.generated(config, f"{name}.csv", content=table.csv))
    files.append(File.generated(config, "units/units.json", content=units_json(_build.ways)))
    for notice in _build.register.notices:
        folder = _build.notices_dir / notice.id
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                uri = f"notices/{notice.id}/{path.relative_to(folder).as_posix()}"
                files.append(File.generated(config, uri, abs_src_path=str(path)))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    own = _build.pages.get(page.file.src_uri)
    if own:
        page.meta = {
            # Material prints titles and descriptions as they come.
            "title": escape(own.title),
            "description": escape(own.description),
            "template": own.template,
            "hide": list(own.hide),
        }


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    own = _build.pages.get(page.file.src_uri)
    if not own or not own.body:
        return None
    page.toc = TableOfContents(_anchors(own.body.headings))
    return own.body.html


def _anchors(headings: tuple[Heading, ...]) -> list[AnchorLink]:
    """Headings as the theme's tree of links."""
    top: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for heading in headings:
        link = AnchorLink(str(escape(heading.text)), heading.id, heading.level)
        while open_links and open_links[-1].level >= heading.level:
            open_links.pop()
        (open_links[-1].children if open_links else top).append(link)
        open_links.append(link)
    return top


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    own = _build.pages.get(page.file.src_uri)
    newest = _build.register.last_change
    changed = own.last_change if own else newest if page.is_homepage else None
    _build.addresses.append((page.canonical_url or page.url, changed))
    context["register_change"] = newest
    if own:
        context.update(own.view, notice=own.notice, last_change=own.last_change)
        if own.notice and own.body:
            address = page.canonical_url or page.url
            context["reading"] = notice_view(
                own.notice, own.body, _build.register, address, _build.notices_dir
            )
        if own.notice:
            context["proof"] = _proof(own.notice, config)
    elif page.is_homepage:
        context.update(home_view(_build.register), **home_ways(_build.ways))


def _proof(notice: Notice, config: MkDocsConfig) -> Proof:
    """Computed once a build: the page and the data both show it."""
    if notice.id not in _build.proofs:
        _build.proofs[notice.id] = notice_proof(
            notice, _build.notices_dir, _build.history, *_addresses(config)
        )
    return _build.proofs[notice.id]


def _addresses(config: MkDocsConfig) -> tuple[str, str]:
    """Where the site and its repository are."""
    return config.site_url or "", config.repo_url or ""


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    # The theme's own templates are written without escaping; ours never are.
    env.autoescape = lambda name: name is not None and (_build.templates / name).is_file()
    env.globals["site"] = _build.site
    env.globals["theme_sheets"] = theme_sheets(config.theme.dirs)
    env.globals["served"] = _build.served
    env.globals["content_security_policy"] = content_security_policy(live=_command == "serve")
    env.globals["site_address"] = config.site_url or ""
    env.globals["built"] = _build.history
    env.globals["rebuild"] = rebuild_commands(_build.history, *_addresses(config))
    env.globals["ways"] = _build.ways
    env.filters.update(FILTERS)


def on_post_build(config: MkDocsConfig) -> None:
    site_dir = Path(config.site_dir)
    schema = site_dir / SCHEMA_ADDRESS
    schema.parent.mkdir(parents=True, exist_ok=True)
    schema.write_text(schema_as_json(notice_schema(config.site_url or "")), "utf-8")
    for notice in _build.register.notices:
        target = site_dir / "notices" / notice.id / "notice.md"
        shutil.copyfile(_build.notices_dir / f"{notice.id}.md", target)
    _write_data(config, site_dir)
    _write_feeds(site_dir, config.site_url or "/")
    (site_dir / "sitemap.xml").write_bytes(sitemap(_build.addresses))
    (site_dir / "sitemap.xml.gz").unlink(missing_ok=True)
    (site_dir / "robots.txt").write_text(robots(config.site_url or "/"), "utf-8")
    _write_security_txt(config, site_dir)
    few = len(_build.register.notices) <= SERVED_INDEX_LIMIT
    if _command != "serve" or few or os.environ.get("NOTICEBOARD_SEARCH"):
        write_index(search_documents(_build.pages.values()), site_dir)
    _seal(site_dir)


def _write_data(config: MkDocsConfig, site_dir: Path) -> None:
    pages = _build.pages.values()
    full = [(p.notice, p.body, _proof(p.notice, config)) for p in pages if p.notice and p.body]
    site_url = config.site_url or ""
    made = get_build_datetime()
    write_open_data(full, _build.register, _build.history, made, site_url, site_dir)
    description = openapi(_build.site.name, site_url)
    (site_dir / "api/v1/openapi.json").write_text(description, "utf-8")


def _write_security_txt(config: MkDocsConfig, site_dir: Path) -> None:
    text = security_txt(_build.site, *_addresses(config), get_build_datetime())
    if text:
        (site_dir / SECURITY_TXT).parent.mkdir(exist_ok=True)
        (site_dir / SECURITY_TXT).write_text(text, "utf-8")


def _seal(site_dir: Path) -> None:
    """Last of all: the sums of what stands, and their signature."""
    key = os.environ.get("SIGNING_KEY_FILE")
    try:
        if _build.site.signing_key:
            write_signers(site_dir, _build.site.signing_key)
        write_checksums(site_dir)
        if key and _command == "build":
            sign(site_dir, Path(key))
    except NoticeboardError as error:
        raise PluginError(str(error)) from None


def _write_feeds(site_dir: Path, site_url: str) -> None:
    pages = _build.pages.values()
    bodies = {page.notice.id: page.body.html for page in pages if page.notice and page.body}
    for feed in feeds(_build.ways, _build.site.name):
        folder = site_dir / feed.base
        (folder / "feed.xml").write_bytes(atom(feed, bodies, site_url))
        (folder / "feed.json").write_text(json_feed(feed, bodies, site_url), "utf-8")


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:
    server.watch(str(_build.notices_dir))
