"""Run clusters of Debian's PostgreSQL on free ports of loopback, without root's rights."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

LOCAL = "127.0.0.1"
DEPLOY = Path(__file__).resolve().parents[2] / "deploy/postgresql"
SCHEMA = Path(__file__).resolve().parents[2] / "hooks/noticeboard/database/schema.sql"
OWNER, READER, ADMIN = "noticeboard_owner", "noticeboard_reader", "postgres"
PASSWORDS = {OWNER: "所有 者@:/%", READER: "读 者'\"", ADMIN: "admin"}
"""Passwords with what must be escaped in addresses and in SQL."""

SMALL = {
    "fsync": "off",
    "shared_buffers": "64MB",
    "jit": "off",
    "max_connections": "30",
    "autovacuum": "off",
}
"""Settings of a server whose data live as long as a test."""


def program(name: str) -> str:
    """Return the path of a program of the newest PostgreSQL."""
    paths = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    assert paths, "no PostgreSQL found; `make test` installs it"
    return str(paths[-1])


def _version(path: Path) -> int:
    return int(path.parents[1].name)


@cache
def _other_user() -> tuple[list[str], dict[str, Any]]:
    """Return a prefix for commands and arguments for subprocess: root may not run the server.

    A user namespace needs nobody else's rights on folders and devices; some containers forbid it.
    """
    if os.geteuid():
        return [], {}
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if not subprocess.run([*namespace, "true"], capture_output=True).returncode:
        return namespace, {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return [], {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@dataclass
class Cluster:
    """A server with its own data; `url` returns the address of a database for a role."""

    folder: Path
    port: int
    settings: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    def url(self, role: str = OWNER, database: str = "noticeboard") -> str:
        return (
            f"postgresql://{quoted(role)}:{quoted(PASSWORDS[role])}@{LOCAL}:{self.port}/{database}"
        )

    def start(self) -> None:
        """Start the server, and return when it answers."""
        command = [program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        own = {"listen_addresses": LOCAL, "unix_socket_directories": str(self.folder)}
        for name, value in {**own, **self.settings}.items():
            command += ["-c", f"{name}={value}"]
        log = (self.folder / "log").open("ab")
        prefix, account = _other_user()
        self.process = subprocess.Popen([*prefix, *command], stdout=log, stderr=log, **account)
        log.close()
        while True:
            assert self.process.poll() is None, (self.folder / "log").read_text("utf-8")
            try:
                psycopg.connect(self.url(ADMIN, "postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                continue
            return

    def stop(self) -> None:
        """Stop the server at once; its data stay."""
        if self.process:
            self.process.send_signal(3)  # SIGQUIT: immediate shutdown
            self.process.wait()
            self.process = None

    def run_sql(self, file: Path, role: str = ADMIN, database: str = "", **values: object) -> None:
        """Run a file of SQL with psql and its variables."""
        command = ["psql", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-f", str(file)]
        for name, value in values.items():
            command += ["-v", f"{name}={value}"]
        command += ["-d", self.url(role, database or "postgres")]
        run = subprocess.run(command, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr

    def create_database(self) -> None:
        """Create the roles and the database as an operator does."""
        self.run_sql(
            DEPLOY / "roles.sql",
            owner_password=PASSWORDS[OWNER],
            reader_password=PASSWORDS[READER],
        )

    def execute(
        self, statement: str, role: str = OWNER, database: str = "noticeboard"
    ) -> list[tuple[object, ...]]:
        """Run one statement in a transaction of its own."""
        with psycopg.connect(self.url(role, database)) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


def quoted(text: str) -> str:
    """Return a text as a part of an address."""
    return quote(text, safe="")


@contextmanager
def running_clusters(count: int, settings: Mapping[str, str] = SMALL) -> Iterator[list[Cluster]]:
    """Run servers of the same initial data, and remove everything at the end."""
    # Pytest's folders are closed to other users.
    base = Path(tempfile.mkdtemp(prefix="noticeboard-postgresql-"))
    clusters = [Cluster(base / str(number), _free_port(), settings) for number in range(count)]
    try:
        _initialize(base, clusters)
        for cluster in clusters:
            cluster.start()
        yield clusters
    finally:
        for cluster in clusters:
            cluster.stop()
        shutil.rmtree(base)


def _initialize(base: Path, clusters: list[Cluster]) -> None:
    password = base / "password"
    password.write_text(PASSWORDS[ADMIN])
    for cluster in clusters:
        cluster.folder.mkdir()
    prefix, account = _other_user()
    if account:
        for path in (base, password, *(cluster.folder for cluster in clusters)):
            shutil.chown(path, account["user"], account["group"])
    first = clusters[0].folder / "data"
    command = [*prefix, program("initdb"), "-D", str(first), "-U", ADMIN, f"--pwfile={password}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=base, **account)
    assert run.returncode == 0, run.stderr
    for cluster in clusters[1:]:
        copy = [*prefix, "cp", "-a", str(first), str(cluster.folder / "data")]
        subprocess.run(copy, check=True, **account)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        port: int = probe.getsockname()[1]
        return port
