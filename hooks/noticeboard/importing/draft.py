"""A draft notice: what was found, what is unsure, what is missing, and its file."""

from __future__ import annotations

from dataclasses import dataclass

from noticeboard.importing.finding import Finding
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

    def report(self) -> str:
        """What was found, what is unsure and why, what is missing; in Chinese, several lines."""
        by_status = {
            status: [finding for finding in self.findings if finding.status == status]
            for status in ("found", "unsure", "missing")
        }
        lines = [f"找到的（{len(by_status['found'])}项）："]
        lines += [
            f"  {_label(finding)}：{finding.value}"
            for finding in by_status["found"]
            if finding.value
        ]
        doubts = [_doubt(finding) for finding in by_status["unsure"]]
        doubts += [_remark(remark) for remark in self.remarks]
        lines += ["", f"不确定的（{len(doubts)}项），请对照原文核对：", *doubts]
        gaps = [_gap(finding) for finding in by_status["missing"]]
        lines += ["", f"缺少的（{len(gaps)}项）：", *gaps]
        return "\n".join(lines)


def image_folder() -> str:
    """The stand-in for the notice's folder in a body whose slug is not settled yet."""
    return _SLUG


def _label(finding: Finding) -> str:
    return LABELS.get(finding.field, finding.field)


def _quoted(sentence: str) -> str:
    sentence = " ".join(sentence.split())
    if not sentence:
        return ""
    cut = sentence if len(sentence) <= _MAX_SENTENCE else sentence[:_MAX_SENTENCE] + "…"
    return f"\n      原句：{cut}"


def _doubt(finding: Finding) -> str:
    value = f"：{finding.value}" if finding.value else ""
    return f"  {_label(finding)}{value}——{finding.why}{_quoted(finding.sentence)}"


def _remark(remark: Remark) -> str:
    return f"  {remark.reason}{_quoted(remark.sentence)}"


def _gap(finding: Finding) -> str:
    why = f"——{finding.why}" if finding.why else ""
    return f"  {_label(finding)}{why}{_quoted(finding.sentence)}"
