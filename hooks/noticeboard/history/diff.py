"""Compare two versions of a notice: fields, text, corrections.

The changelog, `check --base` and the report on a request all compare here; each of them formats
the values for its own readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from noticeboard.history.log import FileChange
from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import Names
from noticeboard.model.notice import Attachment, FrontMatter, Notice
from noticeboard.model.rounds import Round
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.validation import model_of
from noticeboard.text.diff import Hunk, Span, diff_sentences, diff_texts

MAX_HUNKS = 12
"""Hunks of the text that a difference holds; the others are only counted."""
SENTENCE = 20
"""Characters of a value from which on it is a sentence, in which words are compared."""
MAX_ALIGNED_PARAGRAPHS = 400
"""Above, changed paragraphs are counted, not aligned: alignment takes quadratic time."""

_NESTED = frozenset({"inspection", "contact", "progress", "source"})
# A contact has a rule of its own, and keywords say nothing about the inspection.
_FREE = frozenset({"contact", "contact_missing", "topics"})
# These may be added without a correction, but not changed or removed.
_ADDABLE = frozenset({"summary", "follow_up_of", "source", "document_number", "index_number"})
# The changelog lists the first two as entries of their own; the others are for editors.
_NOT_COMPARED = frozenset(
    {"corrections", "withdrawn", "privacy_ok", "accepted", "scheduled", "draft"}
)

DatedNote = tuple[PartialDate, str]


class FieldChange(NamedTuple):
    """A field whose value differs; `old` or `new` is None where the field is empty."""

    path: FieldPath
    label: str
    old: object
    new: object

    @property
    def needs_correction(self) -> bool:
        """Whether the rules let the field change only with a correction."""
        key = self.path[0]
        return key not in _FREE and (key not in _ADDABLE or self.old is not None)

    @property
    def old_text(self) -> str:
        """The old value in Chinese notation."""
        return _format(self.old)

    @property
    def new_text(self) -> str:
        """The new value in Chinese notation."""
        return _format(self.new)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Both values as whole sentences with their differences; none where they are short words."""
        if min(len(self.old_text), len(self.new_text)) < SENTENCE:
            return ()
        return diff_sentences(self.old_text, self.new_text)


class LineChange(NamedTuple):
    """The first line that differs; `line` and `column` count from 0 in the new text."""

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between two versions of a notice.

    `files` are the attachments that the newer commit touched; `more` is the number of hunks beyond
    MAX_HUNKS.
    """

    fields: tuple[FieldChange, ...]
    hunks: tuple[Hunk, ...]
    files: tuple[FileChange, ...]
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.fields or self.hunks or self.files)

    @property
    def needs_correction(self) -> bool:
        """Whether it contains a change that the rules allow only with a correction."""
        fields = any(change.needs_correction for change in self.fields)
        return fields or bool(self.hunks) or any(file.status != "A" for file in self.files)


class _Field(NamedTuple):
    path: FieldPath
    label: str
    value: object


def compare_notices(old: Notice, new: Notice, files: tuple[FileChange, ...] = ()) -> Difference:
    """Return the difference, including corrections and a withdrawal that `new` no longer has."""
    hunks = diff_texts(old.body, new.body)
    fields = (*field_changes(old, new), *_revoked(old, new))
    return Difference(fields, hunks[:MAX_HUNKS], files, len(hunks[MAX_HUNKS:]))


def field_changes(old: Notice, new: Notice) -> Iterator[FieldChange]:
    """Yield the fields that differ, in the order of the front matter.

    `inspection`, `contact`, `progress` and `source` are compared part by part; corrections,
    withdrawal and the editors' own fields are not compared.
    """
    return _compare(_fields(old), _fields(new))


def scalar_changes(old: BaseModel, new: BaseModel, model: type[BaseModel]) -> Iterator[FieldChange]:
    """Yield every scalar below the fields of `model` that differs, new ones last.

    A label is the path of Chinese titles, items of a list numbered: 联系方式·电话 1·电话号码.
    """
    fields = model.model_fields
    return _compare(_scalars(old, fields), _scalars(new, fields))


def first_line_change(old: str, new: str) -> LineChange | None:
    """Return the first line that differs, trailing white space aside."""
    before, after = _lines(old), _lines(new)
    if before == after:
        return None
    pairs = list(zip_longest(before, after, fillvalue=""))
    line = _first_difference(pairs)
    column = _first_difference(zip_longest(*pairs[line]))
    return LineChange(min(line, len(after) - 1), column, *pairs[line])


def paragraph_changes(old: str, new: str) -> tuple[list[tuple[str, str]], int]:
    """Return the paragraphs that differ, as pairs of old and new, and their number.

    An added or removed paragraph is paired with an empty text. Above MAX_ALIGNED_PARAGRAPHS there
    are no pairs.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    if max(len(before), len(after)) > MAX_ALIGNED_PARAGRAPHS:
        removed, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
        return [], max(removed.total(), added.total())
    pairs: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs += zip_longest(before[a:b], after[c:d], fillvalue="")
    return pairs, len(pairs)


