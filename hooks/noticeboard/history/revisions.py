"""From one published version of a notice to the next: what was said of it, and what differs.

What was taken away because it was private is not shown again: from such a step back, all older
differences of the notice are hidden too, for the same words may stand in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from noticeboard.history.diff import FREE, FieldChange, field_changes
from noticeboard.history.log import FileChange, Version
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice, read_bytes
from noticeboard.text.diff import Passage, passages

SHOWN = 12
"""So many passages of one difference are shown; of the others, how many there are."""
HIDDEN = "改动前的文字涉及个人隐私或已经撤下，不再展示文字差别。"

DatedNote = tuple[PartialDate, str]

PrivacyCheck = Callable[[ParsedNotice], Iterable[Problem]]
"""Yields the problems of everything private in one version of a notice."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs: fields of the record, places in the text, attachments; `more` are not shown."""

    fields: tuple[FieldChange, ...]
    passages: tuple[Passage, ...]
    files: tuple[FileChange, ...]
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.fields or self.passages or self.files)

    @property
    def needs_a_reason(self) -> bool:
        """Whether it goes beyond what the rules let change without a correction."""
        beyond = any(change.key not in FREE for change in self.fields)
        return beyond or bool(self.passages) or any(file.letter != "A" for file in self.files)


@dataclass(frozen=True, slots=True)
class Step:
    """A commit that led from one public version to another.

    `corrections` and `withdrawal`, days with their reasons, are what it newly tells; `hidden` says
    that its difference must not be shown.
    """

    version: Version
    corrections: tuple[DatedNote, ...]
    withdrawal: DatedNote | None
    difference: Difference
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The first version that was public, and what came after it, the oldest first."""

    first: Version | None
    steps: tuple[Step, ...]


def read_steps(
    notice: Notice,
    versions: Sequence[Version],
    contents: Mapping[str, bytes],
    check_privacy: PrivacyCheck,
) -> Steps:
    """The steps of a notice; `versions` are newest first, as `contents` holds them.

    A version that cannot be read, or is a draft, was never public and is passed over.
    """
    public = list(_public(versions, contents, notice.path))
    if not public:
        return Steps(versions[-1] if len(versions) == 1 else None, ())
    known = [_step(*pair) for pair in pairwise(public)]
    return Steps(public[0][0], tuple(_hidden(notice, public, known, check_privacy)))


def _public(
    versions: Sequence[Version], contents: Mapping[str, bytes], path: str
) -> Iterator[tuple[Version, ParsedNotice, Notice]]:
    parsed_notices: dict[str, ParsedNotice] = {}
    for version in reversed(versions):
        raw = contents.get(version.blob)
        if raw is None:
            continue
        if version.blob not in parsed_notices:
            parsed_notices[version.blob] = read_bytes(raw, path)
        parsed = parsed_notices[version.blob]
        if parsed.notice and not parsed.notice.draft:
            yield version, parsed, parsed.notice


def _step(
    before: tuple[Version, ParsedNotice, Notice], after: tuple[Version, ParsedNotice, Notice]
) -> Step:
    old, new = before[2], after[2]
    told = [correction.told for correction in old.corrections]
    added = tuple(c.told for c in new.corrections if c.told not in told)
    now = new.withdrawn
    withdrawal = (now.date, now.reason) if now and not old.withdrawn else None
    return Step(after[0], added, withdrawal, difference_of(old, new, after[0].files))


def difference_of(old: Notice, new: Notice, files: tuple[FileChange, ...] = ()) -> Difference:
    """What differs between two versions."""
    found = passages(old.body, new.body)
    fields = (*field_changes(old, new), *_taken_back(old, new))
    return Difference(fields, found[:SHOWN], files, len(found[SHOWN:]))


def _taken_back(old: Notice, new: Notice) -> Iterator[FieldChange]:
    """Corrections and withdrawals that were published and are there no more."""
    told = [correction.told for correction in new.corrections]
    for date, note in (correction.told for correction in old.corrections):
        if (date, note) not in told:
            yield FieldChange("corrections", "更正记录", f"{date.chinese}：{note}", "")
    if old.withdrawn and old.withdrawn != new.withdrawn:
        now = new.withdrawn.reason if new.withdrawn else ""
        yield FieldChange("withdrawn", "撤回", old.withdrawn.reason, now)


def _hidden(
    notice: Notice,
    public: Sequence[tuple[Version, ParsedNotice, Notice]],
    steps: Sequence[Step],
    check_privacy: PrivacyCheck,
) -> list[Step]:
    asked = {correction.told for correction in notice.corrections if correction.hide}
    emptied = notice.withdrawn is not None and not notice.body.strip()
    hidden = notice.blanked or emptied
    found: list[Step] = []
    pairs = pairwise(parsed for _, parsed, _ in public)
    for step, (before, after) in reversed(list(zip(steps, pairs, strict=True))):
        hidden = (
            hidden or bool(asked & set(step.corrections)) or _private(before, after, check_privacy)
        )
        found.append(replace(step, hidden=True) if hidden else step)
    return found[::-1]


def _private(before: ParsedNotice, after: ParsedNotice, check_privacy: PrivacyCheck) -> bool:
    """Whether something private that stood in the one is gone from the other."""
    errors = [
        {
            (found.rule, found.message)
            for found in check_privacy(parsed)
            if found.severity == "error"
        }
        for parsed in (before, after)
    ]
    return bool(errors[0] - errors[1])
