"""Answers to `/search/` as JSON: a read-only HTTP server in front of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from noticeboard.database.connection import (
    DatabaseError,
    connect,
    connection_parameters,
    database_errors,
    explain,
)
from noticeboard.database.searching import Question, answer, read_state
from noticeboard.search.facets import FACETS
from noticeboard.search.scan import parse_terms
from noticeboard.text.folding import fold

MAX_QUERY, MAX_TERMS, MAX_VALUES = 300, 16, 50
"""The longest query, and the most terms and selected values; the page asks the static index for more."""
MAX_ROWS, MAX_START = 100, 10_000
STATEMENT_SECONDS = 2
"""The page waits three seconds for an answer."""
CONNECTIONS, WAIT_SECONDS = 8, 1

_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
_OPTIONS = f"-c statement_timeout={STATEMENT_SECONDS}s -c default_transaction_read_only=on"


class QuestionError(ValueError):
    """What is wrong with a request, in Chinese."""


def open_pool(url: str) -> ConnectionPool:
    """Return connections to a database that holds notices and that they cannot change.

    Raise DatabaseError.
    """
    with database_errors(), connect(url) as connection:
        read_state(connection)
        row = connection.execute(
            "SELECT has_table_privilege('noticeboard.notice', 'INSERT, UPDATE, DELETE, TRUNCATE')"
        ).fetchone()
        if row and row[0]:
            raise DatabaseError(
                f"用户 {connection.info.user} 能改动通报；请用只读的用户，如 noticeboard_reader"
            )
    return ConnectionPool(
        psycopg.conninfo.make_conninfo(connection_parameters(url), options=_OPTIONS),
        kwargs={"prepare_threshold": None},
        min_size=1,
        max_size=CONNECTIONS,
        timeout=WAIT_SECONDS,
        # A restart of the server leaves connections behind that have ended.
        check=ConnectionPool.check_connection,
        open=True,
    )


def create_app(pool: ConnectionPool) -> Starlette:
    """Return the application: `/search/` and, for monitoring, `/health`."""

    def search(request: Request) -> JSONResponse:
        return _respond(pool, lambda connection: _search(connection, request.query_params))

    def health(request: Request) -> JSONResponse:
        return _respond(
            pool, lambda connection: {"loaded_at": read_state(connection).loaded_at.isoformat()}
        )

    return Starlette(routes=[Route("/search/", search), Route("/health", health)])


def _respond(pool: ConnectionPool, work: Callable[[psycopg.Connection], object]) -> JSONResponse:
    content: object
    try:
        with pool.connection() as connection:
            content, status = work(connection), 200
    except QuestionError as error:
        content, status = {"error": str(error)}, 400
    except PoolTimeout:
        content, status = {"error": "数据库连不上，或同时查询的人太多；过一会儿再试"}, 503
    except DatabaseError as error:
        content, status = {"error": str(error)}, 503
    except psycopg.Error as error:
        # The server's own words may name hosts and users.
        content, status = {"error": explain(error).partition("：")[0]}, 503
    cache = "public, max-age=60" if status == 200 else "no-store"
    return JSONResponse(content, status, {**_HEADERS, "Cache-Control": cache})


def _search(connection: psycopg.Connection, parameters: QueryParams) -> Mapping[str, object]:
    question = _question(parameters)
    reply = answer(connection, question)
    return {
        "notices": reply.notices,
        "total": reply.counts.total,
        "unfiltered": reply.counts.unfiltered,
        "facets": reply.counts.facets,
        "hits": [
            {**hit, "blocks": list(_shown_blocks(hit["blocks"], question.terms))}
            for hit in reply.hits
        ],
    }


def _question(parameters: QueryParams) -> Question:
    """Return the question of a request, with the parameters of the search page's address.

    Raise QuestionError.
    """
    query = parameters.get("q", "")
    terms = parse_terms(query) if len(query) <= MAX_QUERY else ()
    selected = {facet: [v for v in parameters.getlist(facet) if v] for facet in FACETS}
    for is_wrong, sentence in (
        (len(query) > MAX_QUERY, f"查询超过 {MAX_QUERY} 个字"),
        (len(terms) > MAX_TERMS, f"查询的词超过 {MAX_TERMS} 个"),
        (query.strip() and not terms, "查询里没有字、词或数字"),
        (sum(map(len, selected.values())) > MAX_VALUES, f"筛选条件超过 {MAX_VALUES} 个"),
        ("\0" in "".join(chain(*selected.values())), "筛选条件里有不能出现的字符"),
    ):
        if is_wrong:
            raise QuestionError(sentence)
    return Question(
        terms,
        selected,
        by_date=parameters.get("sort") == "date",
        start=_number(parameters, "start", 0, MAX_START),
        rows=_number(parameters, "rows", 10, MAX_ROWS),
    )


def _number(parameters: QueryParams, name: str, default: int, most: int) -> int:
    text = parameters.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most):
        raise QuestionError(f"{name} 写 0 到 {most} 的整数")
    return int(text)


def _shown_blocks(
    blocks: Sequence[Mapping[str, str]], terms: Sequence[str]
) -> Iterator[Mapping[str, str]]:
    """Yield the blocks that hold a term and, for hits without excerpts, the first of the body."""
    first = next((block for block in blocks if block["kind"] == "body"), None)
    for block in blocks:
        folded = fold(block["text"])
        if block is first or any(term in folded for term in terms):
            yield block
