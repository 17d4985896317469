"""Answer a question with the hits, their order and the counts that the static index returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from noticeboard.database.connection import DatabaseError, check_schema
from noticeboard.database.facet_counts import FacetCounts, count_facets
from noticeboard.database.grams import grams_of_term, is_exact
from noticeboard.database.records import SEPARATOR

_TABLE = sql.SQL("noticeboard.notice")


class State(NamedTuple):
    """Which notices the database holds, as a digest, and since when."""

    notices: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Folded terms, the selected values of each facet, and the part of the hits that is wanted.

    `by_date` puts the newest hit first instead of the best.
    """

    terms: Sequence[str]
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    by_date: bool = False
    start: int = 0
    rows: int = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the database.

    `notices` is the digest of the notices that it holds; `hits` are what the search page shows of
    each hit, from the question's `start` on.
    """

    notices: str
    counts: FacetCounts
    hits: Sequence[Mapping[str, Any]]


def answer(connection: psycopg.Connection, question: Question) -> Answer:
    """Answer from one state of the database. Raise DatabaseError or psycopg.Error."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # Each partition counts for itself, and a foreign server sends counts instead of notices.
        connection.execute("SET LOCAL enable_partitionwise_aggregate = on")
        if question.terms:
            # The planner takes the comparison of arrays for as cheap as that of numbers.
            connection.execute("SET LOCAL enable_seqscan = off")
        notices = read_state(connection).notices
        where, parameters = _condition(question.terms)
        groups = connection.execute(
            sql.SQL("SELECT facets, count(*) FROM {} WHERE {} GROUP BY year, facets").format(
                _TABLE, where
            ),
            parameters,
        )
        counts = count_facets(
            [(facets.split(SEPARATOR), count) for facets, count in groups], question.selected
        )
        hits = _hits(connection, question, counts) if counts.total > question.start else []
        return Answer(notices, counts, hits)


def read_state(connection: psycopg.Connection) -> State:
    """Return which notices the database holds. Raise DatabaseError if nobody can know."""
    check_schema(connection)
    row = connection.execute("SELECT notices, loaded_at FROM noticeboard.state").fetchone()
    if not row or not row[0]:
        raise DatabaseError(
            "数据库正在载入，或上一次载入没有完成；过一会儿再试，或再运行一次 noticeboard load"
        )
    return State(*row)


def _condition(terms: Sequence[str]) -> tuple[sql.Composable, list[object]]:
    """Return the condition that a notice holds every term, and its parameters."""
    conditions: list[sql.Composable] = [sql.SQL("true")]
    parameters: list[object] = []
    for term in terms:
        conditions.append(sql.SQL("grams @> %s::integer[]"))
        parameters.append(grams_of_term(term))
        if not is_exact(term):
            conditions.append(sql.SQL("strpos(folded, %s) > 0"))
            parameters.append(term)
    return sql.SQL(" AND ").join(conditions), parameters


def _hits(
    connection: psycopg.Connection, question: Question, counts: FacetCounts
) -> list[Mapping[str, Any]]:
    """Return the wanted part of the hits in order."""
    if not question.rows:
        return []
    where, parameters = _condition(question.terms)
    for facet, values in counts.passing.items():
        where = sql.SQL("{} AND {} = ANY(%s)").format(where, sql.Identifier(facet))
        parameters.append([int(value) for value in values] if facet == "year" else list(values))
    order: sql.Composable = sql.SQL("published DESC, id")
    if question.terms and not question.by_date:
        # The blocks of a notice begin with those of the best rank.
        rank = sql.SQL("width_bucket(strpos(folded, %s), rank_starts)")
        ranks = sql.SQL(", ").join([rank] * len(question.terms))
        order = sql.SQL("greatest({}), {}").format(ranks, order)
        parameters += question.terms
    page = connection.execute(
        sql.SQL("SELECT year, id FROM {} WHERE {} ORDER BY {} LIMIT %s OFFSET %s").format(
            _TABLE, where, order
        ),
        [*parameters, question.rows, question.start],
    ).fetchall()
    years, ids = sorted({year for year, _ in page}), [notice_id for _, notice_id in page]
    hit_of: dict[str, Mapping[str, Any]] = dict(
        connection.execute(
            "SELECT id, hit FROM noticeboard.notice WHERE year = ANY(%s::smallint[]) AND id = ANY(%s)",
            [years, ids],
        ).fetchall()
    )
    return [hit_of[notice_id] for notice_id in ids]
