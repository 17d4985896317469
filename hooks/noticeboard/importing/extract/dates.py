"""Dates and ranges of dates in a notice's sentences, to the day or to the month.

Everything here works on comparable text (see `plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noticeboard.model.dates import PartialDate
from noticeboard.text.numerals import read_number

_CHINESE_DIGIT = "〇零Oo0-9一二三四五六七八九"
_RELATIVE = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "第二年": 1}
_TODAY = {"今年": 0, "本年": 0, "去年": -1, "上年": -1}
_YEAR = (
    rf"(?:(?:(?P<year>(?:19|20)\d{{2}}|[一二][{_CHINESE_DIGIT}]{{3}})年度?"
    rf"|(?P<relative>{'|'.join([*_RELATIVE, *_TODAY])})),?的?)"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
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
    """A date, or a range when `to` is not None, at `text[start:end]`.

    A date is None where a placeholder, an impossible day or no year at all stands. `why` says
    in Chinese what was completed or what is wrong; `year_typed` is False when the year of
    `date` was completed, `end_year_typed` the same for `to`.
    """

    start: int
    end: int
    date: PartialDate | None
    is_range: bool = False
    to: PartialDate | None = None
    year_typed: bool = True
    end_year_typed: bool = True
    why: str = ""


def find_dates(text: str, published: int | None = None) -> list[DateSpan]:
    """All dates and ranges in order; a year left out is taken from the date or year before.

    `published` is the year of publication, which 今年 and 去年 count from.
    """
    spans: list[DateSpan] = []
    year: int | None = None
    for kind, match in _forms(text):
        if kind == "year":
            year = read_number(match["year"].replace("O", "〇").replace("o", "〇"))
            continue
        span = _placeholder(match) if kind == "placeholder" else _date(text, match, year, published)
        if spans and span.start < spans[-1].end:
            continue
        spans.append(span)
        latest = span.to or span.date
        year = latest.year if latest else year
    return spans


def find_date(text: str) -> DateSpan | None:
    """The date that is the whole text, if it is one."""
    spans = [span for span in find_dates(text) if span.start == 0 and span.end == len(text)]
    return spans[0] if spans else None


def _forms(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Each form of a date in order; of those that overlap the earliest, then the longest."""
    forms = (
        ("placeholder", PLACEHOLDER),
        ("date", _DATE),
        ("date", _NUMERIC_ALONE),
        ("year", _BARE_YEAR),
    )
    matches = [(kind, match) for kind, form in forms for match in form.finditer(text)]
    end = 0
    for kind, match in sorted(matches, key=lambda item: (item[1].start(), -item[1].end())):
        if match.start() >= end:
            yield kind, match
            end = match.end()


def _placeholder(match: re.Match[str]) -> DateSpan:
    return DateSpan(match.start(), match.end(), None, why="日期没有填写完整")


def _date(text: str, match: re.Match[str], before: int | None, published: int | None) -> DateSpan:
    year, typed = _year(match, before, published)
    first, why = _made(year, match)
    relative = match.groupdict().get("relative")
    if relative in _TODAY:
        why = f"“{relative}”按公布日期算作{year}年" if year else f"“{relative}”是哪一年要看公布日期"
    elif not typed and first:
        why = f"原文没写年份，按上文补为{first.year}年"
    end = _range_end(text, match)
    if end is None:
        return DateSpan(match.start(), match.end(), first, year_typed=typed, why=why)
    stop, to_match = end
    if to_match is None:
        return DateSpan(
            match.start(), stop, first, True, year_typed=typed, why="结束日期没有填写完整"
        )
    to, to_typed, to_why = _range_to(to_match, first)
    said = "；".join(part for part in (why, to_why) if part)
    return DateSpan(match.start(), stop, first, True, to, typed, to_typed, said)


def _year(
    match: re.Match[str], before: int | None, published: int | None = None
) -> tuple[int | None, bool]:
    groups = match.groupdict()
    if groups.get("year"):
        return read_number(match["year"].replace("O", "〇").replace("o", "〇")), True
    relative = groups.get("relative")
    if relative in _TODAY:
        return (None if published is None else published + _TODAY[relative]), False
    if relative and before is not None:
        return before + _RELATIVE[relative], True
    return before, False


def _made(
    year: int | None, match: re.Match[str], month: int | None = None
) -> tuple[PartialDate | None, str]:
    """The calendar's date for a match, or None and why not."""
    groups = match.groupdict()
    if groups.get("month"):
        month = read_number(groups["month"])
    day = read_number(groups["day"].replace("廿十", "廿")) if groups.get("day") else None
    if year is None:
        return None, "原文没写年份，上文也没有"
    if month is None or (groups.get("day") and day is None):
        return None, f"“{match[0]}”不是完整的日期"
    written = f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")
    try:
        return PartialDate.parse(written), ""
    except ValueError as error:
        return None, str(error)


def _range_end(text: str, match: re.Match[str]) -> tuple[int, re.Match[str] | None] | None:
    """Where a range that begins with `match` ends: (stop, its end), (stop, None) for a blank one."""
    joint = _JOINT.match(text, match.end())
    if not joint:
        return None
    at = joint.end()
    blank = PLACEHOLDER.match(text, at)
    whole = _NUMERIC.match(text, at) or _DATE.match(text, at)
    if blank and (not whole or blank.end() > whole.end()):
        return blank.end(), None
    end = whole or _END_DAY.match(text, at)
    return (end.end(), end) if end else None


def _range_to(
    match: re.Match[str], first: PartialDate | None
) -> tuple[PartialDate | None, bool, str]:
    """The end of a range, whether its year was typed, and what was completed."""
    if first is None:
        date, why = _made(_year(match, None)[0], match)
        return date, date is not None, why
    year, typed = _year(match, first.year)
    date, why = _made(year, match, first.month)
    if date and not typed and date.last < first.first:
        date, why = _made(first.year + 1, match, first.month)
        if date:
            why = f"原文没写结束日期的年份，早于开始的月日，按次年补为{date.year}年"
    return date, typed, why


def masked(text: str, spans: list[DateSpan], sign: str = "▪") -> str:
    """The text with each date replaced by as many `sign`, so that places stay the same."""
    for span in spans:
        text = text[: span.start] + sign * (span.end - span.start) + text[span.end :]
    return text


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences of a text; a line break ends one too."""
    for match in re.finditer(r"[^。!?\n]+[。!?\n]?", text):
        yield match.start(), match.end()
