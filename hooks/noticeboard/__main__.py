"""`python -m noticeboard` is the `noticeboard` program."""

from noticeboard.cli.main import main

main(prog_name="noticeboard")
