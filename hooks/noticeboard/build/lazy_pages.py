"""Bulk pages that `make serve` renders on request: an edit then shows seconds sooner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from noticeboard.pages.base import PageGroup, SitePage

MAX_ATTEMPTS = 3
"""How often a requested page is rendered."""


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
        # A build that begins in between removes the page again.
        for _ in range(MAX_ATTEMPTS):
            if not response[0].startswith("404") or not render(path):
                break
            body = serve(environ, hold)
        start(*response)
        return body

    return application


def watch_by_system_events(server: Any, paths: Collection[str]) -> None:
    """Let the site generator's server learn of changes from the system, in the `paths` it watches.

    By itself it looks at each file twice a second, which takes seconds with thousands of notices.
    """
    for path in paths:
        server.unwatch(path)
    server.observer = _ChangeObserver()
    for path in paths:
        server.watch(path)


class _ChangeObserver(Observer):  # type: ignore[misc, valid-type]
    """Reports changes only: reading a file is an event, too, and a build reads all files."""

    def schedule(self, event_handler: FileSystemEventHandler, path: str, **options: Any) -> Any:
        return super().schedule(event_handler, path, **{**options, "event_filter": _CHANGES})


_CHANGES = (FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent)
