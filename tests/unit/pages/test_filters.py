from pathlib import Path

from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import STATUSES
from noticeboard.pages.filters import chinese_date, tel

PROJECT = Path(__file__).resolve().parents[3]


def test_dates() -> None:
    assert chinese_date(PartialDate(2023, 7, 25)) == "2023年7月25日"
    assert chinese_date(PartialDate(2024, 1)) == "2024年1月"


def test_the_browser_calls_the_states_the_same() -> None:
    script = (PROJECT / "docs/assets/search/filters.js").read_text("utf-8")
    words = ", ".join(f'{status}: "{word}"' for status, word in STATUSES.items())
    assert f"STATUS = {{ {words} }};" in script


def test_tel() -> None:
    assert tel(Phone(number="027-88937157")) == "tel:+862788937157"
