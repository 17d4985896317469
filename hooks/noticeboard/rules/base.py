"""What all rules share: what they are given, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from noticeboard.model.dates import day_in_china
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem, Severity
from noticeboard.reading.frontmatter import Loc
from noticeboard.text.safe_files import plain_files_below


class Finding(NamedTuple):
    """A finding about a field of the front matter, or about a line of the file."""

    loc: Loc
    message: str
    help: str
    severity: Severity = "error"
    line: int = 0
    column: int = 1


class TextFinding(NamedTuple):
    """A finding in the text; `line` counts from 0 in the body, `column` from 0 in the line."""

    line: int
    column: int
    message: str
    help: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know beyond the notice: the day of the check and where the notices lie."""

    notices_dir: Path
    today: date = field(default_factory=day_in_china)
    _published: dict[str, list[Path]] = field(default_factory=dict, repr=False, compare=False)

    def published(self, notice: Notice) -> list[Path]:
        """All files that are published from the notice's folder; looked for once."""
        if notice.id not in self._published:
            self._published[notice.id] = plain_files_below(f"{self.notices_dir}/{notice.id}")
        return self._published[notice.id]


Rule = Callable[[Notice, Context], Iterator[Finding]]
OwnRule = Callable[[Notice], Iterator[Finding]]
"""A rule that knows the notice alone: what it finds is kept from build to build."""
TextRule = Callable[[str], Iterator[TextFinding]]
"""The same, of the text."""


def problem_of(
    path: str, place: tuple[int, int], rule: Callable[..., object], found: Finding | TextFinding
) -> Problem:
    """What a rule has found, at a line and column of a file, both counted from 1."""
    return Problem(path, *place, rule_id(rule), found.severity, found.message, found.help)


def rule_id(rule: Callable[..., object]) -> str:
    """The id that messages and addresses give a rule: its name, with hyphens."""
    return rule.__name__.replace("_", "-")
