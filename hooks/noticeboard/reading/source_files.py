"""Find the source files below notices/ and read them as UTF-8 text, without trusting them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from noticeboard.files.encodings import encoding_fault, wide_encoding_fault
from noticeboard.files.filenames import escape_hidden, name_fault
from noticeboard.files.safe_files import read_regular_file, special_file_type
from noticeboard.model.problems import Problem
from noticeboard.reading.boards import board_folders
from noticeboard.text.hidden_characters import HELP, HIDDEN, describe_character

MAX_BYTES = 1_000_000
_MAX_REPORTED = 100
_CONFLICT = re.compile(r"^(?:(?:<{7}|>{7}|\|{7})(?: .*)?|={7})\s*?$", re.MULTILINE)
ROUNDS = "rounds"
"""The folder below notices/ that holds inspection rounds instead of notices."""
UNITS = "units.yml"
"""The register of units below notices/."""
UNREADABLE_HELP = "改好这个文件夹的权限（chmod -R u+rwX），或换一块好的硬盘，再检查一次"


def file_problem(path: str, rule: str, message: str, help_text: str, line: int = 1) -> Problem:
    """Return an error about a file as a whole."""
    return Problem(path, line, 1, rule, "error", message, help_text)


def display_path_of(path: Path, notices_dir: Path) -> str:
    """Return the path that messages show, `notices/2024/x.md`, of one below an absolute folder."""
    relative = path.absolute().relative_to(notices_dir)
    return escape_hidden((Path(notices_dir.name) / relative).as_posix())


def notice_paths(notices_dir: Path, files: Iterable[Path] | None = None) -> list[Path]:
    """Return the files to read as notices, sorted: all below the absolute folder, or `files`."""
    candidates = notice_files(notices_dir) if files is None else files
    folders = board_folders(notices_dir).values()
    others = tuple(f"{folder / ROUNDS}{os.sep}" for folder in folders)
    others += tuple(str(folder / UNITS) for folder in folders)
    kept = (path for path in candidates if not str(path.absolute()).startswith(others))
    return sorted(kept, key=lambda path: path.parts)


def notice_files(notices_dir: Path) -> Iterator[Path]:
    """Yield all files that are neither hidden nor valid attachments, in any folder.

    A folder that cannot be read is yielded itself, for `access_problem` to report. In a portal they
    are those of all members.
    """
    for folder in board_folders(notices_dir).values():
        yield from _files_below(str(folder), 1)


def round_files(notices_dir: Path) -> Iterator[Path]:
    """Yield all files below notices/rounds/, as `notice_files` does; none has attachments."""
    for board in board_folders(notices_dir).values():
        folder = board / ROUNDS
        yield from (path for path in _files_below(str(folder), 3) if path != folder)


def _files_below(folder: str, depth: int, of_notice: bool = False) -> Iterator[Path]:
    """Walk a folder; `of_notice` when it is, or is inside, a notice's folder of attachments."""
    try:
        with _open_folder(folder) as entries:
            listed = [
                (entry, entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False))
                for entry in entries
                if not entry.name.startswith(".")
            ]
    except FileNotFoundError:
        return
    except OSError:
        yield Path(folder)
        return
    names = {entry.name for entry, _, _ in listed}
    for entry, inside, regular in listed:
        attachment = of_notice and not entry.name.endswith(".md")
        invalid = not (regular or inside) or name_fault(entry.name)
        if invalid or (regular and not attachment):
            yield Path(entry)
        if inside:
            below = of_notice or (depth == 2 and f"{entry.name}.md" in names)
            yield from _files_below(entry.path, depth + 1, below)


def _open_folder(folder: Path | str) -> os._ScandirIterator[str]:
    """List a folder; raise OSError too when it may be listed but its files may not be opened."""
    Path(folder, os.pardir).stat()
    return os.scandir(os.fspath(folder))


def access_problem(path: Path, display_path: str) -> Problem | None:
    """Return the problem of a file that is not read, by its type, name or size; None for others.

    Messages show `display_path`. A folder is refused for its name, or because it cannot be read.
    """
    kind = special_file_type(path)
    if kind:
        message = f"这是{kind}，不能作为通报或附件"
        return file_problem(display_path, "path", message, "放入文件本身")
    try:
        state = path.stat()
        is_folder = stat.S_ISDIR(state.st_mode)
        if is_folder:
            _open_folder(path).close()
    except OSError as error:
        message = f"这里读不出来：{error.strerror}"
        return file_problem(display_path, "path", message, UNREADABLE_HELP)
    fault = name_fault(path.name)
    if fault and (is_folder or path.suffix != ".md"):
        return file_problem(display_path, "file-name", *fault)
    size = 0 if is_folder else state.st_size
    if size > MAX_BYTES:
        message = f"文件有 {size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
        return file_problem(display_path, "too-large", message, "把图片和表格作为附件")
    return None


def read_source(path: Path, display_path: str) -> bytes | Problem:
    """Return the content of a checked file, or why it cannot be read."""
    try:
        return read_regular_file(path, MAX_BYTES)
    except OSError as error:
        message = f"文件读不出来：{error.strerror or '读的时候变了'}"
        return file_problem(display_path, "path", message, "重新放入这个文件")


def decode(raw: bytes, path: str) -> str | Problem:
    """Decode UTF-8, with or without BOM, to text with LF line ends, or explain the encoding."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return file_problem(path, "encoding", *encoding_fault(raw, error), line)
    fault = wide_encoding_fault(raw)
    return file_problem(path, "encoding", *fault) if fault else _unix_lines(text)


def file_text(path: Path, display_path: str) -> str | Problem:
    """Return a file's text with LF line ends, or why it is refused."""
    raw = access_problem(path, display_path) or read_source(path, display_path)
    return raw if isinstance(raw, Problem) else decode(raw, display_path)


def source_lines(raw: bytes) -> list[str]:
    """Return the lines as problems count them; invalid and hidden characters become U+FFFD."""
    text = _unix_lines(raw.decode("utf-8-sig", "replace"))
    return HIDDEN.sub("\ufffd", text).split("\n")


def file_lines(path: Path) -> list[str]:
    """Return `source_lines` of a file; none when it is too large or no regular file."""
    try:
        return source_lines(read_regular_file(path, MAX_BYTES))
    except (OSError, ValueError):
        return []


def source_line_reader(notices_dir: Path) -> Callable[[str, int], str]:
    """Return a function that looks up a line by display path and number, from 1.

    The line is empty when there is none. Files are read once.
    """

    @cache
    def lines(path: str) -> list[str]:
        return file_lines(notices_dir / path.partition("/")[2])

    def line(path: str, number: int) -> str:
        return lines(path)[number - 1] if number <= len(lines(path)) else ""

    return line


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_problems(text: str, path: str) -> Iterator[Problem]:
    """Yield the first invisible characters and conflict markers of a text."""
    yield from islice(_hidden_characters(text, path), _MAX_REPORTED)
    yield from islice(_conflict_markers(text, path), _MAX_REPORTED)


def _hidden_characters(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for every invisible character."""
    if not HIDDEN.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for match in HIDDEN.finditer(line):
            message = f"这里有看不见的字符 {describe_character(match[0])}"
            place = (path, number, match.start() + 1)
            yield Problem(*place, "control-character", "error", message, HELP)


def _conflict_markers(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for every line that Git writes where two changes contradict each other."""
    for match in _CONFLICT.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        message = f"这里有 Git 的冲突标记：{match[0][:30]}"
        help_text = "两处改动碰到一起了：留下要用的文字，删去另一份和这些标记行"
        yield Problem(path, line, 1, "conflict-marker", "error", message, help_text)
