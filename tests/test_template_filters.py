from noticeboard.contact import Phone
from noticeboard.dates import PartialDate
from noticeboard.template_filters import chinese_date, chinese_range, tel


def test_dates() -> None:
    start, end = PartialDate(2023, 7, 25), PartialDate(2023, 8, 4)
    assert chinese_date(start) == "2023年7月25日"
    assert chinese_range(start, end) == "2023年7月25日至8月4日"
    assert chinese_range(start, start) == "2023年7月25日"
    assert chinese_range(start, PartialDate(2024, 1)) == "2023年7月25日至2024年1月"


def test_tel() -> None:
    assert tel(Phone(number="027-88937157")) == "tel:+862788937157"
