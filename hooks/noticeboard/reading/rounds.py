"""Parse the files of inspection rounds, as strictly as a notice's front matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from noticeboard.model.field_types import SLUG
from noticeboard.model.notice import id_on_board
from noticeboard.model.problems import Problem
from noticeboard.model.rounds import Round, RoundFile
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.reading.boards import board_folders
from noticeboard.reading.frontmatter import HasPlaces, Places, parse_front_matter
from noticeboard.reading.source_files import (
    ROUNDS,
    display_path_of,
    file_problem,
    file_text,
    round_files,
    text_problems,
)
from noticeboard.reading.validation import extend_record, known_names, validate


@dataclass(frozen=True, slots=True)
class ParsedRound(HasPlaces):
    """The result of parsing one file; `round` is None when there are errors."""

    path: str
    round: Round | None = None
    places: Places = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_rounds(notices_dir: Path, files: Iterable[Path] | None = None) -> list[ParsedRound]:
    """Parse every file below notices/rounds/, or only `files` of them; sorted by path.

    A file that is not a round's is returned with a problem. Hidden files are ignored.
    """
    notices_dir = notices_dir.absolute()
    candidates = list(round_files(notices_dir) if files is None else files)
    return [
        _read_file(path, notices_dir, board)
        for board, root in board_folders(notices_dir).items()
        for path in sorted(path for path in candidates if root / ROUNDS in path.parents)
        if not _is_hidden(path, root / ROUNDS)
    ]


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _read_file(path: Path, notices_dir: Path, board: str) -> ParsedRound:
    display_path = display_path_of(path, notices_dir)
    text = file_text(path, display_path)
    if isinstance(text, Problem):
        return ParsedRound(display_path, problems=(text,))
    return read_round(text, display_path, board)


def read_round(text: str, path: str, board: str = "") -> ParsedRound:
    """Parse the text of a round at `path` (`notices/rounds/<slug>.yml`); faults become problems.

    `board` is the member of a portal that it comes from.
    """
    misplaced = _misplaced(path)
    if misplaced and not path.endswith(".yml"):
        return ParsedRound(path, problems=(misplaced,))
    problems = [*([misplaced] if misplaced else []), *text_problems(text, path)]
    front_matter = parse_front_matter(text, path, 1, known_names(RoundFile))
    problems += front_matter.problems
    record, invalid = validate(front_matter, path, RoundFile)
    problems += invalid
    if problems or not record:
        return ParsedRound(path, None, front_matter.places, tuple(problems))
    slug = id_on_board(board, path.rpartition("/")[2].removesuffix(".yml"))
    return ParsedRound(
        path, extend_record(record, Round, slug=slug, path=path), front_matter.places
    )


def _misplaced(path: str) -> Problem | None:
    _, _, name = path.partition(f"/{ROUNDS}/")
    slug = name.removesuffix(".yml")
    if name.endswith(".yml") and SLUG.fullmatch(slug) and slug not in RESERVED_SLUGS:
        return None
    help_text = (
        "一轮巡察一个文件，放在 notices/rounds/名称.yml，名称只用小写字母、数字和连字符，如 "
        "notices/rounds/wuchang-2023-5.yml；通报放在 notices/年份/ 里"
    )
    return file_problem(path, "round-path", "轮次的文件名或位置不对", help_text)
