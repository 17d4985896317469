"""Rules about new corrections and withdrawals, of notices and of inspection rounds alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from noticeboard.history.diff import DatedNote, added_corrections
from noticeboard.model.dates import beijing_date
from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.model.notice import Notice
from noticeboard.model.rounds import Round
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.rules.base import Finding

MIN_NOTE_CHARACTERS, MIN_NOTE_LETTERS = 4, 8
"""Different letters and digits of a note that says what was changed; without Chinese, more."""
MAX_DELAY = timedelta(days=30)
"""How long a request may wait for its publication."""


def past_hide(old: Notice | Round, new: Notice | Round) -> Iterator[Finding]:
    """hide: true 只写在新增的更正里；已公布的更正不能再改展示不展示差别。"""
    before = {correction.dated_note: correction.hide for correction in old.corrections}
    for index, entry in enumerate(new.corrections):
        if entry.hide != before.get(entry.dated_note, entry.hide):
            message = f"第{index + 1}条更正已经公布，不能再改它的 hide"
            help_text = (
                "改回原样；旧的文字差别确实涉及个人隐私的，新增一条更正，写明原因和 hide: true，"
                "它以前的差别都不再展示"
            )
            yield Finding(("corrections", index, "hide"), message, help_text)


def past_note(old: Notice | Round, new: Notice | Round) -> Iterator[Finding]:
    """新增的更正和撤回要写明改了什么、为什么，不能只写标点或一两个字。"""
    for loc, (_, note) in _added(old, new):
        says = {character for character in note if character.isalnum()}
        least = MIN_NOTE_CHARACTERS if any(c >= "\u4e00" for c in says) else MIN_NOTE_LETTERS
        if len(says) < least or PLACEHOLDER.search(note):
            name = "note" if loc[0] == "corrections" else "reason"
            message = f"“{note}”没有写明改了什么、为什么"
            yield Finding((*loc, name), message, "写成一句话，如 更正联系电话，原号码末位有误")


def past_day(old: Notice | Round, new: Notice | Round, since: date) -> Iterator[Finding]:
    """新增的更正和撤回，日期不能早于改动以前的版本三十天以上。"""
    earliest = since if since == date.min else since - MAX_DELAY
    for loc, (day, _) in _added(old, new):
        if day.last < earliest:
            message = f"日期 {day} 太早：改动以前的版本是 {since} 的，那时还没有这一条"
            yield Finding((*loc, "date"), message, f"写公布更正的日期，如 {beijing_date()}")


def _added(old: Notice | Round, new: Notice | Round) -> Iterator[tuple[FieldPath, DatedNote]]:
    added = set(added_corrections(old, new))
    for index, entry in enumerate(new.corrections):
        if entry.dated_note in added:
            yield ("corrections", index), entry.dated_note
    withdrawn = new.withdrawn if isinstance(new, Notice) else None
    if withdrawn and isinstance(old, Notice) and not old.withdrawn:
        yield ("withdrawn",), (withdrawn.date, withdrawn.reason)


def more_corrections(old: Notice | Round, new: Notice | Round) -> bool:
    """Return whether a correction was added, and none was replaced by it."""
    return bool(added_corrections(old, new)) and len(new.corrections) > len(old.corrections)


AMENDMENT_RULES = (past_hide, past_note)
