"""The `noticeboard` command: check, import and search."""

from __future__ import annotations

import os
from pathlib import Path

import click

from noticeboard.formats import as_json, as_text
from noticeboard.importing import ImportProblem, import_file
from noticeboard.importing import save as save_draft
from noticeboard.pages import search_documents, site_pages
from noticeboard.problems import NoticeboardError, has_errors
from noticeboard.reading import read_all
from noticeboard.register import Register
from noticeboard.rules import check_readings
from noticeboard.search import scan

USAGE = 2
_OUTPUTS = {"text": as_text, "json": as_json}


@click.group(help="巡察整改通报的检查和查找。")
def main() -> None:
    """The entry point; each command is a function that returns through `SystemExit`."""


def _notices_dir() -> Path:
    folder = Path(os.environ.get("NOTICES_DIR", "notices"))
    if not folder.is_dir():
        raise NoticeboardError(
            f"找不到通报所在的文件夹 {folder}；请在项目的根目录运行，或设置 NOTICES_DIR"
        )
    return folder


@main.command(help="检查通报。不写路径时检查全部。")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "output", type=click.Choice(list(_OUTPUTS)), default="text", help="输出格式"
)
def check(paths: tuple[Path, ...], output: str) -> None:
    """Exit 0 when clean, 1 when there are errors, 2 when the call is wrong."""
    try:
        folder = _notices_dir()
        problems = check_readings(read_all(folder, _below(paths, folder)), folder)
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None
    click.echo(_OUTPUTS[output](problems))
    raise SystemExit(1 if has_errors(problems) else 0)


def _below(paths: tuple[Path, ...], folder: Path) -> list[Path] | None:
    """The files that the paths name; None for all."""
    if not paths:
        return None
    files: list[Path] = []
    for path in paths:
        absolute = path.absolute()
        if not absolute.exists():
            raise NoticeboardError(f"没有 {path} 这个文件或文件夹")
        if not absolute.is_relative_to(folder.absolute()):
            raise NoticeboardError(f"{path} 不在 {folder} 里，不能作为通报检查")
        files += sorted(absolute.rglob("*.md")) if absolute.is_dir() else [absolute]
    return files


@main.command("import", help="把 .txt 或 .docx 变成通报草稿，并列出需要核对和补写的地方。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--stdout", "to_stdout", is_flag=True, help="只显示草稿，不写文件")
@click.option("--into", type=click.Path(path_type=Path), help="通报所在的文件夹，默认 notices")
def import_(file: Path, to_stdout: bool, into: Path | None) -> None:
    """Exit 0 when a draft was made, 1 when the file cannot become one, 2 when there is none.

    With `--stdout` the draft goes to stdout and the report to stderr.
    """
    try:
        if not file.is_file():
            raise NoticeboardError(f"没有 {file} 这个文件")
        draft = import_file(file)
        if to_stdout:
            click.echo(draft.markdown, nl=False)
            click.echo(draft.report(), err=True)
            return
        path = save_draft(draft, into or _notices_dir())
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1 if isinstance(error, ImportProblem) else USAGE) from None
    click.echo(draft.report())
    click.echo(f"\n草稿写在 {path}。请对照原文核对，补写标着【待填】的地方，然后运行 make check。")


@main.command(help="在全部通报里查找，规则与网站的搜索相同。")
@click.argument("query", nargs=-1, required=True)
def search(query: tuple[str, ...]) -> None:
    """Print id, title and passage of each hit; exit 1 when there is none."""
    try:
        readings = read_all(_notices_dir())
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None
    register = Register(reading.notice for reading in readings if reading.notice)
    hits = scan(search_documents(site_pages(register)), " ".join(query))
    for hit in hits:
        click.echo(f"{hit.document.id}  {hit.document.title}")
        for passage in hit.passages:
            click.echo(f"    {passage.text}")
    click.echo(f"共 {len(hits)} 篇")
    raise SystemExit(0 if hits else 1)


if __name__ == "__main__":
    main()
