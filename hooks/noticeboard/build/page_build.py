"""One build and its pages, as the events of the site generator follow each other."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import jinja2

from noticeboard.build import environment
from noticeboard.build.lazy_pages import LazyPages
from noticeboard.build.loader import NoticeLoader
from noticeboard.build.render import EngineContext, PageRenderer
from noticeboard.build.settings import EngineConfig
from noticeboard.build.site import SiteBuild
from noticeboard.build.site_files import source_files, start_index, write_site
from noticeboard.build.templates import prepare_environment
from noticeboard.exports.sitemap import PageAddress
from noticeboard.files.safe_files import unreadable_folders
from noticeboard.incremental.digests import digest
from noticeboard.model.dates import PartialDate
from noticeboard.model.problems import NoticeboardError, has_errors
from noticeboard.pages.base import SitePage
from noticeboard.pages.browse import home_groups
from noticeboard.pages.lists import home_context
from noticeboard.rules.problem_formats import as_summary


class PageBuild:
    """One build and its pages; the methods follow the order of the site generator's events."""

    def __init__(self, config: EngineConfig, site: SiteBuild) -> None:
        self.site = site
        self.config = config
        self._env: jinja2.Environment | None = None
        self._engine_pages: dict[str, Callable[[], str]] = {}
        self._hand_written: set[str] = set()
        self._lock = Lock()
        self._index: Callable[[], Mapping[str, str]] = dict
        self._single: dict[str, SitePage] = {}
        self._single_by_url: dict[str, SitePage] = {}
        self._bulk = LazyPages(iter(()))
        self._addresses: list[PageAddress] = []
        self._engine_context: EngineContext | None = None
        self._navigation: object = None
        self._renderer: PageRenderer | None = None

    def read(self) -> str:
        """Read and check all notices; return the warnings and problems, empty without any.

        Raise NoticeboardError if there are none to read, or if errors forbid publication.
        """
        settings = self.site.settings
        if not settings.notices_dir.is_dir():
            raise NoticeboardError(f"找不到通报所在的文件夹 {settings.notices_dir}")
        for error in unreadable_folders(settings.docs_dir):
            raise NoticeboardError(f"{error.filename} 读不出来：{error.strerror}")
        problems = self.site.read()
        summary = as_summary(problems, environment.site_url())
        if has_errors(problems) and not settings.serving:
            raise NoticeboardError(f"通报没有通过检查：\n{summary}")
        warnings = "\n".join(self.site.history.warnings)
        return "\n".join(filter(None, (warnings, summary if problems else "")))

    def start_pages(self) -> Iterator[SitePage]:
        """Start the search index; yield the pages that the site generator is to render."""
        if self.site.is_complete:
            self._index = start_index(self.site)
        single, self._bulk = self.site.pages()
        self._single = {page.uri: page for page in single}
        self._single_by_url = {page.url: page for page in single}
        return iter(single)

    def use_engine(self, engine_context: EngineContext, navigation: object) -> None:
        """Set the function that returns a page's theme context.

        The `repr` of `navigation` is part of every page's fingerprint.
        """
        self._engine_context, self._navigation = engine_context, navigation

    def single_page(self, uri: str) -> SitePage | None:
        """Return the generated page with this source address; None for a hand-written one."""
        return self._single.get(uri)

    def keep_engine_page(self, url: str, uri: str, render: Callable[[], str]) -> None:
        """Keep the function that renders a page of the site generator once more, for a preview."""
        if self.site.preview:
            self._engine_pages[url] = render
            if uri not in self._single:
                self._hand_written.add(url)

    def refreshed(self, loader: NoticeLoader | None) -> PageBuild:
        """Return a build of the present notices that reuses the site generator's pages.

        Pages are removed from the target, to be rendered when they are asked for.
        """
        site = SiteBuild(self.site.settings, loader, self.site)
        site.read()
        build = PageBuild(self.config, site)
        build._engine_pages, build._hand_written = self._engine_pages, self._hand_written
        assert self._engine_context
        assert self._env
        build.use_engine(self._engine_context, self._navigation)
        deque(build.start_pages(), 0)
        build.prepare(self._env)
        remove_pages(site.settings.target)
        return build

    def render_template(self, name: str, context: Mapping[str, Any]) -> str:
        """Render a template of the theme."""
        assert self._env
        return self._env.get_template(name).render(context)

    def prepare(self, env: jinja2.Environment) -> None:
        """Prepare the theme's templates. Raise NoticeboardError if the theme lacks a sheet."""
        site, config, self._env = self.site, self.config, env
        prepare_environment(env, site, config.templates, config.theme_folders)
        sources = [config.hooks_file.read_bytes(), *(file.read_bytes() for file in config.files)]
        flags = (
            site.history.complete,
            site.settings.serving,
            bool(site.program),
            bool(site.portal),
        )
        inputs = (config.name, self._navigation, flags, config.edit_uri)
        common = digest(*sources, repr(inputs), config.site_url, config.repo_url)
        assert self._engine_context
        self._renderer = PageRenderer(site, env, self._engine_context, config.templates, common)

    def page_context(
        self, uri: str, address: str, is_home: bool, updated: str | None
    ) -> Mapping[str, Any]:
        """Return what the template of a page is given; note the page's address for the sitemap.

        `updated` is the date that a hand-written page states in its front matter.
        """
        page, register = self._single.get(uri), self.site.register
        context: dict[str, Any] = {"register_change": register.last_change}
        changed = page.last_change if page else register.last_change if is_home else None
        if page:
            context.update(page.context, last_change=page.last_change)
        elif is_home:
            context.update(home_context(register, self.site.bodies))
            context.update(home_groups(self.site.groups))
            context["open_rounds"] = self.site.round_links.open_in()
        if updated:
            changed = context["last_change"] = PartialDate.parse(updated)
        self._addresses.append((address, changed))
        return context

    def finish(self) -> None:
        """Complete the site: bulk pages, data, index, checksums. Raise NoticeboardError."""
        pages = self._bulk.all() if self.site.is_complete else ()
        base = self.config.site_url or "/"
        # Search engines find a notice of a member at the address that its page names as canonical.
        indexable = (page for page in pages if page.is_indexable)
        addresses = [(f"{base}{page.url}", page.last_change) for page in indexable]
        assert self._renderer
        bulk_pages = self._renderer.artifacts(pages)
        write_site(self.site, bulk_pages, self._addresses + addresses, self._index)
        self.site.keep_readings()

    def write_requested(self, path: str) -> bool:
        """Write the page at a requested path, or what the path is a file of.

        Return whether there is any.
        """
        mount = urlsplit(self.config.site_url or "/").path
        address = path.removeprefix(mount)
        files: dict[str, bytes] = {}
        # A notice may be removed at this moment; the next build knows.
        with self._lock, suppress(FileNotFoundError):
            files = dict(self._requested_files(address))
        for name, content in files.items():
            file = self.site.settings.target / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return bool(files)

    def _requested_files(self, address: str) -> Iterator[tuple[str, bytes]]:
        folder, _, name = address.rpartition("/")
        url = f"{folder}/" if folder else ""
        page = self._single_by_url.get(url) or self._bulk.get(url)
        renders_again = self._engine_pages.get(url) if page or url in self._hand_written else None
        assert self._renderer
        if renders_again:
            yield f"{url}index.html", renders_again().encode()
        elif page:
            yield f"{url}index.html", self._renderer.render(page).encode()
        if page and page.notice:
            yield from ((f.address, f.render()) for f in source_files(self.site, [page.notice]))
        for asset, content in self.site.assets() if name else ():
            if asset == address:
                yield asset, content if isinstance(content, bytes) else content.encode()


def remove_pages(target: Path) -> None:
    """Remove from a preview what depends on the notices, except the pages for errors."""
    shutil.rmtree(target / "notices", ignore_errors=True)
    for folder in ("statistics", "units"):
        for path in (target / folder).glob("*.*"):
            path.unlink()
    for path in target.rglob("index.html"):
        path.unlink()
