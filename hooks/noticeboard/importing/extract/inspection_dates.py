"""The dates of the inspection and of the feedback, from the opening of a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.dates import DateSpan, dates_within
from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons, missing
from noticeboard.importing.extract.sentences import sentence_spans
from noticeboard.model.dates import PartialDate

# Events that separate a date from a later 反馈.
_OTHER_EVENT = re.compile(
    r"研究|学习|制定|部署|落实|针对|整改|围绕|根据|按照|截至|截止|召开(?!.{0,16}反馈)"
)
_OTHER_DATE = re.compile(r"(?:截至|截止|截止到|截至到|目前|印发|会议)$")
_FEEDBACK_LABEL = re.compile(r"反馈(?:意见)?(?:的?(?:时间|日期))?(?:[为是:]|\()+(?:于)?$")
_NOT_INSPECTION = re.compile(
    r"^(?:期间)?,?(?:集中|开展|进行|组织|为|是)*(?:整改|公示|回头看)|规划|计划"
)
_START = re.compile(r"进驻|启动|开始|入驻|进点|起")
_END = re.compile(r"结束|撤点|撤离|完成(?:了)?现场|止")
_INSPECTION = re.compile(r"巡[察视]|审计|督[察查]")
_INSPECTS = re.compile(
    r"巡[察视].{0,40}?组.{0,60}?(?:开展|进行|实施|巡[察视])|(?:开展|进行|接受).{0,20}(?:巡[察视]|督[察查])|审计[局厅署].{0,60}?审计"
)
_ISSUED = re.compile("[^。,;]{0,8}?(?:印发|下发)")
_USUAL_MONTHS = 8
"""A feedback without a year follows the inspection within so many months."""
Fields = tuple[ExtractedField, ExtractedField]
"""The fields `inspection.start` and `inspection.end`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its dates, whose offsets are relative to it."""

    text: str
    dates: tuple[DateSpan, ...]

    def after(self, date: DateSpan) -> str:
        """Return the text after a date."""
        return self.text[date.end :]

    def before(self, date: DateSpan) -> str:
        """Return the text before a date."""
        return self.text[: date.start]


def split_sentences(text: str, dates: list[DateSpan]) -> list[Sentence]:
    """Split normalized text into sentences and assign its dates to them."""
    return [
        Sentence(text[start:end], tuple(dates_within(dates, start, end)))
        for start, end in sentence_spans(text)
    ]


def extract_inspection_dates(sentences: list[Sentence]) -> tuple[Fields, DateSpan | None]:
    """Extract `inspection.start` and `inspection.end`; return them with the date they come from.

    The first range in a sentence about 巡察 is taken, unless it is the time of the rectification
    or of a plan; else single dates with 进驻 or 结束; else the only date of such a sentence.
    """
    ranges = [
        (sentence, date)
        for sentence in sentences
        for date in sentence.dates
        if date.is_range and not _is_unrelated(sentence, date)
    ]
    ranges = [item for item in ranges if _INSPECTION.search(item[0].text)] or ranges[:1]
    if not ranges:
        return _from_single_dates(sentences)
    sentence, date = ranges[0]
    several = any(str(other.date) != str(date.date) for _, other in ranges)
    return _from_range(sentence, date, several), date


def _is_unrelated(sentence: Sentence, date: DateSpan) -> bool:
    before, after = sentence.before(date), sentence.after(date)
    in_title = before.count("《") > before.count("》")
    in_title = in_title or re.search(r"公示[^。;]{0,20}$", before) is not None
    return in_title or _NOT_INSPECTION.match(after) is not None or before.endswith("截至")


def _from_range(sentence: Sentence, date: DateSpan, several: bool) -> Fields:
    doubt = "文中有几段巡察时间，这里取第一段" if several else ""

    def field(name: str, value: PartialDate | None, year_stated: bool) -> ExtractedField:
        reason = join_reasons("" if year_stated else date.reason, date.doubt, doubt)
        return _date_field(name, value, reason, sentence.text, date.reason)

    return (
        field("inspection.start", date.date, date.year_stated),
        field("inspection.end", date.end_date, date.end_year_stated),
    )


def _date_field(
    name: str, date: PartialDate | None, reason: str, sentence: str, wrong: str = ""
) -> ExtractedField:
    """Return a date as a field; `wrong` is the preferred reason when there is no date."""
    if date is None:
        return missing(name, wrong or reason or "日期没有填写完整", sentence)
    return extracted(name, str(date), reason, sentence)


def _from_single_dates(sentences: list[Sentence]) -> tuple[Fields, DateSpan | None]:
    start = end = None
    for sentence in sentences:
        if not _INSPECTION.search(sentence.text):
            continue
        for date in sentence.dates:
            clause = re.split(r"[,;。]", sentence.after(date).lstrip(","))[0]
            if start is None and _START.search(clause[:30]):
                start = (sentence, date)
            elif end is None and _END.search(clause[:12]):
                end = (sentence, date)
    if start or end:
        return (_single_date("inspection.start", start), _single_date("inspection.end", end)), None
    return _from_only_date(sentences)


def _single_date(name: str, match: tuple[Sentence, DateSpan] | None) -> ExtractedField:
    if match is None:
        side = "开始" if name.endswith("start") else "结束"
        return missing(name, f"原文没有写巡察{side}的日期")
    sentence, date = match
    return _date_field(name, date.date, join_reasons(date.reason, date.doubt), sentence.text)


def _from_only_date(sentences: list[Sentence]) -> tuple[Fields, DateSpan | None]:
    """Extract the date of the sentence in which a group inspects; a month is both start and end."""
    for sentence in sentences:
        for date in sentence.dates:
            rest = re.split(r"[。;]", sentence.after(date))[0]
            inspects = _INSPECTS.search(rest)
            if date.is_range or not inspects or "反馈" in rest[: inspects.end() + 2]:
                continue
            if date.date and date.date.day is None:
                reason, value = "原文只写了一个月份，开始和结束都按这个月填写", str(date.date)
                return (
                    extracted("inspection.start", value, reason, sentence.text),
                    extracted("inspection.end", value, reason, sentence.text),
                ), date
            return (
                _date_field(
                    "inspection.start",
                    date.date,
                    join_reasons(date.reason, date.doubt),
                    sentence.text,
                ),
                missing("inspection.end", "原文没有写巡察结束的日期", sentence.text),
            ), date
    reason = "开头没有找到巡察的起止日期"
    return (missing("inspection.start", reason), missing("inspection.end", reason)), None


def extract_feedback_date(
    sentences: list[Sentence],
    inspected: DateSpan | None,
    published: str = "",
    report: str = "反馈",
) -> ExtractedField:
    """Extract `inspection.feedback`: the last date before 反馈, or the one after 反馈时间：.

    An omitted year is that of the end of the inspection, or the next one for an earlier month; it is
    certain when the day a year later would follow `published` or come unusually late. `report` is the pattern of 反馈.
    """
    candidates: list[tuple[Sentence, DateSpan]] = []
    for sentence in sentences:
        for word in re.finditer(report, sentence.text):
            before = [date for date in sentence.dates if date.end <= word.start()]
            if before and _is_feedback_date(sentence, before[-1], word.start()):
                candidates.append((sentence, before[-1]))
        candidates += [
            (sentence, date)
            for date in sentence.dates
            if _FEEDBACK_LABEL.search(sentence.before(date)) and not date.is_range
        ]
    if not candidates:
        return missing("inspection.feedback", "没有找到巡察组反馈意见的日期")
    days = {str(date.date) for _, date in candidates if date.date}
    sentence, date = candidates[0]
    reason = join_reasons(
        "文中有几个反馈日期，这里取第一个" if len(days) > 1 else "",
        "这一天印发了反馈意见，请核对是不是反馈的日期"
        if _ISSUED.match(sentence.after(date))
        else "",
    )
    return _feedback_field(*candidates[0], inspected, published, reason)


def _is_feedback_date(sentence: Sentence, date: DateSpan, word: int) -> bool:
    """Return whether no other event comes between a date and the 反馈 at offset `word`."""
    between = sentence.text[date.end : word]
    return not (
        date.is_range
        or _OTHER_EVENT.search(f"{between}反馈")
        or _OTHER_DATE.search(sentence.before(date))
        # The date is that of the inspection: 5月10日…开展了巡察，并反馈了意见.
        or re.search(r"(?:开展|进行|实施).{0,12}巡[察视]|进驻", between)
    )


def _feedback_field(
    sentence: Sentence, span: DateSpan, inspected: DateSpan | None, published: str, reason: str
) -> ExtractedField:
    """Return the feedback date with its year inferred from the inspection if necessary."""
    name, date = "inspection.feedback", span.date
    reason = join_reasons(span.doubt, reason)
    if date is None or span.year_stated:
        return _date_field(name, date, reason, sentence.text, span.reason or "日期没有填写完整")
    relative_to_publication = "公布日期" in span.reason
    end = inspected and (inspected.end_date or inspected.date)
    if end and date.last < end.first and not relative_to_publication:
        date = _a_year_later(date)
    inferred = span.reason if relative_to_publication else f"原文没写年份，按上文补为{date.year}年"
    usual = end and 0 <= (date.first - end.last).days <= _USUAL_MONTHS * 31
    bounded = str(date) <= published < str(_a_year_later(date))
    if end and (usual or bounded) and not relative_to_publication:
        return extracted(name, str(date), reason, sentence.text, inferred)
    return extracted(name, str(date), join_reasons(inferred, reason), sentence.text)


def _a_year_later(date: PartialDate) -> PartialDate:
    # The 29th of February does not exist a year later.
    day = date.day and min(date.day, 28) if date.month == 2 else date.day
    return PartialDate(date.year + 1, date.month, day)
