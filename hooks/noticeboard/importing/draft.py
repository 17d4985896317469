"""A draft notice: its fields, body and attachments, its Markdown file, and the review report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noticeboard.importing.contact.phones import PhoneFields
from noticeboard.importing.extract.field import ExtractedField
from noticeboard.importing.frontmatter import render_front_matter
from noticeboard.importing.source import Remark

LABELS = {
    "title": "标题", "unit": "被巡察党组织", "region": "地区", "inspection.authority": "巡察机关",
    "inspection.group": "巡察组", "inspection.kind": "巡察方式", "inspection.start": "巡察开始",
    "inspection.end": "巡察结束", "inspection.feedback": "反馈日期", "published": "公布日期",
    "issuer": "落款单位", "contact.phones": "电话", "contact.hours": "接听时间",
    "contact.fax": "传真", "contact.email": "电子邮箱", "contact.address": "通信地址", "contact.postcode": "邮政编码",
    "progress.as_of": "统计截至", "progress.problems": "问题总数", "progress.rectified": "已完成",
    "progress.partly": "基本完成", "progress.ongoing": "正在整改",
    "progress.long_term": "长期坚持", "progress.measures": "整改措施", "category": "整改类别",
    "contact_missing.reason": "没有联系方式的理由", "scheduled": "到日子再公布",
    "index_number": "索引号", "document_number": "发文字号", "open_until": "公示期到", "id": "编号（文件名）",
}  # fmt: skip
_ORDER = tuple(LABELS)
_MAX_SENTENCE = 80
SLUG_PLACEHOLDER = "\x00slug\x00"
"""The notice's folder in a body, until the slug is final."""


class ReportEntry(NamedTuple):
    """One line of the report, and the sentence it refers to, if any."""

    text: str
    sentence: str = ""


class Section(NamedTuple):
    """The entries under one heading of the report."""

    heading: str
    entries: Sequence[ReportEntry]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice as far as it can be extracted from a document.

    `fields` are by dotted name, those of each inspection in `inspections`; `suggested_id` is
    `<year>/<slug>`; `notes` are about values for which there is no field. `attachments` are
    (name, bytes) for `notices/<year>/<slug>/`, `listed` the names that the front matter lists.
    """

    fields: dict[str, ExtractedField]
    inspections: tuple[dict[str, ExtractedField], ...]
    phones: tuple[PhoneFields, ...]
    suggested_id: str
    body: str
    remarks: tuple[Remark, ...] = ()
    notes: tuple[ExtractedField, ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """The complete file under the suggested id."""
        return self.markdown_as(self.suggested_id.partition("/")[2])

    def markdown_as(self, slug: str) -> str:
        """Return the complete file for `slug`, which is also the folder of its pictures."""
        doubts = [_doubt(entry) for entry in self._doubts_without_field()]
        head = render_front_matter(self.fields, self.inspections, self.phones, self.listed, doubts)
        return f"{head}\n{self.body.replace(SLUG_PLACEHOLDER, slug)}"

    def sections(self) -> tuple[Section, ...]:
        """Return the report: what is certain, what is unsure and why, what is missing."""
        fields = self._all_fields()
        certain = [field for field in fields if field.status == "certain"]
        unsure = [_entry(field) for field in fields if field.status == "unsure"]
        unsure += [_remark_entry(remark) for remark in self.remarks]
        missing = [_entry(field) for field in fields if field.status == "missing"]
        values = [_certain_entry(field) for field in certain if field.value]
        return (
            Section(f"找到的（{len(certain)}项）：", values),
            Section(f"不确定的（{len(unsure)}项），请对照原文核对：", unsure, doubtful=True),
            Section(f"缺少的（{len(missing)}项）：", missing),
        )

    def _all_fields(self) -> list[ExtractedField]:
        """Return all fields in the order of the front matter, then the notes."""
        fields = list(self.fields.values())
        fields += [field for inspection in self.inspections for field in inspection.values()]
        fields.sort(key=lambda field: _ORDER.index(field.name))
        for phone in self.phones:
            fields += [phone.number, phone.hours] if phone.hours.value else [phone.number]
        return [*fields, *self.notes]

    def _doubts_without_field(self) -> list[ReportEntry]:
        """Return what is unsure or missing and has no line of its own in the front matter."""
        notes = [field for field in self.notes if field.name != "id" and field.sentence]
        # The file is published, so that it must not quote what was left out of the text.
        remarks = [
            ReportEntry(remark.reason) if remark.omitted else _remark_entry(remark)
            for remark in self.remarks
        ]
        return list(dict.fromkeys([*map(_entry, notes), *remarks]))

    def report(self) -> str:
        """Return the sections as plain text."""
        return "\n\n".join(
            "\n".join([section.heading, *map(_lines, section.entries)])
            for section in self.sections()
        )


def _label(field: ExtractedField) -> str:
    return LABELS.get(field.name, field.name)


def _certain_entry(field: ExtractedField) -> ReportEntry:
    note = f"（{field.note}）" if field.note else ""
    return ReportEntry(f"{_label(field)}：{'、'.join(field.items)}{note}")


def _doubt(entry: ReportEntry) -> str:
    return f"{entry.text}（{_shorten(entry.sentence)}）" if entry.sentence else entry.text


def _entry(field: ExtractedField) -> ReportEntry:
    value = f"：{'、'.join(field.items)}" if field.value else ""
    reason = f"——{field.reason}" if field.reason else ""
    return ReportEntry(f"{_label(field)}{value}{reason}", _shorten(field.sentence))


def _remark_entry(remark: Remark) -> ReportEntry:
    """Return the line of a remark; a text that is not in the draft is shown whole."""
    text = " ".join(remark.sentence.split()) if remark.omitted else _shorten(remark.sentence)
    return ReportEntry(remark.reason, text)


def _shorten(sentence: str) -> str:
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= _MAX_SENTENCE else sentence[:_MAX_SENTENCE] + "…"


def _lines(entry: ReportEntry) -> str:
    return f"  {entry.text}\n      原句：{entry.sentence}" if entry.sentence else f"  {entry.text}"
