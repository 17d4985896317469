"""Types that all rules share, and the conversion of their findings into problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeAlias

from noticeboard.files.safe_files import list_regular_files
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem, Severity
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.reader import ParsedNotice
from noticeboard.reading.rounds import ParsedRound
from noticeboard.rules.inspections import Inspections

AS_WRITTEN = "原文如此的，在 accepted 里写明核对的结果"
"""How an editor answers a warning about a contradiction of the original text."""


class Finding(NamedTuple):
    """A finding about a field of the front matter, or about a line of the file.

    With `line` 0 the place is that of the field `loc`; otherwise `line` and `column` count from 1.
    """

    loc: FieldPath
    message: str
    help: str
    severity: Severity = "error"
    line: int = 0
    column: int = 1


class TextFinding(NamedTuple):
    """A finding in a text; `line` counts from 0 in the text, `column` from 0 in the line."""

    line: int
    column: int
    message: str
    help: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know beyond the notice: the day, the folder of notices, the attachments."""

    notices_dir: Path
    today: date
    inspections: Inspections = field(default_factory=Inspections, compare=False)
    _files: dict[str, list[Path]] = field(default_factory=dict, repr=False, compare=False)

    def published_files(self, notice: Notice) -> list[Path]:
        """Return all files that are published from the notice's folder; listed once, then cached."""
        if notice.id not in self._files:
            self._files[notice.id] = list_regular_files(f"{self.notices_dir}/{notice.id}")
        return self._files[notice.id]


NoticeRule: TypeAlias = Callable[[Notice], Iterator[Finding]]
"""A rule that depends on the notice only, so that its findings are cached between builds."""
TextRule: TypeAlias = Callable[[str], Iterator[TextFinding]]
"""A rule that depends on the body only; it needs no valid front matter."""
ContextRule: TypeAlias = Callable[[Notice, Context], Iterator[Finding]]
"""A rule that also depends on the day of the check or on other files."""


def problems_of(
    parsed: ParsedNotice | ParsedRound, rule: Callable[..., object], findings: Iterable[Finding]
) -> Iterator[Problem]:
    """Yield a rule's findings as problems of the file."""
    for finding in findings:
        place = (finding.line, finding.column) if finding.line else parsed.place(*finding.loc)
        yield _problem(parsed.path, place, rule, finding)


def text_problems_of(
    path: str, first_line: int, rule: TextRule, findings: Iterable[TextFinding]
) -> Iterator[Problem]:
    """Yield a rule's findings in a text, which begins on `first_line` of the file, as problems."""
    for finding in findings:
        place = (first_line + finding.line, finding.column + 1)
        yield _problem(path, place, rule, finding)


def _problem(
    path: str, place: tuple[int, int], rule: Callable[..., object], finding: Finding | TextFinding
) -> Problem:
    return Problem(path, *place, rule_id(rule), finding.severity, finding.message, finding.help)


def rule_id(rule: Callable[..., object]) -> str:
    """Return the id of a rule in messages and addresses: its name, with hyphens."""
    return rule.__name__.replace("_", "-")
