"""The theme's Jinja environment: what it is extended by, and what it renders once for many pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import jinja2
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from noticeboard.build.site import SiteBuild
from noticeboard.build.style_sheets import theme_sheets
from noticeboard.exports.json_ld import LinkedData
from noticeboard.exports.security import content_security_policy
from noticeboard.exports.verification import (
    download_commands,
    rebuild_commands,
    source_date_epoch,
)
from noticeboard.matters.fields import field_of
from noticeboard.model.dates import PartialDate
from noticeboard.model.vocabularies import DEFAULT_CATEGORY
from noticeboard.pages.markup.filters import FILTERS
from noticeboard.pages.write import FOLDER

_INCLUDE = re.compile(r'\{% include "([^"]+)" %\}')
# An address below the site's root whose parts are names, none of them a dot or two.
_PLAIN_ADDRESS = re.compile(r"[\w-]+(?:/[\w-]+)*(?:\.[\w.-]+|/)?")


def prepare_environment(
    env: jinja2.Environment, build: SiteBuild, templates: Path, theme_folders: Iterable[str]
) -> None:
    """Add the site's globals and filters to the theme's environment.

    Raise NoticeboardError if the theme lacks a style sheet.
    """
    # The theme's own templates are written without escaping; ours never are.
    env.autoescape = cache(lambda name: name is not None and (templates / name).is_file())
    env.add_extension(InlineIncludes)
    env.globals.update(site_globals(build))
    env.globals["theme_sheets"] = theme_sheets(theme_folders)
    serving, search = build.settings.serving, build.settings.site.search
    env.globals["content_security_policy"] = content_security_policy(serving)
    env.globals["search_policy"] = content_security_policy(serving, search.origin if search else "")
    env.globals["shared"] = render_shared(env)
    env.filters.update(FILTERS)
    # A preview prepares one environment several times.
    env.filters["url"] = relative_url(env.filters.setdefault("engine_url", env.filters["url"]))
    env.globals["stamp"] = Markup(env.get_template("partials/stamp.html").render())


def site_globals(build: SiteBuild) -> dict[str, object]:
    """Return what every template may use of a build."""
    settings, history = build.settings, build.history
    site_url = settings.site_url
    addresses = (site_url, settings.repo_url, settings.board_config)
    return {
        "site": settings.site,
        "preview": build.preview,
        "portal": build.portal,
        "site_address": site_url,
        "history": history,
        "as_of": PartialDate.from_date(build.today),
        "source_date_epoch": source_date_epoch(settings.built_at),
        "rebuild": rebuild_commands(history, settings.built_at, *addresses),
        "download": download_commands(site_url),
        "groups": build.groups,
        "ledger_of": lambda notice: build.matters.ledgers[notice.id],
        "field_of": field_of,
        "default_category": DEFAULT_CATEGORY,
        "contact_staleness": build.contact_staleness,
        "write_page": FOLDER if build.program else "",
        "linked_data": LinkedData(settings.site, site_url),
    }


class InlineIncludes(Extension):
    """Copies the templates that ours include into them when they are loaded.

    An include of Jinja copies the context each time, and a page has dozens.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with the text of each of our templates in place of its include."""
        return self._inline(source, (name,)) if name and self._is_ours(name) else source

    def _inline(self, source: str, including: tuple[str, ...]) -> str:
        def content(include: re.Match[str]) -> str:
            name, loader = include[1], self.environment.loader
            if not loader or name in including or not self._is_ours(name):
                return include[0]
            text = loader.get_source(self.environment, name)[0].removesuffix("\n")
            # Assignments of an included template stay within it.
            return f"{{% with %}}{self._inline(text, (*including, name))}{{% endwith %}}"

        return _INCLUDE.sub(content, source)

    def _is_ours(self, name: str) -> bool:
        escaped = self.environment.autoescape
        return callable(escaped) and escaped(name)


def render_shared(env: jinja2.Environment) -> Callable[[Context, str], Markup]:
    """Return the template function `shared`: a template that is the same on all pages of a folder.

    Their context has `folder`, which says how relative addresses begin; on other pages it is rendered each time.
    """
    rendered: dict[tuple[object, str], Markup] = {}

    @jinja2.pass_context
    def shared(context: Context, name: str) -> Markup:
        key = context.get("folder"), name
        if key in rendered:
            return rendered[key]
        text = Markup(env.get_template(name).render(context.get_all()))
        if key[0]:
            rendered[key] = text
        return text

    return shared


def relative_url(general: Callable[[Context, str], str]) -> Callable[[Context, str], str]:
    """Return the filter `url`: the site generator's, shorter for most addresses on bulk pages."""

    @jinja2.pass_context
    def url(context: Context, value: str) -> str:
        folder, address = context.get("folder"), str(value)
        if not folder or not _PLAIN_ADDRESS.fullmatch(address):
            return general(context, address)
        name, depth = folder
        return general(context, address) if address.startswith(name) else "../" * depth + address

    return url
