"""Problems -> what a command prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from noticeboard.problems import Problem

_NAMES = {"error": "错误", "warning": "提醒"}


def as_text(problems: Sequence[Problem]) -> str:
    """One paragraph a problem (place, rule, what is wrong, how to write it right), then a count."""
    if not problems:
        return "没有发现问题"
    paragraphs = [
        f"{problem.path}:{problem.line}:{problem.column}: {_NAMES[problem.severity]}"
        f"[{problem.rule}] {problem.message}\n    改法：{problem.help}"
        for problem in problems
    ]
    return "\n".join([*paragraphs, "", count_line(problems)])


def count_line(problems: Sequence[Problem]) -> str:
    """`3 个错误、1 个提醒，涉及 2 个文件`."""
    errors = sum(problem.severity == "error" for problem in problems)
    files = len({problem.path for problem in problems})
    return f"{errors} 个错误、{len(problems) - errors} 个提醒，涉及 {files} 个文件"


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with the fields of `Problem`."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)
