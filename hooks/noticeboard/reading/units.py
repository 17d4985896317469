"""Parse the register of units, `notices/units.yml`, as strictly as a notice's front matter."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from noticeboard.model.problems import Problem
from noticeboard.model.units import UnitEntry, UnitFile, UnitRegister
from noticeboard.reading.boards import board_folders
from noticeboard.reading.frontmatter import HasPlaces, Places, parse_front_matter
from noticeboard.reading.source_files import UNITS, display_path_of, file_text, text_problems
from noticeboard.reading.validation import known_names, validate
from noticeboard.text.folding import fold


@dataclass(frozen=True, slots=True)
class ParsedUnits(HasPlaces):
    """The result of parsing the file; without the file, and with errors, there are no entries."""

    path: str = ""
    entries: tuple[UnitEntry, ...] = ()
    places: Places = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def register(self) -> UnitRegister:
        """The register of the entries."""
        return UnitRegister(self.entries)


def read_units(notices_dir: Path) -> ParsedUnits:
    """Parse the register of the folder, if it has one; in a portal those of all members."""
    notices_dir = notices_dir.absolute()
    folders = board_folders(notices_dir)
    registers = [_read(folder, notices_dir) for folder in folders.values()]
    if list(folders) == [""]:
        return registers[0]
    entries = tuple(_first_of_each_name(chain.from_iterable(each.entries for each in registers)))
    problems = tuple(problem for each in registers for problem in each.problems)
    return ParsedUnits(f"{notices_dir.name}/{UNITS}", entries, problems=problems)


def _first_of_each_name(entries: Iterable[UnitEntry]) -> Iterator[UnitEntry]:
    """Yield the entries without those that have a name of an earlier one in their region."""
    used: set[tuple[str, str]] = set()
    for entry in entries:
        names = {(entry.region, fold(name)) for name in entry.names}
        if not names & used:
            used |= names
            yield entry


def _read(folder: Path, notices_dir: Path) -> ParsedUnits:
    path = folder / UNITS
    display_path = display_path_of(path, notices_dir)
    if not os.path.lexists(path):
        return ParsedUnits(display_path)
    text = file_text(path, display_path)
    if isinstance(text, Problem):
        return ParsedUnits(display_path, problems=(text,))
    return parse_units(text, display_path)


def parse_units(text: str, path: str) -> ParsedUnits:
    """Parse the text of the register; faults become problems."""
    front_matter = parse_front_matter(text, path, 1, known_names(UnitFile))
    record, invalid = validate(front_matter, path, UnitFile)
    problems = (*text_problems(text, path), *front_matter.problems, *invalid)
    entries = record.units if record and not problems else ()
    return ParsedUnits(path, entries, front_matter.places, problems)
