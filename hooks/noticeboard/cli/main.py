"""The `noticeboard` program: the group of its commands."""

from __future__ import annotations

import click

from noticeboard.cli.build import build
from noticeboard.cli.check import check
from noticeboard.cli.import_file import import_
from noticeboard.cli.new import new
from noticeboard.cli.request import request
from noticeboard.cli.search import search
from noticeboard.cli.verify import verify

COMMANDS: tuple[click.Command, ...] = (check, import_, new, search, verify, request, build)


@click.group(help="巡察整改通报的检查和查找。", commands=COMMANDS)
def main() -> None:
    """Run a command; each ends with SystemExit and the exit code that its docstring states."""


if __name__ == "__main__":
    main()
