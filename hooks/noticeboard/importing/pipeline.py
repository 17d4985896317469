"""The import pipeline: a source document in, a draft notice out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.importing.body import render_body
from noticeboard.importing.contact.extract import Contact, extract_contact, no_contact
from noticeboard.importing.contact.open_period import extract_open_until
from noticeboard.importing.contact.passage import contact_passage
from noticeboard.importing.draft import Draft
from noticeboard.importing.extract.field import ExtractedField, extracted, missing
from noticeboard.importing.extract.progress import extract_progress
from noticeboard.importing.extract.region import RegionSources, extract_region
from noticeboard.importing.layout.document_kind import refuse_other_kinds
from noticeboard.importing.layout.page_foot import find_page_foot
from noticeboard.importing.layout.page_head import PageHead, find_page_head
from noticeboard.importing.layout.signature import Signature, extract_signature
from noticeboard.importing.layout.title import find_title
from noticeboard.importing.normalize import normalize_text
from noticeboard.importing.opening import Opening, extract_opening
from noticeboard.importing.slug import slug_for
from noticeboard.importing.source import Paragraph, Remark, SourceDocument
from noticeboard.model.dates import PartialDate, beijing_date

_TITLE_BODY = re.compile(r"关于|对|落实|巡[察视]|整改")
_MAX_HEADLINE = 50
Fields = dict[str, ExtractedField]


def create_draft(document: SourceDocument) -> Draft:
    """Extract all fields from a document and render its body.

    Raise ImportFailedError when it is clearly no rectification notice.
    """
    head = find_page_head(document.paragraphs)
    foot = find_page_foot(document.paragraphs)
    page = _without(document.paragraphs, {*head.indices, *foot})
    page_lines = [*head.lines, *(document.paragraphs[index].text for index in foot)]
    title = find_title(page)
    paragraphs = _without(page, {*title.indices, *title.repeated})
    lines = [paragraph.text for paragraph in paragraphs]
    text = normalize_text("\n".join(lines))
    refuse_other_kinds(normalize_text(title.text or _first_line(lines)), text)
    signature = extract_signature(lines, head.values.get("published", ""))
    contact = extract_contact(contact_passage(_without_signature(lines, signature)))
    opening = extract_opening(paragraphs, title, signature)
    fields = opening.fields | _head_fields(head)
    fields |= _by_name(contact.email, contact.address, contact.postcode)
    fields |= _by_name(contact.fax) if contact.fax else {}
    sources = _region_sources(opening, contact, head, text)
    fields["region"] = extract_region(sources)
    fields |= _by_name(*(field for field in extract_progress(text) if field.value))
    fields |= _by_name(*_period_fields(lines, fields["published"].value))
    if contact.is_absent:
        fields |= _by_name(no_contact(text))
    body, remarks = render_body(paragraphs, signature)
    year, year_notes = _year(fields, opening)
    has_phone = contact.phones or contact.is_absent
    no_phone = () if has_phone else (missing("contact.phones", "没有找到联系电话"),)
    return Draft(
        fields, opening.inspections, contact.phones,
        f"{year}/{slug_for(normalize_text(next(iter(fields['unit'].items), '')))}", body,
        (*document.remarks, *_omitted(page_lines), *remarks), (*year_notes, *contact.notes, *no_phone),
        document.files, document.attached,
    )  # fmt: skip


def _first_line(lines: list[str]) -> str:
    """Return the first line when it can be a title of any kind."""
    first = lines[0] if lines else ""
    return first if len(first) <= _MAX_HEADLINE and not re.search(r"[。；;:：]", first) else ""


def _by_name(*fields: ExtractedField) -> Fields:
    return {field.name: field for field in fields}


def _without(
    paragraphs: tuple[Paragraph, ...], indices: set[int] | frozenset[int]
) -> tuple[Paragraph, ...]:
    return tuple(p for index, p in enumerate(paragraphs) if index not in indices)


def _without_signature(lines: list[str], signature: Signature) -> list[str]:
    """Omit the signature, because its date looks like a telephone number."""
    omitted = {*signature.issuer_lines, signature.date_line}
    return [line for index, line in enumerate(lines) if index not in omitted]


def _head_fields(head: PageHead) -> Fields:
    names = ("index_number", "document_number")
    return _by_name(*(extracted(name, head.values[name]) for name in names if name in head.values))


def _period_fields(lines: list[str], published: str) -> Iterator[ExtractedField]:
    """Yield the end of the period for comments, and whether the notice is for a day to come."""
    open_until = extract_open_until(list(map(normalize_text, lines)), published)
    if open_until:
        yield open_until
    if published and PartialDate.parse(published).first > beijing_date():
        reason = f"落款日期{published}还没有到：到那一天才公布的保留这一项，日期写错的改正日期"
        yield extracted("scheduled", "true", reason)


def _omitted(lines: list[str]) -> list[Remark]:
    if not lines:
        return []
    reason = f"网页上的{len(lines)}行不属于通报，没有放进正文"
    return [Remark(reason, " ／ ".join(lines), omitted=True)]


def _region_sources(opening: Opening, contact: Contact, head: PageHead, text: str) -> RegionSources:
    fields, inspection = opening.fields, opening.inspections[0]
    title = normalize_text(fields["title"].value)
    bodies = (fields["issuer"].value, _TITLE_BODY.split(title)[0], *fields["unit"].items)
    groups = inspection["inspection.group"].items or [""]
    return RegionSources(
        tuple(map(normalize_text, bodies)), normalize_text(groups[0]),
        inspection["inspection.authority"].value, normalize_text(contact.address.value),
        tuple(filter(None, [head.values.get("source", "")])), text,
    )  # fmt: skip


def _year(fields: Fields, opening: Opening) -> tuple[str, tuple[ExtractedField, ...]]:
    """Return the year of publication, else the latest year of the inspection with a note."""
    if fields["published"].value:
        return fields["published"].value[:4], ()
    inspection = opening.inspections[-1]
    years = [inspection[f"inspection.{key}"].value[:4] for key in ("feedback", "end", "start")]
    year = next(filter(None, years), str(beijing_date().year))
    return year, (extracted("id", year, "不知道公布日期，年份文件夹暂用这一年"),)
