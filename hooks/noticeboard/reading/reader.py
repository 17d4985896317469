"""Files -> notices, or problems with line and column. The one reader of build, check and import."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from noticeboard.incremental.progress import steps
from noticeboard.model.field_types import NOTICE_ID
from noticeboard.model.notice import FrontMatter, Notice
from noticeboard.model.problems import Problem
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.reading.frontmatter import FrontMatterText, Loc, parse_front_matter
from noticeboard.reading.limits import head_excess, text_excess
from noticeboard.reading.validation import known_names, validate, widened
from noticeboard.text.encodings import encoding_fault, wide_fault
from noticeboard.text.filenames import name_fault, printable
from noticeboard.text.hidden_characters import HIDDEN, REMEDY, described
from noticeboard.text.safe_files import read_plain_file, special_kind

MAX_BYTES = 1_000_000
ROUNDS = "rounds"
"""The folder below notices/ that holds no notices but inspection rounds."""
_MAX_HIDDEN = 100
_FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class ParsedNotice:
    """What came of one file.

    `notice` is None when the record cannot be built; `body` and `body_line` (the first line of
    the text, from 1) are there whenever the file could be split, so that its text is checked too;
    so is `head`, the front matter as typed, which begins on line 2.
    """

    path: str
    notice: Notice | None = None
    body: str = ""
    body_line: int = 1
    places: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    head: str = ""

    def place(self, *loc: str | int) -> tuple[int, int]:
        """Line and column of a field, or of the nearest part around it."""
        while loc not in self.places and loc:
            loc = loc[:-1]
        return self.places.get(loc, (1, 1))


def read_all(notices_dir: Path, files: Iterable[Path] | None = None) -> list[ParsedNotice]:
    """Read every notice below `notices_dir`, or only `files`; sorted by path.

    A file that belongs to no notice comes back as a reading with a problem; the inspection rounds
    are read by `rounds`.
    """
    notices_dir = notices_dir.absolute()
    wanted = notice_paths(notices_dir, files)
    return [read_file(path, notices_dir) for path in steps("读取通报", wanted)]


def notice_paths(notices_dir: Path, files: Iterable[Path] | None = None) -> list[Path]:
    """Every file of the absolute `notices_dir` that is read as a notice, or those of `files`."""
    found = notice_files(notices_dir) if files is None else files
    rounds = f"{notices_dir / ROUNDS}{os.sep}"
    kept = (path for path in found if not str(path.absolute()).startswith(rounds))
    return sorted(kept, key=lambda path: path.parts)


def notice_files(notices_dir: Path) -> Iterator[Path]:
    """All files that are no attachments, and what no notice or attachment may be.

    Hidden files are not ours.
    """
    return _files_below(str(notices_dir), 1)


def _files_below(folder: str, depth: int, of_notice: bool = False) -> Iterator[Path]:
    """`of_notice`: in the folder of a notice, `<year>/<slug>/…` beside `<year>/<slug>.md`, where
    attachments lie."""
    with suppress(PermissionError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            inside = entry.is_dir(follow_symlinks=False)
            plain = entry.is_file(follow_symlinks=False)
            attachment = of_notice and not entry.name.endswith(".md")
            odd = not (plain or inside) or name_fault(entry.name)
            if odd or (plain and not attachment):
                yield Path(entry)
            if inside:
                below = of_notice or (depth == 2 and Path(f"{entry.path}.md").is_file())
                yield from _files_below(entry.path, depth + 1, below)


def read_file(path: Path, notices_dir: Path) -> ParsedNotice:
    """Read one file. Expected faults become problems; nothing is raised for them."""
    relative = path.absolute().relative_to(notices_dir)
    shown = printable(f"{notices_dir.name}/{relative.as_posix()}")
    problem = _unreadable(path, shown)
    if problem:
        return ParsedNotice(shown, problems=(problem,))
    misplaced = _misplaced(PurePosixPath(relative.as_posix()), shown)
    if misplaced and path.suffix != ".md":
        return ParsedNotice(shown, problems=(misplaced,))
    try:
        raw = read_plain_file(path, MAX_BYTES)
    except OSError as error:
        message = f"文件读不出来：{error.strerror or '读的时候变了'}"
        return ParsedNotice(shown, problems=(at_top(shown, "path", message, "重新放入这个文件"),))
    parsed = read_bytes(raw, shown)
    if misplaced:
        return replace(parsed, notice=None, problems=(misplaced, *parsed.problems))
    return parsed


def read_bytes(raw: bytes, path: str) -> ParsedNotice:
    """Read the content of a notice file that lies at `path`."""
    text = _decode(raw, path)
    return (
        ParsedNotice(path, problems=(text,)) if isinstance(text, Problem) else read_text(text, path)
    )


def file_text(path: Path, shown: str) -> str | Problem:
    """A file's text with LF line ends, or why it cannot be read."""
    problem = _unreadable(path, shown)
    return problem or _decode(read_plain_file(path, MAX_BYTES), shown)


