"""The lists of matters: all, by field of work, by stated state, and with sums; each by year.

A new notice changes the pages of its year only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from noticeboard.matters.ledger import NO_STATE
from noticeboard.model.notice import Notice
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.pages.matters.register import BASE, Entry, MatterRegister, Selection
from noticeboard.text.paging import paginate

PER_PAGE = 50
"""Matters on a page."""
NEWEST = 20
"""Matters on the first page of a selection, which leads to its years."""
TITLE = "整改事项"

NoticeMatters = tuple[Notice, tuple[int, ...]]
"""A notice, and the places of some of its matters in its ledger."""


def matter_pages(matters: MatterRegister) -> Iterator[PageGroup]:
    """Yield the first page of each selection, then the pages of its years."""
    yield iter([_first_page(matters, matters.selections[0])])
    for selection in matters.selections:
        if selection.kind and matters.years(selection):
            yield iter([replace(_first_page(matters, selection), bulk=True)])
        for year in matters.years(selection):
            yield _year_pages(matters, selection, year)


def _first_page(matters: MatterRegister, selection: Selection) -> SitePage:
    newest: list[Entry] = []
    for year in matters.years(selection):
        if len(newest) < NEWEST:
            newest += matters.entries(selection, year)
    part = newest[:NEWEST]
    context = {**_context(matters, selection), "groups_of_matters": _by_notice(part)}
    title = _title(selection)
    uri = f"{selection.url}index.md"
    return SitePage(uri, "matters.html", title, _description(title), context)


def _year_pages(matters: MatterRegister, selection: Selection, year: str) -> PageGroup:
    title = f"{_title(selection)}，{year}年公布"
    context = {**_context(matters, selection), "year": year, "heading": title}
    entries = matters.entries(selection, year)
    for pager, part in paginate(f"{selection.url}{year}/", entries, PER_PAGE):
        full = {**context, "groups_of_matters": _by_notice(part), "pager": pager}
        notices = [entry.notice for entry in part]
        page = list_page(pager, "matters.html", title, _description(title), full, notices)
        yield replace(page, bulk=True)


def _context(matters: MatterRegister, selection: Selection) -> Mapping[str, object]:
    return {
        "heading": _title(selection),
        "selection": (selection.kind, selection.name, selection.url),
        "years": matters.years(selection),
        "selections": [
            (one.kind, one.name, one.url)
            for one in matters.selections
            if one.kind and matters.years(one)
        ],
        "searched_years": tuple(matters.by_year),
        "no_state": NO_STATE,
    }


def _title(selection: Selection) -> str:
    names = {"field": f"{TITLE}：{selection.name}", "sums": f"{TITLE}：写明金额的"}
    names["state"] = f"{TITLE}：单位写明“{selection.name}”的"
    if selection.name == NO_STATE:
        names["state"] = f"{TITLE}：{NO_STATE}结果的"
    return names.get(selection.kind, TITLE)


def _description(title: str) -> str:
    return f"{title}：各单位通报里逐项写明的问题，照录原文，不作判断"


def _by_notice(entries: Sequence[Entry]) -> list[NoticeMatters]:
    return [
        (notice, tuple(entry.number for entry in own))
        for notice, own in groupby(entries, key=lambda entry: entry.notice)
    ]


def search_address(year: str) -> str:
    """Return the address of the data that the search of `/matters/` reads for a year."""
    return f"{BASE}data/{year}.json"
