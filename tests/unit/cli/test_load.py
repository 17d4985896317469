"""`noticeboard load` and `search-api` say in one sentence why they cannot begin."""

from __future__ import annotations

import socket
import sys

import pytest
from click.testing import CliRunner

from noticeboard.cli.load import load
from noticeboard.cli.search_api import search_api

NOWHERE = "postgresql://a:secret@127.0.0.1:1/x"


@pytest.mark.parametrize("command", [load, search_api])
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://a:secret@127.0.0.1/x", "要以 postgresql:// 开头"),
        ("postgresql://a:secret@127.0.0.1/x?nothing=1", "写法不对"),
        (NOWHERE, "连不上数据库服务器"),
    ],
)
def test_a_wrong_address_is_one_sentence(command: object, url: str, sentence: str) -> None:
    run = CliRunner().invoke(command, [url, *(["--port", "0"] if command is search_api else [])])  # type: ignore[arg-type]
    assert (run.exit_code, len(run.stderr.splitlines())) == (2, 1)
    assert sentence in run.stderr
    assert "secret" not in run.stderr


@pytest.mark.parametrize("command", [load, search_api])
def test_a_package_that_is_not_installed_is_named(
    command: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("noticeboard.database")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    run = CliRunner().invoke(command, [NOWHERE])  # type: ignore[arg-type]
    assert (run.exit_code, run.stderr) == (2, "没有安装 psycopg；先运行 make database\n")


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = CliRunner().invoke(search_api, [NOWHERE, "--port", port])
    assert run.exit_code == 2
    assert f"127.0.0.1 的端口 {port} 用不了" in run.stderr
