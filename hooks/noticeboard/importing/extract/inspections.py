"""The inspections that the opening of a notice names, each with its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from noticeboard.importing.extract.category import (
    extract_inspecting_body,
    is_party_inspection,
    report_words,
)
from noticeboard.importing.extract.dates import DateSpan, dates_within
from noticeboard.importing.extract.field import ExtractedField, join_reasons
from noticeboard.importing.extract.inspection_dates import (
    extract_feedback_date,
    extract_inspection_dates,
    split_sentences,
)
from noticeboard.importing.extract.inspection_group import extract_authority, extract_group
from noticeboard.importing.extract.inspection_kind import extract_kind
from noticeboard.importing.normalize import mask
from noticeboard.model.dates import PartialDate

Inspection = dict[str, ExtractedField]
"""The fields of one inspection by dotted name."""
# A sentence that reports an inspection of its own: its time, and that it was carried out.
_CARRIED_OUT = re.compile(
    r"(?:对|进驻|接受)[^。;]{2,120}?(?:(?:开展|进行|实施|接受)[^。;]{0,30}?(?:巡[察视]|回头看)|巡[察视](?:“?回头看)?)"
)
_MAX_INSPECTIONS = 4
_LONG_INSPECTION = 400
_LONG_FEEDBACK = 400
_LONG_PUBLICATION = 1400
"""Days after which the next date is unsure: of the end, of the feedback and of the publication."""


def extract_inspections(
    text: str, dates: list[DateSpan], category: str, title: str, published: str
) -> tuple[Inspection, ...]:
    """Return the inspections of a normalized opening with its dates, in the order of the text.

    `published` is the day of publication or empty.
    """
    parts = _parts(text, dates) if is_party_inspection(category) else [(0, len(text))]
    inspections = [
        _extract(text[start:end], dates_within(dates, start, end), category, title, published)
        for start, end in parts
    ]
    if len(inspections) > 1:
        inspections = [_complete(inspection, inspections[0]) for inspection in inspections]
    return tuple(inspections)


def _parts(text: str, dates: list[DateSpan]) -> list[tuple[int, int]]:
    """Return the part of the text about each inspection: it begins with that one's range of dates."""
    starts: list[int] = []
    seen: set[str] = set()
    for date in dates:
        clause = re.split(r"[。;]", text[date.end :])[0]
        carried_out = _CARRIED_OUT.search(clause)
        if not (date.is_range and date.date and carried_out) or str(date.date) in seen:
            continue
        # 3月1日至4月30日、5月4日至5月31日 are two periods of one inspection.
        if starts and not re.search(r"[。;\n]", text[starts[-1] : date.start]):
            continue
        seen.add(str(date.date))
        starts.append(date.start)
    if len(starts) < 2 or len(starts) > _MAX_INSPECTIONS:
        return [(0, len(text))]
    begins = [0, *(_clause_start(text, start) for start in starts[1:])]
    return list(zip(begins, [*begins[1:], len(text)], strict=True))


def _clause_start(text: str, offset: int) -> int:
    return max(text.rfind(mark, 0, offset) for mark in "。;\n") + 1


def _extract(
    text: str, dates: list[DateSpan], category: str, title: str, published: str
) -> Inspection:
    sentences = split_sentences(text, dates)
    (start, end), inspected = extract_inspection_dates(sentences)
    masked = mask(text, ((date.start, date.end) for date in dates))
    if is_party_inspection(category):
        fields = [extract_authority(masked), extract_group(masked), extract_kind(masked, title)]
    else:
        fields = [*extract_inspecting_body(category, masked, title)]
    feedback = extract_feedback_date(sentences, inspected, published, report_words(category))
    return {field.name: field for field in (*fields, *_in_order(start, end, feedback, published))}


def _complete(inspection: Inspection, first: Inspection) -> Inspection:
    """Take what a later inspection does not state from the first, unsure."""
    doubt = "文中写了几次巡察，请核对这一次的各项"
    taken = {
        name: field
        if field.value or name.endswith(("kind", "start", "end", "feedback"))
        else first[name]
        for name, field in inspection.items()
    }
    return {
        name: replace(field, status="unsure", reason=join_reasons(field.reason, doubt))
        if field.value
        else field
        for name, field in taken.items()
    }


def _in_order(
    start: ExtractedField, end: ExtractedField, feedback: ExtractedField, published: str
) -> Iterator[ExtractedField]:
    """Yield the dates, unsure where one is earlier or much later than the one before it."""
    yield start
    yield _after(end, start, "开始", _LONG_INSPECTION)
    checked = _after(feedback, end if end.value else start, "巡察", _LONG_FEEDBACK)
    if (
        published
        and checked.value
        and _days(checked.value, published) not in range(-27, _LONG_PUBLICATION)
    ):
        reason = f"与公布日期{published}相隔太远，请核对年份"
        checked = replace(checked, status="unsure", reason=join_reasons(checked.reason, reason))
    yield checked


def _after(field: ExtractedField, earlier: ExtractedField, name: str, limit: int) -> ExtractedField:
    if not field.value or not earlier.value:
        return field
    days = _days(earlier.value, field.value)
    # Days within a month are unknown for a date to the month.
    if (-27 <= days < 0 and len(field.value) == len(earlier.value) == 10) or days < -31:
        reason = f"早于{name}的日期{earlier.value}，请核对"
    elif days > limit:
        reason = f"与{name}的日期{earlier.value}相隔{days}天，请核对年份"
    else:
        return field
    return replace(field, status="unsure", reason=join_reasons(field.reason, reason))


def _days(first: str, second: str) -> int:
    a, b = PartialDate.parse(first), PartialDate.parse(second)
    return (b.first - a.first).days
