"""Check a request, and exchange the result between jobs as a JSON file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from noticeboard.history.baseline import read_baseline
from noticeboard.model.dates import beijing_date
from noticeboard.model.field_types import Record
from noticeboard.model.problems import NoticeboardError, Problem, count_errors
from noticeboard.model.register import ContactStaleness
from noticeboard.pull_request.changes import MAX_TEXT, Change, ShortText, compare_folders
from noticeboard.pull_request.checkout import checkout_notices, merge_into_head, replace_notices
from noticeboard.reading.reader import read_all
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.site_config import SiteConfig, site_config_in
from noticeboard.reading.units import read_units
from noticeboard.rules.check import check_notices

MAX_PROBLEMS = 500
MAX_CHANGES = 300
MAX_BYTES = 5_000_000


class ReportedProblem(Record):
    """A `Problem` with shortened texts."""

    path: ShortText
    line: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=1)]
    rule: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    severity: Literal["error", "warning"]
    message: ShortText
    help: ShortText

    def as_problem(self) -> Problem:
        """Return it as a `Problem`."""
        return Problem(**dict(self))


class Report(Record):
    """The result of a check: problems by place, changes by path, and the total of each.

    A report from a file is not trusted: the request itself may have written it.
    """

    version: Literal[1] = 1
    errors: Annotated[int, Field(ge=0)]
    warnings: Annotated[int, Field(ge=0)]
    problems: Annotated[tuple[ReportedProblem, ...], Field(max_length=MAX_PROBLEMS)]
    changes_in_all: Annotated[int, Field(ge=0)]
    changes: Annotated[tuple[Change, ...], Field(max_length=MAX_CHANGES)]

    @property
    def clean(self) -> bool:
        """Whether the request may be published."""
        return self.errors == 0


def check_request(
    repository: Path, revision: str, notices_dir: Path, site: SiteConfig | None = None
) -> Report:
    """Replace the notices in `notices_dir` with those of a revision merged into HEAD; check them.

    `repository` has the base branch checked out, whose code this is; the revision's own code is
    never used. All errors are reported, and the warnings of changed files. Raises NoticeboardError.
    """
    site = site or site_config_in(repository / "mkdocs.yml")
    merged = merge_into_head(repository, revision)
    with tempfile.TemporaryDirectory() as work:
        base = Path(work) / "notices"
        checkout_notices(repository, "HEAD", base)
        refused = replace_notices(repository, merged, notices_dir)
        changes = compare_folders(base, notices_dir)
    baseline = read_baseline("HEAD", notices_dir)
    rounds = read_rounds(notices_dir)
    staleness = ContactStaleness(site.contact_months, beijing_date())
    parsed_notices = read_all(notices_dir)
    checked = check_notices(
        parsed_notices,
        notices_dir,
        baseline,
        rounds,
        staleness,
        units=read_units(notices_dir),
        board_region=site.region or "",
    )
    problems = [*refused, *checked]
    changed = {change.path for change in changes}
    reported = [p for p in problems if p.severity == "error" or p.path in changed]
    return build_report(reported, changes)


def build_report(problems: Sequence[Problem], changes: Sequence[Change]) -> Report:
    """Return the report, errors first, then by place."""
    ordered = sorted(set(problems), key=lambda problem: (problem.severity != "error", problem))
    errors = count_errors(ordered)
    return Report(
        errors=errors,
        warnings=len(ordered) - errors,
        problems=tuple(_reported(problem) for problem in ordered[:MAX_PROBLEMS]),
        changes_in_all=len(changes),
        changes=tuple(changes[:MAX_CHANGES]),
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
    """Read a report; None when the file is missing or not a valid report."""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        return None
    return parse_report(path.read_bytes())


def parse_report(raw: bytes) -> Report | None:
    """Parse the content of a report; None when it is too large or not a valid report."""
    if len(raw) > MAX_BYTES:
        return None
    try:
        return Report.model_validate_json(raw)
    except ValidationError:
        return None


def write_report(report: Report, path: Path) -> None:
    """Write a report as JSON. Raises NoticeboardError."""
    try:
        path.write_text(report.model_dump_json(indent=2), "utf-8")
    except OSError as error:
        raise NoticeboardError(f"写不进 {path}：{error.strerror}") from None
