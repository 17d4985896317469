from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from noticeboard.pages.charts import GAP, MARGIN, WIDTH, bar_chart

ROWS = st.lists(st.tuples(st.text("省市A<&>\"'", max_size=30), st.integers(0, 10**9)), max_size=30)


def texts(svg: str) -> list[str]:
    root = etree.fromstring(svg)
    return [element.text or "" for element in root.iter("{*}text")]


def test_each_row_has_its_label_and_number() -> None:
    svg = bar_chart("篇数", [("电话", 12), ("邮箱", 2.5), ("地址", 0)])
    assert texts(svg) == ["电话", "12", "邮箱", "2.5", "地址", "0"]
    assert etree.fromstring(svg).findtext("{*}title") == "篇数"


def test_an_empty_chart_says_so() -> None:
    assert texts(bar_chart("篇数", [])) == ["还没有数据"]


def test_a_long_label_keeps_its_end() -> None:
    svg = bar_chart("篇数", [("示例省 示例市 甲区", 1), ("示例省 示例市 示例区", 1)])
    assert texts(svg)[::2] == ["…省 示例市 甲区", "… 示例市 示例区"]


def test_labels_and_title_are_escaped() -> None:
    svg = bar_chart("<b>&", [("<i>&\"'", 1)])
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert texts(svg)[0] == "<i>&\"'"


def test_bars_are_to_scale() -> None:
    svg = bar_chart("篇数", [("a", 100), ("b", 50), ("c", 0)])
    _background, *bars = etree.fromstring(svg).iter("{*}rect")
    full, half, none = (float(bar.get("width")) for bar in bars)
    assert abs(full / 2 - half) <= 0.5
    assert none == 0


@given(ROWS)
def test_everything_lies_inside_the_chart(rows: list[tuple[str, int]]) -> None:
    root = etree.fromstring(bar_chart("篇数", rows))
    assert {etree.QName(element).localname for element in root.iter()} <= {
        "svg", "title", "rect", "path", "text"
    }  # fmt: skip
    height = float(root.get("viewBox").split()[3])
    for bar in root.iter("{*}rect"):
        assert float(bar.get("x", 0)) + float(bar.get("width")) <= WIDTH
        assert float(bar.get("y", 0)) + float(bar.get("height")) <= height
    for text in root.iter("{*}text"):
        assert MARGIN <= float(text.get("x")) <= WIDTH - MARGIN - GAP
