"""MkDocs's events, each handed on; the only module that imports mkdocs.

MkDocs keeps this module loaded while it serves: all that belongs to one build is in `_Build`,
made anew in `on_config`.
"""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache as once
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

from noticeboard.build.artifacts import (
    Address,
    begin_index,
    notice_sources,
    seal,
    write_few,
    write_many,
)
from noticeboard.build.fingerprint import PageKeys
from noticeboard.build.lazy_pages import PagesOnDemand, making
from noticeboard.build.loader import program
from noticeboard.build.paths import cache_dir, notices_dir
from noticeboard.build.site import Settings, SiteBuild
from noticeboard.build.template_cache import CompiledTemplates
from noticeboard.build.watcher import build_alone
from noticeboard.exports.security import content_security_policy
from noticeboard.incremental.artifacts import SiteFile, Stamp
from noticeboard.incremental.cache import code_digest, key
from noticeboard.incremental.output import Output
from noticeboard.incremental.output_tree import set_aside
from noticeboard.model.dates import PartialDate
from noticeboard.model.formats import as_digest
from noticeboard.model.problems import NoticeboardError, has_errors
from noticeboard.pages.base import SitePage, home_view, with_text
from noticeboard.pages.browse import home_groups
from noticeboard.pages.filters import FILTERS
from noticeboard.pages.notice import notice_view
from noticeboard.pages.theme import theme_sheets
from noticeboard.reading.site_config import read_site_config
from noticeboard.text.rendering import Heading

log = get_plugin_logger("noticeboard")

STAMP = "<!--noticeboard:stamp-->"  # stands in a kept page for what every commit changes


@dataclass
class _Build:
    """A build with what of MkDocs it needs.

    `pages` are those of which MkDocs is told, by `uri`; of the `many` it is not.
    """

    site: SiteBuild
    templates: Path
    pages: dict[str, SitePage] = field(default_factory=dict)
    many: PagesOnDemand = field(default_factory=lambda: PagesOnDemand(iter(())))
    addresses: list[Address] = field(default_factory=list)
    env: jinja2.Environment = field(default_factory=jinja2.Environment)
    nav: Navigation = field(default_factory=lambda: Navigation([], []))
    stamp: str = ""
    indexed: Callable[[], Mapping[str, str]] = dict


_command = "build"
_build: _Build


def on_startup(command: str, dirty: bool) -> None:
    global _command
    _command = command


def on_config(config: MkDocsConfig) -> None:
    global _build
    # A build ends before garbage fills the memory; to look for it costs up to a third of the time.
    gc.disable()
    root = Path(config.config_file_path).parent
    last_site = os.environ.get("LAST_SITE")
    try:
        domain = urlsplit(config.site_url or "").netloc
        values = config.extra.get("site") or {}
        site = read_site_config(config.site_name, domain, values, Path(config.docs_dir))
    except NoticeboardError as error:
        raise PluginError(str(error)) from None
    if not config.repo_url:
        config.edit_uri = ""  # without a repository there is nothing to link to
    settings = Settings(
        root=root,
        notices_dir=notices_dir(root),
        site_dir=Path(config.site_dir),
        cache_dir=cache_dir(root),
        last_site=Path(last_site) if last_site else None,
        site=site,
        site_url=config.site_url or "",
        repo_url=config.repo_url or "",
        made=get_build_datetime(),
        serving=_command == "serve",
    )
    _build = _Build(SiteBuild(settings), Path(config.theme.custom_dir or ""))


def on_pre_build(config: MkDocsConfig) -> None:
    settings = _build.site.settings
    if not settings.notices_dir.is_dir():
        raise PluginError(f"找不到通报所在的文件夹 {settings.notices_dir}")
    problems = _build.site.read()
    if has_errors(problems) and not settings.serving:
        raise PluginError(f"通报没有通过检查：\n{as_digest(problems)}")
    if problems:
        log.info(as_digest(problems))
    set_aside(settings.site_dir)


def on_files(files: Files, config: MkDocsConfig) -> None:
    if _build.site.complete:
        _build.indexed = begin_index(_build.site)
    few, _build.many = _build.site.pages()
    for page in few:
        _build.pages[page.uri] = page
        files.append(_file(page, config))
    for address, content in _build.site.assets():
        files.append(File.generated(config, address, content=content))


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
        "title": own.title,
        "description": own.description,
        "template": own.template,
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
    newest = _build.site.register.last_change
    written = page.meta.get("updated")
    changed = own.last_change if own else newest if page.is_homepage else None
    if written:
        changed = context["last_change"] = PartialDate.parse(str(written))
    _build.addresses.append((page.canonical_url or page.url, changed))
    context["register_change"] = newest
    if own:
        context.update(own.view, last_change=own.last_change)
    elif page.is_homepage:
        context.update(home_view(_build.site.register), **home_groups(_build.site.groups))


