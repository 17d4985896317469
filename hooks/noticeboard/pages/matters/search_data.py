"""What the search of `/matters/` reads: the matters of a year in few bytes."""

from __future__ import annotations

import json

from noticeboard.matters.fields import field_names, field_of
from noticeboard.matters.ledger import STATES, Matter
from noticeboard.model.notice import Notice
from noticeboard.pages.matters.register import MatterRegister


def search_json(matters: MatterRegister, year: str) -> str:
    """Return the matters of a year: `[address, units, day, [matter…]]` for each notice.

    A matter is `[id, problem, field, word of the field, states, sums]`; fields and states are places in
    the lists at the beginning.
    """
    fields = field_names()
    rows = [
        _row(notice, matters.ledgers[notice.id].matters, fields) for notice in matters.by_year[year]
    ]
    data = {"fields": fields, "states": STATES, "notices": rows}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _row(notice: Notice, matters: tuple[Matter, ...], fields: tuple[str, ...]) -> list[object]:
    day = notice.published.chinese
    return [notice.url, str(notice.unit), day, [_matter(matter, fields) for matter in matters]]


def _matter(matter: Matter, fields: tuple[str, ...]) -> list[object]:
    field = field_of(matter.problem)
    states = [STATES.index(state) for state in matter.states]
    sums = [figure.text for figure in matter.sums]
    return [matter.id, matter.problem, fields.index(field.name), field.word, states, sums]
