"""Reads the files of inspection rounds, as strictly as a notice's front matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from noticeboard.model.field_types import SLUG
from noticeboard.model.problems import Problem
from noticeboard.model.rounds import Round, RoundFile
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.reading.frontmatter import Loc, parse_front_matter
from noticeboard.reading.reader import ROUNDS, at_top, file_text, hidden_characters
from noticeboard.reading.validation import known_names, validate, widened


@dataclass(frozen=True, slots=True)
class ParsedRound:
    """What came of one file; `round` is None when it cannot be built."""

    path: str
    round: Round | None = None
    places: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, *loc: str | int) -> tuple[int, int]:
        """Line and column of a field, or of the nearest part around it."""
        while loc not in self.places and loc:
            loc = loc[:-1]
        return self.places.get(loc, (1, 1))


def read_rounds(notices_dir: Path, files: Iterable[Path] | None = None) -> list[ParsedRound]:
    """Every file below notices/rounds/, or only `files` of them; sorted by path.

    One that is no round's file comes back as a reading with a problem.
    """
    folder = notices_dir.absolute() / ROUNDS
    if files is None:
        files = folder.rglob("*")
    ours = (path for path in files if path.is_relative_to(folder))
    return [
        _read_file(path, notices_dir.absolute()) for path in sorted(ours) if _is_ours(path, folder)
    ]


def _is_ours(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and (path.is_symlink() or path.is_file())


def _read_file(path: Path, notices_dir: Path) -> ParsedRound:
    shown = f"{notices_dir.name}/{path.relative_to(notices_dir).as_posix()}"
    text = file_text(path, shown)
    if isinstance(text, Problem):
        return ParsedRound(shown, problems=(text,))
    return read_round(text, shown)


def read_round(text: str, path: str) -> ParsedRound:
    """Read the text of a file at `path` (`notices/rounds/<slug>.yml`); nothing is raised."""
    misplaced = _misplaced(path)
    if misplaced and not path.endswith(".yml"):
        return ParsedRound(path, problems=(misplaced,))
    problems = [*([misplaced] if misplaced else []), *hidden_characters(text, path)]
    front_matter = parse_front_matter(text, path, 1, known_names(RoundFile))
    problems += front_matter.problems
    record, found = validate(front_matter, path, RoundFile)
    problems += found
    if problems or not record:
        return ParsedRound(path, None, front_matter.places, tuple(problems))
    slug = path.rpartition("/")[2].removesuffix(".yml")
    return ParsedRound(path, widened(record, Round, slug=slug, path=path), front_matter.places)


def _misplaced(path: str) -> Problem | None:
    _, _, name = path.partition(f"/{ROUNDS}/")
    slug = name.removesuffix(".yml")
    if name.endswith(".yml") and SLUG.fullmatch(slug) and slug not in RESERVED_SLUGS:
        return None
    remedy = (
        "一轮巡察一个文件，放在 notices/rounds/名称.yml，名称只用小写字母、数字和连字符，如 "
        "notices/rounds/wuchang-2023-5.yml；通报放在 notices/年份/ 里"
    )
    return at_top(path, "round-path", "轮次的文件名或位置不对", remedy)
