"""Check a notice for personal data.

Only a `privacy_ok` entry with a reason suppresses a finding, so that reviewers see it. Messages
mask the match, because logs remain after the file is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import rule_id
from noticeboard.rules.privacy.base import Match, PrivacyRule
from noticeboard.rules.privacy.numbers import bank_card, id_number, mobile_number
from noticeboard.rules.privacy.people import (
    home_address,
    person_name,
    personal_number,
    personal_paper,
)
from noticeboard.rules.privacy.plain_text import (
    PlainText,
    compact,
    numbers_in_addresses,
    plain_text,
    table_cells,
)
from noticeboard.text.lookalikes import standardize

# Fields whose digits belong to nobody: addresses, checksums, and the exceptions themselves.
_EXEMPT_FIELDS = frozenset({"privacy_ok", "source"})
_FIELD = re.compile(r"([A-Za-z_]+)\s*[:：]")

PRIVACY_RULES: tuple[PrivacyRule, ...] = (
    id_number,
    bank_card,
    mobile_number,
    home_address,
    personal_paper,
    personal_number,
    person_name,
)


def check_privacy(parsed: ParsedNotice) -> Iterator[Problem]:
    """Yield the findings that no `privacy_ok` entry suppresses, and the entries without use."""
    exceptions = parsed.notice.privacy_ok if parsed.notice else ()
    allowed = [compact(entry.what) for entry in exceptions]
    used: set[int] = set()
    fields = list(_front_matter_lines(parsed.front_matter))
    known = compact("".join(text for text, name in fields if name == "contact"))
    head = "\n".join("" if name in _EXEMPT_FIELDS else text for text, name in fields)
    for first, source in ((2, head), (parsed.body_line, parsed.body)):
        for rule, start, end, category in find_personal_data(source, known):
            text = standardize(source[start:end])
            suppressing = [n for n, what in enumerate(allowed) if compact(text) in what]
            used.update(suppressing)
            if not suppressing:
                line = first + source.count("\n", 0, start)
                column = start - source.rfind("\n", 0, start)
                yield _private((parsed.path, line, column), rule, text, category)
    for index in range(len(exceptions)):
        if index not in used:
            yield _unused(parsed, index)


def find_personal_data(source: str, known: str = "") -> list[tuple[PrivacyRule, int, int, str]]:
    """Return rule, start and end in the source, and category of each match, in order.

    `known` is the compact text of a contact, whose numbers and addresses are public.
    """
    whole = plain_text(source, known)
    matches: dict[tuple[int, PrivacyRule], tuple[int, str]] = {}
    for plain in (whole, *table_cells(whole), *numbers_in_addresses(source, known)):
        for rule in PRIVACY_RULES:
            for match in rule(plain):
                start, end = _source_span(plain, match)
                matches.setdefault((start, rule), (end, match.category))
    certain = {(s, end) for (s, rule), (end, _) in matches.items() if rule is not personal_number}
    return [
        (rule, start, end, category)
        for (start, rule), (end, category) in sorted(matches.items(), key=lambda item: item[0][0])
        # A number with a label of its own is reported once.
        if rule is not personal_number
        or not any(low < end and start < high for low, high in certain)
    ]


def _source_span(plain: PlainText, match: Match) -> tuple[int, int]:
    return plain.origin(match.start), plain.origin(match.end - 1) + 1


def _private(place: tuple[str, int, int], rule: PrivacyRule, text: str, category: str) -> Problem:
    help_text = (
        "删去，或用“某”“*”代替；确实可以公开的，在元数据里写 "
        "privacy_ok: [{what: 这段文字, reason: 为什么可以公开、谁同意的}]"
    )
    message = f"这里像是{category}：{mask(' '.join(text.split()))}"
    return Problem(*place, rule_id(rule), "error", message, help_text)


def _unused(parsed: ParsedNotice, index: int) -> Problem:
    place = parsed.place("privacy_ok", index)
    message = f"privacy_ok 第{index + 1}条没有对应到检查指出的文字"
    help_text = "照原样写检查指出的那段文字；已经删去的，这一条也删去"
    return Problem(parsed.path, *place, rule_id(privacy_ok_unused), "warning", message, help_text)


def privacy_ok_unused() -> None:
    """privacy_ok 的每一条都要对应一处检查指出的文字。"""


def _front_matter_lines(front_matter: str) -> Iterator[tuple[str, str]]:
    """Yield the text and the top-level field of each line of the front matter."""
    name = ""
    for text in front_matter.split("\n"):
        match = _FIELD.match(text)
        name = match[1] if match else name
        yield text, name


def mask(text: str) -> str:
    """Return the text with its middle replaced by asterisks."""
    if len(text) <= 2:
        return "**"
    shown = 3 if len(text) > 8 else 1
    return f"{text[:shown]}{'*' * (len(text) - 2 * shown)}{text[-shown:]}"
