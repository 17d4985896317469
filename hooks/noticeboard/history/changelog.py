"""List every publication, correction, withdrawal and other change, newest first.

Dates and reasons come from the notices themselves, commits and differences from Git. Without Git,
or in a shallow clone, the changelog has dates and reasons only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from noticeboard.history.diff import DatedNote, Difference
from noticeboard.history.log import History, Version
from noticeboard.history.revisions import (
    HIDDEN_NOTE,
    NoticeHistory,
    PrivacyCheck,
    PublicVersion,
    Revision,
    read_revisions,
)
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register

Kind = Literal["published", "updated", "unexplained", "corrected", "withdrawn", "deleted"]

LABELS: Mapping[Kind, str] = {
    "published": "公布",
    "updated": "资料更新",
    "unexplained": "没有写明原因的改动",
    "corrected": "更正",
    "withdrawn": "撤回",
    "deleted": "删除",
}
"""Each kind in Chinese, in the order in which they can happen to a notice on one day."""

UNKNOWN_NOTE = "仓库里没有改动以前的版本，看不到文字差别。"
SAME_COMMIT_NOTE = "和这篇通报的另一条记录同一次提交，文字差别写在那里。"

_ORDER = tuple(LABELS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the changelog.

    `number` counts the entries of one kind of a notice, from 1, oldest first; `commit` and
    `committed_at` are None where Git does not know; `difference` is None where there is none or it
    may not be shown, and `difference_note` says why in Chinese, or is empty; `notice` is None when
    it was deleted.
    """

    kind: Kind
    number: int
    date: PartialDate
    notice_id: str
    notice: Notice | None
    reason: str = ""
    commit: str | None = None
    committed_at: datetime | None = None
    difference: Difference | None = None
    difference_note: str = ""

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return LABELS[self.kind]

    @property
    def anchor(self) -> str:
        """The permanent id of the entry within the page of the notice's changes."""
        return f"{self.notice_id.replace('/', '-')}-{self.kind}-{self.number}"


class Changelog:
    """All entries, newest first; those of one day by notice."""

    def __init__(self, register: Register, history: History, check_privacy: PrivacyCheck) -> None:
        entries: list[Entry] = []
        self._shown: dict[str, tuple[PublicVersion, ...]] = {}
        for notice in register.notices:
            versions = history.versions.get(notice.id, ())
            past = read_revisions(notice, versions, history.contents, check_privacy)
            entries += _notice_entries(notice, past, history.complete)
            self._shown[notice.id] = past.shown
        for notice_id, versions in history.versions.items():
            if notice_id not in register.by_id and versions[0].deleted:
                day = PartialDate.from_date(versions[0].committed_at)
                deletion = Entry("deleted", 1, day, notice_id, None)
                entries.append(_with_commit(deletion, versions[0]))
        entries.sort(key=lambda entry: (_ORDER.index(entry.kind), entry.number), reverse=True)
        entries.sort(key=lambda entry: entry.notice_id)
        entries.sort(key=lambda entry: entry.date.last, reverse=True)
        self.entries = tuple(entries)

    def shown_versions(self, notice: Notice) -> tuple[PublicVersion, ...]:
        """Return the published versions of a notice whose text may be shown, oldest first."""
        return self._shown[notice.id]

    def of_notice(self, notice: Notice) -> tuple[Entry, ...]:
        """Return the entries of one notice, newest first."""
        return self._by_notice.get(notice.id, ())

    @cached_property
    def _by_notice(self) -> dict[str, tuple[Entry, ...]]:
        by_notice: dict[str, list[Entry]] = {}
        for entry in self.entries:
            by_notice.setdefault(entry.notice_id, []).append(entry)
        return {notice_id: tuple(own) for notice_id, own in by_notice.items()}

    @cached_property
    def _positions(self) -> dict[tuple[str, Kind, int], int]:
        return {(e.notice_id, e.kind, e.number): i for i, e in enumerate(self.entries)}

    def address(self, notice_id: str, kind: Kind, number: int = 1) -> str:
        """Return the permanent address of an entry from the site's root. Raise KeyError."""
        position = self._positions[notice_id, kind, number]
        return f"{changes_url(notice_id)}#{self.entries[position].anchor}"

    @cached_property
    def by_notice(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each notice, newest first."""
        grouped: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            grouped[entry.notice_id].append(entry)
        return {notice_id: tuple(entries) for notice_id, entries in grouped.items()}


def changes_url(notice_id: str) -> str:
    """Return the address of the page of a notice's changes, which never moves."""
    return f"changes/{notice_id}/"


def _notice_entries(notice: Notice, past: NoticeHistory, complete: bool) -> Iterator[Entry]:
    published = Entry("published", 1, notice.published, notice.id, notice)
    yield _with_commit(published, past.first) if past.first else published
    yield from _corrections(notice, past.revisions, complete)
    yield from _withdrawals(notice, past.revisions, complete)
    yield from _unannounced(notice, past.revisions)


def _corrections(notice: Notice, revisions: Sequence[Revision], complete: bool) -> Iterator[Entry]:
    by_note = {note: revision for revision in revisions for note in revision.corrections}
    for number, correction in enumerate(notice.corrections, 1):
        note = correction.dated_note
        entry = Entry("corrected", number, correction.date, notice.id, notice, correction.note)
        revision = by_note.get(note)
        if revision is None:
            yield _unknown(entry, complete)
        elif revision.withdrawal or revision.corrections[-1] != note:
            # The last entry of a commit shows the difference.
            yield replace(_with_commit(entry, revision.version), difference_note=SAME_COMMIT_NOTE)
        else:
            yield _with_difference(entry, revision)


def _withdrawals(notice: Notice, revisions: Sequence[Revision], complete: bool) -> Iterator[Entry]:
    """Yield every withdrawal, including revoked ones that the notice itself no longer has."""
    number = 0
    notes = set()
    for revision in revisions:
        if revision.withdrawal:
            number += 1
            notes.add(revision.withdrawal)
            entry = _withdrawal(notice, number, revision.withdrawal)
            yield _with_difference(entry, revision)
    now = notice.withdrawn
    if now and now.dated_note not in notes:
        yield _unknown(_withdrawal(notice, number + 1, now.dated_note), complete)


def _withdrawal(notice: Notice, number: int, dated_note: DatedNote) -> Entry:
    date, reason = dated_note
    return Entry("withdrawn", number, date, notice.id, notice, reason)


def _unannounced(notice: Notice, revisions: Sequence[Revision]) -> Iterator[Entry]:
    """Yield the changes without a correction: `updated` where the rules allow it."""
    counts: dict[Kind, int] = {"updated": 0, "unexplained": 0}
    for revision in revisions:
        if revision.corrections or revision.withdrawal or not revision.difference:
            continue
        kind: Kind = "unexplained" if revision.difference.needs_correction else "updated"
        counts[kind] += 1
        day = PartialDate.from_date(revision.version.committed_at)
        entry = Entry(kind, counts[kind], day, notice.id, notice)
        yield _with_difference(entry, revision)


def _unknown(entry: Entry, complete: bool) -> Entry:
    # Without a complete history the page says so once, not at every entry.
    return replace(entry, difference_note=UNKNOWN_NOTE) if complete else entry


def _with_difference(entry: Entry, revision: Revision) -> Entry:
    dated = _with_commit(entry, revision.version)
    if revision.hidden:
        return replace(dated, difference_note=HIDDEN_NOTE)
    return replace(dated, difference=revision.difference)


def _with_commit(entry: Entry, version: Version) -> Entry:
    return replace(entry, commit=version.commit, committed_at=version.committed_at)
