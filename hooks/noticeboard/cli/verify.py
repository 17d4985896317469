"""`noticeboard verify`: compare a site's files with its SHA256SUMS."""

from __future__ import annotations

from pathlib import Path

import click

from noticeboard.cli.common import UserPath, usage_errors
from noticeboard.exports.checksums import SUMS, compare


@click.command(help="核对一个网站的文件夹和 SHA256SUMS：改动的、缺少的、多出的文件一行一个。")
@click.argument("site_dir", type=UserPath())
@click.option("--sums", type=UserPath(), help="对照的文件，默认网站自己的")
def verify(site_dir: Path, sums: Path | None) -> None:
    """Exit 0 if every file has its checksum, 1 if not, 2 without checksums."""
    with usage_errors():
        differences = compare(site_dir, sums or site_dir / SUMS)
    for word, names in (
        ("改动", differences.changed),
        ("缺少", differences.missing),
        ("多出", differences.added),
    ):
        for name in names:
            click.echo(f"{word} {name}")
    click.echo("不一致" if differences else "一致")
    raise SystemExit(1 if differences else 0)
