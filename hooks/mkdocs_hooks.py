"""MkDocs's events, each handed on; the only module that imports mkdocs.

MkDocs keeps this module loaded while it serves: all that belongs to one build is in `_Build`,
made anew in `on_config`.
"""

from __future__ import annotations

import ctypes
import gc
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup, escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_build_datetime

from noticeboard.body import Body, Heading
from noticeboard.cache import Cache, cache_dir, code_digest, key
from noticeboard.checksums import sign, write_checksums, write_signers
from noticeboard.contact_age import ContactAge
from noticeboard.contact_pages import oldest_contacts
from noticeboard.dates import PartialDate
from noticeboard.formats import as_text
from noticeboard.former_files import ASIDE, FormerFiles, set_aside
from noticeboard.history import History, read_history
from noticeboard.ledger import Ledger
from noticeboard.ledger_pages import changes_pages
from noticeboard.linked_data import LinkedData
from noticeboard.loading import Workshop, bodies_of, load, program, recall_syllables
from noticeboard.notice import Notice
from noticeboard.notice_page import attached_files, notice_view
from noticeboard.open_data import list_files
from noticeboard.openapi import ADDRESS as OPENAPI_ADDRESS
from noticeboard.openapi import openapi
from noticeboard.output import Output
from noticeboard.page_key import page_key
from noticeboard.page_security import SECURITY_TXT, content_security_policy, security_txt
from noticeboard.pages import SitePage, home_view, search_documents, site_pages, with_text
from noticeboard.parallel import background, cores
from noticeboard.problems import NoticeboardError, has_errors
from noticeboard.proof import Proof, notice_proof, rebuild_commands
from noticeboard.register import Register
from noticeboard.round_data import ADDRESS as ROUNDS_ADDRESS
from noticeboard.round_data import rounds_json
from noticeboard.round_feeds import round_atom, round_json_feed
from noticeboard.round_pages import round_pages
from noticeboard.round_status import RoundStatus, all_statuses, day_in_china
from noticeboard.rounds import read_rounds
from noticeboard.rules import check_together
from noticeboard.schema import ADDRESS as SCHEMA_ADDRESS
from noticeboard.schema import as_json as schema_as_json
from noticeboard.schema import notice_schema
from noticeboard.search_output import former_index
from noticeboard.serving import Served
from noticeboard.site_config import SiteConfig, read_site_config
from noticeboard.site_data import Sources, feed_files, notice_files, source_files
from noticeboard.site_files import SiteFile, Stamp, write_files
from noticeboard.sitemap import robots, sitemap
from noticeboard.statistics import all_figures, statistics_page
from noticeboard.template_filters import FILTERS
from noticeboard.theme_assets import theme_sheets
from noticeboard.ways import Ways, home_ways, units_json, ways_pages

log = get_plugin_logger("noticeboard")

# Above this many notices `serve` makes a page when it is looked at, and the index, the data and
# the feeds only when told to: an edit should show at once.
SERVED_LIMIT = 300
# Stands in a kept page for what every commit changes on every page.
STAMP = "<!--noticeboard:stamp-->"


@dataclass
class _Build:
    notices_dir: Path
    site: SiteConfig
    templates: Path
    cache_dir: Path
    workshop: Workshop
    history: History
    served: Served | None = None
    register: Register = field(default_factory=lambda: Register(()))
    digests: Mapping[str, bytes] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    ways: Ways = field(default_factory=lambda: Ways(Register(())))
    pages: dict[str, SitePage] = field(default_factory=dict)
    many: dict[str, SitePage] = field(default_factory=dict)
    rounds: tuple[RoundStatus, ...] = ()
    contact_age: ContactAge = field(default_factory=lambda: ContactAge(None, date.min))
    proofs: dict[str, Proof] = field(default_factory=dict)
    addresses: list[tuple[str, PartialDate | None]] = field(default_factory=list)
    ledger: Ledger = field(default_factory=lambda: Ledger(Register(()), History()))
    env: jinja2.Environment | None = None
    nav: Navigation | None = None
    indexed: Callable[[], Mapping[str, str]] = dict

    @property
    def complete(self) -> bool:
        """Whether all is made that a published site has."""
        few = len(self.register.notices) <= SERVED_LIMIT
        return _command == "build" or few or bool(os.environ.get("NOTICEBOARD_SEARCH"))


_command = "build"
_build: _Build


