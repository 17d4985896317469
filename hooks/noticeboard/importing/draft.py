"""A draft notice: what was found, what is unsure, what is missing, and its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noticeboard.importing.extract.finding import Finding
from noticeboard.importing.frontmatter import front_matter
from noticeboard.importing.source import Remark

LABELS = {
    "title": "标题", "unit": "被巡察党组织", "region": "地区", "inspection.authority": "巡察机关",
    "inspection.group": "巡察组", "inspection.kind": "巡察方式", "inspection.start": "巡察开始",
    "inspection.end": "巡察结束", "inspection.feedback": "反馈日期", "published": "公布日期",
    "issuer": "落款单位", "contact.phones": "电话", "contact.hours": "接听时间",
    "contact.email": "电子邮箱", "contact.address": "通信地址", "contact.postcode": "邮政编码",
    "progress.as_of": "统计截至", "progress.problems": "问题总数", "progress.rectified": "已完成",
    "progress.ongoing": "正在整改", "progress.measures": "整改措施", "id": "编号（文件名）",
}  # fmt: skip
_MAX_SENTENCE = 80
_SLUG = "\x00slug\x00"


class DatedNote(NamedTuple):
    """What an editor is told of a field, and the sentence that it comes from, if there is one."""

    text: str
    sentence: str = ""


class Section(NamedTuple):
    """What is told under one heading."""

    heading: str
    told: Sequence[DatedNote]


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice as far as a program can make it.

    `fields` maps the dotted name of a field to its finding; `phones` pairs each number with its
    hours. `attachments` are (name, bytes) for `notices/<year>/<slug>/`; `listed` those of them
    that the front matter names.
    """

    fields: dict[str, Finding]
    phones: tuple[tuple[Finding, Finding], ...]
    suggested_id: str
    body: str
    remarks: tuple[Remark, ...] = ()
    notes: tuple[Finding, ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """The complete file, for the suggested id."""
        return self.markdown_as(self.suggested_id.partition("/")[2])

    def markdown_as(self, slug: str) -> str:
        """The complete file when its name is `slug`: images lie in the folder of that name."""
        head = front_matter(self.fields, self.phones, self.listed)
        return f"{head}\n{self.body.replace(_SLUG, slug)}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding in the order of the front matter."""
        found = list(self.fields.values())
        for number, hours in self.phones:
            found += [number, hours] if hours.value else [number]
        return (*found, *self.notes)

    def sections(self) -> tuple[Section, ...]:
        """What was found, what is unsure and why, what is missing; in Chinese."""
        by_status = {
            status: [finding for finding in self.findings if finding.status == status]
            for status in ("found", "unsure", "missing")
        }
        known = [
            DatedNote(f"{_label(one)}：{one.value}") for one in by_status["found"] if one.value
        ]
        doubts = [_doubt(finding) for finding in by_status["unsure"]]
        doubts += [DatedNote(remark.reason, _cut(remark.sentence)) for remark in self.remarks]
        gaps = [_gap(finding) for finding in by_status["missing"]]
        return (
            Section(f"找到的（{len(by_status['found'])}项）：", known),
            Section(f"不确定的（{len(doubts)}项），请对照原文核对：", doubts),
            Section(f"缺少的（{len(gaps)}项）：", gaps),
        )

    def report(self) -> str:
        """The sections as several lines."""
        return "\n\n".join(
            "\n".join([section.heading, *map(_lines, section.told)]) for section in self.sections()
        )


def image_folder() -> str:
    """The stand-in for the notice's folder in a body whose slug is not settled yet."""
    return _SLUG


def _label(finding: Finding) -> str:
    return LABELS.get(finding.field, finding.field)


def _cut(sentence: str) -> str:
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= _MAX_SENTENCE else sentence[:_MAX_SENTENCE] + "…"


def _doubt(finding: Finding) -> DatedNote:
    value = f"：{finding.value}" if finding.value else ""
    return DatedNote(f"{_label(finding)}{value}——{finding.why}", _cut(finding.sentence))


def _gap(finding: Finding) -> DatedNote:
    why = f"——{finding.why}" if finding.why else ""
    return DatedNote(f"{_label(finding)}{why}", _cut(finding.sentence))


def _lines(told: DatedNote) -> str:
    return f"  {told.text}\n      原句：{told.sentence}" if told.sentence else f"  {told.text}"
