"""Pages made when they are asked for: with thousands of notices `make serve` then shows an edit
seconds sooner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from noticeboard.pages.base import PageGroup, SitePage


def few_and_many(groups: Iterable[PageGroup]) -> tuple[list[SitePage], PageGroup]:
    """The pages that are not `many`, and the others still to be made."""
    few: list[SitePage] = []
    rest: list[PageGroup] = []
    for group in groups:
        for page in group:
            if page.many:
                rest.append(chain([page], group))
                break
            few.append(page)
    return few, chain.from_iterable(rest)


class PagesOnDemand:
    """Pages by address, of which no more are made than it takes to find the one asked for.

    Threads may ask at once.
    """

    def __init__(self, pages: PageGroup) -> None:
        self._waiting = pages
        self._made: dict[str, SitePage] = {}
        self._lock = Lock()

    def at(self, url: str) -> SitePage | None:
        """The page with this `url`; None when there is none."""
        with self._lock:
            while url not in self._made and (page := next(self._waiting, None)):
                self._made[page.url] = page
            return self._made.get(url)

    def all(self) -> Collection[SitePage]:
        """Every page."""
        with self._lock:
            self._made.update((page.url, page) for page in self._waiting)
            return self._made.values()


def making(serve: WSGIApplication, make: Callable[[str], bool]) -> WSGIApplication:
    """An application that asks `make` for each path that `serve` does not find, and whether it
    has been made now."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        told: tuple[Any, ...] = ()

        def hold(*status_and_headers: Any) -> Any:
            nonlocal told
            told = status_and_headers

        body = serve(environ, hold)
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        if told[0].startswith("404") and make(path):
            body = serve(environ, hold)
        start(*told)
        return body

    return answer
