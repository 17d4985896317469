"""What a notice must satisfy alone, among the others, and against its published past.

One rule is one function: its docstring is the rule's sentence, its name the rule's id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from noticeboard.history.baseline import Past
from noticeboard.incremental.progress import steps
from noticeboard.model.contact_age import ContactAge
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import Reading
from noticeboard.reading.rounds import RoundReading
from noticeboard.rules.attachments import FILE_RULES
from noticeboard.rules.base import Context, Finding, problem_of
from noticeboard.rules.changes import check_past
from noticeboard.rules.contacts import contact_old
from noticeboard.rules.figures import NOTICE_FIGURES, TEXT_FIGURES
from noticeboard.rules.language import LANGUAGE_RULES
from noticeboard.rules.markdown import TEXT_RULES
from noticeboard.rules.privacy import check_privacy
from noticeboard.rules.record import NOTICE_RULES, OWN_RULES
from noticeboard.rules.rounds import check_past_rounds, check_rounds
from noticeboard.text.hidden_characters import HIDDEN

__all__ = ["Context", "check_alone", "check_readings", "check_together"]


def check_readings(
    readings: Sequence[Reading],
    notices_dir: Path,
    past: Past | None = None,
    rounds: Sequence[RoundReading] = (),
    age: ContactAge | None = None,
) -> list[Problem]:
    """All problems of all files, sorted by place: those of the reading and those of the rules.

    With `past`, what was published is compared as well. `rounds` are looked up among `readings`,
    which then are to be all. With `age`, contacts that are too old are told.
    """
    steadily = steps("检查通报", readings)
    alone = (problem for reading in steadily for problem in check_alone(reading))
    return check_together(readings, alone, notices_dir, past, rounds, age)


def check_alone(reading: Reading) -> list[Problem]:
    """The problems that hang on the content of the file and on nothing else."""
    return [
        *reading.problems,
        *_check_text(reading),
        *_check_own(reading),
        *check_privacy(reading),
    ]


def check_together(
    readings: Sequence[Reading],
    alone: Iterable[Problem],
    notices_dir: Path,
    past: Past | None = None,
    rounds: Sequence[RoundReading] = (),
    age: ContactAge | None = None,
) -> list[Problem]:
    """As `check_readings`, given what `check_alone` has found in each of the files."""
    context = Context(notices_dir.absolute())
    problems = list(alone)
    for reading in readings:
        if reading.notice:
            problems += _check_notice(reading, reading.notice, context)
    problems += same_name(readings)
    published = [r.notice for r in readings if r.notice and not r.notice.draft]
    problems += check_rounds(rounds, published, context)
    problems += contact_old(readings, age) if age else ()
    if past:
        problems += check_past(readings, past)
        problems += check_past_rounds(rounds, past)
    return sorted(map(_legible, set(problems)))


def _legible(problem: Problem) -> Problem:
    """The problem without what a terminal would obey, or turn round: messages quote the file."""
    if HIDDEN.search(problem.message) or "\n" in problem.message:
        return replace(problem, message=HIDDEN.sub("\ufffd", problem.message).replace("\n", " "))
    return problem


def _check_text(reading: Reading) -> Iterator[Problem]:
    for rule in (*TEXT_RULES, *TEXT_FIGURES, *LANGUAGE_RULES):
        for found in rule(reading.body):
            place = (reading.body_line + found.line, found.column + 1)
            yield problem_of(reading.path, place, rule, found)


def _check_own(reading: Reading) -> Iterator[Problem]:
    if not reading.notice:
        return
    for rule in (*OWN_RULES, *NOTICE_FIGURES):
        for found in rule(reading.notice):
            yield problem_of(reading.path, _place(reading, found), rule, found)


def _check_notice(reading: Reading, notice: Notice, context: Context) -> Iterator[Problem]:
    for rule in (*NOTICE_RULES, *FILE_RULES):
        for found in rule(notice, context):
            yield problem_of(reading.path, _place(reading, found), rule, found)


def _place(reading: Reading, found: Finding) -> tuple[int, int]:
    return (found.line, found.column) if found.line else reading.place(*found.loc)


def same_name(readings: Sequence[Reading]) -> Iterator[Problem]:
    """同一年份里的文件名，不分大小写也不能相同。"""
    paths = defaultdict(list)
    for reading in readings:
        paths[reading.path.casefold()].append(reading.path)
    for same in paths.values():
        for path in same[1:]:
            message = f"文件名与 {same[0]} 只有大小写不同"
            yield Problem(path, 1, 1, "same-name", "error", message, "换一个文件名")
