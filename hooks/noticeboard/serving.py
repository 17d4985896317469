"""What `make serve` shows while an editor writes: notices as far as they go, and their problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from noticeboard.field_values import NOTICE_ID
from noticeboard.pages import SitePage
from noticeboard.problems import Problem
from noticeboard.reading import Reading, file_lines

PAGE = "problems.md"


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with the line of the file that it is about; the line may be empty."""

    problem: Problem
    line: str


@dataclass(frozen=True)
class Served:
    """The outcome of the check for the pages: the readings, and all problems sorted by place."""

    readings: Sequence[Reading]
    problems: Sequence[Problem]
    notices_dir: Path

    @cached_property
    def by_path(self) -> dict[str, list[ShownProblem]]:
        """Each file that has problems, by the path that messages show."""
        return {
            path: self._shown(path, list(found))
            for path, found in groupby(self.problems, key=lambda problem: problem.path)
        }

    @property
    def errors(self) -> int:
        """How many problems forbid publication."""
        return sum(problem.severity == "error" for problem in self.problems)

    def stands(self, reading: Reading) -> bool:
        """Whether its page can be made: what makes pages counts on a notice without errors."""
        found = self.by_path.get(reading.path, [])
        return bool(reading.notice) and all(s.problem.severity != "error" for s in found)

    def of(self, path: str) -> dict[str, list[ShownProblem]]:
        """The problems of one file, as `by_path`."""
        return {path: self.by_path[path]} if path in self.by_path else {}

    def pages(self) -> Iterator[SitePage]:
        """The page of all problems, and one in the place of each notice that has errors."""
        title, said = "检查结果", "通报里要改的地方"
        yield SitePage(PAGE, "problems.html", title, said, {"files": self.by_path})
        for reading in self.readings:
            identity = reading.path.partition("/")[2].removesuffix(".md")
            if not self.stands(reading) and NOTICE_ID.fullmatch(identity):
                view = {"files": self.of(reading.path)}
                yield SitePage(f"notices/{identity}.md", "problems.html", reading.path, said, view)

    def _shown(self, path: str, found: list[Problem]) -> list[ShownProblem]:
        lines = file_lines(self.notices_dir / path.partition("/")[2])
        return [
            ShownProblem(problem, lines[problem.line - 1] if problem.line <= len(lines) else "")
            for problem in found
        ]
