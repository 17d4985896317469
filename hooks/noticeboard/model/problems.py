"""What is wrong in an editor's file, and how every command says it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

FOREMOST = 20
"""So many warnings of one rule are told where all would bury the others."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding about one place in one file.

    `path` is relative to the project's root, with forward slashes; `line` and `column` count
    from 1; `message` says what is wrong and `help` how to write it right, both in Chinese.
    Problems sort by place.
    """

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    help: str

    @property
    def address(self) -> str:
        """Where the site explains the rule; below SITE_URL when that is set."""
        return f"{os.environ.get('SITE_URL', '').rstrip('/')}/contribute/rules/#{self.rule}"


class NoticeboardError(Exception):
    """An expected failure: its text is one clear sentence for the user."""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems forbids publication."""
    return any(problem.severity == "error" for problem in problems)


def foremost(problems: Iterable[Problem]) -> list[Problem]:
    """All errors, and of the warnings of each rule the first `FOREMOST`, in the given order."""
    seen: Counter[str] = Counter()
    told = []
    for problem in problems:
        seen[problem.rule] += problem.severity == "warning"
        if problem.severity == "error" or seen[problem.rule] <= FOREMOST:
            told.append(problem)
    return told
