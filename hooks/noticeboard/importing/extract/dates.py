"""Dates and ranges of dates, to the day or to the month, in normalized text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from noticeboard.importing.extract.field import join_reasons
from noticeboard.importing.extract.lost_marks import LOST_MARKS, lost_marks_days, lost_marks_doubt
from noticeboard.model.dates import PartialDate
from noticeboard.text.numerals import parse_number

_CHINESE_DIGIT = "〇零Oo0-9一二三四五六七八九"
_RELATIVE = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "第二年": 1}
_TODAY = {"今年": 0, "本年": 0, "去年": -1, "上年": -1}
_YEAR = (
    rf"(?:(?:(?P<year>(?:19|20)\d{{2}}|[一二][{_CHINESE_DIGIT}]{{3}})年度?"
    rf"|(?P<relative>{'|'.join([*_RELATIVE, *_TODAY])})),?的?)"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元(?=月))"
_DAY = r"(?:[0-3]?\d|三十一?|[二廿]十?[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = r"(?:[上中下]旬|[月]?[底末]|初(?![步期级中]))"
_TO = r"(?:至|到|-{1,2}|~{1,2})"
_DATE = re.compile(
    rf"(?<![\d一二三四五六七八九十]){_YEAR}?{_MONTH}"
    rf"(?:月份?(?:(?P<day>{_DAY})(?:[日号]|(?={_TO}{_DAY}[日号月]))|{_PART})?|(?={_TO}\d{{1,2}}月))"
)
_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.])"
)
_NUMERIC_ALONE = re.compile(r"(?<![\d.\-/])" + _NUMERIC.pattern)
_END_DAY = re.compile(rf"(?P<day>{_DAY})[日号]|{_PART}")
_JOINT = re.compile(rf"(?:起|开始)?[,、]?{_TO}(?=\S)")
_BARE_YEAR = re.compile(rf"(?<!\d)(?P<year>20\d{{2}}|二[〇零Oo][{_CHINESE_DIGIT}]{{2}})年")
_ANY = r"[Xx×*✕_?]"
PLACEHOLDER = re.compile(
    rf"(?:(?:\d{{2}}[\dXx×*]{{2}}|{_ANY}{{1,4}})年)?(?:{_ANY}{{1,2}}月(?:(?:\d{{1,2}}|{_ANY}{{1,2}})日)?|月日)"
    rf"|(?:(?:\d{{4}}|{_ANY}{{2,4}})年)?\d{{1,2}}月{_ANY}{{1,2}}日|\d{{2}}[Xx×*]{{2}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a range of dates at `text[start:end]`.

    `date` and `end_date` are None for a placeholder, an impossible day and an unknown year;
    `reason` explains in Chinese what was inferred or is wrong. `year_stated` is False when the
    year of `date` was inferred, `end_year_stated` likewise for `end_date`. `doubt` explains in
    Chinese why the days themselves are unsure.
    """

    start: int
    end: int
    date: PartialDate | None
    is_range: bool = False
    end_date: PartialDate | None = None
    year_stated: bool = True
    end_year_stated: bool = True
    reason: str = ""
    doubt: str = ""


def find_dates(text: str, published: int | None = None) -> list[DateSpan]:
    """Return all dates and ranges in order; infer an omitted year from the preceding date or year.

    `published` is the year of publication, which 今年 and 去年 refer to.
    """
    spans: list[DateSpan] = []
    year: int | None = None
    for kind, match in _matches(text):
        if kind == "year":
            year = _read_year(match["year"])
            continue
        if kind == "placeholder":
            span = DateSpan(match.start(), match.end(), None, reason="日期没有填写完整")
        elif kind == "lost" and not match["year"] and not (spans and spans[-1].date):
            continue
        else:
            span = _date_span(text, match, year, published)
        if spans and span.start < spans[-1].end:
            continue
        spans.append(span)
        latest = span.end_date or span.date
        year = latest.year if latest else year
    return spans


def dates_within(dates: list[DateSpan], start: int, end: int) -> list[DateSpan]:
    """Return the dates that begin in `text[start:end]`, with offsets relative to it."""
    return [
        replace(date, start=date.start - start, end=date.end - start)
        for date in dates
        if start <= date.start < end
    ]


