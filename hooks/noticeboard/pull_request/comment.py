"""Render a report as the comment on its request, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noticeboard.pull_request.hosts import BranchRef
from noticeboard.pull_request.markdown_text import Markdown, load_template, show_invisible
from noticeboard.pull_request.report import Report, ReportedProblem
from noticeboard.rules.problem_formats import as_markdown

MARKER = "<!-- noticeboard: request -->"
"""The first line of the comment, which identifies it together with its author."""

MAX_LENGTH = 60_000
"""GitHub accepts 65,536 characters."""

MAX_OTHER_FILES = 50
_MAX_ITEMS = 64
DOUBT_RULE = "unanswered-doubt"


@dataclass(frozen=True, slots=True)
class CommentContext:
    """Facts about a request that the host supplies, so that the request cannot forge them.

    `run` is the address of the check's log; `preview` that of the built preview, empty when there
    is none, and `preview_is_page` whether it opens in the browser; `other_files` those that the
    request changes outside notices/, `lists_all_files` whether the host has listed all of them;
    `site_url` that of the site which explains the rules.
    """

    branch: BranchRef
    run: str
    preview: str = ""
    preview_is_page: bool = False
    other_files: Sequence[str] = ()
    lists_all_files: bool = True
    site_url: str = ""


def render_comment(report: Report | None, context: CommentContext) -> str:
    """Return the comment, with its lists shortened to fit MAX_LENGTH.

    Without a report it says that the check did not finish.
    """
    limit = _MAX_ITEMS
    text = _render(report, context, limit)
    while len(text) > MAX_LENGTH and limit > 1:
        limit //= 2
        text = _render(report, context, limit)
    return text


def _render(report: Report | None, context: CommentContext, limit: int) -> str:
    template = load_template("comment.md.jinja" if report else "unfinished.md.jinja")
    values = {
        "report": report,
        "context": context,
        "branch": context.branch,
        "limit": limit,
        "doubts": _doubts(report, limit),
        "outcome": Markdown(_outcome(report, context, limit) if report else ""),
        "other_files": context.other_files[:MAX_OTHER_FILES],
        "other_files_total": len(context.other_files),
    }
    return show_invisible(f"{MARKER}\n{template.render(values).strip()}\n")


def _doubts(report: Report | None, limit: int) -> list[ReportedProblem]:
    """Return what the importer was unsure of, for boxes that a reviewer ticks."""
    problems = report.problems if report else ()
    return [problem for problem in problems if problem.rule == DOUBT_RULE][:limit]


def _outcome(report: Report, context: CommentContext, limit: int) -> str:
    problems = [problem.as_problem() for problem in report.problems[:limit]]
    return as_markdown(problems, context.branch.edit_url, context.site_url)
