"""The import pipeline: a source document in, a draft notice out."""

from __future__ import annotations

import re
from dataclasses import replace

from noticeboard.importing.draft import SLUG_PLACEHOLDER, Draft
from noticeboard.importing.extract.contact import contact_passage, extract_contact
from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.extract.field import ExtractedField, extracted, missing
from noticeboard.importing.extract.headings import Title, find_title, heading_level
from noticeboard.importing.extract.inspection_dates import (
    extract_feedback_date,
    extract_inspection_dates,
    split_sentences,
)
from noticeboard.importing.extract.inspection_group import (
    extract_authority,
    extract_group,
    extract_kind,
)
from noticeboard.importing.extract.progress import extract_progress
from noticeboard.importing.extract.region import RegionSources, extract_region
from noticeboard.importing.extract.signature import Signature, extract_signature
from noticeboard.importing.extract.unit import extract_unit
from noticeboard.importing.markdown import (
    escape_line,
    heading_markdown,
    paragraph_markdown,
    table_markdown,
)
from noticeboard.importing.normalize import NormalizedText, mask, normalize, normalize_text
from noticeboard.importing.slug import slug_for
from noticeboard.importing.source import Paragraph, Remark, SourceDocument
from noticeboard.model.dates import beijing_date
from noticeboard.model.field_types import PLACEHOLDER

_OPENING_PARAGRAPHS = 12
_TITLE_BODY = re.compile(r"关于|对|落实|巡[察视]|整改")
# Longer paragraphs are no part of an opening, and matching them would take minutes.
_OPENING_CHARACTERS = 4000


def create_draft(document: SourceDocument) -> Draft:
    """Extract all fields from a document and render its body."""
    title = find_title(document.paragraphs)
    paragraphs = tuple(
        paragraph
        for index, paragraph in enumerate(document.paragraphs)
        if index not in title.indices
    )
    lines = [paragraph.text for paragraph in paragraphs]
    signature = extract_signature(lines)
    contact = extract_contact(contact_passage(_without_signature(lines, signature)))
    fields = _opening_fields(paragraphs, title, signature)
    fields |= _by_name(contact.email, contact.address, contact.postcode)
    text = normalize_text("\n".join(lines))
    fields["region"] = extract_region(_region_sources(fields, contact.address.value, text))
    fields |= _by_name(*(field for field in extract_progress(text) if field.value))
    body, remarks = _render_body(paragraphs, signature)
    year, year_notes = _year(fields)
    no_phone = () if contact.phones else (missing("contact.phones", "没有找到联系电话"),)
    return Draft(
        fields, contact.phones, f"{year}/{slug_for(normalize_text(fields['unit'].value))}", body,
        (*document.remarks, *remarks), (*year_notes, *contact.notes, *no_phone),
        document.files, document.attached,
    )  # fmt: skip


def _by_name(*fields: ExtractedField) -> dict[str, ExtractedField]:
    return {field.name: field for field in fields}


def _region_sources(fields: dict[str, ExtractedField], address: str, text: str) -> RegionSources:
    title = normalize_text(fields["title"].value)
    bodies = (fields["issuer"].value, _TITLE_BODY.split(title)[0], fields["unit"].value)
    group, authority = (fields[f"inspection.{name}"].value for name in ("group", "authority"))
    return RegionSources(
        tuple(map(normalize_text, bodies)), normalize_text(group), authority,
        normalize_text(address), (), text,
    )  # fmt: skip


def _without_signature(lines: list[str], signature: Signature) -> list[str]:
    """Omit the signature, because its date looks like a telephone number."""
    omitted = {*signature.issuer_lines, signature.date_line}
    return [line for index, line in enumerate(lines) if index not in omitted]


def _opening_fields(
    paragraphs: tuple[Paragraph, ...], title: Title, signature: Signature
) -> dict[str, ExtractedField]:
    """Extract the title, unit, signature and inspection; `region` is a placeholder."""
    opening = normalize("\n".join(_opening(paragraphs)))
    year = signature.published.value[:4]
    published = int(year) if year else None
    dates = find_dates(opening.text, published)
    sentences = split_sentences(opening.text, dates)
    (start, end), inspected = extract_inspection_dates(sentences)
    masked = mask(opening.text, ((date.start, date.end) for date in dates))
    heading = normalize_text(title.text)
    issuer = normalize_text(signature.issuer.value)
    unit = _restore_value(extract_unit(masked, issuer, heading), opening)
    fields = (
        _title(title, unit),
        unit,
        missing("region", ""),
        extract_authority(masked),
        _restore_value(extract_group(masked), opening),
        _flag_variant(extract_kind(masked, heading), opening),
        start,
        end,
        extract_feedback_date(sentences, inspected),
        signature.published,
        _issuer(signature, title),
    )
    return _by_name(*(_restore_sentence(field, opening) for field in fields))


