"""Connections to PostgreSQL, and its errors as sentences for operators."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from noticeboard.model.problems import NoticeboardError

SCHEMA_VERSION = 1
MIN_SERVER = 140000
"""PostgreSQL 14 reads partitions on several foreign servers at the same time."""
CONNECT_SECONDS = 5

_SCHEMES = ("postgresql://", "postgres://")


class DatabaseError(NoticeboardError):
    """What is wrong with the database, in Chinese."""


def connection_parameters(url: str) -> str:
    """Return the connection string for an address. Raise DatabaseError if it is none.

    The sentence does not repeat the address, for it may contain a password.
    """
    if not url.startswith(_SCHEMES):
        raise DatabaseError(
            "数据库的地址要以 postgresql:// 开头，如 postgresql://noticeboard_owner@127.0.0.1/noticeboard"
        )
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise DatabaseError(
            "数据库的地址写法不对；写 postgresql://用户名@主机:端口/数据库名，"
            "用户名和密码里的 @ : / % # 要写成 %40 %3A %2F %25 %23"
        ) from None
    given.setdefault("connect_timeout", CONNECT_SECONDS)
    given.setdefault("application_name", "noticeboard")
    return make_conninfo("", **given)


def connect(url: str) -> psycopg.Connection:
    """Return a connection to a server that this program can use. Raise DatabaseError."""
    parameters = connection_parameters(url)
    with database_errors():
        # Plans depend on how common a term is, so none is kept for the next one.
        connection = psycopg.connect(parameters, prepare_threshold=None)
    try:
        check_server(connection)
    except DatabaseError:
        connection.close()
        raise
    return connection


def check_server(connection: psycopg.Connection) -> None:
    """Raise DatabaseError if the server is too old or the database holds no Unicode."""
    version = connection.info.server_version
    if version < MIN_SERVER:
        raise DatabaseError(
            f"数据库是 PostgreSQL {version // 10000}，需要 {MIN_SERVER // 10000} 或更新的版本"
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatabaseError(
            f"数据库的编码是 {encoding}，需要 UTF8：新建一个，CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        )


def create_schema(connection: psycopg.Connection) -> None:
    """Create the schema unless the database has it. Raise DatabaseError for another version."""
    row = connection.execute("SELECT to_regnamespace('noticeboard') IS NOT NULL").fetchone()
    if row and row[0]:
        check_schema(connection)
    else:
        connection.execute(files(__package__).joinpath("schema.sql").read_bytes())


def check_schema(connection: psycopg.Connection) -> None:
    """Raise DatabaseError unless the database has the schema in this program's version."""
    row = connection.execute("SELECT to_regclass('noticeboard.state') IS NOT NULL").fetchone()
    if not (row and row[0]):
        raise DatabaseError("这个数据库里没有通报；先运行 noticeboard load，或换一个空的数据库")
    row = connection.execute("SELECT version FROM noticeboard.state").fetchone()
    if not row or row[0] != SCHEMA_VERSION:
        version = row[0] if row else "未知"
        raise DatabaseError(
            f"数据库里的表是第 {version} 版，本程序用第 {SCHEMA_VERSION} 版；新建一个数据库重新载入，"
            "通报都在仓库里，不会丢"
        )


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn the errors of PostgreSQL into a DatabaseError."""
    try:
        yield
    except psycopg.Error as error:
        raise DatabaseError(explain(error)) from error


_SENTENCES: tuple[tuple[type[psycopg.Error], str], ...] = (
    (errors.QueryCanceled, "查询用时过长，已经停下；换一个更具体的词，或放宽 statement_timeout"),
    (errors.FdwError, "有一台存放部分年份的数据库服务器不可用"),
    (errors.SqlclientUnableToEstablishSqlconnection, "有一台存放部分年份的数据库服务器连不上"),
    (errors.InsufficientPrivilege, "这个用户没有权限"),
    (errors.UndefinedTable, "数据库里缺少表；先运行 noticeboard load"),
    (errors.InvalidSchemaName, "这个数据库里没有通报；先运行 noticeboard load"),
    (errors.DiskFull, "数据库服务器的磁盘满了，这一次没有改动任何内容"),
    (errors.InvalidPassword, "用户名或密码不对"),
    (errors.InvalidCatalogName, "服务器上没有这个数据库"),
)


def explain(error: psycopg.Error) -> str:
    """Return a sentence that says what is wrong, with the first line that PostgreSQL wrote."""
    detail = (str(error).strip().splitlines() or [""])[0]
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return f"{sentence}：{detail}"
    if isinstance(error, psycopg.OperationalError):
        return f"{_connection_sentence(detail)}：{detail}"
    return f"数据库出错，这一次没有改动任何内容：{detail}"


def _connection_sentence(detail: str) -> str:
    """Return what is wrong with a connection that was never established, or has ended.

    The library states no code where there was no connection.
    """
    for part, sentence in (
        ("password", "用户名或密码不对，或没有给密码（可以写在 ~/.pgpass 里）"),
        ("no pg_hba.conf entry", "服务器不接受这台机器或这个用户的连接（见服务器的 pg_hba.conf）"),
        ("does not exist", "服务器上没有这个用户或数据库"),
        ("too many", "服务器的连接数满了，过一会儿再试"),
        ("remaining connection slots", "服务器的连接数满了，过一会儿再试"),
    ):
        if part in detail:
            return sentence
    return "连不上数据库服务器，或连接中断；请确认它在运行、地址和端口没有写错"
