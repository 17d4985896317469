"""`noticeboard units`: propose entries for the register of units."""

from __future__ import annotations

from collections.abc import Iterator

import click

from noticeboard.build.loader import NoticeLoader
from noticeboard.cli.common import existing_notices_dir, usage_errors
from noticeboard.importing.frontmatter import scalar
from noticeboard.incremental.pool import cores
from noticeboard.model.register import Register
from noticeboard.model.units import UnitKey
from noticeboard.reading.units import read_units
from noticeboard.rules.units import KnownNames


@click.command(help="从通报里找出还没有登记的单位，写成 notices/units.yml 的样子。")
def units() -> None:
    """Print the entries; exit 1 if the present register has errors."""
    with usage_errors():
        folder = existing_notices_dir()
        loaded = NoticeLoader(processes=cores()).load(folder)
    parsed = read_units(folder)
    for problem in parsed.problems:
        click.echo(f"{problem.path}:{problem.line}: {problem.message}。{problem.help}", err=True)
    if parsed.problems:
        raise SystemExit(1)
    notices = (each.parsed.notice for each in loaded if each.parsed.notice)
    lines = list(propose_units(Register(notices, parsed.register)))
    if lines and not parsed.entries:
        click.echo("units:")
    for line in lines:
        click.echo(line)
    click.echo("核对以后写进 notices/units.yml。" if lines else "单位都已经登记。", err=True)


def propose_units(register: Register) -> Iterator[str]:
    """Yield the lines of an entry for each unit that the register of units lacks.

    The longest of the names that probably mean one unit becomes its name.
    """
    for group in KnownNames(register).units.values():
        missing = [unit for unit in group if not register.units.find(*unit)]
        if missing and len(missing) == len(group):
            yield from _entry(missing)
        for region, name in missing if len(missing) < len(group) else ():
            yield f"  # 可能是“{group[0][1]}”的 other_names：{name}（{region}）"


def _entry(units: list[UnitKey]) -> Iterator[str]:
    region = max((region for region, _ in units), key=len)
    name, *others = sorted({name for _, name in units}, key=lambda name: (-len(name), name))
    yield f"  - name: {scalar(name)}"
    yield f"    region: {scalar(region)}"
    if others:
        yield f"    other_names: [{', '.join(map(scalar, others))}]  # 请核对是不是同一个单位"
