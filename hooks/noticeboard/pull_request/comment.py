"""Report -> the one comment on a request, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noticeboard.model.formats import as_markdown
from noticeboard.pull_request.hosts import BranchRef
from noticeboard.pull_request.markdown_text import Markdown, template, visible
from noticeboard.pull_request.report import Report

MARKER = "<!-- noticeboard: request -->"
"""The first line of the comment; by it and its author it is found again."""

MAX_LENGTH = 60_000
"""GitHub takes 65,536 characters."""

MAX_OTHER_FILES = 20
_MOST_SHOWN = 64


@dataclass(frozen=True, slots=True)
class CommentContext:
    """What the host knows of a request: none of it comes from the request's own run.

    `run` is the address of the check's log; `preview` that of the built preview, empty when there
    is none, and `preview_is_page` whether it opens in the browser; `other_files` those that the
    request changes outside notices/.
    """

    place: BranchRef
    run: str
    preview: str = ""
    preview_is_page: bool = False
    other_files: Sequence[str] = ()


def render_comment(report: Report | None, around: CommentContext) -> str:
    """The comment; without a report it says that the check did not come to its end.

    The lists are shortened until the comment fits.
    """
    shown = _MOST_SHOWN
    text = _render(report, around, shown)
    while len(text) > MAX_LENGTH and shown > 1:
        shown //= 2
        text = _render(report, around, shown)
    return text


def _render(report: Report | None, around: CommentContext, shown: int) -> str:
    name = "comment.md.jinja" if report else "unfinished.md.jinja"
    values = {
        "report": report,
        "around": around,
        "place": around.place,
        "shown": shown,
        "outcome": Markdown(_outcome(report, around.place, shown) if report else ""),
        "others": around.other_files[:MAX_OTHER_FILES],
        "others_in_all": len(around.other_files),
    }
    return visible(f"{MARKER}\n{template(name).render(values).strip()}\n")


def _outcome(report: Report, place: BranchRef, shown: int) -> str:
    problems = [problem.as_problem() for problem in report.problems[:shown]]
    return as_markdown(problems, place.edit_url)
