"""What the site generator's events delegate to: the builds of one command."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from noticeboard.build.loader import NoticeLoader
from noticeboard.build.paths import cache_dir, notices_dir, site_dir
from noticeboard.build.render import EngineContext, PageRenderer, prepare_environment
from noticeboard.build.site import Settings, SiteBuild, create_loader
from noticeboard.build.site_files import (
    ENGINE_FOLDER,
    PageAddress,
    source_files,
    start_index,
    write_site,
)
from noticeboard.incremental.digests import digest
from noticeboard.model.dates import PartialDate
from noticeboard.model.problem_formats import as_summary
from noticeboard.model.problems import NoticeboardError, has_errors
from noticeboard.pages.base import SitePage
from noticeboard.pages.browse import home_groups
from noticeboard.pages.lists import home_context
from noticeboard.reading.site_config import read_site_config


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
    built_at: datetime


class BuildSession:
    """One build, or with `serving` one for each change; `begin` starts each of them."""

    def __init__(self, serving: bool = False) -> None:
        self.serving = serving
        self._loader: NoticeLoader | None = None

    def begin(self, config: EngineConfig) -> Path:
        """Start a build; return the folder that the site generator may empty and write into.

        Raise NoticeboardError if `extra.site` is wrong.
        """
        # A build ends before garbage fills the memory; collecting it takes up to a third of the time.
        gc.disable()
        root = config.file.parent
        domain = urlsplit(config.site_url).netloc
        site = read_site_config(config.site_name, domain, config.site, config.docs_dir)
        live_site = site_dir(root)
        self._loader = self._loader or create_loader(cache_dir(root), self.serving)
        self.config = config
        settings = Settings(
            root=root,
            docs_dir=config.docs_dir,
            notices_dir=notices_dir(root),
            target=config.target,
            live_site=None if self.serving or live_site == config.target else live_site,
            cache_dir=cache_dir(root),
            site=site,
            site_url=config.site_url,
            repo_url=config.repo_url,
            built_at=config.built_at,
            serving=self.serving,
        )
        self.build = SiteBuild(settings, self._loader)
        self._addresses: list[PageAddress] = []
        return config.target / ENGINE_FOLDER

    def read(self) -> str:
        """Read and check all notices; return a summary of the problems, empty without any.

        Raise NoticeboardError if there are none to read, or if errors forbid publication.
        """
        settings = self.build.settings
        if not settings.notices_dir.is_dir():
            raise NoticeboardError(f"找不到通报所在的文件夹 {settings.notices_dir}")
        problems = self.build.read()
        summary = as_summary(problems, os.environ.get("SITE_URL", ""))
        if has_errors(problems) and not self.serving:
            raise NoticeboardError(f"通报没有通过检查：\n{summary}")
        return summary if problems else ""

    def start_pages(self) -> Iterator[SitePage]:
        """Start the search index; yield the pages that the site generator is to render."""
        self._index: Callable[[], Mapping[str, str]] = (
            start_index(self.build) if self.build.is_complete else dict
        )
        single, self._bulk = self.build.pages()
        self._single = {page.uri: page for page in single}
        return iter(single)

    def single_page(self, uri: str) -> SitePage | None:
        """Return the generated page with this source address; None for a hand-written one."""
        return self._single.get(uri)

    def page_context(
        self, uri: str, address: str, is_home: bool, updated: str | None
    ) -> Mapping[str, Any]:
        """Return what the template of a page is given; note the page's address for the sitemap.

        `updated` is the date that a hand-written page states in its front matter.
        """
        page, register = self._single.get(uri), self.build.register
        context: dict[str, Any] = {"register_change": register.last_change}
        changed = page.last_change if page else register.last_change if is_home else None
        if page:
            context.update(page.context, last_change=page.last_change)
        elif is_home:
            context.update(home_context(register), **home_groups(self.build.groups))
        if updated:
            changed = context["last_change"] = PartialDate.parse(updated)
        self._addresses.append((address, changed))
        return context

    def use_engine(self, engine_context: EngineContext, navigation: object) -> None:
        """Set how a page is given to the theme; every page depends on the `repr` of navigation."""
        self._engine_context, self._navigation = engine_context, navigation

    def prepare(self, env: jinja2.Environment) -> None:
        """Prepare the theme's templates. Raise NoticeboardError if the theme lacks a sheet."""
        prepare_environment(env, self.build, self.config.templates, self.config.theme_folders)
        settings, config = self.build.settings, self.config
        sources = [config.hooks_file.read_bytes(), config.file.read_bytes()]
        units = sorted(self.build.groups.unit_slugs)
        flags = (self.build.history.complete, self.serving)
        inputs = (config.name, self._navigation, units, flags, config.edit_uri)
        common = digest(*sources, repr(inputs), settings.site_url, settings.repo_url)
        self._renderer = PageRenderer(
            self.build, env, self._engine_context, config.templates, common
        )

    def finish(self) -> None:
        """Write the site around the site generator's pages. Raise NoticeboardError."""
        pages = self._bulk.all() if self.build.is_complete else ()
        base = self.build.settings.site_url or "/"
        indexable = (page for page in pages if not page.notice or not page.notice.noindex)
        addresses = [(f"{base}{page.url}", page.last_change) for page in indexable]
        bulk_pages = self._renderer.artifacts(pages)
        write_site(self.build, bulk_pages, self._addresses + addresses, self._index)
        gc.enable()

    def write_requested(self, path: str) -> bool:
        """Write the bulk page at a requested path, or the page that the path is a file of.

        Return whether there is one.
        """
        mount = urlsplit(self.build.settings.site_url or "/").path
        page = self._bulk.get(path.removeprefix(mount).rpartition("/")[0] + "/")
        if page:
            notices = [page.notice] if page.notice else []
            files = [(f"{page.url}index.html", self._renderer.render(page).encode())]
            files += [(f.address, f.render()) for f in source_files(self.build, notices)]
            for address, content in files:
                file = self.build.settings.target / address
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        return page is not None
