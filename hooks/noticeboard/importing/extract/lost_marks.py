"""Dates whose 年 or 月 was lost when the text was copied: 2024927日至126日."""

from __future__ import annotations

import re

from noticeboard.model.dates import PartialDate

LOST_MARKS = re.compile(
    r"(?<![\d.\-/])(?:(?P<year>20\d{2})[年 ]?)?(?P<digits>"
    r"(?<=\d年)\d{2}(?=[日号])|(?<=20\d\d)\d{2}(?=[日号])|\d{3,4}(?=[日号])"
    r"|(?<=20\d\d)\d{1,2}月\d{1,2}(?=[日号])|(?<=20\d\d )\d{1,2} \d{1,2}"
    r"|(?<=20\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d日号])"
    r")[日号]?"
)
"""A date without 年 or 月; without a year it counts only after another date."""


def lost_marks_days(match: re.Match[str], year: int | None) -> list[PartialDate]:
    """Return every day that the digits of a match can mean."""
    digits = match["digits"]
    if year is None:
        return []
    parts = re.split(r"[月 ]", digits)
    pairs = (
        [(parts[0], parts[1])] if len(parts) == 2 else [(digits[:n], digits[n:]) for n in (1, 2)]
    )
    days: list[PartialDate] = []
    for month, day in pairs:
        try:
            days.append(PartialDate.parse(f"{year:04}-{int(month):02}-{int(day):02}"))
        except ValueError:
            continue
    return days


def lost_marks_doubt(match: re.Match[str], year: int | None) -> str:
    """Return a Chinese phrase on what the digits can mean; empty for any other match."""
    if "digits" not in match.groupdict():
        return ""
    days = [day.chinese for day in lost_marks_days(match, year or 2000)]
    meanings = "或".join(day if year else day.partition("年")[2] for day in days)
    return f"“{match[0]}”少了“年”“月”，可能是{meanings}" if days else f"“{match[0]}”少了“年”“月”"
