"""Parse notice files into notices, or problems with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePath

from noticeboard.files.filenames import name_fault
from noticeboard.incremental.progress import track
from noticeboard.model.field_types import NOTICE_ID
from noticeboard.model.notice import FrontMatter, Notice
from noticeboard.model.problems import Problem
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.reading.boards import path_on_board
from noticeboard.reading.frontmatter import (
    HasPlaces,
    ParsedFrontMatter,
    Places,
    parse_front_matter,
)
from noticeboard.reading.limits import exceeded_body_limit, exceeded_front_matter_limit
from noticeboard.reading.source_files import (
    access_problem,
    decode,
    display_path_of,
    file_problem,
    notice_paths,
    read_source,
    text_problems,
)
from noticeboard.reading.validation import extend_record, known_names, validate

_FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class ParsedNotice(HasPlaces):
    """The result of parsing one file.

    `notice` is None when there are errors. Whenever the file could be split, `front_matter` is its
    text, which begins on line 2, and `body` is checked too; `body_line` is its first line, from 1.
    """

    path: str
    notice: Notice | None = None
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()
    front_matter: str = ""

    @property
    def places(self) -> Places:  # type: ignore[override]
        """The places of the fields, read again: only problems need them, and few notices have one."""
        return _places(self.front_matter)


def read_all(notices_dir: Path, files: Iterable[Path] | None = None) -> list[ParsedNotice]:
    """Parse every notice below `notices_dir`, or only `files`; sorted by path.

    A file that belongs to no notice is returned with a problem. Inspection rounds are left out.
    """
    notices_dir = notices_dir.absolute()
    paths = notice_paths(notices_dir, files)
    return [read_file(path, notices_dir) for path in track("读取通报", paths)]


def read_file(path: Path, notices_dir: Path) -> ParsedNotice:
    """Parse one file below the absolute `notices_dir`; faults become problems."""
    display_path = display_path_of(path, notices_dir)
    problem = access_problem(path, display_path)
    if problem:
        return ParsedNotice(display_path, problems=(problem,))
    misplaced = misplaced_problem(path_on_board(path.absolute(), notices_dir), display_path)
    if misplaced and path.suffix != ".md":
        return ParsedNotice(display_path, problems=(misplaced,))
    raw = read_source(path, display_path)
    if isinstance(raw, Problem):
        return ParsedNotice(display_path, problems=(raw,))
    parsed = read_bytes(raw, display_path)
    if misplaced:
        return replace(parsed, notice=None, problems=(misplaced, *parsed.problems))
    return parsed


def misplaced_problem(relative: PurePath, display_path: str) -> Problem | None:
    """Return what is wrong with the place of a notice below its board; None if nothing is."""
    fault = name_fault(relative.name)
    if fault:
        return file_problem(display_path, "file-name", *fault)
    match = NOTICE_ID.fullmatch(str(relative.with_suffix("")))
    if relative.suffix == ".md" and match and match[2] not in RESERVED_SLUGS:
        return None
    help_text = (
        "通报放在 notices/年份/名称.md，名称只用小写字母、数字和连字符，如 notices/2024/"
        "wuchang-grid.md；附件放在与通报同名的文件夹里"
    )
    return file_problem(display_path, "path", "文件名或位置不对", help_text)


def read_bytes(raw: bytes, path: str) -> ParsedNotice:
    """Parse the content of a notice file at `path`."""
    text = decode(raw, path)
    if isinstance(text, Problem):
        return ParsedNotice(path, problems=(text,))
    return read_text(text, path)


def read_text(text: str, path: str) -> ParsedNotice:
    """Parse the text of a notice at `path` (`notices/<year>/<slug>.md`), which need not exist."""
    problems = list(text_problems(text, path))
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        problems.append(_no_front_matter(lines[0], path))
        return ParsedNotice(path, None, text, 1, problems=tuple(problems))
    end = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        message = "元数据没有结束：找不到第二行 ---"
        problems.append(
            file_problem(
                path, "front-matter-unclosed", message, "在元数据最后一行的下一行单独写 ---"
            )
        )
        # Parse up to the first empty line, so that problems in the front matter are reported too.
        end = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
        body = "\n".join(lines[end:])
        return _parse(path, problems, "\n".join(lines[1:end]), body, end + 1, is_whole=False)
    body = "\n".join(lines[end + 1 :])
    skip = len(body) - len(body.lstrip("\n"))
    return _parse(path, problems, "\n".join(lines[1:end]), body[skip:], end + 2 + skip)


def _no_front_matter(first_line: str, path: str) -> Problem:
    if re.fullmatch(r"\s*[-—－–]{2,}\s*", first_line):
        message = f"第一行应是三个半角减号 ---，现在是“{first_line.strip()}”"
    else:
        message = "文件开头没有元数据"
    return file_problem(
        path,
        "front-matter-missing",
        message,
        "第一行写 ---，接着写 title: 等各项，再写一行 ---，然后是正文",
    )


def _parse(
    path: str,
    problems: list[Problem],
    front_matter: str,
    body: str,
    body_line: int,
    *,
    is_whole: bool = True,
) -> ParsedNotice:
    """Parse front matter and body; a part that exceeds a limit is reported and not parsed.

    An incomplete front matter (`is_whole` False) is not validated.
    """
    front_excess, body_excess = exceeded_front_matter_limit(front_matter), exceeded_body_limit(body)
    problems += [
        Problem(path, first + excess.line, 1, excess.rule, "error", excess.message, excess.help)
        for first, excess in ((2, front_excess), (body_line, body_excess))
        if excess
    ]
    checked_body = "" if body_excess else body
    if front_excess:
        return ParsedNotice(path, None, checked_body, body_line, problems=tuple(problems))
    parsed = parse_front_matter(front_matter, path, 2, known_names())
    problems += parsed.problems
    notice = None
    if is_whole:
        notice, invalid = _validate(parsed, path, body, body_line)
        problems += invalid
    if body_excess:
        notice = None
    return ParsedNotice(path, notice, checked_body, body_line, tuple(problems), front_matter)


@lru_cache(maxsize=16)
def _places(front_matter: str) -> Places:
    return parse_front_matter(front_matter, "", 2, known_names()).places


def _validate(
    front_matter: ParsedFrontMatter, path: str, body: str, body_line: int
) -> tuple[Notice | None, list[Problem]]:
    """Return the notice, or the problems of its front matter."""
    record, problems = validate(front_matter, path, FrontMatter)
    if not record:
        return None, problems
    notice_id = notice_id_of(path)
    return extend_record(
        record, Notice, id=notice_id, path=path, body=body, body_line=body_line
    ), []


def notice_id_of(path: str) -> str:
    """Return the id of the notice at a display path, `2024/x` for `notices/2024/x.md`."""
    return path.partition("/")[2].removesuffix(".md")