def _opening(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Return the text before the first heading.

    Return the first paragraphs when that text names no inspection group or no date.
    """
    before: list[str] = []
    for paragraph in paragraphs[:_OPENING_PARAGRAPHS]:
        if heading_level(paragraph)[0] and before:
            break
        before.append(paragraph.text[:_OPENING_CHARACTERS])
    has_group = re.search(r"巡[察视][^。]{0,12}组", normalize_text("".join(before)))
    if has_group and find_dates(normalize_text("\n".join(before))):
        return before
    return [paragraph.text[:_OPENING_CHARACTERS] for paragraph in paragraphs[:_OPENING_PARAGRAPHS]]


def _restore_value(field: ExtractedField, opening: NormalizedText) -> ExtractedField:
    """Replace the normalized value by the characters that were typed."""
    start = opening.text.find(field.value) if field.value else -1
    if start < 0:
        return field
    value = opening.original(start, start + len(field.value))
    return _flag_variant(replace(field, value=value.replace("巡查", "巡察")), opening)


def _flag_variant(field: ExtractedField, opening: NormalizedText) -> ExtractedField:
    """Make a value with 巡察 unsure when the opening also writes 巡查."""
    if "巡察" in field.value and "巡查" in re.sub(r"\s", "", opening.source):
        reason = "；".join(filter(None, [field.reason, "原文有的地方写作“巡查”"]))
        return replace(field, status="unsure", reason=reason)
    return field


def _restore_sentence(field: ExtractedField, opening: NormalizedText) -> ExtractedField:
    """Replace the masked and normalized sentence by the characters that were typed."""
    if not field.sentence.strip():
        return field
    pattern = re.escape(field.sentence).replace("▪", ".")
    match = re.search(pattern, opening.text, re.DOTALL)
    return replace(field, sentence=opening.original(*match.span())) if match else field


def _issuer(signature: Signature, title: Title) -> ExtractedField:
    if signature.issuer.value:
        return signature.issuer
    match = re.match(r"(?:中共|中国共产党)[^,。]{2,60}?(?=关于)", title.text)
    if match:
        return extracted("issuer", match[0], "文末没有落款单位，取自标题", title.text)
    return signature.issuer


def _title(title: Title, unit: ExtractedField) -> ExtractedField:
    if title.text:
        return extracted("title", title.text, title.reason)
    if unit.value:
        proposal = f"中共{unit.value}关于巡察整改进展情况的通报"
        return extracted("title", proposal, "原文没有标题，这是按通常写法拟的")
    return missing("title", "原文没有标题")


def _year(fields: dict[str, ExtractedField]) -> tuple[str, tuple[ExtractedField, ...]]:
    """Return the year of publication, else the latest year of the inspection with a note."""
    if fields["published"].value:
        return fields["published"].value[:4], ()
    years = [fields[f"inspection.{key}"].value[:4] for key in ("feedback", "end", "start")]
    year = next(filter(None, years), str(beijing_date().year))
    return year, (extracted("id", year, "不知道公布日期，年份文件夹暂用这一年"),)


def _render_body(
    paragraphs: tuple[Paragraph, ...], signature: Signature
) -> tuple[str, list[Remark]]:
    """Render the body as Markdown; return it with remarks on uncertain headings and blanks."""
    blocks: list[str] = []
    remarks: list[Remark] = []
    for index, paragraph in enumerate(paragraphs):
        level, reason = (0, "") if index in signature.issuer_lines else heading_level(paragraph)
        if reason:
            remarks.append(Remark(reason, paragraph.text))
        block = _render_block(paragraph, level)
        if index in signature.issuer_lines[1:] and index != signature.date_line:
            # A name broken over lines is one paragraph with line breaks.
            blocks[-1] += "\n" + block
        elif block:
            blocks.append(block)
        if PLACEHOLDER.search(paragraph.text):
            remarks.append(Remark("正文里像是还有没有填写的占位符", paragraph.text))
    return "\n\n".join(blocks) + "\n", remarks


def _render_block(paragraph: Paragraph, level: int) -> str:
    if paragraph.kind == "table":
        return table_markdown(paragraph.rows)
    if paragraph.kind == "footnote":
        return f"[^{paragraph.label}]: {escape_line(paragraph.text)}"
    if paragraph.kind == "bullet":
        return f"- {paragraph_markdown(paragraph, SLUG_PLACEHOLDER)}"
    if level:
        return heading_markdown(paragraph, level, SLUG_PLACEHOLDER)
    return paragraph_markdown(paragraph, SLUG_PLACEHOLDER)
