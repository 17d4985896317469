"""The CSV table is safe in spreadsheets and lossless."""

from __future__ import annotations

import csv
import io

import pandas
from hypothesis import given
from hypothesis import strategies as st
from support.factories import notice

from noticeboard.exports.csv_table import COLUMNS, as_csv, row
from noticeboard.files.csv_safety import APOSTROPHE, BOM, safe_cell

SITE = "https://noticeboard.example/"


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_table_has_a_line_for_each_notice() -> None:
    table = as_csv([notice(), notice("2024/other", title='有"引号"、逗号,的标题')], SITE)
    first, second = rows(table)
    assert tuple(first) == COLUMNS
    assert first["phones"] == "0999-8123456 工作日 9:00—17:00"
    assert first["url"] == f"{SITE}notices/2024/shifanju/"
    assert (second["title"], second["kind"]) == ('有"引号"、逗号,的标题', "常规巡察")
    assert table.count("\r\n") == 3


def test_formulas_are_escaped() -> None:
    (row,) = rows(as_csv([notice(issuer="=HYPERLINK(1)", contact__address="＋1")], SITE))
    assert (row["issuer"], row["address"]) == ("'=HYPERLINK(1)", "'＋1")


@given(st.text())
def test_safe_cells_are_no_formulas_and_reversible(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix(APOSTROPHE) == text


ODD = (
    "=1+1",
    "+86",
    "-5",
    "@SUM(A1)",
    "'已加撇号",
    "''两个",
    "＝1",
    "NA",
    "null",
    "007",
    "1,2",
    '引"号',
)


def test_pandas_reads_back_equal() -> None:
    """The code is that of the page /data/."""
    notices = [
        notice(f"2024/n{n}", issuer=text, contact__address=text) for n, text in enumerate(ODD)
    ]
    raw = as_csv(notices, SITE).encode()
    table = pandas.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False)
    table = table.map(lambda cell: cell.removeprefix("'"))
    assert tuple(table.columns) == COLUMNS
    assert [tuple(line) for line in table.to_numpy()] == [row(item, SITE) for item in notices]
