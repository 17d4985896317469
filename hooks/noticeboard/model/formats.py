"""Problems -> what a command prints; one function a format."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from html import escape
from urllib.parse import quote

import click

from noticeboard.model.problems import FOREMOST, Problem, foremost

_NAMES = {"error": "错误", "warning": "提醒"}
_COLOURS = {"error": "red", "warning": "yellow"}
_WIDTH = 76
ANNOTATIONS = 10
"""GitHub shows no more than ten errors of a step."""
_MOST_ROWS = 100

SourceLine = Callable[[str, int], str]
"""Path and line number (from 1) -> that line of the file, empty when there is none."""


def no_source(path: str, line: int) -> str:
    """For problems whose files are not at hand."""
    return ""


def as_text(
    problems: Sequence[Problem], source_line: SourceLine = no_source, colour: bool = False
) -> str:
    """One paragraph a problem, then a count.

    A paragraph has the place, the rule, what is wrong, the line of the file with a caret under
    the place, how to write it right, and the address of the rule. `colour` adds ANSI codes.
    """
    if not problems:
        return "没有发现问题"
    paragraphs = [
        _paragraph(problem, source_line(problem.path, problem.line), colour) for problem in problems
    ]
    return "\n".join([*paragraphs, "", count_line(problems)])


def as_digest(problems: Sequence[Problem]) -> str:
    """As text, of each rule's warnings only the first; for builds, where few read them all."""
    told = foremost(problems)
    if len(told) == len(problems):
        return as_text(problems)
    more = f"同一条规则的提醒只列出前 {FOREMOST} 个；全部见 make check"
    return "\n".join([*map(_paragraph, told), "", count_line(problems), more])


def _paragraph(problem: Problem, line: str = "", colour: bool = False) -> str:
    def style(text: str, **how: bool | str) -> str:
        return click.style(text, **how) if colour else text  # type: ignore[arg-type]

    kind = style(f"{_NAMES[problem.severity]}[{problem.rule}]", fg=_COLOURS[problem.severity])
    place = style(f"{problem.path}:{problem.line}:{problem.column}", bold=True)
    lines = [f"{place}: {kind} {problem.message}"]
    if line.strip():
        shown, indent = _window(line, problem.column)
        margin = str(problem.line)
        caret = style("^", fg=_COLOURS[problem.severity], bold=True)
        lines += [f"    {margin} | {shown}", f"    {' ' * len(margin)} | {' ' * indent}{caret}"]
    lines += [f"    改法：{problem.help}", f"    详见：{style(problem.address, underline=True)}"]
    return "\n".join(lines)


def _window(line: str, column: int) -> tuple[str, int]:
    """A part of the line around a column that fits a terminal, and the caret's indent in it."""
    line = "".join(" " if unicodedata.category(c) == "Cc" else c for c in line)
    at = min(column - 1, len(line))
    if _columns(line) <= _WIDTH:
        return line, _columns(line[:at])
    start = at
    while start > 0 and _columns(line[start - 1 : at]) <= _WIDTH // 2:
        start -= 1
    end = at
    while end < len(line) and _columns(line[start : end + 1]) <= _WIDTH:
        end += 1
    before = "…" if start else ""
    after = "…" if end < len(line) else ""
    return f"{before}{line[start:end]}{after}", _columns(before + line[start:at])


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes; Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def count_line(problems: Sequence[Problem]) -> str:
    """`3 个错误、1 个提醒，涉及 2 个文件`."""
    errors = sum(problem.severity == "error" for problem in problems)
    files = len({problem.path for problem in problems})
    return f"{errors} 个错误、{len(problems) - errors} 个提醒，涉及 {files} 个文件"


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with the fields of `Problem`; each `help` ends with the rule's address."""
    said = [
        replace(problem, help=f"{problem.help}。详见：{problem.address}") for problem in problems
    ]
    return json.dumps([asdict(problem) for problem in said], ensure_ascii=False, indent=2)


