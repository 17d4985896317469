"""What the check of a request found, as one file that another job may read."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from noticeboard.history.baseline import read_baseline
from noticeboard.model.contact_age import ContactAge
from noticeboard.model.field_types import Record
from noticeboard.model.problems import NoticeboardError, Problem
from noticeboard.pull_request.changes import MAX_TEXT, Change, Said, changes
from noticeboard.pull_request.checkout import replace_notices, take
from noticeboard.reading.reader import read_all
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.site_config import site_config_in
from noticeboard.rules import Context, check_readings

MAX_PROBLEMS = 500
MAX_CHANGES = 300
MAX_BYTES = 5_000_000


class ReportedProblem(Record):
    """A `Problem` as the report carries it: the same fields, the texts cut."""

    path: Said
    line: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=1)]
    rule: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    severity: Literal["error", "warning"]
    message: Said
    help: Said

    def as_problem(self) -> Problem:
        """The problem again."""
        return Problem(**dict(self))


class Report(Record):
    """The outcome of a check: problems by place, changed notices by id, and how many in all.

    Whoever reads one from a file trusts nothing in it: a request may have written it.
    """

    version: Literal[1] = 1
    errors: Annotated[int, Field(ge=0)]
    warnings: Annotated[int, Field(ge=0)]
    problems: Annotated[tuple[ReportedProblem, ...], Field(max_length=MAX_PROBLEMS)]
    changes_in_all: Annotated[int, Field(ge=0)]
    changes: Annotated[tuple[Change, ...], Field(max_length=MAX_CHANGES)]

    @property
    def clean(self) -> bool:
        """Whether nothing forbids publication."""
        return self.errors == 0


def check_request(repository: Path, revision: str, notices_dir: Path) -> Report:
    """Put a revision's notices in the place of those in `notices_dir`, and check them.

    `repository` stands on the base branch, whose code this is; nothing else of the revision is
    used. Every error counts; warnings only in what the request changes. Raises NoticeboardError.
    """
    with tempfile.TemporaryDirectory() as work:
        base = Path(work) / "notices"
        take(repository, "HEAD", base)
        found = replace_notices(repository, revision, notices_dir)
        changed = changes(base, notices_dir)
    baseline = read_baseline("HEAD", notices_dir)
    rounds = read_rounds(notices_dir)
    site = site_config_in(repository / "mkdocs.yml")
    age = ContactAge(site.contact_months, Context(notices_dir).today)
    parsed_notices = read_all(notices_dir)
    problems = [*found, *check_readings(parsed_notices, notices_dir, baseline, rounds, age)]
    touched = {change.path for change in changed}
    return make_report([p for p in problems if p.severity == "error" or p.path in touched], changed)


def make_report(problems: Sequence[Problem], changed: Sequence[Change]) -> Report:
    """The report of these findings: errors first, then by place."""
    ordered = sorted(set(problems), key=lambda problem: (problem.severity != "error", problem))
    errors = sum(problem.severity == "error" for problem in ordered)
    return Report(
        errors=errors,
        warnings=len(ordered) - errors,
        problems=tuple(_reported(problem) for problem in ordered[:MAX_PROBLEMS]),
        changes_in_all=len(changed),
        changes=tuple(changed[:MAX_CHANGES]),
    )


def _reported(problem: Problem) -> ReportedProblem:
    return ReportedProblem(
        path=problem.path[:MAX_TEXT],
        line=problem.line,
        column=problem.column,
        rule=problem.rule,
        severity=problem.severity,
        message=problem.message[:MAX_TEXT],
        help=problem.help[:MAX_TEXT],
    )


def read_report(path: Path) -> Report | None:
    """The report in a file; None when the check has left none or one that is none of ours."""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        return None
    try:
        return Report.model_validate_json(path.read_bytes())
    except ValidationError:
        return None


def write_report(report: Report, path: Path) -> None:
    """Write a report as JSON; NoticeboardError when the place cannot be written."""
    try:
        path.write_text(report.model_dump_json(indent=2), "utf-8")
    except OSError as error:
        raise NoticeboardError(f"写不进 {path}：{error.strerror}") from None
