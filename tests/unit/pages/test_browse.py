from collections.abc import Sequence
from itertools import chain

from support.factories import notice

from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage
from noticeboard.pages.browse import group_pages, home_groups
from noticeboard.pages.lists import register_pages
from noticeboard.text.paging import PER_PAGE

REGION = "示例省/示例市/示例区"


def pages_of(notices: Sequence[Notice]) -> dict[str, SitePage]:
    pages = list(chain(*group_pages(NoticeGroups(Register(notices)))))
    by_uri = {page.uri: page for page in pages}
    assert len(by_uri) == len(pages)
    assert not by_uri.keys() & {page.uri for page in chain(*register_pages(Register(notices)))}
    return by_uri


def test_an_empty_register_has_only_the_indexes() -> None:
    assert set(pages_of([])) == {"units/index.md", "regions/index.md", "inspections/index.md"}
    assert home_groups(NoticeGroups(Register([]))) == {"regions": (), "initials": []}


def test_a_notice_is_listed_in_all_its_groups() -> None:
    only = notice()
    pages = pages_of([only])
    for uri in (
        "units/shi-li-qu-shi-fan-ju-dang-zu/index.md",
        "regions/shi-li-sheng/index.md",
        "regions/shi-li-sheng/shi-li-shi/shi-li-qu/index.md",
        "inspections/level/qu-wei/index.md",
        "inspections/kind/chang-gui-xun-cha/index.md",
        "inspections/category/xun-cha-zheng-gai/index.md",
        "inspections/group/shi-li-sheng/shi-li-shi/shi-li-qu/qu-wei-di-yi-xun-cha-zu/index.md",
    ):
        assert pages[uri].context["notices"] == (only,), uri
        assert pages[uri].last_change == only.last_change
    assert "units/initial/s/index.md" in pages


def test_every_list_is_paginated() -> None:
    notices = [
        notice(
            f"2024/n{number}",
            unit=f"第{number}示范局党组",
            region=f"示例省/示例市/示例{number}区",
            inspection__group=f"区委第{number}巡察组",
        )
        for number in range(2 * PER_PAGE + 5)
    ]
    pages = pages_of(notices)
    for page in pages.values():
        for name in ("notices", "units", "entries", "subregions"):
            shown = page.context.get(name, ())
            assert isinstance(shown, (tuple, list))
            assert len(shown) <= PER_PAGE, page.uri
    sections = pages["inspections/index.md"].context["sections"]
    assert isinstance(sections, list)
    assert [(name, len(members), url) for name, members, url in sections] == [
        ("按级别", 1, ""),
        ("按类型", 1, ""),
        ("按巡察组", PER_PAGE, "inspections/group/"),
        ("按整改类别", 1, ""),
    ]
    assert "inspections/group/page/3.md" in pages
    lists = [pages["units/index.md"], pages["units/page/2.md"], pages["units/page/3.md"]]
    together = [unit.name for page in lists for unit in page.context["units"]]  # type: ignore[attr-defined]
    assert sorted(together) == sorted(str(each.unit) for each in notices)
    assert "regions/shi-li-sheng/shi-li-shi/all/page/3.md" in pages


def test_home_shows_the_first_level_with_several_regions() -> None:
    groups = NoticeGroups(
        Register([notice("2024/a", region=REGION), notice("2024/b", region="示例省/示例市/样本区")])
    )
    regions = home_groups(groups)["regions"]
    assert isinstance(regions, tuple)
    assert {group.name for group in regions} == {"示例区", "样本区"}


def test_thousands_of_regions_are_grouped_in_one_pass() -> None:
    total = 4_000
    first = notice()
    notices = [
        first.model_copy(update={"id": f"2024/n{n}", "region": f"示例省/第{n}市/示例区"})
        for n in range(total)
    ]
    groups = NoticeGroups(Register(notices))
    assert len(groups.subregions("示例省")) == total
    assert all(len(groups.subregions(f"示例省/第{n}市")) == 1 for n in range(total))
