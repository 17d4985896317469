"""MkDocs events, each a short delegation; the only module that imports the site generator.

The same code runs under MkDocs 1.6 and under ProperDocs, the maintained fork of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or "properdocs" not in sys.modules:
    from mkdocs.commands.build import get_context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import PluginError
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.plugins import get_plugin_logger
    from mkdocs.structure.files import File, Files, InclusionLevel
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink, TableOfContents
else:
    from properdocs.commands.build import get_context
    from properdocs.exceptions import PluginError
    from properdocs.plugins import get_plugin_logger
    from properdocs.structure.files import File, InclusionLevel
    from properdocs.structure.pages import Page
    from properdocs.structure.toc import AnchorLink, TableOfContents

import jinja2
from markupsafe import escape

from noticeboard.build.environment import board_config
from noticeboard.build.lazy_pages import render_on_request, watch_by_system_events
from noticeboard.build.session import BuildSession
from noticeboard.build.settings import EngineConfig
from noticeboard.build.style_sheets import bundled_stylesheets, used_theme_sheets
from noticeboard.model.problems import NoticeboardError
from noticeboard.pages.base import SitePage
from noticeboard.reading.board_config import read_board_config
from noticeboard.text.addresses import ascii_address
from noticeboard.text.rendering import Heading, RenderedBody

log = get_plugin_logger("noticeboard")
# Hooks are plain functions, so the session is a module variable.
_session = BuildSession()


@contextmanager
def _expected_errors() -> Iterator[None]:
    """Let MkDocs print an expected error without a traceback."""
    try:
        yield
    except NoticeboardError as error:
        raise PluginError(str(error)) from None


def on_startup(command: str, dirty: bool) -> None:
    _session.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    file = Path(config.config_file_path)
    with _expected_errors():
        board_file = board_config(file.parent)
        board = read_board_config(board_file)
    for name, value in board.effective_settings(os.environ).items():
        config[name] = value
    if not config.repo_url:
        config.edit_uri = ""  # an edit link needs a repository
    # Every address of the site is made from this one, those of the site generator too.
    config.site_url = ascii_address(config.site_url or "")
    engine_config = EngineConfig(
        name=get_context.__module__.partition(".")[0],
        file=file,
        files=(file, board_file) if board_file else (file,),
        hooks_file=Path(__file__),
        docs_dir=Path(config.docs_dir),
        templates=Path(config.theme.custom_dir or ""),
        theme_folders=config.theme.dirs,
        target=Path(config.site_dir),
        site_name=config.site_name,
        site_url=config.site_url,
        repo_url=config.repo_url or "",
        edit_uri=config.edit_uri or "",
        site=board.merged_site(config.extra.get("site") or {}),
    )
    with _expected_errors():
        # MkDocs empties its folder first; the site's other files must survive that.
        config.site_dir = str(_session.begin(engine_config))


def on_pre_build(config: MkDocsConfig) -> None:
    with _expected_errors():
        problems = _session.build.read()
    if problems:
        log.info(problems)


def on_files(files: Files, config: MkDocsConfig) -> None:
    for page in _session.build.start_pages():
        files.append(_file(page, config))
    for address, content in _session.build.site.assets():
        files.append(File.generated(config, address, content=content))
    with _expected_errors():
        folder = Path(config.docs_dir)
        sheets = chain(bundled_stylesheets(folder), used_theme_sheets(folder, config.theme.dirs))
        for address, content in sheets:
            files.src_uris[address].content_string = content


def _file(page: SitePage, config: MkDocsConfig) -> File:
    file = File.generated(config, page.uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    # Edit links are relative to docs/.
    file.edit_uri = f"../{page.notice.path}" if page.notice else None
    return file


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    site_page = _session.build.single_page(page.file.src_uri)
    if site_page:
        page.meta = _meta(site_page)


def _meta(page: SitePage) -> dict[str, Any]:
    return {"title": page.title, "description": page.description, "template": page.template}


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    context.update(_page_context(page))

    def render_again() -> str:
        site_page, page.active = _session.build.single_page(page.file.src_uri), True
        page.meta = _meta(site_page) if site_page else page.meta
        try:
            again = {**get_context(nav, (), config, page), **_page_context(page)}
            return _session.build.render_template(page.meta.get("template", "main.html"), again)
        finally:
            page.active = False

    _session.build.keep_engine_page(page.url, page.file.src_uri, render_again)


def _page_context(page: Page) -> Mapping[str, Any]:
    address, updated = page.canonical_url or page.url, page.meta.get("updated")
    return _session.build.page_context(
        page.file.src_uri, address, page.is_homepage, str(updated) if updated else None
    )


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    def engine_context(site_page: SitePage, body: RenderedBody | None) -> Mapping[str, Any]:
        page = Page(None, _file(site_page, config), config)
        page.meta, page.markdown = _meta(site_page), ""
        if body:
            page.content = body.html
            page.toc = TableOfContents(_links(body.headings))
        return {**get_context(nav, (), config, page)}

    sections = [(item.title, getattr(item, "url", None)) for item in nav]
    _session.build.use_engine(engine_context, sections)


def _links(headings: tuple[Heading, ...]) -> list[AnchorLink]:
    """Return the headings as the theme's tree of links."""
    top: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for heading in headings:
        link = AnchorLink(str(escape(heading.text)), heading.id, heading.level)
        while open_links and open_links[-1].level >= heading.level:
            open_links.pop()
        (open_links[-1].children if open_links else top).append(link)
        open_links.append(link)
    return top


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    with _expected_errors():
        _session.build.prepare(env)


def on_post_build(config: MkDocsConfig) -> None:
    with _expected_errors():
        _session.build.finish()
    _session.end()


def on_build_error(error: Exception) -> None:
    _session.end()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    server.builder = partial(_session.rebuild, builder)
    watch_by_system_events(server, [config.docs_dir, config.config_file_path])
    server.watch(str(_session.build.site.settings.notices_dir))
    for file in _session.build.config.files[1:]:
        server.watch(str(file))
    server.set_app(render_on_request(server.serve_request, _session.write_requested))
