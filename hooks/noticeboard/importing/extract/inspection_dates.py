"""The dates of the inspection, from the paragraphs before the first heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.dates import DateSpan, find_dates, sentences
from noticeboard.importing.extract.finding import Finding, missing, stated, unsure
from noticeboard.model.dates import PartialDate

# What may stand between the day of feedback and the word itself without another event in between.
_OTHER_EVENT = re.compile(
    r"研究|学习|制定|部署|落实|针对|整改|围绕|根据|按照|截至|截止|召开(?!.{0,16}反馈)"
)
_BEFORE_OTHER = re.compile(r"(?:截至|截止|截止到|截至到|目前|印发|会议)$")
_FEEDBACK = re.compile(r"反馈")
_FEEDBACK_LABEL = re.compile(r"反馈(?:意见)?(?:的?(?:时间|日期))?(?:[为是:]|\()+(?:于)?$")
_NOT_INSPECTION = re.compile(
    r"^(?:期间)?,?(?:集中|开展|进行|组织|为|是)*(?:整改|公示|回头看)|规划|计划"
)
_BEGINS = re.compile(r"进驻|启动|开始|入驻|进点|起")
_ENDS = re.compile(r"结束|撤点|撤离|完成(?:了)?现场|止")
_INSPECTS = re.compile(r"巡[察视]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its dates, whose places count from the sentence's start."""

    text: str
    dates: tuple[DateSpan, ...]

    def after(self, span: DateSpan) -> str:
        """What follows a date."""
        return self.text[span.end :]

    def before(self, span: DateSpan) -> str:
        """What precedes a date."""
        return self.text[: span.start]


def read_sentences(text: str, published: int | None) -> list[Sentence]:
    """The sentences of comparable text, with years carried on from one to the next."""
    spans = find_dates(text, published)
    read = []
    for start, end in sentences(text):
        inside = [span for span in spans if start <= span.start < end]
        read.append(Sentence(text[start:end], tuple(_moved(span, start) for span in inside)))
    return read


def _moved(span: DateSpan, by: int) -> DateSpan:
    return DateSpan(
        span.start - by, span.end - by, span.date, span.is_range, span.to,
        span.year_typed, span.end_year_typed, span.why,
    )  # fmt: skip


def inspection_dates(read: list[Sentence]) -> tuple[list[Finding], DateSpan | None]:
    """`inspection.start` and `inspection.end`, and the range they come from.

    The range is the first that stands in a sentence about 巡察 and is not the time of the
    rectification or of a plan; without one, a single date with 进驻 or 结束, or the one date
    that such a sentence has.
    """
    ranges = [
        (sentence, span)
        for sentence in read
        for span in sentence.dates
        if span.is_range and not _is_of_another_matter(sentence, span)
    ]
    about = [item for item in ranges if _INSPECTS.search(item[0].text)] or ranges[:1]
    if about:
        others = {str(span.date) for _, span in about[1:]} - {str(about[0][1].date)}
        return _of_range(*about[0], bool(others)), about[0][1]
    return _of_single(read)


def _is_of_another_matter(sentence: Sentence, span: DateSpan) -> bool:
    before, after = sentence.before(span), sentence.after(span)
    in_title = before.count("《") > before.count("》")
    return in_title or _NOT_INSPECTION.match(after) is not None or before.endswith("截至")


def _of_range(sentence: Sentence, span: DateSpan, several: bool) -> list[Finding]:
    several_why = "文中有几段巡察时间，这里取第一段" if several else ""
    start_why = "；".join(filter(None, [span.why if not span.year_typed else "", several_why]))
    end_why = "；".join(filter(None, [span.why if not span.end_year_typed else "", several_why]))
    return [
        _date_finding("inspection.start", span.date, start_why, sentence.text, span.why),
        _date_finding("inspection.end", span.to, end_why, sentence.text, span.why),
    ]


def _date_finding(
    field: str, date: PartialDate | None, why: str, sentence: str, wrong: str = ""
) -> Finding:
    if date is None:
        return missing(field, wrong or why or "日期没有填写完整", sentence)
    return stated(field, str(date), why, sentence)


