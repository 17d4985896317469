"""The last day on which the public may comment, from the opening and the last lines of a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from noticeboard.importing.extract.dates import DateSpan, find_dates
from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons, missing
from noticeboard.importing.extract.sentences import sentence_spans
from noticeboard.text.numerals import NUMBER, parse_number

_NAME = "open_until"
_FIRST_LINES = 4
_LAST_LINES = 14
_MAX_LINE = 600
_LABEL = re.compile(
    r"(?:公示|公开|公告|公布|(?:公开)?征求意见|(?:反馈|征集|提出|反映)(?:意见|问题|情况)(?:建议)?的?|意见(?:反馈|征集|收集)的?|受理(?:意见|反映)?的?)"
    r"(?:有效)?(?:期限|时限|时间|日期|期)"
)
_GAP = re.compile(r"[为是:自从由于起共\"“”]*")
_COUNT = re.compile(
    rf"[^。;\n]{{0,14}}?(?P<count>{NUMBER})(?P<unit>个?工作日|个?自然日|个?日历日|[天日]|个?星期|周|个?月)(?!起|至|前)"
)
_SHOWN_FOR = re.compile(
    rf"予以(?:公示|公开|公布|公告)[,(]*(?:为期|公示)?(?=(?P<count>{NUMBER})(?:个?工作日|[天日]))"
)
_NO_PERIOD = re.compile("不少于|不得|不低于|满|以上|规定|制度")
_ABOUT_PERIODS = re.compile("制度|延长|缩短|机制")
_UNTIL = re.compile(r"截[止至](?:时间|日期|到|于|为|:)*$|(?:截止|截至)(?:时间|日期)[为是:]*$")
_BEFORE = re.compile(r"(?:之前|以前|前)[^。;]{0,40}?(?:反映|反馈|提出|联系|来信|来电|寄|告知|监督)")
_COMMENTS = re.compile("意见|建议|监督|反映|公示")
_USUAL_DAYS = 92


class _Period(NamedTuple):
    """A period's last day, why it is unsure, and its sentence."""

    last: date | None
    reason: str
    sentence: str


def extract_open_until(lines: list[str], published: str) -> ExtractedField | None:
    """Return `open_until` when normalized lines state a period; `published` is a day or empty."""
    near = [*lines[:_FIRST_LINES], *lines[_FIRST_LINES:][-_LAST_LINES:]]
    periods = [
        period
        for line in near
        if len(line) <= _MAX_LINE
        for start, end in sentence_spans(line)
        for period in _periods(line[start:end], published)
    ]
    if not periods:
        return None
    dated = [period for period in periods if period.last]
    if not dated:
        return missing(_NAME, periods[0].reason, periods[0].sentence)
    days = {period.last for period in dated}
    several = "文中写了几个公示期，这里取第一个" if len(days) > 1 else ""
    first = dated[0]
    return extracted(_NAME, str(first.last), join_reasons(first.reason, several), first.sentence)


def _periods(sentence: str, published: str) -> Iterator[_Period]:
    if _ABOUT_PERIODS.search(sentence):
        return
    year = published[:4]
    prefix = f"{year}年。" if year else ""
    dates = [
        span for span in find_dates(prefix + sentence, int(year) if year else None) if span.start >= len(prefix)
    ]  # fmt: skip
    for label in _LABEL.finditer(sentence):
        gap = _GAP.match(sentence, label.end())
        end = (gap.end() if gap else label.end()) + len(prefix)
        after = [span for span in dates if 0 <= span.start - end <= 2]
        ranged = after[0] if after and after[0].is_range else None
        count = _COUNT.match(sentence, label.end())
        if ranged:
            yield _ranged(ranged, sentence, published)
        elif count and not _NO_PERIOD.search(sentence, label.start(), count.end()):
            begins = (d for d in dates if sentence.startswith("起", d.end - len(prefix)))
            start = after[0] if after else next(begins, None)
            yield _counted(count["count"], count["unit"], start, sentence, published)
    shown = _SHOWN_FOR.search(sentence)
    unit = _COUNT.match(sentence, shown.end()) if shown else None
    if shown and unit:
        yield _counted(unit["count"], unit["unit"], None, sentence, published)
    for span in dates:
        before, after_text = (
            sentence[: span.start - len(prefix)],
            sentence[span.end - len(prefix) :],
        )
        if span.is_range or not span.date or not _COMMENTS.search(sentence):
            continue
        if _UNTIL.search(before) and re.search("公示|征求|反馈|意见|受理", before):
            yield _checked(span.date.last, "" if span.date.day else "只写到月", sentence, published)
        elif _BEFORE.match(after_text):
            reason = "原文写的是这一天以前，请核对这一天算不算在内"
            yield _checked(span.date.last, reason, sentence, published)


def _ranged(span: DateSpan, sentence: str, published: str) -> _Period:
    if span.end_date is None:
        return _Period(None, span.reason or "公示期的日期没有填写完整", sentence)
    inferred = "" if published or span.end_year_stated else "原文没写年份"
    reason = join_reasons(span.doubt, inferred, "" if span.end_date.day else "只写到月")
    return _checked(span.end_date.last, reason, sentence, published)


def _checked(last: date, reason: str, sentence: str, published: str) -> _Period:
    """Return a period, unsure when it ends unusually far from the day of publication."""
    day = _day(published)
    unusual = day and not 0 <= (last - day).days <= _USUAL_DAYS
    doubt = f"与公布日期{published}不相称，请核对" if unusual else ""
    return _Period(last, join_reasons(reason, doubt), sentence)


def _counted(
    count: str, unit: str, start: DateSpan | None, sentence: str, published: str
) -> _Period:
    """Return a period of so many days from its first day, else from the day after publication."""
    number = parse_number(count) or 0
    unit = unit.removeprefix("个")
    stated = start.date.first if start and start.date and start.date.day else None
    first = stated or _day(published)
    if not first or not 0 < number <= _USUAL_DAYS:
        return _Period(None, f"原文只写公示{count}{unit}，不知道从哪一天算起", sentence)
    days = number * {"星期": 7, "周": 7, "月": 30}.get(unit, 1)
    last = first - timedelta(days=1) if stated else first
    while days:
        last += timedelta(days=1)
        days -= unit != "工作日" or last.weekday() < 5
    begins = f"从{first}起" if stated else "从公布次日起"
    skipped = "，只除去了周末，没有算节假日和调休" if unit == "工作日" else ""
    return _Period(last, f"原文只写{count}{unit}，{begins}推算{skipped}，请核对", sentence)


def _day(published: str) -> date | None:
    return date.fromisoformat(published) if len(published) == 10 else None
