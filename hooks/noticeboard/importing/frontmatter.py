"""Rendering of extracted fields as YAML front matter, in the order of the notice's model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from noticeboard.importing.extract.field import ExtractedField, PhoneFields, missing
from noticeboard.importing.normalize import strip_hidden
from noticeboard.model.field_types import BLANK

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
    "inspection.feedback": "写成 2023-12-08，巡察组反馈意见的日期",
    "published": "写成 2024-06-20，落款日期",
    "issuer": "写落款单位全称",
    "contact.phones": "写带区号的电话，如 027-88937157",
}
_PROGRESS = ("as_of", "problems", "rectified", "ongoing", "measures")


def render_front_matter(
    fields: Mapping[str, ExtractedField], phones: Sequence[PhoneFields], attachments: Sequence[str]
) -> str:
    """Render the front matter with both `---` lines.

    `attachments` are file names.
    """
    lines = ["---"]
    lines += [_entry(fields, name) for name in ("title", "unit", "region")]
    lines.append("inspection:")
    lines += [
        "  " + _entry(fields, f"inspection.{key}")
        for key in ("authority", "group", "kind", "start", "end", "feedback")
    ]
    lines += [_entry(fields, name) for name in ("published", "issuer")]
    lines += ["contact:", *_phone_lines(fields, phones)]
    lines += ["  " + _entry(fields, f"contact.{key}") for key in ("email", "address", "postcode")]
    lines.append("  verified:  # 打通核实后，写上核实的日期")
    lines += _progress_lines(fields)
    if attachments:
        lines += ["attachments:", *(f"  - file: {scalar(name)}" for name in attachments)]
    return "\n".join([*lines, "---", ""])


def _entry(fields: Mapping[str, ExtractedField], name: str) -> str:
    """Render one line `key: value  # comment`."""
    return f"{name.rpartition('.')[2]}:{_value(fields.get(name) or missing(name, ''))}"


def _value(field: ExtractedField) -> str:
    if not field.value:
        if field.name in _OPTIONAL_PROMPTS:
            return f"  # {_one_line(field.reason or _OPTIONAL_PROMPTS[field.name])}"
        reason = f"；{field.reason}" if field.reason else ""
        return f" {BLANK}  # {_one_line(_PROMPTS.get(field.name, '请填写') + reason)}"
    comment = f"  # 请核对：{_one_line(field.reason)}" if field.status == "unsure" else ""
    return f" {scalar(field.value)}{comment}"


def _phone_lines(fields: Mapping[str, ExtractedField], phones: Sequence[PhoneFields]) -> list[str]:
    if not phones:
        if any(fields[f"contact.{key}"].value for key in ("email", "address")):
            return ["  phones: []"]
        return ["  phones:", f"    - number:{_value(missing('contact.phones', ''))}"]
    lines = ["  phones:"]
    for number, hours in phones:
        lines.append(f"    - number:{_value(number)}")
        if hours.value:
            lines.append(f"      hours: {scalar(hours.value)}")
    return lines


def _progress_lines(fields: Mapping[str, ExtractedField]) -> list[str]:
    names = [f"progress.{key}" for key in _PROGRESS]
    lines = [f"  {_entry(fields, name)}" for name in names if name in fields and fields[name].value]
    return ["progress:", *lines] if lines else []


def scalar(value: str) -> str:
    """Return a one-line YAML scalar that is read back as `value`."""
    value = _one_line(value)
    if _PLAIN_SCALAR.fullmatch(value) and not value.endswith(":"):
        return value
    return "'" + value.replace("'", "''") + "'"


def _one_line(text: str) -> str:
    return " ".join(strip_hidden(text).split())
