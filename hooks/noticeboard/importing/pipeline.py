"""Lines -> draft: every recogniser asked once, the body written."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from noticeboard.importing.draft import Draft, image_folder
from noticeboard.importing.extract.contact import Contact, contact_passage, read_contact
from noticeboard.importing.extract.dates import find_dates, masked
from noticeboard.importing.extract.finding import Finding, found, missing, unsure
from noticeboard.importing.extract.group import authority_finding, group_finding, kind_finding
from noticeboard.importing.extract.inspection_dates import (
    feedback_date,
    inspection_dates,
    read_sentences,
)
from noticeboard.importing.extract.progress import progress_findings
from noticeboard.importing.extract.region import region_finding
from noticeboard.importing.extract.signature import Signature, read_signature
from noticeboard.importing.extract.structure import Title, find_title, heading_level
from noticeboard.importing.extract.unit import unit_finding
from noticeboard.importing.markdown import (
    escape_line,
    heading_markdown,
    line_markdown,
    table_markdown,
)
from noticeboard.importing.normalize import Plain, plain, plain_text
from noticeboard.importing.slug import slug_for
from noticeboard.importing.source import Line, Remark, Source
from noticeboard.model.field_types import PLACEHOLDER

_OPENING_LINES = 12
# Beyond this no paragraph is an opening, and searching it would take minutes.
_OPENING_CHARACTERS = 4000


def compose(source: Source) -> Draft:
    """The draft of a file's lines."""
    title = find_title(source.lines)
    rest = tuple(line for index, line in enumerate(source.lines) if index not in title.lines)
    texts = [line.text for line in rest]
    signature = read_signature(texts)
    fields = _opening_fields(rest, title, signature)
    contact = read_contact(contact_passage(_before_signature(texts, signature)))
    fields |= _contact_fields(contact)
    names = [
        signature.issuer.value,
        title.text,
        fields["unit"].value,
        fields["inspection.group"].value,
        contact.address.value,
    ]
    whole = plain("\n".join(texts))
    fields["region"] = region_finding(
        tuple(plain_text(name) for name in names), whole.text + title.text
    )
    fields |= {finding.field: finding for finding in progress_findings(whole.text) if finding.value}
    body, remarks = _body(rest, signature)
    year, note = _year(fields)
    return Draft(
        fields, contact.phones, f"{year}/{slug_for(plain_text(fields['unit'].value))}", body,
        (*source.remarks, *remarks), (*note, *contact.remarks, *_no_phone(contact)),
        source.files, source.attached,
    )  # fmt: skip


def _opening_fields(
    lines: tuple[Line, ...], title: Title, signature: Signature
) -> dict[str, Finding]:
    """Title, unit, signature and all of `inspection`."""
    typed = plain("\n".join(_opening(lines)))
    year = signature.published.value[:4]
    published = int(year) if year else None
    read = read_sentences(typed.text, published)
    dates, inspected = inspection_dates(read)
    covered = masked(typed.text, find_dates(typed.text, published))
    heading = plain_text(title.text)
    issuer = plain_text(signature.issuer.value)
    fields = {
        "title": missing("title", ""),
        "unit": _as_typed(unit_finding(covered, issuer, heading), typed),
        "region": missing("region", ""),
        "inspection.authority": authority_finding(covered),
        "inspection.group": _as_typed(group_finding(covered), typed),
        "inspection.kind": _read_as(kind_finding(covered, heading), typed),
        **{finding.field: finding for finding in dates},
        "inspection.feedback": feedback_date(read, inspected),
        "published": signature.published,
        "issuer": _issuer(signature, title),
    }
    fields["title"] = _title(title, fields["unit"])
    return {name: _with_sentence(finding, typed) for name, finding in fields.items()}


def _opening(lines: tuple[Line, ...]) -> list[str]:
    """The text before the first heading; the first lines when that says nothing of 巡察组."""
    before: list[str] = []
    for line in lines[:_OPENING_LINES]:
        if heading_level(line)[0] and before:
            break
        before.append(line.text[:_OPENING_CHARACTERS])
    if re.search(r"巡[察视][^。]{0,12}组", plain_text("".join(before))) and find_dates(
        plain_text("\n".join(before))
    ):
        return before
    return [line.text[:_OPENING_CHARACTERS] for line in lines[:_OPENING_LINES]]


