"""Apply every rule to notices and inspection rounds, with any inspection of attachments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

from noticeboard.history.baseline import Baseline
from noticeboard.incremental.progress import track
from noticeboard.model.dates import beijing_date
from noticeboard.model.problems import Problem
from noticeboard.model.register import ContactStaleness, Register
from noticeboard.reading.reader import ParsedNotice
from noticeboard.reading.rounds import ParsedRound
from noticeboard.reading.units import ParsedUnits
from noticeboard.rules.accepted import without_accepted
from noticeboard.rules.attachment_privacy import check_attachment_privacy
from noticeboard.rules.attachments import ATTACHMENT_RULES
from noticeboard.rules.base import Context, problems_of, rule_id, text_problems_of
from noticeboard.rules.changes.notices import check_changes, check_removed
from noticeboard.rules.changes.rounds import check_round_changes
from noticeboard.rules.inspections import Inspect, Inspections, Store
from noticeboard.rules.privacy import check_privacy, privacy_ok_unused
from noticeboard.rules.record import CONTEXT_RULES, NOTICE_RULES, contact_old, same_name
from noticeboard.rules.rounds import check_rounds
from noticeboard.rules.text.characters import NAME_RULES, check_characters, standard_characters
from noticeboard.rules.text.doubts import unanswered_doubt
from noticeboard.rules.text.figures import FIGURE_NOTICE_RULES, FIGURE_TEXT_RULES
from noticeboard.rules.text.language import LANGUAGE_RULES
from noticeboard.rules.text.markdown import MARKDOWN_RULES
from noticeboard.rules.units import check_units
from noticeboard.text.hidden_characters import HIDDEN

_NO_UNITS = ParsedUnits()


def apply_rules(
    parsed_notices: Sequence[ParsedNotice],
    notices_dir: Path,
    baseline: Baseline | None = None,
    rounds: Sequence[ParsedRound] = (),
    staleness: ContactStaleness | None = None,
    *,
    units: ParsedUnits = _NO_UNITS,
    board_region: str = "",
    file_problems: Iterable[Problem] | None = None,
    today: date | None = None,
    inspect: Inspect,
    cache: Store | None = None,
) -> list[Problem]:
    """Return every problem of every file, sorted by place.

    `baseline` adds the comparison with the published versions, `staleness` the stale contacts;
    `rounds` require all notices in `parsed_notices`. `board_region` is that of the whole site, and
    `file_problems` are those of `check_file`, if known. `today` is by default the current day, also
    in a build with SOURCE_DATE_EPOCH. `cache` keeps what `inspect` returns about attachments.
    """
    if file_problems is None:
        file_problems = chain.from_iterable(map(check_file, track("检查通报", parsed_notices)))
    problems = set(file_problems)
    day = today or beijing_date()
    context = Context(notices_dir.absolute(), day, Inspections(inspect, cache))
    notices = [parsed.notice for parsed in parsed_notices if parsed.notice]
    context.inspections.load(path for n in notices for path in context.published_files(n))
    register = Register((n for n in notices if n.is_public(day)), units.register)
    problems.update(_check_files_together(parsed_notices, context))
    problems.update(check_removed(notices_dir, baseline))
    problems.update(check_units(parsed_notices, units, register, board_region))
    problems.update(check_rounds(rounds, register, day))
    _check_attachments(parsed_notices, context, problems)
    if staleness:
        problems.update(contact_old(parsed_notices, staleness))
    if baseline:
        problems.update(check_changes(parsed_notices, baseline))
        problems.update(check_round_changes(rounds, baseline, register))
    return sorted(map(_printable, without_accepted(problems, parsed_notices)))


def check_file(parsed: ParsedNotice) -> list[Problem]:
    """Return the problems that depend on the content of this file only."""
    problems = [*parsed.problems, *check_characters(parsed)]
    if parsed.notice:
        for rule in NAME_RULES:
            problems += problems_of(parsed, rule, rule(parsed.notice))
    parsed = standard_characters(parsed)
    for text_rule in (*MARKDOWN_RULES, *FIGURE_TEXT_RULES, *LANGUAGE_RULES):
        findings = text_rule(parsed.body)
        problems += text_problems_of(parsed.path, parsed.body_line, text_rule, findings)
    if parsed.notice:
        for rule in (*NOTICE_RULES, *FIGURE_NOTICE_RULES):
            problems += problems_of(parsed, rule, rule(parsed.notice))
    return [*problems, *unanswered_doubt(parsed), *check_privacy(parsed)]


def _check_files_together(
    parsed_notices: Sequence[ParsedNotice], context: Context
) -> Iterator[Problem]:
    """Yield the problems that depend on other files too."""
    for parsed in parsed_notices:
        if parsed.notice:
            for rule in (*CONTEXT_RULES, *ATTACHMENT_RULES):
                yield from problems_of(parsed, rule, rule(parsed.notice, context))
    yield from same_name(parsed_notices)


def _check_attachments(
    parsed_notices: Sequence[ParsedNotice], context: Context, problems: set[Problem]
) -> None:
    """Add the personal data in attachments; remove the exceptions that only these need."""
    unused = rule_id(privacy_ok_unused)
    for parsed in parsed_notices:
        if not parsed.notice or not context.published_files(parsed.notice):
            continue
        added = set(check_attachment_privacy(parsed, context))
        here = {p for p in problems if p.path == parsed.path and p.rule == unused}
        problems -= here - added
        problems |= {problem for problem in added if problem.rule != unused}


def _printable(problem: Problem) -> Problem:
    """Replace hidden characters in the message: it quotes the file and reaches a terminal."""
    if HIDDEN.search(problem.message) or "\n" in problem.message:
        return replace(problem, message=HIDDEN.sub("\ufffd", problem.message).replace("\n", " "))
    return problem
