"""What a notice must satisfy alone, among the others, and against its published past.

One rule is one function: its docstring is the rule's sentence, its name the rule's id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from noticeboard.history.baseline import Baseline
from noticeboard.incremental.progress import steps
from noticeboard.model.contact_age import ContactAge
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice
from noticeboard.reading.rounds import ParsedRound
from noticeboard.rules.attachments import FILE_RULES
from noticeboard.rules.base import Context, Finding, problem_of
from noticeboard.rules.changes import check_changes
from noticeboard.rules.contacts import contact_old
from noticeboard.rules.figures import NOTICE_FIGURES, TEXT_FIGURES
from noticeboard.rules.language import LANGUAGE_RULES
from noticeboard.rules.markdown import TEXT_RULES
from noticeboard.rules.privacy import check_privacy
from noticeboard.rules.record import NOTICE_RULES, OWN_RULES
from noticeboard.rules.rounds import check_round_changes, check_rounds
from noticeboard.text.hidden_characters import HIDDEN

__all__ = ["Context", "check_alone", "check_readings", "check_together"]


def check_readings(
    parsed_notices: Sequence[ParsedNotice],
    notices_dir: Path,
    baseline: Baseline | None = None,
    rounds: Sequence[ParsedRound] = (),
    age: ContactAge | None = None,
) -> list[Problem]:
    """All problems of all files, sorted by place: those of the reading and those of the rules.

    With `baseline`, what was published is compared as well. `rounds` are looked up among `parsed_notices`,
    which then are to be all. With `age`, contacts that are too old are told.
    """
    steadily = steps("检查通报", parsed_notices)
    alone = (problem for parsed in steadily for problem in check_alone(parsed))
    return check_together(parsed_notices, alone, notices_dir, baseline, rounds, age)


def check_alone(parsed: ParsedNotice) -> list[Problem]:
    """The problems that hang on the content of the file and on nothing else."""
    return [
        *parsed.problems,
        *_check_text(parsed),
        *_check_own(parsed),
        *check_privacy(parsed),
    ]


def check_together(
    parsed_notices: Sequence[ParsedNotice],
    alone: Iterable[Problem],
    notices_dir: Path,
    baseline: Baseline | None = None,
    rounds: Sequence[ParsedRound] = (),
    age: ContactAge | None = None,
) -> list[Problem]:
    """As `check_readings`, given what `check_alone` has found in each of the files."""
    context = Context(notices_dir.absolute())
    problems = list(alone)
    for parsed in parsed_notices:
        if parsed.notice:
            problems += _check_notice(parsed, parsed.notice, context)
    problems += same_name(parsed_notices)
    published = [r.notice for r in parsed_notices if r.notice and not r.notice.draft]
    problems += check_rounds(rounds, published, context)
    problems += contact_old(parsed_notices, age) if age else ()
    if baseline:
        problems += check_changes(parsed_notices, baseline)
        problems += check_round_changes(rounds, baseline)
    return sorted(map(_legible, set(problems)))


def _legible(problem: Problem) -> Problem:
    """The problem without what a terminal would obey, or turn round: messages quote the file."""
    if HIDDEN.search(problem.message) or "\n" in problem.message:
        return replace(problem, message=HIDDEN.sub("\ufffd", problem.message).replace("\n", " "))
    return problem


def _check_text(parsed: ParsedNotice) -> Iterator[Problem]:
    for rule in (*TEXT_RULES, *TEXT_FIGURES, *LANGUAGE_RULES):
        for found in rule(parsed.body):
            place = (parsed.body_line + found.line, found.column + 1)
            yield problem_of(parsed.path, place, rule, found)


def _check_own(parsed: ParsedNotice) -> Iterator[Problem]:
    if not parsed.notice:
        return
    for rule in (*OWN_RULES, *NOTICE_FIGURES):
        for found in rule(parsed.notice):
            yield problem_of(parsed.path, _place(parsed, found), rule, found)


def _check_notice(parsed: ParsedNotice, notice: Notice, context: Context) -> Iterator[Problem]:
    for rule in (*NOTICE_RULES, *FILE_RULES):
        for found in rule(notice, context):
            yield problem_of(parsed.path, _place(parsed, found), rule, found)


def _place(parsed: ParsedNotice, found: Finding) -> tuple[int, int]:
    return (found.line, found.column) if found.line else parsed.place(*found.loc)


def same_name(parsed_notices: Sequence[ParsedNotice]) -> Iterator[Problem]:
    """同一年份里的文件名，不分大小写也不能相同。"""
    paths = defaultdict(list)
    for parsed in parsed_notices:
        paths[parsed.path.casefold()].append(parsed.path)
    for same in paths.values():
        for path in same[1:]:
            message = f"文件名与 {same[0]} 只有大小写不同"
            yield Problem(path, 1, 1, "same-name", "error", message, "换一个文件名")