def _as_typed(finding: Finding, typed: Plain) -> Finding:
    """The finding with the notice's own characters in place of comparable ones."""
    at = typed.text.find(finding.value) if finding.value else -1
    if at < 0:
        return finding
    value = typed.typed(at, at + len(finding.value))
    return _read_as(replace(finding, value=value.replace("巡查", "巡察")), typed)


def _read_as(finding: Finding, typed: Plain) -> Finding:
    """Unsure where the notice writes 巡查."""
    if (
        finding.value
        and "巡察" in finding.value
        and re.search("巡查", re.sub(r"\s", "", typed.source))
    ):
        why = "；".join(filter(None, [finding.why, "原文有的地方写作“巡查”"]))
        return replace(finding, status="unsure", why=why)
    return finding


def _with_sentence(finding: Finding, typed: Plain) -> Finding:
    """The sentence as it was typed: dates unmasked."""
    place = finding.sentence.replace("▪", ".")
    pattern = "".join(
        "." if character == "▪" else re.escape(character) for character in finding.sentence
    )
    match = re.search(pattern, typed.text, re.DOTALL) if place.strip() else None
    return replace(finding, sentence=typed.typed(match.start(), match.end())) if match else finding


def _issuer(signature: Signature, title: Title) -> Finding:
    if signature.issuer.value:
        return signature.issuer
    named = re.match(r"(?:中共|中国共产党)[^,。]{2,60}?(?=关于)", title.text)
    if named:
        return unsure("issuer", named[0], "文末没有落款单位，取自标题", title.text)
    return signature.issuer


def _title(title: Title, unit: Finding) -> Finding:
    if title.text:
        return unsure("title", title.text, title.why) if title.why else found("title", title.text)
    if unit.value:
        proposed = f"中共{unit.value}关于巡察整改进展情况的通报"
        return unsure("title", proposed, "原文没有标题，这是按通常写法拟的")
    return missing("title", "原文没有标题")


def _before_signature(texts: list[str], signature: Signature) -> list[str]:
    """All lines but those of the signature: its date is no telephone number."""
    signed = {*signature.issuer_lines, signature.date_line}
    return [text for index, text in enumerate(texts) if index not in signed]


def _contact_fields(contact: Contact) -> dict[str, Finding]:
    return {
        finding.field: finding for finding in (contact.email, contact.address, contact.postcode)
    }


def _no_phone(contact: Contact) -> tuple[Finding, ...]:
    return () if contact.phones else (missing("contact.phones", "没有找到联系电话"),)


def _year(fields: dict[str, Finding]) -> tuple[str, tuple[Finding, ...]]:
    """The year folder: that of publication; without one the latest that the text gives, unsure."""
    if fields["published"].value:
        return fields["published"].value[:4], ()
    known = [fields[f"inspection.{name}"].value[:4] for name in ("feedback", "end", "start")]
    year = next(filter(None, known), str(datetime.date.today().year))
    return year, (unsure("id", year, "不知道公布日期，年份文件夹暂用这一年"),)


def _body(lines: tuple[Line, ...], signature: Signature) -> tuple[str, list[Remark]]:
    """The Markdown of all lines, and what was decided on the way."""
    blocks: list[str] = []
    remarks: list[Remark] = []
    for index, line in enumerate(lines):
        level, why = (0, "") if index in signature.issuer_lines else heading_level(line)
        if why:
            remarks.append(Remark(why, line.text))
        written = _block(line, level)
        if index in signature.issuer_lines[1:] and index != signature.date_line:
            # A name broken over lines is one paragraph with line breaks.
            blocks[-1] += "\n" + written
        elif written:
            blocks.append(written)
        if PLACEHOLDER.search(line.text):
            remarks.append(Remark("正文里像是还有没有填写的占位符", line.text))
    return "\n\n".join(blocks) + "\n", remarks


def _block(line: Line, level: int) -> str:
    folder = image_folder()
    if line.kind == "table":
        return table_markdown(line.rows)
    if line.kind == "footnote":
        return f"[^{line.label}]: {escape_line(line.text)}"
    if line.kind == "bullet":
        return f"- {line_markdown(line, folder)}"
    return heading_markdown(line, level, folder) if level else line_markdown(line, folder)