def on_startup(command: str, dirty: bool) -> None:
    global _command
    _command = command
    if _forks():
        # A build ends before garbage could fill the memory; to look for it costs a tenth of the time.
        gc.disable()


def on_shutdown() -> None:
    if _forks():
        # The process ends: to take all notices apart first would take as long as to read them.
        gc.freeze()
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(_build))


def on_config(config: MkDocsConfig) -> None:
    global _build
    root = Path(config.config_file_path).parent
    try:
        domain = urlsplit(config.site_url or "").netloc
        values = config.extra.get("site") or {}
        site = read_site_config(config.site_name, domain, values, Path(config.docs_dir))
    except NoticeboardError as error:
        raise PluginError(str(error)) from None
    if not config.repo_url:
        config.edit_uri = ""  # without a repository there is nothing to link to
    notices_dir = root / os.environ.get("NOTICES_DIR", "notices")
    history = read_history(root, notices_dir)
    cached = cache_dir(root)
    workshop = Workshop(Cache(cached / "results.sqlite"), cores() if _forks() else 1)
    templates = Path(config.theme.custom_dir or "")
    _build = _Build(notices_dir, site, templates, cached, workshop, history)


def _forks() -> bool:
    """In `serve` threads answer readers, and a process that inherits them cannot be trusted."""
    return _command == "build"


def on_pre_build(config: MkDocsConfig) -> None:
    if not _build.notices_dir.is_dir():
        raise PluginError(f"找不到通报所在的文件夹 {_build.notices_dir}")
    loaded = load(_build.notices_dir, _build.workshop, keep_bodies=True)
    readings = [entry.reading for entry in loaded]
    alone = (problem for entry in loaded for problem in entry.problems)
    rounds = read_rounds(_build.notices_dir)
    today = day_in_china(get_build_datetime())
    age = _build.contact_age = ContactAge(_build.site.contact_months, today)
    problems = check_together(readings, alone, _build.notices_dir, rounds=rounds, age=age)
    if _command == "serve":
        _build.served = Served(readings, problems, _build.notices_dir)
    elif has_errors(problems):
        raise PluginError(f"通报没有通过检查：\n{as_text(problems)}")
    if problems:
        log.info(as_text(problems))
    served = _build.served
    standing = [e for e in loaded if not served or served.stands(e.reading)]
    notices = (e.reading.notice for e in standing if e.reading.notice)
    _build.register = Register(n for n in notices if _command == "serve" or not n.draft)
    _build.bodies = bodies_of(standing, _build.workshop.cache)
    # A page that shows a contact changes on the day on which that has become old.
    _build.digests = {
        e.reading.notice.id: e.digest + bytes([_build.contact_age.is_old(e.reading.notice)])
        for e in standing
        if e.reading.notice
    }
    # In `serve` a round that is to be mended is left out; its problems are told.
    wrong = {problem.path for problem in problems if problem.severity == "error"}
    sound = [r.round for r in rounds if r.round and r.path not in wrong]
    _build.rounds = all_statuses(sound, _build.register.notices, _build.site.deadline, today)
    set_aside(Path(config.site_dir))


def on_files(files: Files, config: MkDocsConfig) -> None:
    keep_syllables = recall_syllables(_build.workshop.cache)
    _build.ways = Ways(_build.register)
    if _build.complete:
        # Beside everything else, for it takes as long.
        _build.indexed = background(_index(config), _forks())
    _build.ledger = Ledger(_build.register, _build.history)
    figures = all_figures(_build.register)
    for page in _site_pages(statistics_page(figures, _build.register)):
        _build.pages[page.uri] = page
        if page.many:
            _build.many[page.url] = page
        else:
            files.append(_file(page, config))
    keep_syllables()
    for table in figures:
        name = f"statistics/{table.name}"
        files.append(File.generated(config, f"{name}.svg", content=table.svg))
        files.append(File.generated(config, f"{name}.csv", content=table.csv))
    files.append(File.generated(config, "units/units.json", content=units_json(_build.ways)))


def _index(config: MkDocsConfig) -> Callable[[], Mapping[str, str]]:
    site_dir, cache = Path(config.site_dir), _build.workshop.cache
    former = former_index(site_dir, cache, _last_site())

    def write() -> Mapping[str, str]:
        # Loaded where it is used: numpy takes a tenth of a second.
        from noticeboard.search_index import write_index

        documents = search_documents(_build.register, _build.bodies, _build.digests)
        return write_index(documents, site_dir, _build.cache_dir / "search", former)

    return write


