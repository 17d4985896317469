"""Parse the register of units, `notices/units.yml`, as strictly as a notice's front matter."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from noticeboard.model.problems import Problem
from noticeboard.model.units import UnitEntry, UnitFile, UnitRegister
from noticeboard.reading.frontmatter import HasPlaces, Places, parse_front_matter
from noticeboard.reading.source_files import UNITS, file_text, text_problems
from noticeboard.reading.validation import known_names, validate


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
    """Parse the register of the folder, if it has one."""
    path = notices_dir.absolute() / UNITS
    display_path = f"{notices_dir.absolute().name}/{UNITS}"
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
