"""Every publication, correction and withdrawal, newest first, with what Git knows of each.

The record tells the dates and the reasons; the versions in Git tell what was changed. Without
Git, or in a shallow clone, the record alone is shown. Git is the ledger: nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from noticeboard.history.log import History, Version
from noticeboard.history.revisions import (
    HIDDEN,
    Difference,
    PrivacyCheck,
    Step,
    Steps,
    read_steps,
)
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.text.paging import PER_PAGE

Kind = Literal["published", "updated", "unexplained", "corrected", "withdrawn", "deleted"]

# Of what happened to a notice on one day, the order in which it can have happened.
_ORDER: tuple[Kind, ...] = (
    "published",
    "updated",
    "unexplained",
    "corrected",
    "withdrawn",
    "deleted",
)
KINDS: Mapping[Kind, str] = {
    "published": "公布",
    "corrected": "更正",
    "withdrawn": "撤回",
    "updated": "资料更新",
    "unexplained": "没有写明原因的改动",
    "deleted": "删除",
}
UNKNOWN = "仓库里没有改动以前的版本，看不到文字差别。"
TOGETHER = "和这篇通报的另一条记录同一次提交，文字差别写在那里。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    `number` counts the entries of one kind of a notice, from 1, the oldest first; `commit` and
    `made` are None where Git does not know; `difference` is None where nothing was there before
    or nothing may be shown, and `silence` then says in Chinese why, or is empty. `notice` is None
    when it has been deleted.
    """

    kind: Kind
    number: int
    date: PartialDate
    identity: str
    notice: Notice | None
    reason: str = ""
    commit: str | None = None
    made: datetime | None = None
    difference: Difference | None = None
    silence: str = ""

    @property
    def words(self) -> str:
        """What happened."""
        return KINDS[self.kind]

    @property
    def anchor(self) -> str:
        """What the entry is called within its page: it stays, the number of the page does not."""
        return f"{self.identity.replace('/', '-')}-{self.kind}-{self.number}"


class Changelog:
    """All entries; those of one day by notice, the last that happened to it first."""

    def __init__(self, register: Register, history: History, check_privacy: PrivacyCheck) -> None:
        found: list[Entry] = []
        for notice in register.notices:
            found += _of_notice(notice, history, check_privacy)
        known = {notice.id for notice in register.notices}
        for identity, versions in history.versions.items():
            if identity not in known and versions[0].deleted:
                found.append(_deleted(identity, versions[0]))
        found.sort(key=lambda entry: (_ORDER.index(entry.kind), entry.number), reverse=True)
        found.sort(key=lambda entry: entry.identity)
        found.sort(key=lambda entry: entry.date.last, reverse=True)
        self.entries = tuple(found)

    @cached_property
    def _places(self) -> dict[tuple[str, Kind, int], int]:
        return {(e.identity, e.kind, e.number): at for at, e in enumerate(self.entries)}

    def address(self, identity: str, kind: Kind, number: int = 1) -> str:
        """Where an entry is shown, from the site's root; KeyError when there is none."""
        at = self._places[identity, kind, number]
        page = at // PER_PAGE + 1
        base = "changes/" if page == 1 else f"changes/page/{page}/"
        return f"{base}#{self.entries[at].anchor}"


def _of_notice(notice: Notice, history: History, check_privacy: PrivacyCheck) -> Iterator[Entry]:
    """What the record says has happened, then what only Git knows of."""
    versions = history.versions.get(notice.id, ())
    known = read_steps(notice, versions, history.contents, check_privacy)
    published = Entry("published", 1, notice.published, notice.id, notice)
    if known.first:
        published = replace(published, commit=known.first.commit, made=known.first.made)
    yield published
    yield from _told(notice, known, history.complete)
    yield from _untold(notice, known.steps)


def _told(notice: Notice, known: Steps, complete: bool) -> Iterator[Entry]:
    """Corrections and the withdrawal; a difference stands with the last that its commit told."""
    explained = {told: step for step in known.steps for told in step.corrections}
    for number, correction in enumerate(notice.corrections, 1):
        entry = Entry("corrected", number, correction.date, notice.id, notice, correction.note)
        step = explained.get(correction.told)
        own = bool(step and step.corrections[-1] == correction.told and not step.withdrawal)
        yield _with(entry, step, own, complete)
    yield from _withdrawals(notice, known, complete)


def _withdrawals(notice: Notice, known: Steps, complete: bool) -> Iterator[Entry]:
    """Each of them, also one that was taken back since; the record knows the last only."""
    steps = [step for step in known.steps if step.withdrawal]
    told = [step.withdrawal for step in steps]
    now = notice.withdrawn
    for number, step in enumerate(steps, 1):
        if step.withdrawal:
            entry = Entry("withdrawn", number, step.withdrawal[0], notice.id, notice)
            yield _shown(replace(entry, reason=step.withdrawal[1]), step)
    if now and (now.date, now.reason) not in told:
        entry = Entry("withdrawn", len(steps) + 1, now.date, notice.id, notice, now.reason)
        yield _with(entry, None, True, complete)


def _with(entry: Entry, step: Step | None, own: bool, complete: bool) -> Entry:
    """The entry with what its commit changed; `own` says that the difference belongs to it."""
    if step is None:
        # Where no history is known at all, the page says so once.
        return replace(entry, silence=UNKNOWN if complete else "")
    if not own:
        return replace(_at(entry, step.version), silence=TOGETHER)
    return _shown(entry, step)


def _untold(notice: Notice, steps: Sequence[Step]) -> Iterator[Entry]:
    """What changed without a correction: contacts may, with the text nobody should."""
    counts: dict[Kind, int] = {"updated": 0, "unexplained": 0}
    for step in steps:
        if step.corrections or step.withdrawal or not step.difference:
            continue
        kind: Kind = "unexplained" if step.difference.needs_a_reason else "updated"
        counts[kind] += 1
        day = _day(step.version.made)
        yield _shown(Entry(kind, counts[kind], day, notice.id, notice), step)


def _deleted(identity: str, version: Version) -> Entry:
    """A notice whose file is there no more; of what it held nothing is shown."""
    return _at(Entry("deleted", 1, _day(version.made), identity, None), version)


def _shown(entry: Entry, step: Step) -> Entry:
    made = _at(entry, step.version)
    if step.hidden:
        return replace(made, silence=HIDDEN)
    return replace(made, difference=step.difference)


def _at(entry: Entry, version: Version) -> Entry:
    return replace(entry, commit=version.commit, made=version.made)


def _day(moment: datetime) -> PartialDate:
    return PartialDate(moment.year, moment.month, moment.day)
