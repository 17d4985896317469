"""Which fields of a notice's record differ between two versions, in the words of its editors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import Record
from noticeboard.model.notice import Attachment, FrontMatter, Notice

NESTED = ("inspection", "contact", "progress", "source")
"""Fields that are shown part by part."""
FREE = frozenset({"contact", "summary", "topics", "follow_up_of", "source"})
"""Fields that may change without a correction: they say nothing about the inspection itself."""
ELSEWHERE = frozenset({"corrections", "withdrawn", "privacy_ok", "draft"})
"""Fields with a place of their own in the list of changes, or for the editors alone."""


class FieldChange(NamedTuple):
    """A field by its Chinese name, as it read before and as it reads now; `key` is its top field."""

    key: str
    name: str
    old: str
    new: str


def field_changes(old: Notice, new: Notice) -> Iterator[FieldChange]:
    """Every field that differs, in the order of the record."""
    for key, info in FrontMatter.model_fields.items():
        before, after = getattr(old, key), getattr(new, key)
        if key in ELSEWHERE or before == after:
            continue
        if key in NESTED:
            yield from _parts(key, before, after)
        else:
            yield FieldChange(key, info.title or key, said(before), said(after))


def _parts(key: str, before: Record | None, after: Record | None) -> Iterator[FieldChange]:
    known = before or after
    for name, info in type(known).model_fields.items() if known else ():
        old, new = getattr(before, name, None), getattr(after, name, None)
        if old != new:
            yield FieldChange(key, info.title or name, said(old), said(new))


def said(value: object) -> str:
    """A field's value as people write it; empty where there is none."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return "；".join(said(part) for part in value)
    if isinstance(value, PartialDate):
        return value.chinese
    if isinstance(value, Phone):
        return f"{value.number}（{value.hours}）" if value.hours else value.number
    if isinstance(value, Attachment):
        return value.file if value.title is None else f"{value.title}（{value.file}）"
    return str(value)
