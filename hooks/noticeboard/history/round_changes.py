"""Compare versions of an inspection round, and list its changes from Git, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from noticeboard.history.changelog import LABELS, Kind
from noticeboard.history.diff import DatedNote, FieldChange, added_corrections
from noticeboard.history.log import Version
from noticeboard.model.dates import PartialDate
from noticeboard.model.rounds import Round, RoundFile, RoundUnit
from noticeboard.reading.rounds import read_round

_UNITS = ("units", "corrections")
_UNIT_FIELDS = ("group", "feedback", "notice", "ground")


@dataclass(frozen=True, slots=True)
class RoundEntry:
    """One change of a round: its kind, day, reason and the fields that differ."""

    kind: Kind
    date: PartialDate
    reason: str = ""
    commit: str | None = None
    committed_at: datetime | None = None
    changes: tuple[FieldChange, ...] = ()

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return LABELS[self.kind]


def round_changes(old: Round, new: Round) -> Iterator[FieldChange]:
    """Yield the fields that differ; a unit is the same while its region and name are.

    The path of a unit's field holds the unit's position in `new`; that of an added or removed unit
    is `units`.
    """
    for name, info in RoundFile.model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if name not in _UNITS and before != after:
            yield FieldChange((name,), info.title or name, before, after)
    before_units = {(old.region_of(unit), unit.unit): unit for unit in old.units}
    after_units = {(new.region_of(unit), unit.unit): unit for unit in new.units}
    title = RoundFile.model_fields["units"].title or "units"
    for key in before_units.keys() - after_units.keys():
        yield FieldChange(("units",), title, key[1], None)
    for position, unit in enumerate(new.units):
        known = before_units.get((new.region_of(unit), unit.unit))
        if known is None:
            yield FieldChange(("units",), title, None, unit.unit)
        else:
            yield from _unit_changes(position, known, unit, old, new)


def _unit_changes(
    position: int, before: RoundUnit, after: RoundUnit, old: Round, new: Round
) -> Iterator[FieldChange]:
    for name in _UNIT_FIELDS:
        was, now = getattr(before, name), getattr(after, name)
        if name == "feedback" and old.feedback == new.feedback:
            was, now = old.feedback_of(before), new.feedback_of(after)
        if was != now:
            title = f"“{after.unit}”的{RoundUnit.model_fields[name].title}"
            yield FieldChange(("units", position, name), title, was, now)


def needs_correction(change: FieldChange) -> bool:
    """Return whether a change of a round is allowed only with a correction.

    A further unit, and the notice that a unit has published since, are additions.
    """
    is_addition = change.path == ("units",) or change.path[-1] == "notice"
    return change.old is not None or not is_addition


def round_log(
    current: Round, versions: Sequence[Version], contents: Mapping[str, bytes]
) -> tuple[RoundEntry, ...]:
    """Return the changes of a round, newest first; `versions` are newest first too.

    Without Git these are its corrections. Versions that cannot be read are left out.
    """
    states = list(_readable(versions, contents, current.path))
    entries = []
    if states or len(versions) == 1:
        first = states[0][0] if states else versions[0]
        day = PartialDate.from_date(first.committed_at)
        entries.append(RoundEntry("published", day, "", first.commit, first.committed_at))
    explained: set[DatedNote] = set()
    for (_, old), (version, new) in pairwise(states):
        changes = tuple(round_changes(old, new))
        notes = added_corrections(old, new)
        explained.update(notes)
        commit = (version.commit, version.committed_at)
        for date, note in notes:
            entries.append(RoundEntry("corrected", date, note, *commit, changes))
        if changes and not notes:
            kind: Kind = "unexplained" if any(map(needs_correction, changes)) else "updated"
            day = PartialDate.from_date(version.committed_at)
            entries.append(RoundEntry(kind, day, "", *commit, changes))
    for correction in current.corrections:
        if correction.dated_note not in explained:
            entries.append(RoundEntry("corrected", *correction.dated_note))
    return tuple(sorted(entries, key=lambda entry: entry.date.last))[::-1]


def _readable(
    versions: Sequence[Version], contents: Mapping[str, bytes], path: str
) -> Iterator[tuple[Version, Round]]:
    for version in reversed(versions):
        raw = contents.get(version.blob)
        parsed = read_round(raw.decode("utf-8-sig", "replace"), path).round if raw else None
        if parsed:
            yield version, parsed
