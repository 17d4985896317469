"""`noticeboard import`: turn a document into the draft of a notice."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from noticeboard.cli.common import USAGE, UserPath, existing_notices_dir
from noticeboard.model.problems import NoticeboardError


@click.command(
    "import",
    help="把 .docx、.pdf、.ofd、.rtf、.html 或 .txt 变成通报草稿，并列出需要核对和补写的地方。",
)
@click.argument("file", type=UserPath())
@click.option("--stdout", "to_stdout", is_flag=True, help="只显示草稿，不写文件")
@click.option("--into", type=UserPath(), help="通报所在的文件夹，默认 notices")
def import_(file: Path, to_stdout: bool, into: Path | None) -> None:
    """Exit 0 with a draft, 1 if the file cannot become one, 2 if there is no such file.

    With `--stdout` the draft goes to stdout and the report to stderr.
    """
    # Other commands start in half the time without the readers of documents.
    from noticeboard.importing import ImportFailedError, import_file, save

    try:
        if not file.is_file():
            raise NoticeboardError(f"没有 {file} 这个文件")
        draft = import_file(file)
        if to_stdout:
            # Bytes, because a redirected draft is a file of the project: UTF-8 in any locale.
            text: str | bytes = draft.markdown if sys.stdout.isatty() else draft.markdown.encode()
            click.echo(text, nl=False)
            click.echo(draft.report(), err=True)
            return
        path = save(draft, into or existing_notices_dir())
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1 if isinstance(error, ImportFailedError) else USAGE) from None
    click.echo(draft.report())
    click.echo(f"\n草稿写在 {path}。请对照原文核对，补写标着【待填】的地方，然后运行 make check。")
