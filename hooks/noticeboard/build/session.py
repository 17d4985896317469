"""What the site generator's events delegate to: the builds of one command."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from noticeboard.build import environment
from noticeboard.build.lazy_pages import LazyPages
from noticeboard.build.loader import NoticeLoader
from noticeboard.build.render import EngineContext, PageRenderer
from noticeboard.build.site import Settings, SiteBuild, create_loader
from noticeboard.build.site_files import (
    source_files,
    start_index,
    write_site,
)
from noticeboard.build.swap import ENGINE_FOLDER
from noticeboard.build.templates import prepare_environment
from noticeboard.exports.sitemap import PageAddress
from noticeboard.incremental.digests import digest
from noticeboard.model.dates import PartialDate
from noticeboard.model.problem_formats import as_summary
from noticeboard.model.problems import NoticeboardError, has_errors
from noticeboard.pages.base import SitePage
from noticeboard.pages.browse import home_groups
from noticeboard.pages.lists import home_context
from noticeboard.reading.site_config import read_site_config
from noticeboard.text.safe_files import unreadable_folders


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """The site generator's configuration; `site` is `extra.site`, `target` where the site goes.

    `name`, `file` and `hooks_file` are inputs of every page.
    """

    name: str
    file: Path
    hooks_file: Path
    docs_dir: Path
    templates: Path
    theme_folders: Sequence[str]
    target: Path
    site_name: str
    site_url: str
    repo_url: str
    edit_uri: str
    site: Mapping[str, Any]


class BuildSession:
    """The builds of one command: one, or with `serving` one for each change."""

    def __init__(self) -> None:
        self.serving = False
        self._loader: NoticeLoader | None = None
        self._build: PageBuild | None = None

    @property
    def build(self) -> PageBuild:
        """The build that `begin` started last."""
        assert self._build
        return self._build

    def begin(self, config: EngineConfig) -> Path:
        """Start a build; return the folder that the site generator may empty and write into.

        Raise NoticeboardError if `extra.site`, the environment or the repository is wrong.
        """
        # A build ends before garbage fills the memory; collecting it takes up to a third of the time.
        gc.disable()
        settings = _settings(config, self.serving)
        self._loader = self._loader or create_loader(settings)
        self._build = PageBuild(config, SiteBuild(settings, self._loader))
        return config.target / ENGINE_FOLDER

    def end(self) -> None:
        """Collect garbage again, after a build or its failure."""
        gc.enable()


def _settings(config: EngineConfig, serving: bool) -> Settings:
    root = config.file.parent
    domain = urlsplit(config.site_url).netloc
    live_site = environment.site_dir(root)
    return Settings(
        root=root,
        docs_dir=config.docs_dir,
        notices_dir=environment.notices_dir(root),
        target=config.target,
        live_site=None if serving or live_site == config.target else live_site,
        cache_dir=environment.cache_dir(root),
        site=read_site_config(config.site_name, domain, config.site, config.docs_dir),
        site_url=config.site_url,
        repo_url=config.repo_url,
        built_at=environment.build_time(),
        serving=serving,
    )


class PageBuild:
    """One build and its pages; the methods follow the order of the site generator's events."""

    def __init__(self, config: EngineConfig, site: SiteBuild) -> None:
        self.site = site
        self._config = config
        self._index: Callable[[], Mapping[str, str]] = dict
        self._single: dict[str, SitePage] = {}
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
        return iter(single)

    def use_engine(self, engine_context: EngineContext, navigation: object) -> None:
        """Set the function that returns a page's theme context.

        The `repr` of `navigation` is part of every page's fingerprint.
        """
        self._engine_context, self._navigation = engine_context, navigation

    def single_page(self, uri: str) -> SitePage | None:
        """Return the generated page with this source address; None for a hand-written one."""
        return self._single.get(uri)

    def prepare(self, env: jinja2.Environment) -> None:
        """Prepare the theme's templates. Raise NoticeboardError if the theme lacks a sheet."""
        site, config = self.site, self._config
        prepare_environment(env, site, config.templates, config.theme_folders)
        sources = [config.hooks_file.read_bytes(), config.file.read_bytes()]
        units = sorted(site.groups.unit_slugs.items())
        flags = (site.history.complete, site.settings.serving)
        inputs = (config.name, self._navigation, units, flags, config.edit_uri)
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
            context.update(home_context(register), **home_groups(self.site.groups))
        if updated:
            changed = context["last_change"] = PartialDate.parse(updated)
        self._addresses.append((address, changed))
        return context

    def finish(self) -> None:
        """Complete the site: bulk pages, data, index, checksums. Raise NoticeboardError."""
        pages = self._bulk.all() if self.site.is_complete else ()
        base = self._config.site_url or "/"
        indexable = (page for page in pages if not page.notice or not page.notice.noindex)
        addresses = [(f"{base}{page.url}", page.last_change) for page in indexable]
        assert self._renderer
        bulk_pages = self._renderer.artifacts(pages)
        write_site(self.site, bulk_pages, self._addresses + addresses, self._index)

    def write_requested(self, path: str) -> bool:
        """Write the bulk page at a requested path, or the page that the path is a file of.

        Return whether there is one.
        """
        mount = urlsplit(self._config.site_url or "/").path
        page = self._bulk.get(path.removeprefix(mount).rpartition("/")[0] + "/")
        if page and self._renderer:
            notices = [page.notice] if page.notice else []
            files = [(f"{page.url}index.html", self._renderer.render(page).encode())]
            files += [(f.address, f.render()) for f in source_files(self.site, notices)]
            for address, content in files:
                file = self.site.settings.target / address
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        return page is not None
