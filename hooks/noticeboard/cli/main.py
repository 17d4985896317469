"""The `noticeboard` command: new, import, check, search, and what the workflows call."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import click

from noticeboard.build.loader import Workshop, load
from noticeboard.build.paths import notices_dir
from noticeboard.cli.request import request
from noticeboard.history.baseline import Baseline, read_baseline
from noticeboard.incremental.pool import cores
from noticeboard.model.contact_age import ContactAge
from noticeboard.model.formats import (
    SourceLine,
    as_github,
    as_gitlab,
    as_json,
    as_markdown,
    as_text,
)
from noticeboard.model.problems import NoticeboardError, Problem, has_errors
from noticeboard.reading.reader import ROUNDS, file_lines, read_all
from noticeboard.reading.rounds import ParsedRound, read_rounds
from noticeboard.reading.site_config import site_config_in
from noticeboard.rules import Context, check_together

USAGE = 2
_OUTPUTS = {"json": as_json, "github": as_github, "gitlab": as_gitlab}
FORMATS = ("text", *_OUTPUTS, "markdown")


@click.group(help="巡察整改通报的检查和查找。")
def main() -> None:
    """The entry point; each command is a function that returns through `SystemExit`."""


def _existing_notices_dir() -> Path:
    folder = notices_dir(Path())
    if not folder.is_dir():
        raise NoticeboardError(
            f"找不到通报所在的文件夹 {folder}；请在项目的根目录运行，或设置 NOTICES_DIR"
        )
    return folder


def _folder_of(paths: Sequence[Path]) -> Path:
    """The notices' folder, or another that all the paths lie in: `<folder>/<year>/<slug>.md`."""
    usual = notices_dir(Path()).absolute()
    outside = [path.absolute() for path in paths if not path.absolute().is_relative_to(usual)]
    if not outside or not all(path.exists() for path in outside):
        return _existing_notices_dir()
    levels = {
        path: 2 if path.is_file() else int(path.name.isdigit() or path.name == ROUNDS)
        for path in outside
    }
    folders = {(path, *path.parents)[level] for path, level in levels.items()}
    if len(folders) > 1 or len(outside) < len(paths):
        raise NoticeboardError("这些路径不在同一个通报文件夹里，请分开检查")
    return folders.pop()


@main.command(help="检查通报。不写路径时检查全部。")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--base", metavar="REV", help="再与已公布的版本比较：分支名或提交编号")
@click.option("--format", "output", type=click.Choice(FORMATS), default="text", help="输出格式")
def check(paths: tuple[Path, ...], base: str | None, output: str) -> None:
    """Exit 0 when clean, 1 when there are errors, 2 when the call is wrong."""
    # All that is read lives until the end; to search it for garbage takes a third of the time.
    gc.disable()
    try:
        folder = _folder_of(paths)
        baseline = read_baseline(base, folder, _limits(paths, folder)) if base is not None else None
        site = site_config_in(Path("mkdocs.yml"))
        age = ContactAge(site.contact_months, Context(folder).today)
        problems = _found(folder, _below(paths, folder, baseline), baseline, age)
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None
    finally:
        gc.enable()
    click.echo(_said(problems, output, folder))
    raise SystemExit(1 if has_errors(problems) else 0)


def _found(
    folder: Path, files: list[Path] | None, baseline: Baseline | None, age: ContactAge
) -> list[Problem]:
    """The problems of these files, or of all."""
    rounds = read_rounds(folder, files)
    if files is None or not rounds:
        return _checked(folder, files, baseline, rounds, age)
    # A round is looked up among all notices; what is found of the others was not asked for.
    problems = _checked(folder, None, baseline, rounds, age)
    root = folder.absolute().parent
    asked = {path.relative_to(root).as_posix() for path in files}
    return [p for p in problems if p.path in asked or (baseline and baseline.covers(p.path))]


def _checked(
    folder: Path,
    files: list[Path] | None,
    baseline: Baseline | None,
    rounds: Sequence[ParsedRound],
    age: ContactAge,
) -> list[Problem]:
    loaded = load(folder, Workshop(processes=cores()), files)
    alone = (problem for entry in loaded for problem in entry.problems)
    parsed_notices = [entry.parsed for entry in loaded]
    return check_together(parsed_notices, alone, folder, baseline, rounds, age)


def _said(problems: Sequence[Problem], output: str, folder: Path) -> str:
    if output == "markdown":
        return as_markdown(problems, os.environ.get("NOTICEBOARD_EDIT_URL", ""))
    if output == "text":
        # click takes the colours away again where the output is no terminal.
        return as_text(problems, _source(folder), colour=True)
    return _OUTPUTS[output](problems)


def _source(folder: Path) -> SourceLine:
    """Lines of the files below the notices' folder, each file read once."""

    @cache
    def lines(path: str) -> list[str]:
        return file_lines(folder.absolute().parent / path)

    def line(path: str, number: int) -> str:
        return lines(path)[number - 1] if number <= len(lines(path)) else ""

    return line