def _of_single(read: list[Sentence]) -> tuple[list[Finding], DateSpan | None]:
    """Start and end from dates that stand apart."""
    start = end = None
    for sentence in read:
        if not _INSPECTS.search(sentence.text):
            continue
        for span in sentence.dates:
            rest = re.split(r"[,;。]", sentence.after(span).lstrip(","))[0]
            if start is None and _BEGINS.search(rest[:30]):
                start = (sentence, span)
            elif end is None and _ENDS.search(rest[:12]):
                end = (sentence, span)
    if start or end:
        return [_single("inspection.start", start), _single("inspection.end", end)], None
    return _only_date(read)


def _single(field: str, place: tuple[Sentence, DateSpan] | None) -> Finding:
    if place is None:
        side = "开始" if field.endswith("start") else "结束"
        return missing(field, f"原文没有写巡察{side}的日期")
    sentence, span = place
    return _date_finding(field, span.date, span.why, sentence.text)


def _only_date(read: list[Sentence]) -> tuple[list[Finding], DateSpan | None]:
    """The one date of the sentence in which a group inspects: a month is both ends of itself."""
    for sentence in read:
        for span in sentence.dates:
            rest = re.split(r"[。;]", sentence.after(span))[0]
            acts = re.search(
                r"巡[察视].{0,40}?组.{0,60}?(?:开展|进行|实施|巡[察视])|(?:开展|进行|接受).{0,20}巡[察视]",
                rest,
            )
            if span.is_range or not acts or re.search(r"反馈", rest[: acts.end() + 2]):
                continue
            if span.date and span.date.day is None:
                why = "原文只写了一个月份，开始和结束都按这个月填写"
                value = str(span.date)
                return [
                    unsure("inspection.start", value, why, sentence.text),
                    unsure("inspection.end", value, why, sentence.text),
                ], span
            start = _date_finding("inspection.start", span.date, span.why, sentence.text)
            return [
                start,
                missing("inspection.end", "原文没有写巡察结束的日期", sentence.text),
            ], span
    why = "开头没有找到巡察的起止日期"
    return [missing("inspection.start", why), missing("inspection.end", why)], None


def feedback_date(read: list[Sentence], inspected: DateSpan | None) -> Finding:
    """`inspection.feedback`: the date nearest before the word 反馈, with no other event between.

    反馈时间：… gives it behind the word. A year left out is that of the end of the inspection,
    or the next when the month would lie before it.
    """
    candidates: list[tuple[Sentence, DateSpan]] = []
    for sentence in read:
        for word in _FEEDBACK.finditer(sentence.text):
            before = [span for span in sentence.dates if span.end <= word.start()]
            if before and _leads_to_feedback(sentence, before[-1], word.start()):
                candidates.append((sentence, before[-1]))
        candidates += [
            (sentence, span)
            for span in sentence.dates
            if _FEEDBACK_LABEL.search(sentence.before(span)) and not span.is_range
        ]
    if not candidates:
        return missing("inspection.feedback", "没有找到巡察组反馈意见的日期")
    sentence, span = candidates[0]
    days = {str(other.date) for _, other in candidates if other.date}
    why = "文中有几个反馈日期，这里取第一个" if len(days) > 1 else ""
    return _completed(sentence, span, inspected, why)


def _leads_to_feedback(sentence: Sentence, span: DateSpan, word: int) -> bool:
    between = sentence.text[span.end : word]
    return not (
        span.is_range
        or _OTHER_EVENT.search(between)
        or _BEFORE_OTHER.search(sentence.before(span))
        or _inspects_before_feedback(between)
    )


def _inspects_before_feedback(between: str) -> bool:
    """Whether the date is that of the inspection itself: 5月10日…开展了巡察，并反馈了意见."""
    return re.search(r"(?:开展|进行|实施).{0,12}巡[察视]", between) is not None or "进驻" in between


def _completed(sentence: Sentence, span: DateSpan, inspected: DateSpan | None, why: str) -> Finding:
    field = "inspection.feedback"
    if span.date is None:
        return missing(field, span.why or "日期没有填写完整", sentence.text)
    if span.year_typed:
        return stated(field, str(span.date), why, sentence.text)
    date = span.date
    end = inspected and (inspected.to or inspected.date)
    if end and date.last < end.first and "公布日期" not in span.why:
        # The 29th of February has no day a year later.
        date = PartialDate(
            date.year + 1,
            date.month,
            date.day and min(date.day, 28) if date.month == 2 else date.day,
        )
    said = f"原文没写年份，按上文补为{date.year}年" if "公布日期" not in span.why else span.why
    return unsure(field, str(date), "；".join(filter(None, [said, why])), sentence.text)
