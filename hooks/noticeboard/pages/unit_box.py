"""The data of the box “找我的单位”: every unit by all that people may call it, with its telephone."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

from noticeboard.model.groups import NoticeGroups, UnitGroup
from noticeboard.pages.markup.filters import tel
from noticeboard.text.pinyin import syllables

SYNONYMS = Path(__file__).with_name("synonyms.toml")

Word = tuple[str, str, str]
"""A text, its pinyin without spaces, and its initials."""


def unit_box_json(groups: NoticeGroups) -> str:
    """Return the units, their places, fields and synonyms; `assets/units/matching.js` reads them."""
    places = _numbered("".join(unit.regions) for unit in groups.units)
    fields = _numbered(unit.field for unit in groups.units)
    data = {
        "synonyms": [[word(text) for text in line] for line in synonyms()],
        "places": [word(place) for place in places],
        "fields": [word(field) for field in fields],
        "units": [_row(unit, groups, places, fields) for unit in groups.units],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def synonyms() -> list[list[str]]:
    """Return the words of one meaning in each list."""
    lines: list[list[str]] = tomllib.loads(SYNONYMS.read_text("utf-8"))["words"]
    return lines


def word(text: str) -> Word:
    """Return a text with its pinyin and its initials."""
    read = syllables(text)
    return text, "".join(read), "".join(syllable[0] for syllable in read)


def _numbered(texts: Iterable[str]) -> dict[str, int]:
    return {text: number for number, text in enumerate(dict.fromkeys(texts))}


def _row(
    unit: UnitGroup, groups: NoticeGroups, places: dict[str, int], fields: dict[str, int]
) -> tuple[object, ...]:
    record = groups.register.units.find("/".join(unit.regions), unit.name)
    phones = unit.contact.callable_phones
    return (
        unit.url,
        *word(unit.name),
        " ".join(record.other_names or ()) if record else "",
        places["".join(unit.regions)],
        fields[unit.field],
        phones[0].dialled if phones else "",
        tel(phones[0]) if phones else "",
        unit.total,
    )
