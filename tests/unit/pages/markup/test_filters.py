from pathlib import Path

import pytest
from lxml import html

from noticeboard.model.contact import Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.vocabularies import STATUS_LABELS
from noticeboard.pages.markup.filters import breakable, chinese_date, tel, without_pipes

PROJECT = Path(__file__).resolve().parents[4]


def test_dates_are_chinese() -> None:
    assert chinese_date(PartialDate(2023, 7, 25)) == "2023年7月25日"
    assert chinese_date(PartialDate(2024, 1)) == "2024年1月"


def test_search_page_has_the_same_status_labels() -> None:
    script = (PROJECT / "docs/assets/search/filters.js").read_text("utf-8")
    words = ", ".join(f'{status}: "{word}"' for status, word in STATUS_LABELS.items())
    assert f"STATUS = {{ {words} }};" in script


@pytest.mark.parametrize(
    ("number", "parts"),
    [("027-88937157", 1), ("0717-6668888转801", 2), ("0717-6668888分机801", 2), ("12388", 1)],
)
def test_a_number_breaks_before_its_extension_only(number: str, parts: int) -> None:
    shown = html.fragment_fromstring(breakable(number), create_parent="div")
    assert shown.text_content() == number
    assert [one.tag for one in shown.iter()][1:] == ["span", "wbr", "span"][: 2 * parts - 1]


def test_tables_lose_their_pipes() -> None:
    assert without_pipes("| 甲 | 乙 |\n| --- | :-: |\n| 1 | 2 |") == "　甲　乙　1　2　"
    assert without_pipes("没有表格") == "没有表格"


def test_a_phone_number_becomes_a_tel_address() -> None:
    assert tel(Phone(number="027-88937157")) == "tel:+862788937157"
