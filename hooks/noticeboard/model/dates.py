"""Dates known to the day or to the month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from noticeboard.model.field_types import field_error

BEIJING = timezone(timedelta(hours=8))
MAX_YEAR = 9998
_FORM = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
PATTERN = r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$"

Default = TypeVar("Default", bound="PartialDate | None")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day (`day` set) or a whole month (`day` is None) of the Gregorian calendar."""

    year: int
    month: int
    day: int | None = None

    @classmethod
    @lru_cache(10_000)
    def parse(cls, text: str) -> PartialDate:
        """Parse `YYYY-MM-DD` or `YYYY-MM`; raise ValueError with a Chinese message otherwise."""
        match = _FORM.fullmatch(text.strip())
        if not match:
            raise ValueError(f"日期“{text}”写法不对")
        year, month = int(match[1]), int(match[2])
        if not (1900 <= year <= MAX_YEAR and 1 <= month <= 12):
            raise ValueError(f"日期“{text}”不存在")
        length = calendar.monthrange(year, month)[1]
        day = None if match[3] is None else int(match[3])
        if day is not None and not 1 <= day <= length:
            raise ValueError(f"日期“{text}”不存在，{year}年{month}月有{length}天")
        return cls(year, month, day)

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """Convert a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def first(self) -> date:
        """The earliest possible day."""
        return date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> date:
        """The latest possible day."""
        day = self.day or calendar.monthrange(self.year, self.month)[1]
        return date(self.year, self.month, day)

    @property
    def chinese(self) -> str:
        """`2024年6月20日` or `2024年6月`, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
        day = f"{self.day}日" if self.day else ""
        return f"{self.year}年{self.month}月{day}"

    def days_to(self, later: PartialDate) -> int | None:
        """Return the days from this day to `later`; None when either is known to the month only."""
        if self.day is None or later.day is None:
            return None
        return (later.first - self.first).days

    def overlaps(self, other: PartialDate) -> bool:
        """Return whether both can mean the same day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        day = f"-{self.day:02}" if self.day else ""
        return f"{self.year:04}-{self.month:02}{day}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._coerce, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _coerce(cls, value: object) -> PartialDate:
        if isinstance(value, cls):
            return value
        try:
            return cls.parse(str(value))
        except ValueError as error:
            help_text = "写成 2024-06-20；原文只写到月时写成 2024-06"
            raise field_error("date", str(error), help_text) from None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN, "examples": ["2024-06-20", "2024-06"]}


def latest(days: Iterable[PartialDate], default: Default) -> PartialDate | Default:
    """Return the latest of the days, a month counted as its last day; `default` without any."""
    return max(days, key=lambda day: day.last, default=default)


def beijing_date(moment: datetime | None = None) -> date:
    """Return the date in Beijing at a time-zone-aware moment, by default now."""
    return (moment or datetime.now(BEIJING)).astimezone(BEIJING).date()


def months_after(day: PartialDate, months: int) -> date:
    """Return the day some months later, at most the last of its month.

    A date known to the month only counts as that month's last day, so that no deadline is early.
    """
    start = day.last
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def start_of_day(day: PartialDate) -> datetime:
    """Return the first moment of a day or month in Beijing."""
    return datetime.combine(day.first, time(0, 0, tzinfo=BEIJING))