def _last_site() -> Path | None:
    """The site that this build is to replace, if it stands in another folder."""
    found = os.environ.get("LAST_SITE")
    return Path(found) if found else None


def _site_pages(statistics: SitePage) -> Iterator[SitePage]:
    yield from site_pages(_build.register)
    yield from ways_pages(_build.ways)
    yield from round_pages(_build.rounds)
    yield from oldest_contacts(_build.register)
    yield from changes_pages(_build.ledger)
    yield statistics
    if _build.served:
        yield from _build.served.pages()


def _file(page: SitePage, config: MkDocsConfig) -> File:
    file = File.generated(config, page.uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    # The address that the edit link leads to counts from docs/.
    file.edit_uri = f"../{page.notice.path}" if page.notice else None
    return file


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    _build.nav = nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    own = _build.pages.get(page.file.src_uri)
    if own:
        page.meta = _meta(own)


def _meta(own: SitePage) -> dict[str, Any]:
    return {
        # Material prints titles and descriptions as they come.
        "title": escape(own.title),
        "description": escape(own.description),
        "template": own.template,
        "hide": list(own.hide),
    }


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
    written = page.meta.get("updated")
    changed = own.last_change if own else newest if page.is_homepage else None
    if written:
        changed = context["last_change"] = PartialDate.parse(str(written))
    _build.addresses.append((page.canonical_url or page.url, changed))
    context["register_change"] = newest
    if own:
        context.update(own.view, last_change=own.last_change)
    elif page.is_homepage:
        context.update(home_view(_build.register), **home_ways(_build.ways))


def _render(own: SitePage, config: MkDocsConfig) -> str:
    """A page of which there are many, by MkDocs's own means but without its rounds."""
    page = Page(None, _file(own, config), config)
    body = _build.bodies[own.notice.id] if own.notice else None
    page.meta, page.markdown = _meta(with_text(own, body) if body else own), ""
    context: dict[str, Any] = {**get_context(_build.nav or Navigation([], []), (), config, page)}
    context.update(own.view, **_beside(own, config))
    context.update(notice=own.notice, last_change=own.last_change, stamp=Markup(STAMP))
    if own.notice and body:
        page.content = body.html
        page.toc = TableOfContents(_anchors(body.headings))
        context["reading"] = notice_view(own.notice, body, page.canonical_url or page.url)
    assert _build.env
    return _build.env.get_template(own.template).render(context)


def _beside(own: SitePage, config: MkDocsConfig) -> dict[str, object]:
    """What a page is given that neither the page nor its notice holds."""
    if not own.notice:
        return {}
    notice = own.notice
    corrected = range(1, len(notice.corrections) + 1)
    return {
        "files": attached_files(notice, _build.notices_dir),
        "proof": _proof(notice, config),
        "changes": [_build.ledger.address(notice.id, "corrected", number) for number in corrected],
    }


def _page_files(config: MkDocsConfig) -> Iterator[SiteFile]:
    """The pages of which there are many."""
    common = _common_key(config)
    stamp = Stamp(STAMP.encode(), _stamp().encode())

    def file(page: SitePage) -> SiteFile:
        def made_from() -> bytes | None:
            # While it is served a page shows the problems of the moment too.
            if _build.served:
                return None
            return page_key(page, _beside(page, config), _build.digests, common)

        return SiteFile(
            f"{page.url}index.html", lambda: _render(page, config).encode(), made_from, stamp
        )

    return map(file, _build.many.values())


def _common_key(config: MkDocsConfig) -> bytes:
    """What every page hangs on beside its own: program, templates, settings, sections, addresses."""
    sections = [(item.title, getattr(item, "url", None)) for item in _build.nav or ()]
    addresses = [*_addresses(config), config.edit_uri or ""]
    settings = Path(config.config_file_path).read_bytes()
    ways = repr((sorted(_build.ways.addresses), _build.history.complete))
    code = [program(), Path(__file__).read_bytes(), code_digest(_build.templates)]
    return key(*code, settings, repr(sections), ways, _command, *addresses)


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
    env.autoescape = once(lambda name: name is not None and (_build.templates / name).is_file())
    env.globals["site"] = _build.site
    env.globals["theme_sheets"] = theme_sheets(config.theme.dirs)
    env.globals["served"] = _build.served
    env.globals["content_security_policy"] = content_security_policy(live=_command == "serve")
    env.globals["site_address"] = config.site_url or ""
    env.globals["built"] = _build.history
    env.globals["rebuild"] = rebuild_commands(_build.history, *_addresses(config))
    env.globals["ways"] = _build.ways
    env.globals["contact_age"] = _build.contact_age
    env.globals["linked_data"] = LinkedData(_build.site, config.site_url or "")
    env.filters.update(FILTERS)
    _build.env = env
    env.globals["stamp"] = Markup(_stamp())


def _stamp() -> str:
    assert _build.env
    return _build.env.get_template("partials/stamp.html").render()


def on_post_build(config: MkDocsConfig) -> None:
    output = Output(Path(config.site_dir))
    if _build.complete:
        former = FormerFiles(output.root, _build.workshop.cache, _last_site())
        files = [*_lists(config), *_page_files(config), *_data_files(config)]
        files += _source_files(_build.register.notices)
        write_files(files, output, former, _build.workshop.processes)
    shutil.rmtree(output.root / ASIDE, ignore_errors=True)
    output.write(SCHEMA_ADDRESS, schema_as_json(notice_schema(config.site_url or "")))
    found = (page for page in _build.many.values() if not page.notice or not page.notice.noindex)
    many = [(f"{config.site_url or '/'}{page.url}", page.last_change) for page in found]
    output.write("sitemap.xml", sitemap([*_build.addresses, *many]))
    (output.root / "sitemap.xml.gz").unlink(missing_ok=True)
    output.write("robots.txt", robots(config.site_url or "/"))
    whom = security_txt(_build.site, *_addresses(config), get_build_datetime())
    if whom:
        output.write(SECURITY_TXT, whom)
    output.sums.update(_build.indexed())
    if _build.complete:
        _seal(output)


def _source_files(notices: Iterable[Notice]) -> Iterator[SiteFile]:
    return source_files(notices, _build.notices_dir, _build.digests)


def _data_files(config: MkDocsConfig) -> Iterator[SiteFile]:
    """The data and the feeds of which there are many."""
    register = _build.register
    sources = Sources(register.notices, _build.bodies, _build.digests, config.site_url or "")
    yield from notice_files(sources, lambda n: _proof(n, config), _build.history.commit)
    yield from feed_files(sources, _build.ways, _build.site.name)


def _lists(config: MkDocsConfig) -> Iterator[SiteFile]:
    """What else stands beside the pages for machines: of each one, and made anew each time."""
    site_url = config.site_url or ""
    history, made = _build.history, get_build_datetime()
    yield from list_files(_build.register, history, made, site_url)
    rounds = rounds_json(_build.rounds, history, made, site_url)
    yield SiteFile(ROUNDS_ADDRESS, rounds.encode)
    yield SiteFile(OPENAPI_ADDRESS, openapi(_build.site.name, site_url).encode)
    for status in _build.rounds:
        yield SiteFile(f"{status.url}feed.xml", partial(round_atom, status, site_url))
        yield SiteFile(f"{status.url}feed.json", round_json_feed(status, site_url).encode)


def _seal(output: Output) -> None:
    """Last of all: the sums of what stands, and their signature."""
    key_file = os.environ.get("SIGNING_KEY_FILE")
    try:
        if _build.site.signing_key:
            write_signers(output.root, _build.site.signing_key)
        write_checksums(output.root, output.sums)
        if key_file and _command == "build":
            sign(output.root, Path(key_file))
    except NoticeboardError as error:
        raise PluginError(str(error)) from None


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:
    server.watch(str(_build.notices_dir))
    server.set_app(lambda environ, start: _answer(server, environ, start, config))


def _answer(
    server: LiveReloadServer, environ: dict[str, Any], start: Any, config: MkDocsConfig
) -> Iterable[bytes]:
    """Write a page of which there are many when it is first asked for; the server does the rest."""
    mount = urlsplit(config.site_url or "/").path
    page = _build.many.get(
        environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace").removeprefix(mount)
    )
    if page and _build.env and not _build.complete:
        output = Output(Path(server.root))
        output.write(f"{page.url}index.html", _render(page, config).replace(STAMP, _stamp()))
        for file in _source_files([page.notice] if page.notice else []):
            output.write(file.address, file.make())
    return server.serve_request(environ, start)