def added_corrections(old: Notice | Round, new: Notice | Round) -> tuple[DatedNote, ...]:
    """Return the corrections that only `new` has, in its order."""
    old_notes = {correction.dated_note for correction in old.corrections}
    notes = (correction.dated_note for correction in new.corrections)
    return tuple(note for note in notes if note not in old_notes)


def _revoked(old: Notice, new: Notice) -> Iterator[FieldChange]:
    for date, note in added_corrections(new, old):
        yield FieldChange(("corrections",), "更正记录", f"{date.chinese}：{note}", None)
    if old.withdrawn and old.withdrawn != new.withdrawn:
        reason = new.withdrawn.reason if new.withdrawn else None
        yield FieldChange(("withdrawn",), "撤回", old.withdrawn.reason, reason)


def _compare(old: Iterable[_Field], new: Iterable[_Field]) -> Iterator[FieldChange]:
    before = {(field.path, field.label): field.value for field in old}
    after = {(field.path, field.label): field.value for field in new}
    for key in before | after:
        if before.get(key) != after.get(key):
            yield FieldChange(*key, before.get(key), after.get(key))


def _fields(notice: Notice) -> Iterator[_Field]:
    for key, info in FrontMatter.model_fields.items():
        value = getattr(notice, key)
        nested = model_of(info.annotation) if key in _NESTED else None
        if nested and isinstance(value, tuple):
            for index, item in enumerate(value):
                path, number = ((key, index), f" {index + 1}") if len(value) > 1 else ((key,), "")
                for name, part in nested.model_fields.items():
                    label = f"{part.title or name}{number}"
                    yield _Field((*path, name), label, getattr(item, name))
        elif nested:
            for name, part in nested.model_fields.items():
                yield _Field((key, name), part.title or name, getattr(value, name, None))
        elif key not in _NOT_COMPARED:
            yield _Field((key,), info.title or key, value)


def _scalars(
    record: BaseModel, fields: Mapping[str, FieldInfo], path: FieldPath = (), prefix: str = ""
) -> Iterator[_Field]:
    for name, info in fields.items():
        value: Any = getattr(record, name)
        items = value if isinstance(value, tuple) else (value,)
        for index, item in enumerate(items):
            number = f" {index + 1}" if len(items) > 1 else ""
            label = f"{prefix}{info.title or name}{number}"
            inner = (*path, name, index)
            if isinstance(item, BaseModel):
                yield from _scalars(item, type(item).model_fields, inner, f"{label}·")
            elif isinstance(item, PartialDate | str | int) and item is not False:
                yield _Field(inner, label, item)


def _first_difference(pairs: Iterable[tuple[object, object]]) -> int:
    return next(index for index, (old, new) in enumerate(pairs) if old != new)


def _lines(text: str) -> list[str]:
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip().split("\n")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _format(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple) and not isinstance(value, Names):
        return "；".join(_format(part) for part in value)
    if isinstance(value, PartialDate):
        return value.chinese
    if isinstance(value, Phone):
        before = " ".join(part for part in (value.label, value.number) if part)
        after = [part for part in ("只收短信" if value.sms_only else None, value.hours) if part]
        return f"{before}（{'，'.join(after)}）" if after else before
    if isinstance(value, Attachment):
        return value.file if value.title is None else f"{value.title}（{value.file}）"
    return str(value)
