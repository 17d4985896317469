"""Problems in an editor's files, and the expected failures of commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

MAX_WARNINGS_PER_RULE = 20
"""Warnings of one rule that `limit_warnings` keeps."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A violation of one rule at one place in a file; problems sort by place.

    `path` is relative to the project's root, with forward slashes; `line` and `column` count
    from 1; `message` says what is wrong and `help` how to write it right, both in Chinese.
    """

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    help: str

    @property
    def rule_path(self) -> str:
        """The path on the site of the rule's explanation."""
        return f"/contribute/rules/#{self.rule}"

    def rule_url(self, site_url: str) -> str:
        """Return the address of the rule's explanation; its path when `site_url` is empty."""
        return f"{site_url.rstrip('/')}{self.rule_path}"


class NoticeboardError(Exception):
    """An expected failure; its text is one sentence for the user."""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any problem forbids publication."""
    return any(problem.severity == "error" for problem in problems)


def count_errors(problems: Iterable[Problem]) -> int:
    """Return the number of problems that forbid publication."""
    return sum(problem.severity == "error" for problem in problems)


def limit_warnings(problems: Iterable[Problem]) -> list[Problem]:
    """Return all errors and each rule's first MAX_WARNINGS_PER_RULE warnings, in order."""
    warnings: Counter[str] = Counter()
    kept = []
    for problem in problems:
        warnings[problem.rule] += problem.severity == "warning"
        if problem.severity == "error" or warnings[problem.rule] <= MAX_WARNINGS_PER_RULE:
            kept.append(problem)
    return kept
