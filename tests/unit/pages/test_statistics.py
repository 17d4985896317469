from itertools import count, islice

import pytest
from support.factories import notice

from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.statistics import LARGEST, MONTHS, OTHERS, Figures, all_figures


def tables(notices: list[Notice]) -> dict[str, Figures]:
    return {table.name: table for table in all_figures(Register(notices))}


def figures(register: Register) -> dict[str, dict[str, float]]:
    return {table.name: {row[0]: row[1] for row in table.rows} for table in all_figures(register)}


def test_one_notice() -> None:
    found = figures(Register([notice(progress={"problems": 5, "rectified": 3})]))
    assert (found["years"], found["months"]) == ({"2024": 1}, {"2024-12": 1})
    assert found["days"]["90—179天"] == sum(found["days"].values()) == 1
    assert found["channels"] == {"电话": 1, "接听时间": 1, "电子邮箱": 1, "通信地址": 0}
    assert found["progress"] == {"问题总数": 5, "已完成": 3, "正在整改": 0}


def test_many_regions_stay_a_short_table_that_adds_up() -> None:
    made = [notice(f"2024/n{n}", region=f"示例省/示例{n}市") for n in range(40)]
    rows = figures(Register(made))["regions"]
    assert (len(rows), sum(rows.values()), rows[OTHERS]) == (LARGEST + 1, 40, 40 - LARGEST)


def test_places_of_the_same_name_stay_apart() -> None:
    made = [notice(f"2024/n{n}", region=f"示例省/示例{n}市/示例区") for n in range(2)]
    assert figures(Register(made))["regions"] == {
        "示例省 示例0市 示例区": 1,
        "示例省 示例1市 示例区": 1,
    }


def waiting(number: int, days: str, region: str = "示例省/甲市") -> Notice:
    return notice(f"2024/n{number}", region=region, published=days)


def test_medians_by_region_and_level() -> None:
    # The feedback was on 2024-06-15.
    made = [
        waiting(1, "2024-06-25"),
        waiting(2, "2024-07-05"),
        waiting(3, "2024-07-15"),
        waiting(4, "2024-06-16", "示例省/乙市"),
        waiting(5, "2024-06-19", "示例省/乙市"),
        waiting(6, "2024-09", "示例省/乙市"),
    ]
    found = tables(made)
    assert found["days-by-region"].rows == (("示例省 甲市", 20, 3), ("示例省 乙市", 2.5, 2))
    assert found["days-by-level"].rows == (("区委", 10, 5),)


def test_publication_before_the_feedback_is_left_out_and_told() -> None:
    early = notice("2024/early").model_copy(update={"published": PartialDate(2024, 6, 1)})
    found = tables([early, waiting(1, "2024-06-25"), waiting(2, "2024-07")])
    assert sum(row[1] for row in found["days"].rows) == 1
    assert (
        "中位数 10 天；1 篇写明了日子，1 篇没有写到日，1 篇的公布日期早于反馈日期"
        in found["days"].note
    )
    assert found["days-by-level"].rows == (("区委", 10, 1),)


def many(number: int) -> list[Notice]:
    """So many notices of 300 regions in all months of 40 years."""
    first = notice()
    changes = (
        {
            "id": f"{1980 + n % 40}/n{n}",
            "region": f"示例省/第{n % 300}市",
            "published": PartialDate(1980 + n % 40, 1 + n // 40 % 12, 1 + n % 28),
        }
        for n in count()
    )
    return [first.model_copy(update=change) for change in islice(changes, number)]


@pytest.mark.parametrize("number", [0, 1, 5_000, 10_000])
def test_every_table_stays_short_and_its_csv_complete(number: int) -> None:
    found = tables(many(number))
    assert all(len(table.rows) <= max(LARGEST + 1, MONTHS) for table in found.values())
    for name in ("regions", "levels"):
        assert sum(row[1] for row in found[name].rows) == number
    regions = found["regions"].csv.splitlines()[1:]
    assert len(regions) == min(number, 300)
    assert sum(int(line.rpartition(",")[2]) for line in regions) == number
    months = found["months"].csv.splitlines()[1:]
    assert sum(int(line.rpartition(",")[2]) for line in months) == number
    assert len(found["years"].csv.splitlines()) - 1 == min(number, 40)


def test_the_plot_is_the_same_twice_and_runs_nothing() -> None:
    for register in (Register([]), Register([notice()])):
        first, second = all_figures(register), all_figures(register)
        assert [table.svg for table in first] == [table.svg for table in second]
        assert all(b"<script" not in table.svg for table in first)


def test_csv_runs_no_formula() -> None:
    table = tables([notice(region="=1+1")])["regions"]
    assert "'=1+1,1" in table.csv
