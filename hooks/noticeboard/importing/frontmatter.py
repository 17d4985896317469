"""Rendering of extracted fields as YAML front matter, in the order of the notice's model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from noticeboard.importing.contact.phones import PhoneFields
from noticeboard.importing.extract.field import ExtractedField, missing
from noticeboard.importing.normalize import strip_hidden
from noticeboard.model.field_types import BLANK, DOUBT
from noticeboard.model.inspection import Inspection, Progress

_PLAIN_SCALAR = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~](?:[^:#\x00-\x1f]|:(?=\S)|(?<!\s)#)*")
_OPTIONAL_PROMPTS = {
    "inspection.kind": "没有写明就留空",
    "contact.email": "没有就留空",
    "contact.address": "没有就留空",
    "contact.postcode": "没有就留空",
}
_PROMPTS = {
    "title": "写通报的标题",
    "unit": "写被巡察单位的党组织全称",
    "region": "从大到小写：湖北省/武汉市/武昌区",
    "inspection.authority": "写 中央、省委、市委、区委、县委 等",
    "inspection.group": "写巡察组名称，如 区委第四巡察组",
    "inspection.start": "写成 2023-07-25；只知道月份时写成 2023-07",
    "inspection.end": "写成 2023-08-04；只知道月份时写成 2023-08",
    "inspection.feedback": "写成 2023-12-08，巡察组反馈意见的日期；原文没有写的删去这一行，不要猜",
    "published": "写成 2024-06-20，落款日期",
    "issuer": "写落款单位全称",
    "open_until": "写成 2024-07-04，公示期的最后一天；没有公示期的删去这一行",
    "contact.phones": "写带区号的电话，如 027-88937157",
}
_INSPECTION = tuple(f"inspection.{key}" for key in Inspection.model_fields)
_PROGRESS = tuple(f"progress.{key}" for key in Progress.model_fields)
_NO_CONTACT = "原文确实没有联系方式的，删去 contact 各行，写 contact_missing: {reason: 为什么没有}"
Fields = Mapping[str, ExtractedField]


def render_front_matter(
    fields: Fields,
    inspections: Sequence[Fields],
    phones: Sequence[PhoneFields],
    attachments: Sequence[str],
    doubts: Sequence[str],
) -> str:
    """Render the front matter with both `---` lines.

    `attachments` are file names; `doubts` are those that concern no field.
    """
    lines = ["---", *_entry(fields, "title"), *_entry(fields, "unit"), *_entry(fields, "region")]
    lines += _inspection_lines(inspections)
    if "category" in fields:
        lines += _entry(fields, "category")
    lines += _entry(fields, "published")
    lines += _entry(fields, "scheduled") if "scheduled" in fields else []
    lines += [*_entry(fields, "issuer"), *_contact_lines(fields, phones)]
    for name in ("index_number", "document_number", "open_until"):
        lines += _entry(fields, name) if name in fields else []
    lines += _progress_lines(fields)
    if attachments:
        lines += ["attachments:", *(f"  - file: {scalar(name)}" for name in attachments)]
    lines += [f"# {DOUBT}：{_one_line(doubt)}" for doubt in doubts]
    return "\n".join([*lines, "---", ""])


def _entry(fields: Fields, name: str, indent: str = "") -> list[str]:
    """Render `key: value  # comment`, or a list with one item a line."""
    field = fields.get(name) or missing(name, "")
    key = f"{indent}{name.rpartition('.')[2]}:"
    if len(field.items) < 2:
        return [f"{key}{_value(field)}"]
    return [f"{key}{_comment(field)}", *(f"{indent}  - {scalar(item)}" for item in field.items)]


def _value(field: ExtractedField) -> str:
    if not field.value:
        if field.name in _OPTIONAL_PROMPTS:
            return f"  # {_one_line(field.reason or _OPTIONAL_PROMPTS[field.name])}"
        reason = f"；{field.reason}" if field.reason else ""
        return f" {BLANK}  # {_one_line(_PROMPTS.get(field.name, '请填写') + reason)}"
    return f" {scalar(field.value)}{_comment(field)}"


def _comment(field: ExtractedField) -> str:
    return f"  # {DOUBT}：{_one_line(field.reason)}" if field.status == "unsure" else ""


def _inspection_lines(inspections: Sequence[Fields]) -> list[str]:
    lines = ["inspection:"]
    if len(inspections) == 1:
        (only,) = inspections
        return lines + [line for name in _INSPECTION for line in _entry(only, name, "  ")]
    for inspection in map(_with_each_doubt_once, inspections):
        entries = [line for name in _INSPECTION for line in _entry(inspection, name, "    ")]
        lines += ["  - " + entries[0].lstrip(), *entries[1:]]
    return lines


def _with_each_doubt_once(inspection: Fields) -> Fields:
    """Return the fields with a doubt about all of them only at the first, to be answered once."""
    seen: set[str] = set()
    once = dict(inspection)
    for name in _INSPECTION:
        field = once.get(name)
        if field and field.value and field.status == "unsure":
            if field.reason in seen:
                once[name] = replace(field, status="certain")
            seen.add(field.reason)
    return once


def _contact_lines(fields: Fields, phones: Sequence[PhoneFields]) -> list[str]:
    if "contact_missing.reason" in fields:
        return ["contact_missing:", *_entry(fields, "contact_missing.reason", "  ")]
    lines = ["contact:"]
    others = ("fax", "email", "address")
    if phones or not any(
        f"contact.{key}" in fields and fields[f"contact.{key}"].value for key in others
    ):
        lines.append("  phones:" + ("" if phones else f"  # {_NO_CONTACT}"))
        lines += [line for phone in phones or [_NO_PHONE] for line in _phone_lines(phone)]
    if "contact.fax" in fields:
        lines += _entry(fields, "contact.fax", "  ")
    for key in ("email", "address", "postcode"):
        lines += _entry(fields, f"contact.{key}", "  ")
    return [*lines, "  verified:  # 打通核实后，写上核实的日期"]


_NO_PHONE = PhoneFields(missing("contact.phones", ""))


def _phone_lines(phone: PhoneFields) -> list[str]:
    lines = [f"    - number:{_value(phone.number)}"]
    if phone.label:
        lines.append(f"      label: {scalar(phone.label)}")
    if phone.sms_only:
        lines.append("      sms_only: true")
    if phone.hours.value:
        lines.append(f"      hours: {scalar(phone.hours.value)}")
    return lines


def _progress_lines(fields: Fields) -> list[str]:
    lines = [
        line
        for name in _PROGRESS
        if name in fields and fields[name].value
        for line in _entry(fields, name, "  ")
    ]
    return ["progress:", *lines] if lines else []


def scalar(value: str) -> str:
    """Return a one-line YAML scalar that is read back as `value`."""
    value = _one_line(value)
    if _PLAIN_SCALAR.fullmatch(value) and not value.endswith(":"):
        return value
    return "'" + value.replace("'", "''") + "'"


def _one_line(text: str) -> str:
    return " ".join(strip_hidden(text).split())
