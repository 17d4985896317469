"""`noticeboard upgrade`: merge the newest release of the remote `upstream`."""

from __future__ import annotations

from pathlib import Path

import click

from noticeboard.boards.upgrade import upgrade as upgrade_board
from noticeboard.cli.common import usage_errors


@click.command(help="取上游最新的版本，合并、检查、生成；有冲突或没有通过的，一切照旧。")
@click.option("--tag", envvar="TAG", help="更新到哪一版，如 v2026.11.28；不写就是最新的")
def upgrade(tag: str | None) -> None:
    """Exit 0 when the board has the release, 2 when nothing was changed."""
    with usage_errors():
        changes = upgrade_board(Path(), tag, click.echo)
    click.echo(changes or "已经是最新的版本，什么也没有改。")
    if changes:
        click.echo("\n下一步：运行 make site，看过以后 git push。")