def find_date(text: str) -> DateSpan | None:
    """Return the date when it is the whole text."""
    spans = [span for span in find_dates(text) if span.start == 0 and span.end == len(text)]
    return spans[0] if spans else None


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield (kind, match) in order; of overlapping matches the first, then the longest."""
    patterns = (
        ("placeholder", PLACEHOLDER),
        ("date", _DATE),
        ("date", _NUMERIC_ALONE),
        ("lost", LOST_MARKS),
        ("year", _BARE_YEAR),
    )
    matches = [(kind, match) for kind, pattern in patterns for match in pattern.finditer(text)]
    end = 0
    for kind, match in sorted(matches, key=lambda item: (item[1].start(), -item[1].end())):
        if match.start() >= end:
            yield kind, match
            end = match.end()


def _date_span(
    text: str, match: re.Match[str], previous: int | None, published: int | None
) -> DateSpan:
    """Return the date at `match`, or the range that starts with it; `previous` is a year."""
    year, stated = _year(match, previous, published)
    date, reason = _parse(year, match)
    doubt = lost_marks_doubt(match, year)
    relative = match.groupdict().get("relative")
    if relative in _TODAY:
        reason = (
            f"“{relative}”按公布日期算作{year}年" if year else f"“{relative}”是哪一年要看公布日期"
        )
    elif not stated and date:
        reason = f"原文没写年份，按上文补为{date.year}年"
    start, end, end_match = match.start(), *_range_end(text, match)
    if end is None:
        return DateSpan(start, match.end(), date, year_stated=stated, reason=reason, doubt=doubt)
    if end_match is None:
        reason = "结束日期没有填写完整"
        return DateSpan(start, end, date, True, year_stated=stated, reason=reason, doubt=doubt)
    end_date, end_stated, end_reason = _end_date(end_match, date)
    reasons = join_reasons(reason, end_reason)
    doubt = join_reasons(doubt, lost_marks_doubt(end_match, date.year if date else None))
    return DateSpan(start, end, date, True, end_date, stated, end_stated, reasons, doubt)


def _read_year(text: str) -> int | None:
    return parse_number(text.replace("O", "〇").replace("o", "〇"))


def _year(
    match: re.Match[str], previous: int | None, published: int | None = None
) -> tuple[int | None, bool]:
    """Return the year of a match, and whether the text states it."""
    groups = match.groupdict()
    if groups.get("year"):
        return _read_year(match["year"]), True
    relative = groups.get("relative")
    if relative in _TODAY:
        return (None if published is None else published + _TODAY[relative]), False
    if relative and previous is not None:
        return previous + _RELATIVE[relative], True
    return previous, False


def _parse(
    year: int | None, match: re.Match[str], month: int | None = None
) -> tuple[PartialDate | None, str]:
    """Return the date of a match, or None and the reason; `month` is used when it has none."""
    groups = match.groupdict()
    if "digits" in groups:
        days = lost_marks_days(match, year)
        return (days[0], "") if days else (None, f"“{match[0]}”看不出是几月几日")
    if groups.get("month"):
        month = parse_number(groups["month"].replace("元", "一"))
    day = parse_number(groups["day"].replace("廿十", "廿")) if groups.get("day") else None
    if year is None:
        return None, "原文没写年份，上文也没有"
    if month is None or (groups.get("day") and day is None):
        return None, f"“{match[0]}”不是完整的日期"
    iso = f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")
    try:
        return PartialDate.parse(iso), ""
    except ValueError as error:
        return None, str(error)


def _range_end(text: str, match: re.Match[str]) -> tuple[int | None, re.Match[str] | None]:
    """Return (end, match of the end date) of a range that starts with `match`.

    (None, None) when it is no range, (end, None) when a placeholder ends it.
    """
    joint = _JOINT.match(text, match.end())
    if not joint:
        return None, None
    placeholder = PLACEHOLDER.match(text, joint.end())
    date = _NUMERIC.match(text, joint.end()) or LOST_MARKS.match(text, joint.end())
    date = date or _DATE.match(text, joint.end())
    if placeholder and (not date or placeholder.end() > date.end()):
        return placeholder.end(), None
    date = date or _END_DAY.match(text, joint.end())
    return (date.end(), date) if date else (None, None)


def _end_date(
    match: re.Match[str], start: PartialDate | None
) -> tuple[PartialDate | None, bool, str]:
    """Return the end of a range, whether its year is stated, and what was inferred."""
    if start is None:
        date, reason = _parse(_year(match, None)[0], match)
        return date, date is not None, reason
    if "digits" in match.groupdict():
        years = [int(match["year"])] if match["year"] else [start.year, start.year + 1]
        days = [day for year in years for day in lost_marks_days(match, year)]
        later = [day for day in days if day.last >= start.first] or days
        return (later[0], True, "") if later else (None, False, f"“{match[0]}”看不出是几月几日")
    year, stated = _year(match, start.year)
    date, reason = _parse(year, match, start.month)
    if date and not stated and date.last < start.first:
        date, reason = _parse(start.year + 1, match, start.month)
        if date:
            reason = f"原文没写结束日期的年份，早于开始的月日，按次年补为{date.year}年"
    return date, stated, reason
