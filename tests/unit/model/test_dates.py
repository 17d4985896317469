from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.model.dates import PartialDate, day_in_china

DAYS = st.dates(date(1900, 1, 1), date(9998, 12, 31))


@given(DAYS)
def test_a_day_is_read_back_as_written(day: date) -> None:
    read = PartialDate.parse(day.isoformat())
    assert str(read) == day.isoformat()
    assert read.first == read.last == day


@given(DAYS)
def test_a_month_means_all_its_days(day: date) -> None:
    read = PartialDate.parse(day.isoformat()[:7])
    assert str(read) == day.isoformat()[:7]
    assert read.first <= day <= read.last
    assert read.first.month == read.last.month == day.month


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
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        PartialDate.parse(text)


def test_chinese_has_no_leading_zeros() -> None:
    assert PartialDate(2024, 6, 2).chinese == "2024年6月2日"
    assert PartialDate(2024, 6).chinese == "2024年6月"


def test_days_between() -> None:
    assert PartialDate(2023, 12, 8).days_to(PartialDate(2024, 6, 20)) == 195
    assert PartialDate(2023, 12).days_to(PartialDate(2024, 6, 20)) is None
    assert PartialDate(2023, 12, 8).days_to(PartialDate(2024, 6)) is None


def test_the_day_is_beijings() -> None:
    assert day_in_china(datetime(2025, 1, 1, 15, 59, tzinfo=UTC)) == date(2025, 1, 1)
    assert day_in_china(datetime(2025, 1, 1, 16, 0, tzinfo=UTC)) == date(2025, 1, 2)
