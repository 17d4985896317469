"""Bring all notices into the database: what is new or has changed, and nothing that is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from noticeboard.database.connection import DatabaseError, create_schema
from noticeboard.database.records import COLUMNS, Source

_LOCK = 0x6E6F7469
_COPY = sql.SQL("COPY noticeboard.notice ({}) FROM STDIN").format(
    sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
)


@dataclass(frozen=True, slots=True)
class Content:
    """All that the database is to hold.

    `lists` holds the entries of the API's other lists as JSON, by name; `notices` is the digest that
    the site's search index states too (see `search.documents.notices_digest`).
    """

    sources: Iterable[Source]
    lists: Mapping[str, Sequence[str]]
    notices: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many notices a load has added, changed, removed and left as they were."""

    added: int
    changed: int
    removed: int
    kept: int


def load(connection: psycopg.Connection, content: Content) -> Counts:
    """Make the database hold exactly this content, or leave it unchanged. Raise psycopg.Error.

    Only rows whose fingerprint differs are written. One load runs at a time; searches go on, with
    the content before. A transaction over several servers does not end on all of them at one
    moment: until it has, the state says that the content is not known, also after a failure.
    """
    with connection.transaction():
        create_schema(connection)
    _lock(connection)
    try:
        if _has_remote_years(connection):
            with connection.transaction():
                connection.execute("UPDATE noticeboard.state SET notices = ''")
        with connection.transaction():
            return _load(connection, content)
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _lock(connection: psycopg.Connection) -> None:
    connection.autocommit = True
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    if not (row and row[0]):
        raise DatabaseError("另一次载入正在进行；等它结束再试")


def _has_remote_years(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM pg_partition_tree('noticeboard.notice') tree"
        " JOIN pg_class ON pg_class.oid = tree.relid WHERE relkind = 'f')"
    ).fetchone()
    return bool(row and row[0])


def _load(connection: psycopg.Connection, content: Content) -> Counts:
    stored = {
        (year, notice_id): fingerprint
        for year, notice_id, fingerprint in connection.execute(
            "SELECT year, id, fingerprint FROM noticeboard.notice"
        )
    }
    sources = {source.key: source for source in content.sources}
    outdated = [key for key in stored if key not in sources]
    changed = [key for key in sources if stored.get(key, "") != sources[key].fingerprint]
    replaced = [key for key in changed if key in stored]
    years = sorted({year for year, _ in changed})
    for year in years:
        connection.execute("SELECT noticeboard.add_year(%s)", [year])
    _delete(connection, [*outdated, *replaced])
    with connection.cursor().copy(_COPY) as copy:
        for key in changed:
            copy.write_row(sources[key].row())
    connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    connection.execute("SELECT noticeboard.add_indexes()")
    _replace_lists(connection, content.lists)
    connection.execute(
        "UPDATE noticeboard.state SET notices = %s, loaded_at = now()", [content.notices]
    )
    if changed or outdated:
        connection.execute("ANALYZE noticeboard.notice")
    moved = {notice_id for _, notice_id in outdated} & {notice_id for _, notice_id in changed}
    return Counts(
        added=len(changed) - len(replaced) - len(moved),
        changed=len(replaced) + len(moved),
        removed=len(outdated) - len(moved),
        kept=len(sources) - len(changed),
    )


def _delete(connection: psycopg.Connection, keys: Iterable[tuple[int, str]]) -> None:
    ids: dict[int, list[str]] = defaultdict(list)
    for year, notice_id in keys:
        ids[year].append(notice_id)
    for year, own in ids.items():
        connection.execute(
            "DELETE FROM noticeboard.notice WHERE year = %s AND id = ANY(%s)", [year, own]
        )


def _replace_lists(connection: psycopg.Connection, lists: Mapping[str, Sequence[str]]) -> None:
    connection.execute("DELETE FROM noticeboard.item")
    with connection.cursor().copy(
        "COPY noticeboard.item (list, position, entry) FROM STDIN"
    ) as copy:
        for name, entries in lists.items():
            for position, entry in enumerate(entries):
                copy.write_row((name, position, entry))
