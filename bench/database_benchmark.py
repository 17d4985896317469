"""Short notices in PostgreSQL: how fast they are loaded, how large the index is, how long answers take."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import corpus
import corpus_text
import psycopg
from report import machine, write_section

from noticeboard.database.connection import connect
from noticeboard.database.grams import grams_of_term
from noticeboard.database.loading import Content, load
from noticeboard.database.records import Source
from noticeboard.database.searching import Question, answer
from noticeboard.model.field_types import Names
from noticeboard.search.documents import Block, SearchDocument
from noticeboard.search.scan import parse_terms

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from support.postgresql import Cluster, running_clusters

RESULTS = Path(__file__).with_name("RESULTS.md")
HEADING = "PostgreSQL, short notices"
LENGTHS = (1, 2, 3, 4, 6, 10)
COMPARED = 100_000
"""Up to this number, pg_trgm is measured too, and all answers are compared with a scan."""


def short_document(number: int) -> SearchDocument:
    """Return a notice of about 150 characters with fictional names; the same on every machine."""
    random = Random(number)
    city = random.choice(corpus.SYLLABLES[: corpus.CITIES]) + "安市"
    district = city[0] + corpus.SYLLABLES[corpus.CITIES + random.randrange(corpus.DISTRICTS)] + "区"
    unit = f"{district}{random.choice(corpus.BUREAUS)}{random.choice(corpus.TAILS)}党组"
    year, month, day = (
        random.randrange(2016, 2026),
        random.randrange(1, 13),
        random.randrange(1, 29),
    )
    kind = random.choice(corpus.KINDS)
    clauses = "；".join(
        random.choice(corpus_text.ADVERBS)
        + random.choice(corpus_text.VERBS)
        + corpus_text.rare_word(random)
        + random.choice(corpus_text.OBJECTS)
        for _ in range(4)
    )
    phone = f"0{random.randrange(310, 999)}-{random.randrange(2000000, 89999999)}"
    blocks = (
        Block("title", f"中共{unit}关于巡察整改进展情况的通报"),
        Block("unit", unit),
        Block("unit", f"中共{unit}"),
        Block("body", f"{year - 1}年{month}月，区委第一巡察组对{unit}开展了{kind}巡察。"),
        Block("body", f"{clauses}。"),
        Block("contact", f"{phone} 工作日 9:00—17:00"),
    )
    return SearchDocument(
        id=f"{year}/shili-{number}",
        url="",
        title=blocks[0].text,
        unit=Names((unit,)),
        issuer=blocks[2].text,
        region=(corpus.PROVINCE, city, district),
        authority="区委",
        kind=kind,
        published=f"{year}-{month:02}-{day:02}",
        status="in_force",
        has_attachments=number % 5 == 0,
        compute_blocks=lambda: blocks,
    )


def sources(count: int) -> Iterator[Source]:
    """Yield the notices 0 … count - 1."""
    for number in range(count):
        yield Source(short_document(number), str(number), lambda: "{}")


@dataclass(frozen=True, slots=True)
class Queries:
    """Queries of one length, with the milliseconds that each took and how many were wrong."""

    length: int
    milliseconds: Sequence[float]
    hits: Sequence[int]
    wrong: int | None

    def row(self, name: str) -> str:
        """Return a line of the table."""
        ordered = sorted(self.milliseconds)
        last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        wrong = "–" if self.wrong is None else str(self.wrong)
        cells = (name, self.length, f"{statistics.median(self.hits):,.0f}", f"{max(self.hits):,}")
        times = (f"{statistics.median(ordered):.1f}", f"{last:.1f}", wrong)
        return f"| {' | '.join(map(str, (*cells, *times)))} |"


def terms_of(count: int, length: int, number: int) -> list[str]:
    """Return folded pieces of this length of the texts of `number` random notices."""
    random, terms = Random(length), list[str]()
    while len(terms) < number:
        text = random.choice(short_document(random.randrange(count)).blocks).text
        start = random.randrange(len(text))
        piece = parse_terms(text[start : start + length])
        if len(piece) == 1 and len(piece[0]) == length:
            terms.append(piece[0])
    return terms


def run(counts: Sequence[int], queries: int = 50) -> None:
    """Measure each number of notices, and write the section of RESULTS.md."""
    parts = [_introduction(), *(_measure(count, queries) for count in counts)]
    write_section(RESULTS, HEADING, "\n\n".join(parts))


def _introduction() -> str:
    return (
        f"{machine()}. One server of PostgreSQL with its default settings but 1 GB of shared buffers and without JIT; "
        "partitions by year. Notices of about 150 characters are generated in memory, so the load has "
        "no reading, checking or rendering of files. A query is the whole answer: the counts of all "
        "facets and ten hits in order; `select` is the condition alone, for all ids. Queries are random "
        "pieces of the texts, each asked once, one after the other. Milliseconds are CPU time of both "
        "processes without parallel workers: what an idle core takes."
    )


def _measure(count: int, queries: int) -> str:
    settings = {
        "shared_buffers": "1GB",
        "fsync": "on",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
    }
    with running_clusters(1, settings) as (cluster,):
        cluster.create_database()
        lines = [f"### {count:,} notices", _load(cluster, count), ""]
        lines += ["| query | characters | median hits | most hits | median ms | p99 ms | wrong |"]
        lines += ["| --- " + "| ---: " * 6 + "|"]
        with connect(cluster.url()) as connection:
            for length in LENGTHS:
                terms = terms_of(count, length, queries)
                milliseconds, hits = [], []
                for term in terms:
                    start = _clock(connection)
                    reply = answer(connection, Question((term,)))
                    milliseconds.append(_clock(connection) - start)
                    hits.append(reply.counts.total)
                lines.append(Queries(length, milliseconds, hits, None).row("answer"))
                print(lines[-1], file=sys.stderr, flush=True)
        if count <= COMPARED:
            lines += _compare(cluster, count, queries)
        return "\n".join(lines)


def _load(cluster: Cluster, count: int) -> str:
    start, own = time.perf_counter(), time.process_time()
    with connect(cluster.url()) as connection:
        load(connection, Content(sources(count), {}, "all"))
        seconds, own = time.perf_counter() - start, time.process_time() - own
        server = _cpu_seconds(connection.info.backend_pid)
        again = time.perf_counter()
        load(connection, Content(sources(count), {}, "all"))
        again = time.perf_counter() - again
        row = connection.execute(
            "SELECT sum(pg_table_size(relid)), sum(pg_indexes_size(relid)), (SELECT sum(pg_relation_size("
            "indexrelid)) FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relam = (SELECT oid FROM "
            "pg_am WHERE amname = 'gin') AND indrelid IN (SELECT relid FROM pg_partition_tree("
            "'noticeboard.notice'))) FROM pg_partition_tree('noticeboard.notice') WHERE isleaf"
        ).fetchone()
    assert row
    table, _, index = (float(value) / 1e6 for value in row)
    return (
        f"Loaded in {seconds:.0f} s, {count / seconds:,.0f} notices a second ({own:.0f} CPU s in Python, "
        f"{server:.0f} in the server; {count / (own + server):,.0f} a CPU second); again, without "
        f"changes, in {again:.0f} s. Table {table:,.0f} MB, index of characters and pairs {index:,.0f} MB."
    )


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _compare(cluster: Cluster, count: int, queries: int) -> Iterator[str]:
    """Yield the lines of both indexes for the same queries, compared with a scan."""
    with connect(cluster.url("postgres", "noticeboard")) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        start, size = time.perf_counter(), 0
        for (name,) in connection.execute(
            "SELECT relid::regclass::text FROM pg_partition_tree('noticeboard.notice') WHERE isleaf"
        ).fetchall():
            index = name.replace(".notice", ".trigrams").rpartition(".")[2]
            connection.execute(
                f"CREATE INDEX {index} ON {name} USING gin (folded gin_trgm_ops)".encode()
            )
            row = connection.execute(
                "SELECT pg_relation_size(%s)", [f"noticeboard.{index}"]
            ).fetchone()
            size += int(row[0]) if row else 0
        print(
            f"trigrams: {size / 1e6:.0f} MB, {time.perf_counter() - start:.0f} s", file=sys.stderr
        )
        connection.execute("ANALYZE noticeboard.notice")
        for length in LENGTHS:
            terms = terms_of(count, length, queries)
            scanned = [_ids(connection, "strpos(folded, %s) > 0", [term])[0] for term in terms]
            for name, seqscan, condition in (
                (
                    "select, characters and pairs",
                    "off",
                    "grams @> %s::integer[] AND strpos(folded, %s) > 0",
                ),
                ("select, pg_trgm", "on", "folded LIKE %s"),
            ):
                connection.execute(f"SET enable_seqscan = {seqscan}".encode())
                replies = [
                    _ids(
                        connection,
                        condition,
                        [f"%{term}%"] if "LIKE" in condition else [grams_of_term(term), term],
                    )
                    for term in terms
                ]
                wrong = sum(
                    ids != expected for (ids, _), expected in zip(replies, scanned, strict=True)
                )
                hits, times = [len(ids) for ids, _ in replies], [spent for _, spent in replies]
                yield Queries(length, times, hits, wrong).row(name)
    yield f"\nThe index of pg_trgm has {size / 1e6:,.0f} MB."


def _clock(connection: psycopg.Connection) -> float:
    """Return the milliseconds that this process and the server's have computed."""
    schedule = Path(f"/proc/{connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() * 1e3 + int(schedule.split()[0]) / 1e6


def _ids(
    connection: psycopg.Connection, condition: str, parameters: list[object]
) -> tuple[set[str], float]:
    start = _clock(connection)
    rows = connection.execute(
        f"SELECT id FROM noticeboard.notice WHERE {condition}".encode(), parameters
    ).fetchall()
    return {notice_id for (notice_id,) in rows}, _clock(connection) - start
