"""`noticeboard harvest`: collect the notices of member boards for a portal."""

from __future__ import annotations

from pathlib import Path

import click

from noticeboard.cli.common import UserPath, usage_errors
from noticeboard.portal.harvest import harvest as harvest_members
from noticeboard.portal.members import read_members
from noticeboard.portal.report import report_lines, summary
from noticeboard.portal.transfer import Limits

_DEFAULT = Limits()


@click.command(help="收取各公开栏的通报，供汇总网站用；没有收全的，以前收的都还在。")
@click.option("--members", type=UserPath(), required=True, help="成员名单，如 members.yml")
@click.option("--into", type=UserPath(), required=True, help="放到哪个文件夹，用作 NOTICES_DIR")
@click.option(
    "--rate",
    type=click.FloatRange(min=0.1),
    default=_DEFAULT.rate,
    show_default=True,
    help="对一个公开栏每秒最多几次请求",
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0.1),
    default=_DEFAULT.total / 60,
    show_default=True,
    help="一个公开栏最多收几分钟，没有收完的下次接着收",
)
def harvest(members: Path, into: Path, rate: float, minutes: float) -> None:
    """Exit 0 if all members were harvested, 1 if one failed, 2 if the call is wrong."""
    with usage_errors():
        boards = read_members(members)
        results = []
        for result in harvest_members(boards, into, Limits(rate=rate, total=60 * minutes)):
            results.append(result)
            for line in report_lines(result):
                click.echo(line)
    ids = {member.id for member in boards}
    left = sorted(path.name for path in into.iterdir() if path.is_dir() and path.name[0] != ".")
    for line in summary(results, into, [name for name in left if name not in ids]):
        click.echo(line)
    raise SystemExit(1 if any(result.board.faults for result in results) else 0)
