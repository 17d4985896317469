from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from support.factories import notice

from noticeboard.model.dates import PartialDate
from noticeboard.pages.timeline import LINE, LONGEST, SHORTEST, Step, timeline_chart, timeline_steps

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def test_steps_count_the_days_since_the_step_before() -> None:
    steps = timeline_steps(notice())
    assert [(step.name, step.days) for step in steps] == [
        ("巡察", None),
        ("反馈", 46),
        ("公布", 170),
    ]
    assert [step.days for step in timeline_steps(notice(inspection__feedback="2024-06"))] == [
        None
    ] * 3


def test_a_range_across_two_years_takes_two_lines() -> None:
    one, two = PartialDate(2023, 12, 25), PartialDate(2024, 1, 5)
    assert Step("巡察", one, two, None, "").lines == ("2023年12月25日", "至2024年1月5日")
    assert Step("巡察", two, PartialDate(2024, 2, 6), None, "").lines == ("2024年1月5日至2月6日",)
    assert Step("反馈", one, one, 3, "后").lines == ("2023年12月25日",)


def test_the_chart_has_an_equivalent_sentence() -> None:
    assert timeline_chart(timeline_steps(notice())).sentence == (
        "巡察：2024年3月1日至4月30日；反馈：2024年6月15日（巡察结束后46天）；"
        "公布：2024年12月2日（反馈后170天）"
    )


def test_a_chart_without_steps_is_empty() -> None:
    assert timeline_chart(()).height == 0


@given(st.lists(st.tuples(DAYS, st.integers(0, 900)), min_size=1, max_size=5))
def test_longer_waits_have_longer_lines_and_nothing_overlaps(spans: list[tuple[date, int]]) -> None:
    steps = []
    for start, days in spans:
        end = start + timedelta(days)
        whole = (
            PartialDate(start.year, start.month, start.day),
            PartialDate(end.year, end.month, end.day),
        )
        steps.append(Step("步", *whole, days, "后"))
    chart = timeline_chart(steps)
    groups = []
    for before, after in pairwise(chart.points):
        text = (len(before.step.lines) - 1) * LINE
        assert after.above is not None
        assert SHORTEST - 0.01 <= after.above - text <= LONGEST + 0.01
        assert after.label_y is not None
        assert before.y + text < after.label_y < after.y
        groups.append((after.step.days or 0, round(after.above - text, 1)))
    assert [group for _, group in sorted(groups)] == sorted(group for _, group in groups)
    assert chart.height > chart.points[-1].y
