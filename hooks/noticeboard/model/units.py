"""The register of units: their names, predecessors and successors.

This model is the only definition of `notices/units.yml`; its Chinese titles and descriptions appear
in messages to editors.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import Names, Record, Region, Text
from noticeboard.text.folding import fold

UnitKey = tuple[str, str]
"""A unit's region and name."""

MIN_SIMILARITY = 0.8
"""The least difflib ratio at which two names probably mean the same unit."""
# Suffixes that most names share and that distinguish no units.
_ORGAN_SUFFIX = re.compile(r"(?:党组|党委|党工委|党总支|党支部|委员会)+$")


class RelatedUnit(Record):
    """The unit before or after a change, and the day of the change."""

    unit: Text = Field(title="单位", description="变动以前或以后的名称", examples=["示范局党组"])
    region: Region | None = Field(
        None, title="地区", description="与本单位的地区不同时写", examples=["湖北省/武汉市/武昌区"]
    )
    date: PartialDate = Field(title="日期", description="哪一天变动的", examples=["2024-03-01"])


class UnitEntry(Record):
    """A unit with all its names on this board, and the units before and after it."""

    name: Text = Field(title="名称", description="单位的全称", examples=["示例区示范局党组"])
    region: Region = Field(
        title="地区", description="从大到小，用半角斜杠 / 分开", examples=["湖北省/武汉市/武昌区"]
    )
    other_names: Names | None = Field(
        None, title="其他名称", description="通报里的简称和别的写法", examples=["[示范局党组]"]
    )
    field: Text | None = Field(None, title="领域", description="工作领域", examples=["教育"])
    predecessors: tuple[RelatedUnit, ...] = Field(
        (), title="前身", description="改名、合并以前的单位，每个一项"
    )
    successors: tuple[RelatedUnit, ...] = Field(
        (), title="后继", description="改名、合并以后的单位，每个一项"
    )

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its other names."""
        return self.name, *(self.other_names or ())

    @property
    def key(self) -> UnitKey:
        """What identifies the unit."""
        return self.region, self.name


class UnitFile(Record):
    """The content of `notices/units.yml`."""

    units: tuple[UnitEntry, ...] = Field(title="单位", description="每个单位一项，以“- ”开头")


@dataclass(frozen=True, slots=True)
class Relation:
    """A predecessor or successor of a unit, and the day of the change."""

    kind: Literal["predecessor", "successor"]
    unit: UnitKey
    date: PartialDate


class UnitRegister:
    """The entries of the register, by any of their names."""

    def __init__(self, entries: Iterable[UnitEntry] = ()) -> None:
        self.entries = tuple(entries)
        self._by_name = {
            (entry.region, fold(name)): entry
            for entry in reversed(self.entries)
            for name in entry.names
        }
        self._relations: dict[UnitKey, list[Relation]] = defaultdict(list)
        for entry in self.entries:
            self._relate(entry)

    def find(self, region: str, name: str) -> UnitEntry | None:
        """Return the entry with this name, in any spelling of the same folded form."""
        return self._by_name.get((region, fold(name)))

    def key(self, region: str, name: str) -> UnitKey:
        """Return region and name of the unit's entry; without an entry, the arguments."""
        entry = self.find(region, name)
        return entry.key if entry else (region, name)

    def relations(self, unit: UnitKey) -> tuple[Relation, ...]:
        """Return the predecessors and successors of a unit, whichever entry names them."""
        region, name = self.key(*unit)
        return tuple(self._relations.get((region, fold(name)), ()))

    def _relate(self, entry: UnitEntry) -> None:
        for related in entry.predecessors:
            self._link(self._related(entry, related), entry.key, related.date)
        for related in entry.successors:
            self._link(entry.key, self._related(entry, related), related.date)

    def _related(self, entry: UnitEntry, related: RelatedUnit) -> UnitKey:
        return self.key(related.region or entry.region, related.unit)

    def _link(self, earlier: UnitKey, later: UnitKey, day: PartialDate) -> None:
        relations = (
            (later, Relation("predecessor", earlier, day)),
            (earlier, Relation("successor", later, day)),
        )
        for (region, name), relation in relations:
            listed = self._relations[region, fold(name)]
            if relation.unit not in (other.unit for other in listed):
                listed.append(relation)


def short_name(region: str, name: str) -> str:
    """Return the folded name without 中共 and without the parts of its region at its start."""
    folded = fold(name).removeprefix("中共")
    for prefix in _region_prefixes(region):
        if folded.startswith(prefix) and len(folded) > len(prefix):
            folded = folded.removeprefix(prefix)
    return folded


def _region_prefixes(region: str) -> Iterator[str]:
    """Yield each part as it begins a full name (示例市), then as it begins a short one (市教育局)."""
    parts = [fold(part) for part in region.split("/")]
    yield from parts
    yield from (part[-1] for part in parts[-1:] if part)


def is_part_of_region(part: str, whole: str) -> bool:
    """Return whether a region is the tail of another: 示例区 of 示例省/示例市/示例区."""
    return whole.endswith(f"/{part}")


def may_be_same_region(one: str, other: str) -> bool:
    """Return whether two regions are equal, or one is the tail of the other."""
    return one == other or is_part_of_region(one, other) or is_part_of_region(other, one)


def may_be_same_unit(one: UnitKey, other: UnitKey) -> bool:
    """Return whether two units are probably one, by their names; an editor has to decide."""
    (region, name), (other_region, other_name) = one, other
    if not may_be_same_region(region, other_region):
        return False
    longest = max(region, other_region, key=len)
    first, second = (_ORGAN_SUFFIX.sub("", short_name(longest, n)) for n in (name, other_name))
    if first in second or second in first:
        return True
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return bool(matcher.ratio() >= MIN_SIMILARITY)
