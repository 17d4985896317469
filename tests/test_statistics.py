from made import notice

from noticeboard.register import Register
from noticeboard.statistics import all_figures


def figures(register: Register) -> dict[str, dict[str, int]]:
    return {table.name: dict(table.rows) for table in all_figures(register)}


def test_one_notice() -> None:
    found = figures(Register([notice(progress={"problems": 5, "rectified": 3})]))
    assert (found["years"], found["months"]) == ({"2024": 1}, {"2024-12": 1})
    assert found["days"]["90—179天"] == sum(found["days"].values()) == 1
    assert found["channels"] == {"电话": 1, "接听时间": 1, "电子邮箱": 1, "通信地址": 0}
    assert found["progress"] == {"问题总数": 5, "已完成": 3, "正在整改": 0}


def test_many_regions_stay_a_short_table_that_adds_up() -> None:
    made = [notice(f"2024/n{n}", region=f"示例省/示例{n}市") for n in range(40)]
    rows = figures(Register(made))["regions"]
    assert (len(rows), sum(rows.values()), rows["其他"]) == (16, 40, 25)


def test_the_plot_is_the_same_twice_and_runs_nothing() -> None:
    for register in (Register([]), Register([notice()])):
        first, second = all_figures(register), all_figures(register)
        assert [table.svg for table in first] == [table.svg for table in second]
        assert all(b"<script" not in table.svg for table in first)


def test_csv_runs_no_formula() -> None:
    table = all_figures(Register([notice(region="示例省/=1+1")]))[3]
    assert "'=1+1,1" in table.csv
