"""Warnings that an editor has answered: `accepted` in the front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import rule_id
from noticeboard.rules.privacy import PRIVACY_RULES
from noticeboard.rules.units import notice_twice, region_partial, unit_spelling

# These have `privacy_ok`, which names the text that may be published.
_NOT_ACCEPTED = frozenset(map(rule_id, PRIVACY_RULES))
# A check of some files cannot tell whether these would be reported.
_NEED_ALL_FILES = {rule_id(region_partial), rule_id(unit_spelling), rule_id(notice_twice)}


def accepted_unused() -> None:
    """accepted 的每一条都要对应一条提醒；错误和涉及隐私的不能这样写。"""


def without_accepted(
    problems: Iterable[Problem], parsed_notices: Sequence[ParsedNotice]
) -> list[Problem]:
    """Return the problems without the accepted warnings, with a warning for each useless answer."""
    answers = {
        (parsed.path, answer.rule)
        for parsed in parsed_notices
        if parsed.notice
        for answer in parsed.notice.accepted
        if answer.rule not in _NOT_ACCEPTED
    }
    kept, used = [], set()
    for problem in problems:
        key = (problem.path, problem.rule)
        if problem.severity == "warning" and key in answers:
            used.add(key)
        else:
            kept.append(problem)
    return [*kept, *_unused(parsed_notices, used)]


def _unused(
    parsed_notices: Sequence[ParsedNotice], used: set[tuple[str, str]]
) -> Iterator[Problem]:
    for parsed in parsed_notices:
        for index, answer in enumerate(parsed.notice.accepted if parsed.notice else ()):
            if (parsed.path, answer.rule) not in used and answer.rule not in _NEED_ALL_FILES:
                message = f"没有可以用 accepted 答复的提醒“{answer.rule}”"
                help_text = "写提醒后面方括号里的名称；已经没有这条提醒的，删去这一条"
                place = parsed.place("accepted", index, "rule")
                rule = rule_id(accepted_unused)
                yield Problem(parsed.path, *place, rule, "warning", message, help_text)
