"""The fields that the opening of a notice states, with title and signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from noticeboard.importing.extract.category import extract_category
from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons, missing
from noticeboard.importing.extract.inspection_group import extract_group
from noticeboard.importing.extract.inspections import Inspection, extract_inspections
from noticeboard.importing.extract.unit import extract_unit
from noticeboard.importing.layout.headings import heading_level
from noticeboard.importing.layout.signature import Signature
from noticeboard.importing.layout.title import Title
from noticeboard.importing.normalize import NormalizedText, mask, normalize, normalize_text
from noticeboard.importing.source import Paragraph
from noticeboard.model.vocabularies import DEFAULT_CATEGORY

_OPENING_PARAGRAPHS = 12
# Longer paragraphs are no part of an opening, and matching them would take minutes.
_OPENING_CHARACTERS = 4000
_TO_FULL_WIDTH = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class Opening:
    """The fields of the opening by dotted name, and those of each inspection."""

    fields: dict[str, ExtractedField]
    inspections: tuple[Inspection, ...]


def extract_opening(
    paragraphs: tuple[Paragraph, ...], title: Title, signature: Signature
) -> Opening:
    """Extract title, unit, category, signature and inspections."""
    opening = normalize("\n".join(_opening(paragraphs)))
    published = signature.published.value
    dates = find_dates(opening.text, int(published[:4]) if published else None)
    masked = mask(opening.text, ((date.start, date.end) for date in dates))
    heading, issuer = normalize(title.text), normalize(signature.issuer.value)
    category = extract_category(masked, heading.text, extract_group(masked).value)
    unit = extract_unit(masked, issuer.text, heading.text)
    unit = _restored(unit, opening, heading, issuer)
    fields = (
        _title(title, unit, category.value),
        unit,
        category,
        signature.published,
        _issuer(signature, title, unit),
    )
    inspections = extract_inspections(opening.text, dates, category.value, heading.text, published)
    return Opening(
        {field.name: field for field in fields if field.value != DEFAULT_CATEGORY},
        tuple(
            {name: _restored(field, opening) for name, field in inspection.items()}
            for inspection in inspections
        ),
    )


def _opening(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Return the text before the first heading.

    Return the first paragraphs when that text names no inspection group or no date.
    """
    before: list[str] = []
    for paragraph in paragraphs[:_OPENING_PARAGRAPHS]:
        if heading_level(paragraph)[0] and before:
            break
        before.append(paragraph.text[:_OPENING_CHARACTERS])
    names_body = re.search(
        r"(?:巡[察视]|督[察查])[^。]{0,12}组|审计", normalize_text("".join(before))
    )
    if names_body and find_dates(normalize_text("\n".join(before))):
        return before
    return [paragraph.text[:_OPENING_CHARACTERS] for paragraph in paragraphs[:_OPENING_PARAGRAPHS]]


def _restored(
    field: ExtractedField, opening: NormalizedText, *others: NormalizedText
) -> ExtractedField:
    """Replace normalized values and sentences by the characters that were typed."""
    values = [_typed(value, (opening, *others)) for value in field.items]
    field = replace(field, value="\n".join(value.replace("巡查", "巡察") for value in values))
    if "巡察" in field.value and "巡查" in re.sub(r"\s", "", opening.source):
        reason = join_reasons(field.reason, "原文有的地方写作“巡查”")
        field = replace(field, status="unsure", reason=reason)
    return replace(field, sentence=_typed_sentence(field.sentence, opening))


def _typed(value: str, sources: tuple[NormalizedText, ...]) -> str:
    """Return a value as the first source that contains it has typed it."""
    for source in sources:
        start = source.text.find(value)
        if start >= 0:
            return source.original(start, start + len(value))
    return value.translate(_TO_FULL_WIDTH)


def _typed_sentence(sentence: str, opening: NormalizedText) -> str:
    if not sentence.strip():
        return sentence
    pattern = re.escape(sentence).replace("▪", ".")
    match = re.search(pattern, opening.text, re.DOTALL)
    return opening.original(*match.span()) if match else re.sub("▪+", "…", sentence)


def _issuer(signature: Signature, title: Title, unit: ExtractedField) -> ExtractedField:
    issuer = signature.issuer
    if issuer.value:
        return issuer
    match = re.match(r"(?:中共|中国共产党)[^,。]{2,60}?(?=关于)", title.text)
    if match:
        return extracted("issuer", match[0], "文末没有落款单位，取自标题", title.text)
    return issuer


def _title(title: Title, unit: ExtractedField, category: str) -> ExtractedField:
    if title.text:
        return extracted("title", title.text, title.reason)
    if unit.value:
        proposal = f"中共{'、'.join(unit.items)}关于{category}进展情况的通报"
        return extracted("title", proposal, "原文没有标题，这是按通常写法拟的")
    return missing("title", "原文没有标题")
