"""The rounds that other pages name."""

from datetime import date

from support.factories import made_round, notice

from noticeboard.model.register import Register
from noticeboard.model.round_status import all_statuses
from noticeboard.pages.round_links import OpenRound, RoundLinks

REGION = "示例省/示例市/示例区"


def links(today: date = date(2025, 6, 1)) -> RoundLinks:
    register = Register([notice()])
    late = made_round(
        due_months="6", due_source="办法", units=["示范局党组", "甲局党组", "乙局党组"]
    )
    done = made_round("shili-2024-2", name="第二轮", units=["示范局党组"])
    elsewhere = made_round(
        "bie-2024-1", name="别处", region="示例省/示例市/示例区外", units=["丙局党组"]
    )
    return RoundLinks(all_statuses([late, done, elsewhere], register, None, today), register)


def test_a_notice_and_its_unit_name_their_rounds() -> None:
    named = links().of_notice("2024/shifanju")
    assert [(one.name, one.url) for one in named] == [
        ("示例区委第一轮巡察", "rounds/shili-2024-1/#u-shi-fan-ju-dang-zu"),
        ("第二轮", "rounds/shili-2024-2/#u-shi-fan-ju-dang-zu"),
    ]
    assert links().of_unit((REGION, "示范局党组")) == named
    assert links().of_unit((REGION, "没有的单位")) == ()


def test_a_region_shows_its_own_rounds_with_units_that_have_not_published() -> None:
    first = OpenRound("示例区委第一轮巡察", "rounds/shili-2024-1/", 3, 2, 0)
    assert links().open_in(REGION) == (first,)
    assert [one.name for one in links().open_in("示例省/示例市")] == ["示例区委第一轮巡察", "别处"]
    assert [one.name for one in links().open_in()] == ["示例区委第一轮巡察", "别处"]
    assert links().open_in("示例省/示例市/示") == ()


def test_late_units_are_named_with_their_limit() -> None:
    late = links().late_in(REGION)
    assert [(one.unit, str(one.due)) for one in late] == [
        ("甲局党组", "2024-12-15"),
        ("乙局党组", "2024-12-15"),
    ]
    assert links().late_in("示例省/示例市/示") == ()


def test_the_links_change_with_a_state_not_with_the_day() -> None:
    assert links(date(2025, 6, 1)).open_in() == links(date(2025, 9, 1)).open_in()
    assert links(date(2024, 9, 1)).open_in(REGION)[0].overdue == 0
