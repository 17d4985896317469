"""The two forms in which a line states a problem: quoted, and labelled by what follows it."""

from __future__ import annotations

import re
from typing import NamedTuple

from noticeboard.matters.findings import is_area, is_finding, is_measure, is_slogan

MAX_LINE = 200
"""Characters of a line that may state a problem."""
_LABEL_WORDS = (
    r"(?:主要|具体|已采取的?)?整改(?:工作)?(?:落实|进展|完成|推进)?(?:工作)?"
    r"(?:情况|措施|进展|成效|结果|举措)|落实整改情况|整改落实|整改"
)
LABEL = re.compile(rf"[【\[（(]?\s*(?:{_LABEL_WORDS})\s*(?:[】\]）)]\s*[：:]?|[：:])")
"""The beginning of the measures: 整改情况： or 【整改措施】."""
BARE_LABEL = re.compile(rf"(?:{_LABEL_WORDS})")
"""A heading that is only a label."""
_INLINE_LABEL = re.compile(rf"(?<=[。；;，,：:）)\s]){LABEL.pattern}")
_PROBLEM_LABEL = re.compile(
    r"[【\[]?(?:巡察)?(?:反馈|存在|具体|主要)?的?问题(?:描述|表现)?[】\]]?\s*[：:]"
)
_BEFORE_QUOTE = re.compile(
    r"(?:(?:关于|针对|对于|对|就|围绕)(?:巡察)?(?:组)?(?:反馈|指出|提出)?的?\s*)?(?=[“\"「])"
)
_AFTER_QUOTE = re.compile(
    r"\s*(?:等|这一|这个)?(?:存在)?的?(?:具体|突出|主要)?问题"
    r"(?P<rest>的?(?:整改)?(?:落实|进展|完成|推进)?(?:工作)?情况)?(?=$|[\s。．.：:；;，,（(【\[—])"
)
_ABOUT = re.compile(r"(?:关于|针对|对于)?(?P<problem>.+?)(?:的)?问题$")
_CLOSING = {"“": "”", "「": "」", '"': '"'}
_JOINT = re.compile(r"\s*[、，,和及与]?\s*(?=[“\"「])")
_STOPS = " 。．.：:；;，,"


class Stated(NamedTuple):
    """A problem that a line states, and what the line holds after it."""

    problem: str
    rest: str


def read_quoted(title: str, *, is_numbered: bool) -> Stated | None:
    """Return the problem of 关于“…”的问题 at the beginning of a line.

    After a comma the line goes on as a sentence: only a numbered one then states a matter.
    """
    start = _BEFORE_QUOTE.match(title)
    if not start or (not start[0] and not is_numbered):
        return None
    end = _closing(title, start.end())
    while end and (joint := _JOINT.match(title, end)):
        end = _closing(title, joint.end())
    tail = _AFTER_QUOTE.match(title, end) if end else None
    if not tail:
        return None
    rest = title[tail.end() :].strip()
    if rest.startswith(("，", ",")) and not is_numbered:
        return None
    problem = title[start.end() + 1 : end - 1].strip(_STOPS)
    if not problem or is_area(problem) or is_slogan(problem) or is_measure(problem):
        return None
    return Stated(problem, rest.lstrip(_STOPS))


def _closing(text: str, start: int) -> int:
    """Return the offset after the quotation that begins at `start`; 0 if it does not end."""
    opening = text[start]
    closing, depth = _CLOSING[opening], 0
    for offset in range(start, len(text)):
        if text[offset] == closing and (closing != opening or offset > start):
            depth -= 1
        elif text[offset] == opening:
            depth += 1
        if depth == 0 and offset > start:
            return offset + 1
    return 0


def read_labelled(title: str, following: str, *, is_next_heading: bool) -> Stated | None:
    """Return the problem of a line that a label follows, in the line or at the start of the next."""
    inline = _INLINE_LABEL.search(title)
    if inline:
        problem, rest = title[: inline.start()], title[inline.start() :]
        if "。" in problem.rstrip(_STOPS):
            return None
    elif LABEL.match(following) or (is_next_heading and BARE_LABEL.fullmatch(following)):
        problem, rest = title, ""
    else:
        return None
    return _labelled(problem.strip(_STOPS), rest)


def _labelled(problem: str, rest: str) -> Stated | None:
    if explicit := _PROBLEM_LABEL.match(problem):
        problem = problem[explicit.end() :].strip(_STOPS)
        accepted = bool(problem) and not is_area(problem) and not is_measure(problem)
        return Stated(problem, rest) if accepted else None
    problem = problem.lstrip(_STOPS)
    if is_measure(problem):
        return None
    if about := _ABOUT.match(problem):
        problem = about["problem"]
    first = problem.partition("。")[0]
    if len(problem) > MAX_LINE or not is_finding(first):
        return None
    return Stated(problem, rest)


def without_label(text: str) -> str:
    """Return measures without the label before them."""
    match = LABEL.match(text)
    return text[match.end() :].strip() if match else text