def as_github(problems: Sequence[Problem]) -> str:
    """GitHub's workflow commands, errors first, no more than GitHub shows; then a count."""
    ordered = sorted(problems, key=lambda problem: problem.severity != "error")
    lines = [_annotation(problem) for problem in ordered[:ANNOTATIONS]]
    if len(ordered) > ANNOTATIONS:
        lines.append(f"另有 {len(ordered) - ANNOTATIONS} 个问题没有标注，见全部结果")
    lines.append(count_line(problems) if problems else "没有发现问题")
    return "\n".join(lines)


def _annotation(problem: Problem) -> str:
    fields = {
        "file": problem.path,
        "line": str(problem.line),
        "col": str(problem.column),
        "title": f"{_NAMES[problem.severity]}[{problem.rule}]",
    }
    named = ",".join(
        f"{name}={_command_data(value).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in fields.items()
    )
    said = f"{problem.message}\n改法：{problem.help}\n详见：{problem.address}"
    return f"::{problem.severity} {named}::{_command_data(said)}"


def _command_data(text: str) -> str:
    """Escaped as actions/toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_gitlab(problems: Sequence[Problem]) -> str:
    """GitLab's Code Quality report.

    A fingerprint leaves the line out, so that a problem stays the same when text moves.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    report = []
    for problem in problems:
        key = (problem.path, problem.rule, problem.message)
        seen[key] += 1
        fingerprint = hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()
        report.append(
            {
                "description": f"{problem.message}。改法：{problem.help}。详见：{problem.address}",
                "check_name": problem.rule,
                "fingerprint": fingerprint,
                "severity": "major" if problem.severity == "error" else "minor",
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
        )
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_markdown(problems: Sequence[Problem], edit_url: str = "") -> str:
    """The comment of a pull request: ✅ or ❌, the count, a table of the problems.

    `edit_url` is the address of a file in the web editor with `{path}` and `{line}` in it; each
    place becomes a link to it. No submitted text acts as Markdown, mentions anyone or opens a
    link.
    """
    if not problems:
        return "### ✅ 检查通过\n\n没有发现问题。\n"
    errors = any(problem.severity == "error" for problem in problems)
    title = "❌ 检查没有通过" if errors else "✅ 检查通过，有几处请再看一眼"
    ordered = sorted(problems, key=lambda problem: problem.severity != "error")
    rows = [_row(problem, edit_url) for problem in ordered[:_MOST_ROWS]]
    more = len(ordered) - _MOST_ROWS
    rest = f"\n另有 {more} 个问题没有列出，改好以上各项后会再检查。\n" if more > 0 else ""
    head = "| 位置 | 问题 | 改法 |\n| --- | --- | --- |\n"
    return f"### {title}\n\n{count_line(problems)}。\n\n{head}{''.join(rows)}{rest}"


def _row(problem: Problem, edit_url: str) -> str:
    place = markdown_text(f"{problem.path} 第 {problem.line} 行")
    if edit_url:
        address = edit_url.format(path=quote(problem.path), line=problem.line)
        place = f"[{place}]({address})"
    mark = "❌" if problem.severity == "error" else "⚠️"
    rule = f"[{problem.rule}]({problem.address})" if "://" in problem.address else problem.address
    remedy = f"{markdown_text(problem.help)}<br>详见 {rule}"
    return f"| {place} | {mark} {markdown_text(problem.message)} | {remedy} |\n"


def markdown_text(text: str) -> str:
    """Text that shows in Markdown as it is: no mark-up, no link, no mention, no new line."""
    one_line = escape(re.sub(r"\s+", " ", text), quote=False)
    marked = re.sub(r"[\\`*_{}\[\]()!|~:]", lambda found: f"&#{ord(found[0])};", one_line)
    # GitHub looks for mentions, issues and www. in the text that it has rendered.
    return re.sub(r"@|(?<!&)#|www(?=\.)", lambda found: f"{found[0]}<!-- -->", marked)
