"""Output formats for problems, one function each.

`site_url` is the site's address, to which links to rules are made absolute; without it they are
paths from the root.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from html import escape
from typing import Protocol
from urllib.parse import quote

import click

from noticeboard.model.problems import (
    MAX_WARNINGS_PER_RULE,
    Problem,
    count_errors,
    has_errors,
    limit_warnings,
)

_NAMES = {"error": "错误", "warning": "提醒"}
_COLOURS = {"error": "red", "warning": "yellow"}
_WIDTH = 76
MAX_ANNOTATIONS = 10
"""GitHub shows at most ten errors of a step."""
_MAX_ROWS = 100

SourceLine = Callable[[str, int], str]
"""(path, line number from 1) -> that line of the file, empty when there is none."""


class Formatter(Protocol):
    """What all formats have in common."""

    def __call__(self, problems: Sequence[Problem], *, site_url: str = "") -> str:
        """Format the problems."""


def no_source(path: str, line: int) -> str:
    """Return no source line, for problems whose files are not at hand."""
    return ""


def as_text(
    problems: Sequence[Problem],
    source_line: SourceLine = no_source,
    colour: bool = False,
    site_url: str = "",
) -> str:
    """Format one block per rule, errors first, then the count.

    A block has for each problem the place, rule and message, and the source line with a caret; the
    help, once where it is the same for all; the address of the rule. `colour` adds ANSI escapes.
    """
    if not problems:
        return "没有发现问题"
    style = _styled if colour else _plain
    blocks = [_block(own, site_url, source_line, style) for own in _by_rule(problems)]
    return "\n\n".join([*blocks, summary_line(problems)])


def as_summary(problems: Sequence[Problem], site_url: str = "") -> str:
    """Format like `as_text`, with only the first warnings of each rule; for build logs."""
    kept = limit_warnings(problems)
    if len(kept) == len(problems):
        return as_text(problems, site_url=site_url)
    more = f"同一条规则的提醒只列出前 {MAX_WARNINGS_PER_RULE} 个；全部见 make check"
    blocks = [_block(own, site_url, no_source, _plain) for own in _by_rule(kept)]
    return "\n\n".join([*blocks, f"{summary_line(problems)}\n{more}"])


def _by_rule(problems: Sequence[Problem]) -> Iterator[list[Problem]]:
    """Yield the problems of each rule, those of rules with errors first."""
    groups: dict[tuple[bool, str], list[Problem]] = defaultdict(list)
    for problem in _errors_first(problems):
        groups[problem.severity != "error", problem.rule].append(problem)
    yield from groups.values()


class _Style(Protocol):
    def __call__(self, text: str, *, fg: str = ..., bold: bool = ..., underline: bool = ...) -> str:
        """Return a text as a terminal shows it."""


def _plain(text: str, *, fg: str = "", bold: bool = False, underline: bool = False) -> str:
    return text


def _styled(text: str, *, fg: str = "", bold: bool = False, underline: bool = False) -> str:
    return click.style(text, fg=fg or None, bold=bold or None, underline=underline or None)


def _block(
    problems: Sequence[Problem], site_url: str, source_line: SourceLine, style: _Style
) -> str:
    first = problems[0]
    shares_help = all(problem.help == first.help for problem in problems)
    kind = f"{_NAMES[first.severity]}[{first.rule}]"
    lines = [style(f"{kind}：{len(problems)} 处", bold=True)] if problems[1:] else []
    for problem in problems:
        lines += _problem_lines(problem, source_line(problem.path, problem.line), style)
        if not shares_help:
            lines.append(f"    改法：{problem.help}")
    if shares_help:
        lines.append(f"    改法：{first.help}")
    return "\n".join([*lines, f"    详见：{style(first.rule_url(site_url), underline=True)}"])


def _problem_lines(problem: Problem, line: str, style: _Style) -> list[str]:
    """Return place and message, and the source line with a caret below the place."""
    kind = style(f"{_NAMES[problem.severity]}[{problem.rule}]", fg=_COLOURS[problem.severity])
    place = style(f"{problem.path}:{problem.line}:{problem.column}", bold=True)
    lines = [f"{place}: {kind} {problem.message}"]
    if line.strip():
        excerpt, indent = _excerpt(line, problem.column)
        margin = str(problem.line)
        caret = style("^", fg=_COLOURS[problem.severity], bold=True)
        lines += [f"    {margin} | {excerpt}", f"    {' ' * len(margin)} | {' ' * indent}{caret}"]
    return lines


def _excerpt(line: str, column: int) -> tuple[str, int]:
    """Cut the line around a column to a terminal's width; return it with the caret's indent."""
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
    """Return the width of a text in terminal columns; Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def summary_line(problems: Sequence[Problem]) -> str:
    """Return the counts: `3 个错误、1 个提醒，涉及 2 个文件`."""
    errors = count_errors(problems)
    files = len({problem.path for problem in problems})
    return f"{errors} 个错误、{len(problems) - errors} 个提醒，涉及 {files} 个文件"


