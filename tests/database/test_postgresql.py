"""PostgreSQL answers as the scan does, from one server and from three; loads change only what differs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import psycopg
import pytest
from click.testing import CliRunner
from support.database import Oracle, content, counted, random_documents, random_questions
from support.factories import write
from support.postgresql import DEPLOY, OWNER, PASSWORDS, READER, SCHEMA, Cluster, running_clusters

from noticeboard.cli.load import load as load_command
from noticeboard.database import connection as connections
from noticeboard.database.connection import DatabaseError, connect, database_errors
from noticeboard.database.loading import Content, Counts, load
from noticeboard.database.records import Source
from noticeboard.database.searching import Answer, Question, answer
from noticeboard.search.documents import Block, SearchDocument

QUESTIONS = 5 * int(os.environ.get("NOTICEBOARD_EXAMPLES", "12"))
"""Random questions to one server and to three; `make audit` asks 1,000."""


@dataclass(frozen=True)
class Servers:
    """One server with all notices, and one whose years lie on two others; all hold the same."""

    one: Cluster
    main: Cluster
    others: list[Cluster]
    documents: list[SearchDocument]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """Four servers; the last two hold half of the years of the second."""
    documents = random_documents(40, Random(1))
    with running_clusters(4) as (one, main, *others):
        for cluster in (one, main, *others):
            cluster.create_database()
        years = sorted({int(document.published[:4]) for document in documents})
        for number, other in enumerate(others):
            add_server(main, f"other{number}", other)
        connect_and_load(main, content([]))
        for number, year in enumerate(years):
            if number % 3 < len(others):
                add_year(main, f"other{number % 3}", others[number % 3], year)
        for cluster in (one, main):
            connect_and_load(cluster, content(documents))
        yield Servers(one, main, others, documents)


def add_server(main: Cluster, name: str, other: Cluster) -> None:
    """Make another server known, as docs-dev/postgresql.md describes it."""
    other.run_sql(SCHEMA, OWNER, "noticeboard")
    main.run_sql(
        DEPLOY / "remote.sql",
        database="noticeboard",
        name=name,
        host="127.0.0.1",
        port=other.port,
        owner_password=PASSWORDS[OWNER],
        reader_password=PASSWORDS[READER],
    )


def add_year(main: Cluster, name: str, other: Cluster, year: int) -> None:
    other.execute(f"SELECT noticeboard.add_year({year}), noticeboard.add_indexes()")
    main.execute(f"SELECT noticeboard.add_remote_year({year}, '{name}')")


def connect_and_load(cluster: Cluster, new: Content) -> Counts:
    with database_errors(), connect(cluster.url()) as connection:
        return load(connection, new)


def ask(cluster: Cluster, question: Question) -> Answer:
    with database_errors(), connect(cluster.url(READER)) as connection:
        return answer(connection, question)


def test_one_server_and_three_answer_as_the_scan(servers: Servers) -> None:
    oracle = Oracle(servers.documents)
    questions = random_questions(servers.documents, QUESTIONS, Random(2))
    with (
        connect(servers.one.url(READER)) as one,
        connect(servers.main.url(READER)) as three,
    ):
        for query, question in questions:
            expected = oracle.answer(question)
            wanted = expected.ids[question.start : question.start + question.rows]
            for connection in (one, three):
                reply = answer(connection, question)
                assert (query, question, [hit["id"] for hit in reply.hits]) == (
                    query,
                    question,
                    wanted,
                )
                assert reply.counts.total == len(expected.ids)
                assert reply.counts.unfiltered == expected.unfiltered
                assert (query, question, counted(reply.counts)) == (
                    query,
                    question,
                    expected.facets,
                )


def test_the_notices_lie_on_all_servers(servers: Servers) -> None:
    count = len(servers.documents)
    held = [
        int(str(cluster.execute("SELECT count(*) FROM noticeboard.notice")[0][0]))
        for cluster in (servers.one, servers.main, *servers.others)
    ]
    assert held[:2] == [count, count]
    assert min(held[2:]) > 0
    assert sum(held[2:]) < count


def test_the_servers_search_at_the_same_time_with_their_own_indexes(servers: Servers) -> None:
    with connect(servers.main.url(READER)) as connection:
        plan = "\n".join(
            row[0]
            for row in connection.execute(
                "EXPLAIN VERBOSE SELECT id FROM noticeboard.notice WHERE grams @> '{1}' "
                "AND strpos(folded, '甲乙丙') > 0"
            )
        )
    assert plan.count("Async Foreign Scan") > 1
    remote = [line for line in plan.splitlines() if "Remote SQL" in line]
    assert len(remote) > 1
    assert all("grams @>" in line and "strpos(folded" in line for line in remote), remote


def test_a_second_load_writes_nothing_and_a_third_only_the_changes(servers: Servers) -> None:
    documents = servers.documents
    changed = [Block("title", "改过的标题"), Block("body", "改过的正文")]
    after = [
        replace(documents[0], compute_blocks=lambda: changed),
        replace(documents[1], published="2031-01-01"),
        *documents[3:],
        replace(documents[2], id="2031/new"),
    ]
    count = len(documents)
    try:
        for cluster in (servers.one, servers.main):
            assert connect_and_load(cluster, content(documents)) == Counts(0, 0, 0, count)
            assert connect_and_load(cluster, content(after)) == Counts(1, 2, 1, count - 3)
            reply = ask(cluster, Question(("改过的正文",)))
            assert [hit["id"] for hit in reply.hits] == [documents[0].id]
            assert ask(cluster, Question((), {"year": ["2031"]})).counts.total == 1
    finally:
        for cluster in (servers.one, servers.main):
            connect_and_load(cluster, content(documents))


def broken(sources: list[Source]) -> Iterator[Source]:
    yield replace(sources[0], fingerprint="other")

    def fail() -> str:
        raise KeyboardInterrupt

    yield replace(sources[1], fingerprint="other", entry=fail)


def test_an_interrupted_load_leaves_everything_as_it_was(servers: Servers) -> None:
    sources = list(content(servers.documents).sources)
    for cluster in (servers.one, servers.main):
        with pytest.raises(KeyboardInterrupt):
            connect_and_load(cluster, Content(broken(sources), {}, "others"))
        assert cluster.execute("SELECT count(*) FROM noticeboard.notice") == [(len(sources),)]
    assert ask(servers.one, Question(())).notices == "some notices"
    # Over several servers, nobody can know whether all have undone it.
    with pytest.raises(DatabaseError, match="上一次载入没有完成"):
        ask(servers.main, Question(()))
    kept = connect_and_load(servers.main, content(servers.documents))
    assert kept == Counts(0, 0, 0, len(sources))
    assert ask(servers.main, Question(())).notices == "some notices"


def test_a_server_that_ends_during_a_load_keeps_what_it_had(servers: Servers) -> None:
    first, *others = content(servers.documents).sources

    def stop() -> str:
        servers.one.stop()
        return "{}"

    changed = [replace(first, fingerprint="other", entry=stop), *others]
    try:
        with pytest.raises(DatabaseError, match="连接中断"):
            connect_and_load(servers.one, Content(changed, {}, "others"))
    finally:
        servers.one.start()
    kept = connect_and_load(servers.one, content(servers.documents))
    assert kept == Counts(0, 0, 0, len(changed))


def test_two_loads_at_a_time_are_refused(servers: Servers) -> None:
    with psycopg.connect(servers.one.url(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [0x6E6F7469])
        with pytest.raises(DatabaseError, match="另一次载入正在进行"):
            connect_and_load(servers.one, content(servers.documents))


def test_the_reader_can_change_nothing(servers: Servers) -> None:
    for statement in (
        "DELETE FROM noticeboard.notice",
        "UPDATE noticeboard.state SET notices = ''",
        "CREATE TABLE noticeboard.other (a int)",
        "CREATE TABLE public.other (a int)",
        "SELECT noticeboard.add_year(2050)",
    ):
        with connect(servers.one.url(READER)) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.commit()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_a_stopped_server_is_named_as_the_reason(servers: Servers) -> None:
    servers.others[0].stop()
    try:
        for attempt in (
            lambda: ask(servers.main, Question(("整改",))),
            lambda: connect_and_load(servers.main, content(servers.documents)),
        ):
            with pytest.raises(DatabaseError, match="有一台存放部分年份的数据库服务器连不上"):
                attempt()
    finally:
        servers.others[0].start()
    count = len(servers.documents)
    assert connect_and_load(servers.main, content(servers.documents)) == Counts(0, 0, 0, count)


def test_what_cannot_be_used_is_one_sentence(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = servers.one.url()
    password = good.partition("@127")[0].rpartition(":")[2]
    for url, sentence in (
        ("mysql://甲@127.0.0.1/乙", "要以 postgresql:// 开头"),
        ("postgresql://a:secret@127.0.0.1:port/x", "连不上|写法不对"),
        ("postgresql://a:se%zzcret@127.0.0.1/x", "写法不对"),
        ("postgresql://a:secret@127.0.0.1/x?unknown=1", "写法不对"),
        (good.replace(str(servers.one.port), "1"), "连不上数据库服务器"),
        (good.replace(password, "secret"), "用户名或密码不对"),
        (good.removesuffix("noticeboard") + "missing", "没有这个用户或数据库"),
    ):
        with pytest.raises(DatabaseError, match=sentence) as caught:
            connect(url)
        assert "secret" not in str(caught.value)
        assert password not in str(caught.value)
        assert "\n" not in str(caught.value)
    monkeypatch.setattr(connections, "MIN_SERVER", 990000)
    with pytest.raises(DatabaseError, match="需要 99 或更新的版本"):
        connect(good)


def test_other_databases_are_left_alone(servers: Servers) -> None:
    admin = servers.one.url("postgres", "postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        connection.execute("CREATE DATABASE used OWNER noticeboard_owner")
    with pytest.raises(DatabaseError, match="编码是 LATIN1"):
        connect(servers.one.url("postgres", "latin"))
    servers.one.execute("CREATE SCHEMA noticeboard", database="used")
    with (
        connect(servers.one.url(database="used")) as used,
        pytest.raises(DatabaseError, match="这个数据库里没有通报"),
    ):
        load(used, content(servers.documents))
    servers.one.execute("UPDATE noticeboard.state SET version = 99")
    try:
        for attempt in (
            lambda: ask(servers.one, Question(())),
            lambda: connect_and_load(servers.one, content([])),
        ):
            with pytest.raises(DatabaseError, match="第 99 版，本程序用第 1 版"):
                attempt()
    finally:
        servers.one.execute("UPDATE noticeboard.state SET version = 1")
    assert ask(servers.one, Question(())).counts.total == len(servers.documents)


def test_a_notice_with_an_error_stops_the_load(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "notices", "2024/sound")
    write(tmp_path / "notices", "2024/draft", unit="乙局党组", draft="true")
    url = servers.one.url(database="files")
    with psycopg.connect(servers.one.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE files OWNER noticeboard_owner")
    run = CliRunner().invoke(load_command, [url])
    assert (run.exit_code, run.stderr) == (0, "")
    assert "数据库里有 1 篇通报：新增 1，更新 0，去掉 0，没有变化 0" in run.stdout
    broken = write(tmp_path / "notices", "2024/broken", unit="丙局党组")
    broken.write_text(broken.read_text("utf-8").replace("published:", "publisht:"), "utf-8")
    run = CliRunner().invoke(load_command, [url])
    assert run.exit_code == 2
    assert "通报没有通过检查，数据库没有改动" in run.stderr
    assert "publisht" in run.stderr
    rows = servers.one.execute("SELECT id FROM noticeboard.api_notices", database="files")
    assert rows == [("2024/sound",)]
    broken.unlink()
    (tmp_path / "notices/2024/sound.md").unlink()
    write(tmp_path / "notices", "2024/other", title="另一篇通报的标题")
    run = CliRunner().invoke(load_command, [url])
    assert "数据库里有 1 篇通报：新增 1，更新 0，去掉 1" in run.stdout
    assert not (tmp_path / "site").exists()