def _limits(paths: tuple[Path, ...], folder: Path) -> list[Path] | None:
    """The paths, when there are any; each lies below the folder."""
    for path in paths:
        if not path.absolute().is_relative_to(folder.absolute()):
            raise NoticeboardError(f"{path} 不在 {folder} 里，不能作为通报检查")
    return list(paths) or None


def _below(paths: tuple[Path, ...], folder: Path, baseline: Baseline | None) -> list[Path] | None:
    """The files that the paths name; None for all. A deleted file is named by its past alone."""
    if not paths:
        return None
    files: list[Path] = []
    for path in _limits(paths, folder) or ():
        absolute = path.absolute()
        if absolute.is_dir():
            rounds = folder.absolute() / ROUNDS
            written = (found for found in absolute.rglob("*.md") if not found.is_dir())
            files += sorted({*written, *_files_in(absolute, rounds)})
        elif absolute.exists():
            files.append(absolute)
        elif not baseline or not baseline.has(path):
            raise NoticeboardError(f"没有 {path} 这个文件或文件夹")
    return files


def _files_in(folder: Path, within: Path) -> list[Path]:
    """All files below a folder that lie within another."""
    return [path for path in folder.rglob("*") if path.is_relative_to(within) and path.is_file()]


@main.command("import", help="把 .txt 或 .docx 变成通报草稿，并列出需要核对和补写的地方。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--stdout", "to_stdout", is_flag=True, help="只显示草稿，不写文件")
@click.option("--into", type=click.Path(path_type=Path), help="通报所在的文件夹，默认 notices")
def import_(file: Path, to_stdout: bool, into: Path | None) -> None:
    """Exit 0 when a draft was made, 1 when the file cannot become one, 2 when there is none.

    With `--stdout` the draft goes to stdout and the report to stderr.
    """
    # What reads documents is loaded for this command alone; a check starts in half the time.
    from noticeboard.importing import ImportProblem, import_file
    from noticeboard.importing import save as save_draft

    try:
        if not file.is_file():
            raise NoticeboardError(f"没有 {file} 这个文件")
        draft = import_file(file)
        if to_stdout:
            click.echo(draft.markdown, nl=False)
            click.echo(draft.report(), err=True)
            return
        path = save_draft(draft, into or _existing_notices_dir())
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1 if isinstance(error, ImportProblem) else USAGE) from None
    click.echo(draft.report())
    click.echo(f"\n草稿写在 {path}。请对照原文核对，补写标着【待填】的地方，然后运行 make check。")


@main.command(help="回答几个问题，写出一篇新通报的框架。")
def new() -> None:
    """Exit 0 when the skeleton is written, 2 when it cannot be."""
    from noticeboard.cli.new import new_notice

    click.echo("还不知道的直接按回车，以后在文件里补写。")
    try:
        folder = _existing_notices_dir()
        known = [parsed.notice for parsed in read_all(folder) if parsed.notice]
        path = new_notice(folder, known, _asked)
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None
    click.echo(f"\n框架写在 {path}。粘贴全文，填好标着【待填】的地方，然后运行 make check。")


def _asked(question: str, offered: str) -> str:
    said: str = click.prompt(question, default=offered, show_default=bool(offered))
    return said


@main.command(help="在全部通报里查找，规则与网站的搜索相同。")
@click.argument("query", nargs=-1, required=True)
def search(query: tuple[str, ...]) -> None:
    """Print id, title and passage of each hit; exit 1 when there is none."""
    # The search loads tables that a check has no use for.
    from noticeboard.build.bodies import rendered
    from noticeboard.model.register import Register
    from noticeboard.search.documents import search_documents
    from noticeboard.search.scan import scan

    try:
        loaded = load(_existing_notices_dir(), Workshop(processes=cores()))
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None
    notices = (entry.parsed.notice for entry in loaded if entry.parsed.notice)
    register = Register(notice for notice in notices if not notice.draft)
    documents = search_documents(register, rendered(register.notices, cores()))
    hits = scan(documents, " ".join(query))
    for hit in hits:
        click.echo(f"{hit.document.id}  {hit.document.title}")
        for passage in hit.passages:
            click.echo(f"    {passage.text}")
    click.echo(f"共 {len(hits)} 篇")
    raise SystemExit(0 if hits else 1)


main.add_command(request)


@main.command(help="核对一个网站的文件夹和 SHA256SUMS：改动的、缺少的、多出的文件一行一个。")
@click.argument("site_dir", type=click.Path(path_type=Path))
@click.option("--sums", type=click.Path(path_type=Path), help="对照的文件，默认网站自己的")
def verify(site_dir: Path, sums: Path | None) -> None:
    """Exit 0 when every file is as the sums say, 1 when not, 2 when there are no sums."""
    from noticeboard.exports.checksums import SUMS, compare

    try:
        found = compare(site_dir, sums or site_dir / SUMS)
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None
    for word, names in (("改动", found.changed), ("缺少", found.missing), ("多出", found.added)):
        for name in names:
            click.echo(f"{word} {name}")
    click.echo("不一致" if found else "一致")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
