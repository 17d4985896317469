from itertools import count, islice

import pytest
from support.factories import notice

from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.statistics import (
    MAX_ROWS,
    MONTHS,
    OTHERS,
    StatisticsTable,
    statistics_tables,
)


def tables_of(notices: list[Notice]) -> dict[str, StatisticsTable]:
    return {table.name: table for table in statistics_tables(Register(notices))}


def numbers_of(notices: list[Notice]) -> dict[str, dict[str, float]]:
    """Return label -> number of each table."""
    tables = tables_of(notices).values()
    return {table.name: {row[0]: row[1] for row in table.rows} for table in tables}


def test_one_notice_is_counted_in_every_table() -> None:
    numbers = numbers_of([notice(progress={"problems": 5, "rectified": 3})])
    assert (numbers["years"], numbers["months"]) == ({"2024": 1}, {"2024-12": 1})
    assert numbers["days"]["90—179天"] == sum(numbers["days"].values()) == 1
    assert numbers["channels"] == {
        "电话": 1, "接听时间": 1, "传真": 0, "电子邮箱": 1, "通信地址": 0, "没有联系方式": 0,
    }  # fmt: skip
    assert numbers["progress"] == {
        "问题总数": 5, "已完成": 3, "基本完成": 0, "正在整改": 0, "长期坚持": 0,
    }  # fmt: skip
    assert numbers["categories"] == {"巡察整改": 1}


def test_the_smallest_regions_are_added_up_in_one_row() -> None:
    notices = [notice(f"2024/n{n}", region=f"示例省/示例{n}市") for n in range(40)]
    rows = numbers_of(notices)["regions"]
    assert (len(rows), sum(rows.values()), rows[OTHERS]) == (MAX_ROWS + 1, 40, 40 - MAX_ROWS)


def test_regions_of_the_same_name_stay_apart() -> None:
    notices = [notice(f"2024/n{n}", region=f"示例省/示例{n}市/示例区") for n in range(2)]
    assert numbers_of(notices)["regions"] == {
        "示例省 示例0市 示例区": 1,
        "示例省 示例1市 示例区": 1,
    }


def published(number: int, day: str, region: str = "示例省/甲市") -> Notice:
    return notice(f"2024/n{number}", region=region, published=day)


def test_medians_by_region_and_level() -> None:
    # The feedback was on 2024-06-15.
    notices = [
        published(1, "2024-06-25"),
        published(2, "2024-07-05"),
        published(3, "2024-07-15"),
        published(4, "2024-06-16", "示例省/乙市"),
        published(5, "2024-06-19", "示例省/乙市"),
        published(6, "2024-09", "示例省/乙市"),
    ]
    tables = tables_of(notices)
    assert tables["days-by-region"].rows == (("示例省 甲市", 20, 3), ("示例省 乙市", 2.5, 2))
    assert tables["days-by-level"].rows == (("区委", 10, 5),)


def test_publication_before_the_feedback_is_left_out_and_reported() -> None:
    early = notice("2024/early").model_copy(update={"published": PartialDate(2024, 6, 1)})
    tables = tables_of([early, published(1, "2024-06-25"), published(2, "2024-07")])
    assert sum(row[1] for row in tables["days"].rows) == 1
    assert (
        "中位数 10 天；1 篇写明了日子，1 篇没有写或没有写到日，1 篇的公布日期早于反馈日期"
        in tables["days"].note
    )
    assert tables["days-by-level"].rows == (("区委", 10, 1),)


def many_notices(number: int) -> list[Notice]:
    """Return notices of 300 regions in all months of 40 years."""
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
    tables = tables_of(many_notices(number))
    assert all(len(table.rows) <= max(MAX_ROWS + 1, MONTHS) for table in tables.values())
    for name in ("regions", "levels"):
        assert sum(row[1] for row in tables[name].rows) == number
    regions = tables["regions"].csv.splitlines()[1:]
    assert len(regions) == min(number, 300)
    assert sum(int(line.rpartition(",")[2]) for line in regions) == number
    months = tables["months"].csv.splitlines()[1:]
    assert sum(int(line.rpartition(",")[2]) for line in months) == number
    assert len(tables["years"].csv.splitlines()) - 1 == min(number, 40)


def test_a_table_without_data_has_no_bars() -> None:
    assert all(table.cells == () for table in statistics_tables(Register([])))
    assert tables_of([notice()])["progress"].cells == ()


def test_months_and_years_without_notices_are_shown() -> None:
    notices = [notice(f"{day[:4]}/n{n}", published=day) for n, day in
               enumerate(("2024-12-02", "2025-02-03", "2027-01"))]  # fmt: skip
    tables = tables_of(notices)
    assert tables["years"].rows == (("2027", 1), ("2026", 0), ("2025", 1), ("2024", 1))
    months = tables["months"].all_rows
    assert months[:2] == (("2027-01", 1), ("2026-12", 0))
    assert months[-3:] == (("2025-02", 1), ("2025-01", 0), ("2024-12", 1))
    assert len(months) == 26
    assert tables["months"].queries["2025-02"] == "?from=2025-02-01&to=2025-02-28"


def test_medians_of_few_notices_are_marked() -> None:
    notices = [published(n, f"2024-06-{20 + n}") for n in range(1, 6)]
    notices += [published(n, "2024-06-20", "示例省/乙市") for n in range(6, 10)]
    cells = tables_of(notices)["days-by-region"].cells
    assert [(cell.notices, cell.is_thin) for cell in cells] == [(5, False), (4, True)]
    assert max(cell.share for cell in cells) == 100


def test_a_region_with_places_below_it_has_no_exact_search() -> None:
    notices = [notice("2024/a", region="示例省/甲市"), notice("2024/b", region="示例省/甲市/乙区")]
    cells = {cell.label: cell.query for cell in tables_of(notices)["regions"].cells}
    assert cells["示例省 甲市"] == ""
    assert cells["示例省 甲市 乙区"].startswith("?region=")


def test_csv_labels_are_not_formulas() -> None:
    table = tables_of([notice(region="=1+1")])["regions"]
    assert "'=1+1,1" in table.csv
