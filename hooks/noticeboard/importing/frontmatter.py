"""Findings -> the YAML front matter of the draft, in the order of the notice's model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from noticeboard.importing.extract.finding import Finding, missing
from noticeboard.importing.normalize import visible
from noticeboard.model.field_types import BLANK

_SAFE = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~](?:[^:#\x00-\x1f]|:(?=\S)|(?<!\s)#)*")
_OPTIONAL = {
    "inspection.kind": "没有写明就留空",
    "contact.email": "没有就留空",
    "contact.address": "没有就留空",
    "contact.postcode": "没有就留空",
}
_WANTED = {
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
Phones = Sequence[tuple[Finding, Finding]]


def front_matter(fields: Mapping[str, Finding], phones: Phones, attachments: Sequence[str]) -> str:
    """The text between the two `---`, both included, ending with a line break."""
    lines = ["---"]
    lines += [_entry(fields, name) for name in ("title", "unit", "region")]
    lines.append("inspection:")
    lines += [
        "  " + _entry(fields, f"inspection.{name}")
        for name in ("authority", "group", "kind", "start", "end", "feedback")
    ]
    lines += [_entry(fields, name) for name in ("published", "issuer")]
    lines += ["contact:", *_phones(fields, phones)]
    lines += ["  " + _entry(fields, f"contact.{name}") for name in ("email", "address", "postcode")]
    lines.append("  verified:  # 打通核实后，写上核实的日期")
    lines += _progress(fields)
    if attachments:
        lines += ["attachments:", *(f"  - file: {scalar(name)}" for name in attachments)]
    return "\n".join([*lines, "---", ""])


def _entry(fields: Mapping[str, Finding], name: str) -> str:
    """One line `key: value  # comment` of a field."""
    finding = fields.get(name) or missing(name, "")
    return f"{name.rpartition('.')[2]}:{_value(finding)}"


def _value(finding: Finding) -> str:
    if finding.status == "missing" or not finding.value:
        if finding.field in _OPTIONAL:
            return f"  # {_comment(finding.why or _OPTIONAL[finding.field])}"
        why = f"；{finding.why}" if finding.why else ""
        return f" {BLANK}  # {_comment(_WANTED.get(finding.field, '请填写') + why)}"
    comment = f"  # 请核对：{_comment(finding.why)}" if finding.status == "unsure" else ""
    return f" {scalar(finding.value)}{comment}"


def _phones(fields: Mapping[str, Finding], phones: Phones) -> list[str]:
    if not phones:
        reachable = any(fields[f"contact.{name}"].value for name in ("email", "address"))
        return (
            ["  phones: []"]
            if reachable
            else ["  phones:", f"    - number:{_value(missing('contact.phones', ''))}"]
        )
    lines = ["  phones:"]
    for number, hours in phones:
        lines.append(f"    - number:{_value(number)}")
        if hours.value:
            lines.append(f"      hours: {scalar(hours.value)}")
    return lines


def _progress(fields: Mapping[str, Finding]) -> list[str]:
    given = [fields[f"progress.{name}"] for name in _PROGRESS if f"progress.{name}" in fields]
    given = [finding for finding in given if finding.value]
    if not given:
        return []
    return [
        "progress:",
        *(f"  {finding.field.rpartition('.')[2]}:{_value(finding)}" for finding in given),
    ]


def scalar(value: str) -> str:
    """A YAML scalar that reads back as `value` on one line."""
    value = " ".join(visible(value).split())
    if _SAFE.fullmatch(value) and not value.endswith(":"):
        return value
    return "'" + value.replace("'", "''") + "'"


def _comment(text: str) -> str:
    return " ".join(visible(text).split())
