import calendar
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.model.dates import PartialDate, beijing_date, latest, months_after
from noticeboard.model.rounds import MAX_MONTHS

DAYS = st.dates(date(1900, 1, 1), date(9998, 12, 31))


@given(DAYS)
def test_a_day_round_trips(day: date) -> None:
    parsed = PartialDate.parse(day.isoformat())
    assert str(parsed) == day.isoformat()
    assert parsed.first == parsed.last == day


@given(DAYS)
def test_a_month_spans_all_its_days(day: date) -> None:
    parsed = PartialDate.parse(day.isoformat()[:7])
    assert str(parsed) == day.isoformat()[:7]
    assert parsed.first <= day <= parsed.last
    assert parsed.first.month == parsed.last.month == day.month


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024-00",
        "2024-1-1",
        "2024/01/01",
        "2024年1月",
        "",
        "2024",
        "1899-01-01",
        "２０２４-01-01",
        "2024-01-00",
    ],
)
def test_an_invalid_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        PartialDate.parse(text)


def test_chinese_has_no_leading_zeros() -> None:
    assert PartialDate(2024, 6, 2).chinese == "2024年6月2日"
    assert PartialDate(2024, 6).chinese == "2024年6月"


def test_days_to_need_both_days() -> None:
    assert PartialDate(2023, 12, 8).days_to(PartialDate(2024, 6, 20)) == 195
    assert PartialDate(2023, 12).days_to(PartialDate(2024, 6, 20)) is None
    assert PartialDate(2023, 12, 8).days_to(PartialDate(2024, 6)) is None


def test_the_date_is_that_of_beijing() -> None:
    assert beijing_date(datetime(2025, 1, 1, 15, 59, tzinfo=UTC)) == date(2025, 1, 1)
    assert beijing_date(datetime(2025, 1, 1, 16, 0, tzinfo=UTC)) == date(2025, 1, 2)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(1, MAX_MONTHS), st.booleans())
def test_months_after_keeps_the_day_of_the_month(
    start: date, months: int, to_the_day: bool
) -> None:
    day = PartialDate(start.year, start.month, start.day if to_the_day else None)
    due = months_after(day, months)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    length = calendar.monthrange(due.year, due.month)[1]
    assert due.day == min(day.last.day, length)
    assert months_after(day, months) < months_after(day, months + 1)


@given(
    *[st.tuples(st.integers(2023, 2024), st.integers(1, 12), st.none() | st.integers(1, 28))] * 2
)
def test_dates_overlap_when_they_can_mean_the_same_day(
    one: tuple[int, int, int | None], other: tuple[int, int, int | None]
) -> None:
    a, b = PartialDate(*one), PartialDate(*other)
    assert a.overlaps(b) == b.overlaps(a)
    assert a.overlaps(a)
    if a.day and b.day:
        assert a.overlaps(b) == (a == b)


def test_a_month_counts_as_its_last_day_among_the_latest() -> None:
    days = [PartialDate.parse(text) for text in ("2024-06-29", "2024-06", "2024-05-31")]
    assert latest(days, None) == days[1]
    assert latest([], days[0]) == days[0]
    assert latest([], None) is None
