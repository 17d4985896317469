"""What `make serve` shows while an editor writes: notices as far as they go, and their problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from noticeboard.model.field_types import NOTICE_ID
from noticeboard.model.problems import Problem, foremost, has_errors
from noticeboard.pages.base import PageGroup, SitePage
from noticeboard.reading.reader import ParsedNotice, file_lines

PAGE = "problems.md"


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with the line of the file that it is about; the line may be empty."""

    problem: Problem
    line: str


@dataclass(frozen=True)
class Preview:
    """The outcome of the check for the pages: the readings, and all problems sorted by place."""

    parsed_notices: Sequence[ParsedNotice]
    problems: Sequence[Problem]
    notices_dir: Path

    @cached_property
    def by_path(self) -> dict[str, list[Problem]]:
        """Each file that has problems, by the path that messages show."""
        return _by_path(self.problems)

    @property
    def errors(self) -> int:
        """How many problems forbid publication."""
        return sum(problem.severity == "error" for problem in self.problems)

    def stands(self, parsed: ParsedNotice) -> bool:
        """Whether its page can be made: what makes pages counts on a notice without errors."""
        found = self.by_path.get(parsed.path, [])
        return bool(parsed.notice) and not has_errors(found)

    def of(self, path: str) -> dict[str, list[ShownProblem]]:
        """The problems of one file, with their lines."""
        return self._shown({path: self.by_path[path]} if path in self.by_path else {})

    def pages(self) -> PageGroup:
        """The page of all problems, and one in the place of each notice that has errors."""
        title, said = "检查结果", "通报里要改的地方"
        told = foremost(self.problems)
        left_out = len(self.problems) - len(told)
        view: dict[str, object] = {"files": self._shown(_by_path(told)), "left_out": left_out}
        yield SitePage(PAGE, "problems.html", title, said, view)
        for parsed in self.parsed_notices:
            identity = parsed.path.partition("/")[2].removesuffix(".md")
            if not self.stands(parsed) and NOTICE_ID.fullmatch(identity):
                view = {"files": self.of(parsed.path)}
                yield SitePage(f"notices/{identity}.md", "problems.html", parsed.path, said, view)

    def _shown(self, files: dict[str, list[Problem]]) -> dict[str, list[ShownProblem]]:
        return {path: list(self._with_lines(path, found)) for path, found in files.items()}

    def _with_lines(self, path: str, found: list[Problem]) -> Iterator[ShownProblem]:
        lines = file_lines(self.notices_dir / path.partition("/")[2])
        for problem in found:
            line = lines[problem.line - 1] if problem.line <= len(lines) else ""
            yield ShownProblem(problem, line)


def _by_path(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    return {path: list(found) for path, found in groupby(problems, key=lambda p: p.path)}
