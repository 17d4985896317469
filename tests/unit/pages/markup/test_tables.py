"""The labels of table cells on narrow screens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from noticeboard.pages.markup.tables import stacked_tables
from noticeboard.text.rendering import render


def table(rows: list[list[str]]) -> str:
    head, *rest = [f"|{'|'.join(row)}|" for row in rows]
    return render("\n".join([head, "|" + "---|" * len(rows[0]), *rest]), "2024/a").html


def test_each_cell_is_labelled_with_its_column() -> None:
    shown = stacked_tables(
        table([["序号", '问题"<b>', "**进度**"], ["1", "甲", "完成"], ["2", "乙", ""]])
    )
    cells = html.fragment_fromstring(shown).findall(".//td")
    assert [cell.get("data-label") for cell in cells] == ["序号", '问题"<b>', "进度"] * 2
    assert [cell.text for cell in cells] == ["1", "甲", "完成", "2", "乙", None]


def test_a_narrow_table_and_a_text_without_tables_stay_as_they_are() -> None:
    for text in (table([["甲", "乙"], ["1", "2"]]), "<p>文</p>"):
        assert stacked_tables(text) == text


@pytest.mark.parametrize("columns", [3, 12])
@given(data=st.data())
def test_labels_do_not_change_what_a_table_says(columns: int, data: st.DataObject) -> None:
    cell = st.text(st.sampled_from("甲乙1 &\"'<>*"), max_size=4)
    rows = data.draw(
        st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=2, max_size=4)
    )
    rows[0] = [f"列{number}{text}" for number, text in enumerate(rows[0])]
    original = html.fragment_fromstring(table(rows))
    shown = html.fragment_fromstring(stacked_tables(table(rows)))
    assert list(shown.itertext()) == list(original.itertext())
    heads = [" ".join(head.text_content().split()) for head in shown.iter("th")]
    for row in shown.findall(".//tbody/tr"):
        labels = [cell.get("data-label", "") for cell in row.iter("td")]
        assert [label.replace(" ", "") for label in labels] == [
            head.replace(" ", "") for head in heads
        ]
