"""`noticeboard search-api`: answer the search page's questions from PostgreSQL, over HTTP."""

from __future__ import annotations

import socket

import click

from noticeboard.cli.common import database_package, usage_errors
from noticeboard.model.problems import NoticeboardError


@click.command(name="search-api", help="从 PostgreSQL 数据库回答网站的搜索（HTTP，只读）。")
@click.argument("url", metavar="postgresql://用户名@主机:端口/数据库名")
@click.option("--host", default="127.0.0.1", show_default=True, help="在哪个地址上回答")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
def search_api(url: str, host: str, port: int) -> None:
    """Answer until the process ends; exit 2 if the database or the port cannot be used."""
    with usage_errors(), database_package():
        import uvicorn

        from noticeboard.database.server import create_app, open_pool

        try:
            listener = socket.create_server((host, port))
        except OSError as error:
            raise NoticeboardError(f"{host} 的端口 {port} 用不了：{error.strerror}") from None
        with listener, open_pool(url) as pool:
            config = uvicorn.Config(
                create_app(pool),
                log_level="warning",
                limit_concurrency=100,
                timeout_keep_alive=5,
                server_header=False,
            )
            click.echo(f"正在回答：http://{host}:{listener.getsockname()[1]}/search/")
            uvicorn.Server(config).run(sockets=[listener])
