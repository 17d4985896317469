"""Bulk pages rendered outside the site generator's page loop, with its templates and context."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from noticeboard.build.page_fingerprints import PageFingerprints
from noticeboard.build.site import SiteBuild
from noticeboard.incremental.artifacts import Artifact, Stamp
from noticeboard.incremental.digests import code_digest, digest, program_digest
from noticeboard.pages.base import SitePage
from noticeboard.pages.markup.qr_code import qr_code
from noticeboard.pages.notice import notice_context, notice_description
from noticeboard.text.markup.paragraph_ids import add_paragraph_ids
from noticeboard.text.rendering import RenderedBody

STAMP_MARK = "<!--noticeboard:stamp-->"
"""Placeholder in a rendered page for the part that every commit changes."""

EngineContext = Callable[[SitePage, RenderedBody | None], Mapping[str, Any]]
"""Returns what the theme's templates expect of a page: `page`, `nav`, `config` and the like.

The body is that of the page's notice.
"""


@dataclass(frozen=True, slots=True)
class PageRenderer:
    """Renders bulk pages of one build.

    `common` is the digest of what all pages depend on apart from program and templates: the
    configuration, the navigation and the addresses of the site.
    """

    build: SiteBuild
    env: jinja2.Environment
    engine_context: EngineContext
    templates: Path
    common: bytes

    def render(self, page: SitePage, stamp: str = "") -> str:
        """Return the page as HTML with this stamp, or with that of the build."""
        notice = page.notice
        body = self.build.bodies[notice.id] if notice else None
        if body:
            page = replace(page, description=notice_description(page, body))
            aliases: Any = page.context.get("aliases")
            body = replace(body, html=add_paragraph_ids(body.html, aliases))
        context = {**self.engine_context(page, body), **page.context}
        context.update(notice=notice, last_change=page.last_change, folder=_folder(page.url))
        if stamp:
            context.update(stamp=Markup(stamp))
        if notice and body:
            engine_page = context["page"]
            origin: Any = page.context.get("origin")
            address = (origin and origin.address) or engine_page.canonical_url or engine_page.url
            context.update(notice_context(page, notice, body, address), qr=qr_code(address))
            context["history_url"] = (engine_page.edit_url or "").replace("/edit/", "/commits/")
        return self.env.get_template(page.template).render(context)

    def artifacts(self, pages: Collection[SitePage]) -> Iterator[Artifact]:
        """Return an artifact for each page."""
        for name in {page.template for page in pages}:
            # Compiled here, templates are shared by all processes that render.
            self.env.get_template(name)
        common = digest(program_digest(), code_digest(self.templates), self.common)
        fingerprints = PageFingerprints(self.build.fingerprints, common)
        stamp = Stamp(STAMP_MARK.encode(), str(self.env.globals["stamp"]).encode())

        def artifact(page: SitePage) -> Artifact:
            def fingerprint() -> bytes | None:
                # A preview also shows the problems of the moment.
                return None if self.build.preview else fingerprints.of(page)

            def render() -> bytes:
                return self.render(page, STAMP_MARK).encode()

            topic = page.notice.id if page.notice else ""
            return Artifact(f"{page.url}index.html", render, fingerprint, stamp, topic)

        return map(artifact, pages)


def _folder(url: str) -> tuple[str, int]:
    """Return what the relative addresses on a page depend on, apart from those within its folder."""
    return url.partition("/")[0], url.count("/")