def _render(own: SitePage, config: MkDocsConfig) -> str:
    """A page of which there are many, by MkDocs's own means but without its rounds."""
    page = Page(None, _file(own, config), config)
    body = _build.site.bodies[own.notice.id] if own.notice else None
    page.meta, page.markdown = _meta(with_text(own, body) if body else own), ""
    context: dict[str, Any] = {**get_context(_build.nav, (), config, page)}
    context.update(own.view, **_build.site.beside(own))
    context.update(notice=own.notice, last_change=own.last_change, stamp=Markup(STAMP))
    context["history_url"] = (page.edit_url or "").replace("/edit/", "/commits/")
    if own.notice and body:
        page.content = body.html
        page.toc = TableOfContents(_anchors(body.headings))
        context["reading"] = notice_view(own.notice, body, page.canonical_url or page.url)
    return _build.env.get_template(own.template).render(context)


def _page_files(config: MkDocsConfig) -> Iterator[SiteFile]:
    """The pages of which there are many."""
    site = _build.site
    keys = PageKeys(site.digests, _common_key(config))
    stamp = Stamp(STAMP.encode(), _build.stamp.encode())

    def file(page: SitePage) -> SiteFile:
        def made_from() -> bytes | None:
            # While it is served a page shows the problems of the moment too.
            if site.preview:
                return None
            return keys.of(page, site.beside(page))

        return SiteFile(
            f"{page.url}index.html", lambda: _render(page, config).encode(), made_from, stamp
        )

    return map(file, _build.many.all())


def _common_key(config: MkDocsConfig) -> bytes:
    """What every page hangs on beside its own: program, templates, settings, sections, addresses."""
    site = _build.site
    sections = [(item.title, getattr(item, "url", None)) for item in _build.nav]
    addresses = [*site.addresses, config.edit_uri or ""]
    settings = Path(config.config_file_path).read_bytes()
    groups = repr((sorted(site.groups.addresses), site.history.complete))
    code = [program(), Path(__file__).read_bytes(), code_digest(_build.templates)]
    return key(*code, settings, repr(sections), groups, _command, *addresses)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    # The theme's own templates are written without escaping; ours never are.
    env.autoescape = once(lambda name: name is not None and (_build.templates / name).is_file())
    env.globals.update(_build.site.for_templates())
    env.globals["theme_sheets"] = theme_sheets(config.theme.dirs)
    env.globals["content_security_policy"] = content_security_policy(live=_command == "serve")
    env.filters.update(FILTERS)
    made_by = key(program(), Path(__file__).read_bytes())
    env.bytecode_cache = CompiledTemplates(_build.site.workshop.cache, made_by)
    _build.env, _build.stamp = env, env.get_template("partials/stamp.html").render()
    env.globals["stamp"] = Markup(_build.stamp)


def on_post_build(config: MkDocsConfig) -> None:
    output = Output(Path(config.site_dir))
    addresses = _build.addresses
    if _build.site.complete:
        write_many(_build.site, _page_files(config), output)
        many = (page for page in _build.many.all() if not page.notice or not page.notice.noindex)
        addresses += [(f"{config.site_url or '/'}{page.url}", page.last_change) for page in many]
    write_few(_build.site, addresses, output)
    output.sums.update(_build.indexed())
    if _build.site.complete:
        try:
            seal(_build.site, output)
        except NoticeboardError as error:
            raise PluginError(str(error)) from None
    if _command == "build":
        # The process ends: to look for garbage, and to take all notices apart, would take as long
        # as to read them.
        gc.freeze()
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(_build))
    gc.enable()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:
    server.watch(str(_build.site.settings.notices_dir))
    server.builder = build_alone(server.builder, server.observer.emitters)
    server.set_app(making(server.serve_request, lambda path: _make(path, config)))


def _make(path: str, config: MkDocsConfig) -> bool:
    """Write the page, if any, that is at the path or has it beside it, with its source."""
    mount = urlsplit(config.site_url or "/").path
    page = _build.many.at(path.removeprefix(mount).rpartition("/")[0] + "/")
    if page:
        output = Output(_build.site.settings.site_dir)
        html = _render(page, config).replace(STAMP, _build.stamp)
        output.write(f"{page.url}index.html", html)
        for file in notice_sources(_build.site, [page.notice] if page.notice else []):
            output.write(file.address, file.make())
    return page is not None
