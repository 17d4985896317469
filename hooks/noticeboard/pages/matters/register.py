"""The matters of all notices, selected by field of work, stated state and sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from noticeboard.matters.fields import field_names, field_of
from noticeboard.matters.ledger import NO_STATE, STATES, Ledger, Matter
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.model.slugs import slug

BASE = "matters/"


class Entry(NamedTuple):
    """A matter as lists know it: its notice, and its place in the notice's ledger."""

    notice: Notice
    number: int


@dataclass(frozen=True, slots=True)
class Selection:
    """A list of matters: all, or those of a field, with a state or with sums; `url` is its address."""

    kind: str
    name: str
    url: str
    includes: Callable[[Matter], bool]


def _selections() -> tuple[Selection, ...]:
    def of_field(name: str) -> Callable[[Matter], bool]:
        return lambda matter: field_of(matter.problem).name == name

    def with_state(name: str) -> Callable[[Matter], bool]:
        return lambda matter: name in (matter.states or (NO_STATE,))

    return (
        Selection("", "全部", BASE, lambda matter: True),
        Selection("sums", "写明金额的", f"{BASE}sums/", lambda matter: bool(matter.sums)),
        *(Selection("field", n, f"{BASE}field/{slug(n)}/", of_field(n)) for n in field_names()),
        *(
            Selection("state", n, f"{BASE}state/{slug(n)}/", with_state(n))
            for n in (*STATES, NO_STATE)
        ),
    )


class MatterRegister:
    """The ledgers of all notices by id, and the selections of their matters."""

    def __init__(self, register: Register, ledgers: Mapping[str, Ledger]) -> None:
        self.register = register
        self.ledgers = ledgers
        self.selections = _selections()

    @cached_property
    def by_year(self) -> Mapping[str, tuple[Notice, ...]]:
        """The notices that state matters, by year of publication; none that was withdrawn."""
        listed = {
            year: tuple(n for n in notices if self.ledgers[n.id].matters and not n.withdrawn)
            for year, notices in self.register.by_year.items()
        }
        return {year: notices for year, notices in listed.items() if notices}

    @cached_property
    def total(self) -> int:
        """The number of notices that state matters."""
        return sum(map(len, self.by_year.values()))

    def entries(self, selection: Selection, year: str) -> Sequence[Entry]:
        """Return the matters of a selection and a year, the newest notice first."""
        return list(self._entries(selection, year))

    def years(self, selection: Selection) -> tuple[str, ...]:
        """Return the years in which a selection has matters."""
        return tuple(
            year for year in self.by_year if next(self._entries(selection, year), None) is not None
        )

    def _entries(self, selection: Selection, year: str) -> Iterator[Entry]:
        for notice in self.by_year[year]:
            for number, matter in enumerate(self.ledgers[notice.id].matters):
                if selection.includes(matter):
                    yield Entry(notice, number)
