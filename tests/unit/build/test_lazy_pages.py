from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from support.factories import made_round, notice

from noticeboard.build.lazy_pages import LazyPages, render_on_request, split_bulk
from noticeboard.history.changelog import Changelog
from noticeboard.history.log import History
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.register import Register
from noticeboard.model.round_status import all_statuses
from noticeboard.pages.base import PageGroup, SitePage
from noticeboard.pages.browse import group_pages
from noticeboard.pages.changes import changes_pages
from noticeboard.pages.contacts import oldest_contacts
from noticeboard.pages.lists import register_pages
from noticeboard.pages.rounds import round_pages
from noticeboard.rules.privacy import check_privacy
from noticeboard.text.paging import PER_PAGE


def page(uri: str, bulk: bool = True) -> SitePage:
    return SitePage(f"{uri}/index.md", "x.html", uri, "", {}, bulk=bulk)


def groups() -> Iterator[PageGroup]:
    """Those of a site in which every list has a second page."""
    count = 2 * PER_PAGE + 1
    register = Register(
        notice(f"{2021 + number % 3}/n{number}", unit=f"单位{number}", region=f"示例省/区{number}")
        for number in range(count)
    )
    rounds = [made_round(f"r{number}") for number in range(count)]
    statuses = all_statuses(rounds, Register([]), None, register.notices[0].published.last)
    yield from register_pages(register)
    yield from group_pages(NoticeGroups(register))
    yield from round_pages(statuses)
    yield oldest_contacts(register)
    yield from changes_pages(Changelog(register, History(), check_privacy))


def test_single_pages_precede_bulk_pages_in_every_group() -> None:
    flags = [[page.bulk for page in group] for group in groups()]
    assert flags == [sorted(each) for each in flags]
    single, bulk = split_bulk(groups())
    assert {page.uri for page in single} == {page.uri for page in chain(*groups()) if not page.bulk}
    assert {page.uri for page in bulk} == {page.uri for page in chain(*groups()) if page.bulk}


def test_no_page_is_built_before_it_is_needed() -> None:
    built = []

    def pages() -> PageGroup:
        for name in ("a", "b", "c"):
            built.append(name)
            yield page(name)

    known = LazyPages(pages())
    assert built == []
    first = known.get("b/")
    assert first
    assert (first.title, built) == ("b", ["a", "b"])
    assert known.get("b/") is first
    assert built == ["a", "b"]
    assert [each.title for each in known.all()] == built == ["a", "b", "c"]
    assert known.get("d/") is None


def test_a_missing_page_is_rendered_and_served_again() -> None:
    files = {"/": b"home"}
    asked, answers = [], []

    def serve(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        content = files.get(environ["PATH_INFO"])
        start("200 OK" if content else "404 Not Found", [("Content-Type", "text/html")])
        return [content or b"nothing"]

    def make(path: str) -> bool:
        asked.append(path)
        if path == "/new/":
            files[path] = b"new"
        return path in files

    def start(*response: Any) -> Any:
        answers.append(response)

    def get(path: str) -> bytes:
        return b"".join(render_on_request(serve, make)({"PATH_INFO": path}, start))

    assert [get(path) for path in ("/", "/new/", "/new/", "/gone/")] == [
        b"home",
        b"new",
        b"new",
        b"nothing",
    ]
    assert asked == ["/new/", "/gone/"]
    assert [response[0][:3] for response in answers] == ["200", "200", "200", "404"]