def _unreadable(path: Path, shown: str) -> Problem | None:
    kind = special_kind(path)
    if kind:
        message = f"这是{kind}，不能作为通报或附件"
        return at_top(shown, "path", message, "放入文件本身")
    fault = name_fault(path.name)
    if fault and (path.is_dir() or path.suffix != ".md"):
        return at_top(shown, "file-name", *fault)
    size = path.stat().st_size
    if size > MAX_BYTES:
        message = f"文件有 {size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
        return at_top(shown, "too-large", message, "把图片和表格作为附件")
    return None


def _misplaced(relative: PurePosixPath, shown: str) -> Problem | None:
    found = NOTICE_ID.fullmatch(str(relative.with_suffix("")))
    fault = name_fault(relative.name)
    if fault:
        return at_top(shown, "file-name", *fault)
    if relative.suffix == ".md" and found and found[2] not in RESERVED_SLUGS:
        return None
    remedy = (
        "通报放在 notices/年份/名称.md，名称只用小写字母、数字和连字符，如 notices/2024/"
        "wuchang-grid.md；附件放在与通报同名的文件夹里"
    )
    return at_top(shown, "path", "文件名或位置不对", remedy)


def at_top(path: str, rule: str, message: str, remedy: str, line: int = 1) -> Problem:
    """An error about a file as a whole."""
    return Problem(path, line, 1, rule, "error", message, remedy)


def _decode(raw: bytes, path: str) -> str | Problem:
    """UTF-8 with or without BOM, line ends made LF; or what the file is instead."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        said, remedy = encoding_fault(raw, error)
        return at_top(path, "encoding", said, remedy, line)
    wide = wide_fault(raw)
    if wide:
        return at_top(path, "encoding", *wide)
    return _unix_lines(text)


def source_lines(raw: bytes) -> list[str]:
    """The lines of a file as problems count them; what is no UTF-8, or hidden, shows as U+FFFD."""
    text = _unix_lines(raw.decode("utf-8-sig", "replace"))
    return HIDDEN.sub("\ufffd", text).split("\n")


def file_lines(path: Path) -> list[str]:
    """As `source_lines`, of a notice's file; empty when it is none, or larger than one may be."""
    try:
        return source_lines(read_plain_file(path, MAX_BYTES))
    except (OSError, ValueError):
        return []


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(text: str, path: str) -> ParsedNotice:
    """Read the text of a notice that lies, or will lie, at `path` (`notices/<year>/<slug>.md`)."""
    problems = list(islice(hidden_characters(text, path), _MAX_HIDDEN))
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        problems.append(_no_front_matter(lines[0], path))
        return ParsedNotice(path, None, text, 1, problems=tuple(problems))
    end = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        message = "元数据没有结束：找不到第二行 ---"
        problems.append(
            at_top(path, "front-matter-unclosed", message, "在元数据最后一行的下一行单独写 ---")
        )
        # Most likely up to the first empty line; so the findings in the metadata show too.
        end = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
        body = "\n".join(lines[end:])
        return _split(path, problems, "\n".join(lines[1:end]), body, end + 1, is_whole=False)
    body = "\n".join(lines[end + 1 :])
    skip = len(body) - len(body.lstrip("\n"))
    return _split(path, problems, "\n".join(lines[1:end]), body[skip:], end + 2 + skip)


def _split(
    path: str,
    problems: list[Problem],
    head: str,
    body: str,
    body_line: int,
    *,
    is_whole: bool = True,
) -> ParsedNotice:
    """Read head and text; what is out of bounds is named and looked at no further."""
    excess = [(2, head_excess(head)), (body_line, text_excess(body))]
    problems += [
        Problem(path, first + found.line, 1, found.rule, "error", found.message, found.help)
        for first, found in excess
        if found
    ]
    shown = body if excess[1][1] is None else ""
    if excess[0][1]:
        return ParsedNotice(path, None, shown, body_line, problems=tuple(problems))
    front_matter = parse_front_matter(head, path, 2, known_names())
    problems += front_matter.problems
    notice = None
    if is_whole:
        notice, found = _record(front_matter, path, body, body_line)
        problems += found
    if excess[1][1]:
        notice = None
    return ParsedNotice(path, notice, shown, body_line, front_matter.places, tuple(problems), head)


def _no_front_matter(first_line: str, path: str) -> Problem:
    if re.fullmatch(r"\s*[-—－–]{2,}\s*", first_line):
        message = f"第一行应是三个半角减号 ---，现在是“{first_line.strip()}”"
    else:
        message = "文件开头没有元数据"
    return at_top(
        path,
        "front-matter-missing",
        message,
        "第一行写 ---，接着写 title: 等各项，再写一行 ---，然后是正文",
    )


def hidden_characters(text: str, path: str) -> Iterator[Problem]:
    """Every character that changes what is read without being seen."""
    if not HIDDEN.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for found in HIDDEN.finditer(line):
            message = f"这里有看不见的字符 {described(found[0])}"
            place = (path, number, found.start() + 1)
            yield Problem(*place, "control-character", "error", message, REMEDY)


def _record(
    front_matter: FrontMatterText, path: str, body: str, body_line: int
) -> tuple[Notice | None, list[Problem]]:
    """The notice, when front matter and model find nothing wrong."""
    front, problems = validate(front_matter, path, FrontMatter)
    if not front:
        return None, problems
    identity = path.partition("/")[2].removesuffix(".md")
    return widened(front, Notice, id=identity, path=path, body=body, body_line=body_line), []
