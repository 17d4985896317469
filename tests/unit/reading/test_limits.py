"""Pathological inputs: each is parsed or refused within a time limit."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from support.checking import check_bytes
from support.factories import BODY, text
from support.pathological import FRONT_MATTER, MARKDOWN, SHAPES, Pathological

from noticeboard.model.problems import Problem
from noticeboard.reading import limits
from noticeboard.reading.limits import exceeded_body_limit, exceeded_front_matter_limit
from noticeboard.reading.source_files import MAX_BYTES

pytestmark = pytest.mark.untraced
PATH = "notices/2024/shifanju.md"
MAX_PROBLEMS = 100_000
ORDINARY_COSTS = 80
"""A hostile notice may cost this many times an ordinary one of 20,000 characters, whose paragraphs are
rendered directly, at half the cost of those that hold signs of Markdown."""
EVERY_SHAPE = "NOTICEBOARD_EVERY_SHAPE" in os.environ
"""`make audit` tests every shape of every kind; `make test` one shape of each, in rotation."""
PART = tuple(
    case
    for number, case in enumerate(MARKDOWN)
    if EVERY_SHAPE or ", " not in case.name or number % SHAPES == number // SHAPES % SHAPES
)


def cost(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a call takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.fixture(scope="module")
def limit() -> Iterator[float]:
    """CPU seconds that a file may take, relative to an ordinary notice on this machine.

    One second where an ordinary notice takes 25 ms. A file that takes eight times as long is
    interrupted, so that the test fails instead of hanging.
    """

    def end(signum: int, frame: object) -> None:
        raise AssertionError("the file takes more than eight times the limit")

    ordinary = text(
        BODY + "\n\n" + "示范局党组逐项研究，逐项整改，做到**件件有着落**。\n\n" * 800
    ).encode()
    check_bytes(ordinary)
    pace = min(cost(partial(check_bytes, ordinary)) for _ in range(5))
    allowed = max(ORDINARY_COSTS * pace, 1.0)
    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    yield allowed
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def within(limit: float, raw: bytes) -> list[Problem]:
    """Check a file, assert that it takes less than the limit, and return its problems."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 8 * limit)
    started = time.process_time()
    try:
        problems = check_bytes(raw)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    taken = time.process_time() - started
    assert taken < limit, f"{taken:.2f} s, allowed {limit:.2f} s"
    assert len(problems) < MAX_PROBLEMS
    return problems


def largest(case: Pathological, upper: int, passes: Callable[[str], bool]) -> str:
    """Return nearly the longest text of a kind that is within the limits."""
    low, high = 0, upper
    if passes(case.text(upper)):
        return case.text(upper)
    while high - low > max(low // 20, 50):
        middle = (low + high) // 2
        low, high = (middle, high) if passes(case.text(middle)) else (low, middle)
    return case.text(low)


def id_of(case: Pathological) -> str:
    return case.name


@pytest.mark.parametrize("case", PART, ids=id_of)
def test_the_largest_text_within_the_limits_is_rendered_in_time(
    case: Pathological, limit: float
) -> None:
    body = largest(case, limits.MAX_BODY, lambda candidate: exceeded_body_limit(candidate) is None)
    within(limit, text(body).encode())


@pytest.mark.parametrize("case", PART, ids=id_of)
def test_a_text_beyond_the_limits_is_refused_in_time(case: Pathological, limit: float) -> None:
    raw = text(case.text(MAX_BYTES // 2)).encode()[:MAX_BYTES]
    problems = within(limit, raw)
    assert any(problem.severity == "error" for problem in problems)


@pytest.mark.parametrize("case", FRONT_MATTER, ids=id_of)
def test_any_front_matter_is_parsed_or_refused_in_time(case: Pathological, limit: float) -> None:
    within_limits = largest(
        case,
        limits.MAX_FRONT_MATTER,
        lambda candidate: exceeded_front_matter_limit(candidate) is None,
    )
    for head in (within_limits, case.text(MAX_BYTES // 2)):
        raw = f"---\n{head}\n---\n\n示范局党组。\n".encode()[: MAX_BYTES - 1]
        problems = within(limit, raw)
        assert any(problem.severity == "error" for problem in problems)


@pytest.mark.parametrize(
    "rule", ["alias", "anchor", "tag", "yaml"], ids=["alias", "anchor", "tag", "nesting"]
)
def test_each_yaml_bomb_has_its_own_rule(rule: str) -> None:
    bombs = {
        "alias": "summary: *a",
        "anchor": "summary: &a [x, x]",
        "tag": "summary: !!python/object/apply:os.system [x]",
        "yaml": "summary: " + "[" * 50 + "]" * 50,
    }
    problems = check_bytes(f"---\n{bombs[rule]}\n---\n\n甲\n".encode())
    assert rule in {problem.rule for problem in problems}


def test_an_exceeded_limit_does_not_hide_problems_in_the_front_matter() -> None:
    problems = check_bytes(text("- " * 50 + "甲", title=None).encode())
    assert {"too-deep", "required"} <= {problem.rule for problem in problems}


def test_an_ordinary_long_notice_is_within_the_limits() -> None:
    table = "| 序号 | 问题 |\n|---|---|\n" + "| 1 | [问题](https://example.com/) |\n" * 200
    notes = "\n".join(f"[^{n}]: 见第{n}条，2024年印发的文件。" for n in range(150))
    lists = "- 甲\n    - 乙\n        - 丙\n" * 100
    paragraph = "示范局党组逐项研究，逐项整改。" * 300
    assert exceeded_body_limit("\n\n".join([table, notes, *[lists, paragraph] * 3])) is None


def test_the_problem_names_the_line() -> None:
    problems = check_bytes(text("甲\n\n乙\n\n" + "- " * 50 + "丙").encode())
    (deep,) = [problem for problem in problems if problem.rule == "too-deep"]
    lines = text("甲\n\n乙\n\n" + "- " * 50 + "丙").split("\n")
    assert lines[deep.line - 1].startswith("- -")
