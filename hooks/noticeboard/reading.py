"""Files -> notices, or problems with line and column. The one reader of build, check and import."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from noticeboard.frontmatter import FrontMatterText, Loc, parse_front_matter
from noticeboard.notice import NOTICE_ID, Notice
from noticeboard.problems import Problem
from noticeboard.progress import steps
from noticeboard.validation import known_names, validate
from noticeboard.vocabularies import RESERVED_SLUGS

MAX_BYTES = 1_000_000
ROUNDS = "rounds"
"""The folder below notices/ that holds no notices but inspection rounds."""
_FENCE = re.compile(r"---[ \t]*")
# Bidirectional and invisible characters change what a reader sees without showing themselves.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]"
    r"|[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


@dataclass(frozen=True, slots=True)
class Reading:
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


def read_all(notices_dir: Path, files: Iterable[Path] | None = None) -> list[Reading]:
    """Read every notice below `notices_dir`, or only `files`; sorted by path.

    A file that belongs to no notice comes back as a reading with a problem; the inspection rounds
    are read by `rounds`.
    """
    notices_dir = notices_dir.absolute()
    if files is None:
        files = notice_files(notices_dir)
    wanted = sorted(without_rounds(files, notices_dir))
    return [read_file(path, notices_dir) for path in steps("读取通报", wanted)]


def without_rounds(files: Iterable[Path], notices_dir: Path) -> Iterator[Path]:
    """The files that do not lie in the folder of the rounds."""
    rounds = notices_dir / ROUNDS
    return (path for path in files if not path.absolute().is_relative_to(rounds))


def notice_files(notices_dir: Path) -> Iterator[Path]:
    """All files that are no attachments; hidden ones are not ours."""
    for path in notices_dir.rglob("*"):
        relative = path.relative_to(notices_dir)
        if any(part.startswith(".") for part in relative.parts):
            continue
        if path.is_symlink() or (path.is_file() and not _is_attachment(path, relative)):
            yield path


def _is_attachment(path: Path, relative: Path) -> bool:
    """Whether it lies in the folder of a notice: `<year>/<slug>/…` beside `<year>/<slug>.md`."""
    if len(relative.parts) < 3 or path.suffix == ".md":
        return False
    folder = path.parents[len(relative.parts) - 3]
    return folder.with_name(folder.name + ".md").is_file()


def read_file(path: Path, notices_dir: Path) -> Reading:
    """Read one file. Expected faults become problems; nothing is raised for them."""
    shown = f"{notices_dir.name}/{path.absolute().relative_to(notices_dir).as_posix()}"
    problem = _unreadable(path, shown)
    if problem:
        return Reading(shown, problems=(problem,))
    misplaced = _misplaced(path, shown, notices_dir)
    if not misplaced:
        return read_bytes(path.read_bytes(), shown)
    if path.suffix != ".md":
        return Reading(shown, problems=(misplaced,))
    reading = read_bytes(path.read_bytes(), shown)
    return replace(reading, notice=None, problems=(misplaced, *reading.problems))


def read_bytes(raw: bytes, path: str) -> Reading:
    """Read the content of a notice file that lies at `path`."""
    text = _decode(raw, path)
    return Reading(path, problems=(text,)) if isinstance(text, Problem) else read_text(text, path)


def file_text(path: Path, shown: str) -> str | Problem:
    """A file's text with LF line ends, or why it cannot be read."""
    return _unreadable(path, shown) or _decode(path.read_bytes(), shown)


def _unreadable(path: Path, shown: str) -> Problem | None:
    if path.is_symlink():
        return at_top(shown, "path", "这是符号链接，不能作为通报", "放入文件本身")
    size = path.stat().st_size
    if size > MAX_BYTES:
        message = f"文件有 {size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
        return at_top(shown, "too-large", message, "把图片和表格作为附件")
    return None


def _misplaced(path: Path, shown: str, notices_dir: Path) -> Problem | None:
    relative = PurePosixPath(path.absolute().relative_to(notices_dir).as_posix())
    found = NOTICE_ID.fullmatch(str(relative.with_suffix("")))
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
    remedy = "用记事本或 WPS 打开，另存为时选择编码 UTF-8"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return at_top(path, "encoding", "文件编码是 UTF-16，不是 UTF-8", remedy)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        try:
            raw.decode("gb18030")
            guess = "文件编码像是 GBK（GB18030），不是 UTF-8"
        except UnicodeDecodeError:
            guess = "文件不是完整的 UTF-8 文本"
        return at_top(path, "encoding", guess, remedy, line)
    return _unix_lines(text)


def source_lines(raw: bytes) -> list[str]:
    """The lines of a file as problems count them; what is no UTF-8 shows as U+FFFD."""
    return _unix_lines(raw.decode("utf-8-sig", "replace")).split("\n")


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(text: str, path: str) -> Reading:
    """Read the text of a notice that lies, or will lie, at `path` (`notices/<year>/<slug>.md`)."""
    problems = list(hidden_characters(text, path))
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        problems.append(_no_front_matter(lines[0], path))
        return Reading(path, None, text, 1, problems=tuple(problems))
    end = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        message = "元数据没有结束：找不到第二行 ---"
        problems.append(
            at_top(path, "front-matter-unclosed", message, "在元数据最后一行的下一行单独写 ---")
        )
        # Most likely up to the first empty line; so the findings in the metadata show too.
        end = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
        parsed = parse_front_matter("\n".join(lines[1:end]), path, 2, known_names())
        return Reading(
            path,
            None,
            "\n".join(lines[end:]),
            end + 1,
            parsed.places,
            (*problems, *parsed.problems),
            "\n".join(lines[1:end]),
        )
    head = "\n".join(lines[1:end])
    parsed = parse_front_matter(head, path, 2, known_names())
    problems += parsed.problems
    body = "\n".join(lines[end + 1 :])
    skip = len(body) - len(body.lstrip("\n"))
    body_line = end + 2 + skip
    notice, found = _record(parsed, path, body[skip:], body_line)
    found = [*problems, *found]
    return Reading(path, notice, body[skip:], body_line, parsed.places, tuple(found), head)


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
    for number, line in enumerate(text.split("\n"), 1):
        for found in _HIDDEN.finditer(line):
            name = unicodedata.name(found[0], "控制字符")
            yield Problem(
                path,
                number,
                found.start() + 1,
                "control-character",
                "error",
                f"这里有看不见的字符 U+{ord(found[0]):04X}（{name}）",
                "删掉它：把光标放在这一列，按一次删除键；整段可先粘贴到记事本再复制",
            )


def _record(
    parsed: FrontMatterText, path: str, body: str, body_line: int
) -> tuple[Notice | None, list[Problem]]:
    """The notice, when front matter and model find nothing wrong."""
    problems = validate(parsed, path)
    if problems or parsed.problems:
        return None, problems
    identity = path.partition("/")[2].removesuffix(".md")
    added = {"id": identity, "path": path, "body": body, "body_line": body_line}
    return Notice.model_validate({**parsed.values, **added}), problems