def as_json(problems: Sequence[Problem], site_url: str = "") -> str:
    """Format a list of objects like `Problem`; each `help` ends with the rule's address."""
    explained = [
        replace(problem, help=f"{problem.help}。详见：{problem.rule_url(site_url)}")
        for problem in problems
    ]
    return json.dumps([asdict(problem) for problem in explained], ensure_ascii=False, indent=2)


def as_github(problems: Sequence[Problem], site_url: str = "") -> str:
    """Format GitHub workflow commands, errors first, at most MAX_ANNOTATIONS; then the count."""
    ordered = _errors_first(problems)
    lines = [_annotation(problem, site_url) for problem in ordered[:MAX_ANNOTATIONS]]
    if len(ordered) > MAX_ANNOTATIONS:
        lines.append(f"另有 {len(ordered) - MAX_ANNOTATIONS} 个问题没有标注，见全部结果")
    lines.append(summary_line(problems) if problems else "没有发现问题")
    return "\n".join(lines)


def _errors_first(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.severity != "error")


def _annotation(problem: Problem, site_url: str) -> str:
    properties = {
        "file": problem.path,
        "line": str(problem.line),
        "col": str(problem.column),
        "title": f"{_NAMES[problem.severity]}[{problem.rule}]",
    }
    escaped = ",".join(
        f"{name}={_command_data(value).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in properties.items()
    )
    text = f"{problem.message}\n改法：{problem.help}\n详见：{problem.rule_url(site_url)}"
    return f"::{problem.severity} {escaped}::{_command_data(text)}"


def _command_data(text: str) -> str:
    """Escape a text as actions/toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_gitlab(problems: Sequence[Problem], site_url: str = "") -> str:
    """Format GitLab's Code Quality report.

    The fingerprint leaves out the line, so that a problem stays the same when text moves.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    report = []
    for problem in problems:
        key = (problem.path, problem.rule, problem.message)
        seen[key] += 1
        fingerprint = hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()
        address = problem.rule_url(site_url)
        report.append(
            {
                "description": f"{problem.message}。改法：{problem.help}。详见：{address}",
                "check_name": problem.rule,
                "fingerprint": fingerprint,
                "severity": "major" if problem.severity == "error" else "minor",
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
        )
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_markdown(problems: Sequence[Problem], edit_url: str = "", site_url: str = "") -> str:
    """Format the comment on a pull request: ✅ or ❌, the count, a table of the problems.

    `edit_url` is the address of the web editor with `{path}` and `{line}` in it; places become
    links to it. Submitted text cannot act as Markdown, mention anyone or create a link.
    """
    if not problems:
        return "### ✅ 检查通过\n\n没有发现问题。\n"
    title = "❌ 检查没有通过" if has_errors(problems) else "✅ 检查通过，有几处请再看一眼"
    ordered = _errors_first(problems)
    rows = [_row(problem, edit_url, site_url) for problem in ordered[:_MAX_ROWS]]
    more = len(ordered) - _MAX_ROWS
    rest = f"\n另有 {more} 个问题没有列出，改好以上各项后会再检查。\n" if more > 0 else ""
    head = "| 位置 | 问题 | 改法 |\n| --- | --- | --- |\n"
    return f"### {title}\n\n{summary_line(problems)}。\n\n{head}{''.join(rows)}{rest}"


def _row(problem: Problem, edit_url: str, site_url: str) -> str:
    place = markdown_text(f"{problem.path} 第 {problem.line} 行")
    if edit_url:
        editor = edit_url.format(path=quote(problem.path), line=problem.line)
        place = f"[{place}]({editor})"
    mark = "❌" if problem.severity == "error" else "⚠️"
    address = problem.rule_url(site_url)
    rule = f"[{problem.rule}]({address})" if "://" in address else address
    help_text = f"{markdown_text(problem.help)}<br>详见 {rule}"
    return f"| {place} | {mark} {markdown_text(problem.message)} | {help_text} |\n"


def markdown_text(text: str) -> str:
    """Escape a text for one line of Markdown, without markup, links or mentions."""
    one_line = escape(re.sub(r"\s+", " ", text), quote=False)
    marked = re.sub(r"[\\`*_{}\[\]()!|~:]", lambda match: f"&#{ord(match[0])};", one_line)
    # GitHub looks for mentions, issues and www. in the rendered text.
    return re.sub(r"@|(?<!&)#|www(?=\.)", lambda match: f"{match[0]}<!-- -->", marked)
