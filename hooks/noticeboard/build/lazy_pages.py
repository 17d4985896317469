"""Bulk pages that `make serve` renders on request: an edit then shows seconds sooner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from noticeboard.pages.base import PageGroup, SitePage


def split_bulk(groups: Iterable[PageGroup]) -> tuple[list[SitePage], PageGroup]:
    """Return the single pages, and the bulk pages as an iterator that builds none of them yet."""
    single: list[SitePage] = []
    bulk: list[PageGroup] = []
    for group in groups:
        for page in group:
            if page.bulk:
                bulk.append(chain([page], group))
                break
            single.append(page)
    return single, chain.from_iterable(bulk)


class LazyPages:
    """Pages by address, generated on demand; thread-safe."""

    def __init__(self, pages: PageGroup) -> None:
        self._pending = pages
        self._built: dict[str, SitePage] = {}
        self._lock = Lock()

    def get(self, url: str) -> SitePage | None:
        """Return the page with this `url`, or None."""
        with self._lock:
            while url not in self._built and (page := next(self._pending, None)):
                self._built[page.url] = page
            return self._built.get(url)

    def all(self) -> Collection[SitePage]:
        """Return every page."""
        with self._lock:
            self._built.update((page.url, page) for page in self._pending)
            return self._built.values()


def render_on_request(serve: WSGIApplication, render: Callable[[str], bool]) -> WSGIApplication:
    """Return an application that calls `render` for a path that `serve` does not find.

    `render` returns whether the file exists now; the request is then served again.
    """

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        response: tuple[Any, ...] = ()

        def hold(*status_and_headers: Any) -> Any:
            nonlocal response
            response = status_and_headers

        body = serve(environ, hold)
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        if response[0].startswith("404") and render(path):
            body = serve(environ, hold)
        start(*response)
        return body

    return application
