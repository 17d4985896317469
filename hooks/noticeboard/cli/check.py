"""`noticeboard check`: check notices and rounds, and print the problems in one of five formats."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from pathlib import Path

import click

from noticeboard.build.environment import notices_dir
from noticeboard.build.loader import NoticeLoader
from noticeboard.cli.common import UserPath, board_config, existing_notices_dir, usage_errors
from noticeboard.history.baseline import Baseline, read_baseline
from noticeboard.incremental.pool import cores
from noticeboard.model.dates import beijing_date
from noticeboard.model.problems import NoticeboardError, Problem, has_errors
from noticeboard.model.register import ContactStaleness
from noticeboard.reading.rounds import ParsedRound, read_rounds
from noticeboard.reading.site_config import SiteConfig, site_config_in
from noticeboard.reading.source_files import ROUNDS, UNITS, notice_files, source_line_reader
from noticeboard.reading.units import read_units
from noticeboard.rules.check import check_notices
from noticeboard.rules.problem_formats import (
    as_github,
    as_gitlab,
    as_json,
    as_markdown,
    as_text,
)

_FORMATTERS = {"json": as_json, "github": as_github, "gitlab": as_gitlab}
FORMATS = ("text", *_FORMATTERS, "markdown")


@click.command(help="检查通报。不写路径时检查全部。")
@click.argument("paths", nargs=-1, type=UserPath())
@click.option("--base", metavar="REV", help="再与已公布的版本比较：分支名或提交编号")
@click.option("--format", "output", type=click.Choice(FORMATS), default="text", help="输出格式")
def check(paths: tuple[Path, ...], base: str | None, output: str) -> None:
    """Exit 0 when clean, 1 when there are errors, 2 when the call is wrong."""
    # Everything read lives until the end; searching it for garbage takes a third of the time.
    gc.disable()
    try:
        with usage_errors():
            folder = _common_folder(paths)
            _require_inside(paths, folder)
            baseline = read_baseline(base, folder, paths or None) if base is not None else None
            problems = _check(folder, _files(paths, folder, baseline), baseline)
    finally:
        gc.enable()
    click.echo(_format(problems, output, folder))
    raise SystemExit(1 if has_errors(problems) else 0)


def _common_folder(paths: Sequence[Path]) -> Path:
    """Return the notices' folder, or another one that all paths lie in as `<year>/<slug>.md`."""
    usual = notices_dir(Path()).absolute()
    outside = [path.absolute() for path in paths if not path.absolute().is_relative_to(usual)]
    if not outside or not all(path.exists() for path in outside):
        return existing_notices_dir()
    levels = {
        path: int(path.name == UNITS or path.name.isdigit() or path.name == ROUNDS)
        if path.is_dir() or path.name == UNITS
        else 2
        for path in outside
    }
    folders = {(path, *path.parents)[level] for path, level in levels.items()}
    if len(folders) > 1 or len(outside) < len(paths):
        raise NoticeboardError("这些路径不在同一个通报文件夹里，请分开检查")
    return folders.pop()


def _require_inside(paths: Sequence[Path], folder: Path) -> None:
    for path in paths:
        if not path.absolute().is_relative_to(folder.absolute()):
            raise NoticeboardError(f"{path} 不在 {folder} 里，不能作为通报检查")


def _files(paths: Sequence[Path], folder: Path, baseline: Baseline | None) -> list[Path] | None:
    """Return the files that the paths name, None for all.

    A path that does not exist is accepted if the baseline has it: the file was deleted.
    """
    if not paths:
        return None
    files: list[Path] = []
    known = sorted(notice_files(folder.absolute()))
    for path in paths:
        absolute = path.absolute()
        if absolute.is_dir():
            files += (file for file in known if file == absolute or absolute in file.parents)
        elif absolute.exists():
            files.append(absolute)
        elif not baseline or not baseline.has(path):
            raise NoticeboardError(f"没有 {path} 这个文件或文件夹")
    return files


def _check(folder: Path, files: list[Path] | None, baseline: Baseline | None) -> list[Problem]:
    """Return the problems of these files, or of all."""
    site = site_config_in(Path("mkdocs.yml"), board_config().site)
    rounds = read_rounds(folder, files)
    if files is None or not rounds:
        return _check_loaded(folder, files, baseline, rounds, site)
    # A round is matched against all notices, but their problems were not asked for.
    problems = _check_loaded(folder, None, baseline, rounds, site)
    root = folder.absolute().parent
    requested = {path.relative_to(root).as_posix() for path in files}
    return [p for p in problems if p.path in requested or (baseline and baseline.covers(p.path))]


def _check_loaded(
    folder: Path,
    files: list[Path] | None,
    baseline: Baseline | None,
    rounds: Sequence[ParsedRound],
    site: SiteConfig,
) -> list[Problem]:
    loaded = NoticeLoader(processes=cores()).load(folder, files)
    file_problems = (problem for each in loaded for problem in each.problems)
    parsed_notices = [each.parsed for each in loaded]
    return check_notices(
        parsed_notices,
        folder,
        baseline,
        rounds,
        ContactStaleness(site.contact_months, beijing_date()),
        units=read_units(folder),
        board_region=site.region or "",
        file_problems=file_problems,
    )


def _format(problems: Sequence[Problem], output: str, folder: Path) -> str:
    site_url = os.environ.get("SITE_URL", "")
    if output == "markdown":
        return as_markdown(problems, os.environ.get("NOTICEBOARD_EDIT_URL", ""), site_url)
    if output == "text":
        # click removes the colours if the output is no terminal.
        return as_text(problems, source_line_reader(folder), colour=True, site_url=site_url)
    return _FORMATTERS[output](problems, site_url=site_url)
