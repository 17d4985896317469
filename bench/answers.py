"""Answers of the search in Chromium on the built sites: bytes, times, and whether they are right."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from chromium import launched
from playwright.sync_api import Browser
from search_benchmark import Answer, measure, new_context, serve
from search_engines import (
    OURS,
    PAGEFIND_PAGE,
    PAGEFIND_SEARCH,
    PLAIN_QUERY,
    Engine,
)

from noticeboard.build.loader import render_bodies
from noticeboard.incremental.pool import cores
from noticeboard.model.register import Register
from noticeboard.reading.reader import read_all
from noticeboard.search.documents import SearchDocument, search_documents
from noticeboard.search.scan import Scanner, parse_terms

Line = tuple[str, str, str, str, str]


def lines(site: Path, peer: Path, count: int, exact: int) -> Iterator[Line]:
    """Yield the lines of `count` queries from a cold cache, and of `exact` ones compared with a scan."""
    documents = _documents(site / "notices")
    total = f"{len(documents):,}"
    expected = _expected(documents, queries(documents, exact))
    few = dict(list(expected.items())[:count])
    with launched() as browser:
        own = measure(browser, _ours(site / "site", len(documents)), few)
        other = measure(browser, _pagefind(peer / "public", len(documents)), few)
        right = _right_answers(browser, _ours(site / "site", len(documents)), expected)
    for name, unit, goal in (
        ("own_bytes", "KB", "110"),
        ("cold", "ms", "600"),
        ("warm", "ms", "40"),
    ):
        values = [_median(answers, name) for answers in (own, other)]
        own_cell, other_cell = (f"{value:.0f} {unit}" for value in values)
        title = {"own_bytes": "index bytes (gzip)", "cold": "cold", "warm": "warm"}[name]
        ratio = f"{values[0] / values[1]:.2f}"
        heading = f"answers, {total}, {count} queries: {title}"
        yield heading, own_cell, other_cell, ratio, f"≤ {goal} {unit}"
    wrong = sum(answer.total != answer.expected for answer in other)
    name = f"answers, {total}: as a scan gives"
    yield name, f"{right} of {len(expected)}", f"{count - wrong} of {count}", "–", "all"


def _median(answers: Sequence[Answer], name: str) -> float:
    value = float(statistics.median(getattr(answer, name) for answer in answers))
    return value / 1000 if name == "own_bytes" else value


def _documents(notices: Path) -> list[SearchDocument]:
    parsed = read_all(notices)
    register = Register(each.notice for each in parsed if each.notice)
    return search_documents(register, render_bodies(register.notices, cores()))


def queries(documents: Sequence[SearchDocument], count: int) -> list[str]:
    """Return different pieces of 2 to 8 characters of the texts, some of them changed."""
    random, pieces = Random(count), dict[str, None]()
    while len(pieces) < count:
        text = random.choice(random.choice(documents).blocks).text
        length, start = random.randrange(2, 9), random.randrange(max(1, len(text)))
        piece = text[start : start + length]
        if random.random() < 0.1:
            piece = piece[::-1]
        if len(piece) > 1 and piece.isalnum():
            pieces[piece] = None
    return list(pieces)


def _expected(documents: Sequence[SearchDocument], texts: Sequence[str]) -> dict[str, int]:
    scanner = Scanner(documents)
    return {text: len(scanner.match(parse_terms(text))) for text in texts}


def _right_answers(browser: Browser, engine: Engine, expected: Mapping[str, int]) -> int:
    """Return how many queries have as many hits as expected."""
    print(f"comparing {len(expected):,} answers with a scan", file=sys.stderr)
    with serve(engine.directory) as server:
        context = new_context(browser)
        page = context.new_page()
        page.goto(server.address + engine.page + "乡镇")
        page.wait_for_function(engine.ready)
        right = 0
        for query, total in expected.items():
            page.evaluate(engine.search, query)
            right += page.evaluate(engine.total) == total
        context.close()
    return right


def _ours(site: Path, count: int) -> Engine:
    return Engine("ours", count, site, 0, 0, *OURS)


def _pagefind(site: Path, count: int) -> Engine:
    (site / "search.html").write_text(PAGEFIND_PAGE.replace("TOKENS", PLAIN_QUERY), "utf-8")
    name, page = "Pagefind, zh", "search.html?q="
    ready = ("window.answeredAt", "window.total")
    return Engine(name, count, site, 0, 0, page, *ready, PAGEFIND_SEARCH, ("/pagefind/",))
