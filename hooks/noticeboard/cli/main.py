"""The `noticeboard` program: the group of its commands."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

COMMANDS = {
    "check": "check:check",
    "import": "import_file:import_",
    "new": "new:new",
    "search": "search:search",
    "units": "units:units",
    "verify": "verify:verify",
    "request": "request:request",
    "build": "build:build",
    "board": "board:board",
    "upgrade": "upgrade:upgrade",
    "harvest": "harvest:harvest",
    "load": "load:load",
    "search-api": "search_api:search_api",
}
"""Name of a command -> its module in this package and its function there."""


class _LazyGroup(click.Group):
    """A group that imports a command when it is asked for: together they take two seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"noticeboard.cli.{module}"), function)
        return command


@click.group(help="巡察整改通报的检查和查找。", cls=_LazyGroup)
def main() -> None:
    """Run a command; each ends with SystemExit and the exit code that its docstring states."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal in GBK cannot show every character of a name.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
