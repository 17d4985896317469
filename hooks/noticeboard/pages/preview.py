"""What `make serve` shows while an editor writes: the problems, in place of notices with errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from noticeboard.model.field_types import NOTICE_ID
from noticeboard.model.problems import Problem, count_errors, has_errors, limit_warnings
from noticeboard.pages.base import PageGroup, SitePage
from noticeboard.reading.reader import ParsedNotice, notice_id_of
from noticeboard.reading.source_files import source_line_reader

PAGE = "problems.md"


@dataclass(frozen=True, slots=True)
class ProblemExcerpt:
    """A problem with the line of the file that it is about; the line may be empty."""

    problem: Problem
    line: str
    rule_url: str


@dataclass(frozen=True)
class Preview:
    """The notices and their problems, sorted by place.

    `problems` may lack those that depend on several files; `check_all`, which returns all, is called
    when somebody looks at the list.
    """

    parsed_notices: Sequence[ParsedNotice]
    problems: Sequence[Problem]
    notices_dir: Path
    site_url: str = ""
    check_all: Callable[[], Sequence[Problem]] | None = None

    @cached_property
    def by_path(self) -> Mapping[str, Sequence[Problem]]:
        """The problems of each file that has any, by the path that messages show."""
        return _by_path(self.problems)

    @property
    def error_count(self) -> int:
        """The number of problems that forbid publication."""
        return count_errors(self.problems)

    def is_valid(self, parsed: ParsedNotice) -> bool:
        """Return whether the notice can be rendered: templates rely on one without errors."""
        return bool(parsed.notice) and not has_errors(self.by_path.get(parsed.path, ()))

    def excerpts(self, path: str) -> dict[str, list[ProblemExcerpt]]:
        """Return path -> the problems of one file; empty when it has none."""
        return self._excerpts({path: self.by_path[path]} if path in self.by_path else {})

    def pages(self) -> PageGroup:
        """Yield the page of all problems, and one in place of each notice that has errors."""
        title, description = "检查结果", "通报里要改的地方"
        yield SitePage(PAGE, "problems.html", title, description, {})
        for parsed in self.parsed_notices:
            notice_id = notice_id_of(parsed.path)
            if not self.is_valid(parsed) and NOTICE_ID.fullmatch(notice_id):
                view = {"problem_files": self.excerpts(parsed.path)}
                uri = f"notices/{notice_id}.md"
                yield SitePage(uri, "problems.html", parsed.path, description, view)

    def listing(self) -> tuple[dict[str, list[ProblemExcerpt]], int]:
        """Return path -> problems of all files, and how many warnings the list leaves out."""
        problems = self.check_all() if self.check_all else self.problems
        listed = limit_warnings(problems)
        return self._excerpts(_by_path(listed)), len(problems) - len(listed)

    def _excerpts(self, files: Mapping[str, Sequence[Problem]]) -> dict[str, list[ProblemExcerpt]]:
        source_line = source_line_reader(self.notices_dir)

        def excerpt(problem: Problem) -> ProblemExcerpt:
            line = source_line(problem.path, problem.line)
            return ProblemExcerpt(problem, line, problem.rule_url(self.site_url))

        return {path: list(map(excerpt, problems)) for path, problems in files.items()}


def _by_path(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """Return the problems of each path, errors first, the paths with errors first."""
    groups = {path: list(group) for path, group in groupby(problems, key=lambda p: p.path)}
    errors_first = sorted(groups.items(), key=lambda item: not has_errors(item[1]))
    return {
        path: sorted(own, key=lambda problem: problem.severity != "error")
        for path, own in errors_first
    }
