"""The lists of matters: by field, stated state and sums, each by year."""

from __future__ import annotations

import json
from typing import Any

from support.factories import MATTERS, notice, rendered

from noticeboard.matters.recognition import recognize
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage
from noticeboard.pages.matters.lists import PER_PAGE, matter_pages
from noticeboard.pages.matters.register import MatterRegister
from noticeboard.pages.matters.search_data import search_json

PLACES = {
    "inspection__start": "2023-01",
    "inspection__end": "2023-02",
    "inspection__feedback": "2023-03",
}


def register(count: int = 1) -> MatterRegister:
    notices = [
        notice("2024/plain"),
        notice("2024/gone", MATTERS, withdrawn={"date": "2025-02-01", "reason": "错"}),
    ]
    notices += [notice(f"2024/n{n:02}", MATTERS) for n in range(count)]
    notices.append(notice("2023/old", MATTERS, published="2023-12-02", **PLACES))
    own = Register(notices)
    return MatterRegister(own, {key: recognize(body.html) for key, body in rendered(own).items()})


def pages(matters: MatterRegister) -> dict[str, SitePage]:
    return {page.url: page for group in matter_pages(matters) for page in group}


def listed(page: SitePage) -> list[tuple[str, tuple[int, ...]]]:
    groups: Any = page.context["groups_of_matters"]
    return [(one.id, numbers) for one, numbers in groups]


def test_each_selection_has_a_page_and_one_for_each_year() -> None:
    built = pages(register())
    assert listed(built["matters/"]) == [("2024/n00", (0, 1, 2, 3)), ("2023/old", (0, 1, 2, 3))]
    assert listed(built["matters/2024/"]) == [("2024/n00", (0, 1, 2, 3))]
    assert listed(built["matters/sums/2023/"]) == [("2023/old", (0, 1))]
    assert listed(built["matters/state/yi-wan-cheng/2024/"]) == [("2024/n00", (0,))]
    assert listed(built["matters/state/qi-ta-xie-fa/"])[0] == ("2024/n00", (2,))
    assert listed(built["matters/state/wen-zhong-mei-you-zhu-xiang-xie-ming/"])[0] == (
        "2024/n00",
        (3,),
    )
    assert listed(built["matters/field/zuo-feng/2024/"]) == [("2024/n00", (0,))]
    assert "matters/state/wei-wan-cheng/" not in built


def test_withdrawn_notices_are_not_listed() -> None:
    assert not any("2024/gone" in dict(listed(page)) for page in pages(register()).values())


def test_long_lists_have_pages_and_a_new_notice_changes_its_year_only() -> None:
    few, many = pages(register(13)), pages(register(14))
    assert sum(len(numbers) for _, numbers in listed(few["matters/2024/"])) == PER_PAGE
    assert listed(few["matters/2024/page/2/"]) == [("2024/n12", (2, 3))]
    for url, page in few.items():
        if "/2023/" in url:
            assert listed(page) == listed(many[url])


def test_only_the_overview_is_a_single_page() -> None:
    assert [url for url, page in pages(register()).items() if not page.bulk] == ["matters/"]


def test_without_matters_there_is_an_empty_overview() -> None:
    built = pages(MatterRegister(Register([]), {}))
    assert list(built) == ["matters/"]
    assert listed(built["matters/"]) == []


def test_the_search_reads_problems_fields_states_and_sums() -> None:
    data = json.loads(search_json(register(), "2023"))
    ((address, units, day, matters),) = data["notices"]
    assert (address, units, day) == ("notices/2023/old/", "示范局党组", "2023年12月2日")
    identity, problem, field, word, states, sums = matters[0]
    assert identity.startswith("z-")
    assert (problem, data["fields"][field], word) == ("公务接待管理不严", "作风", "公务接待")
    assert ([data["states"][one] for one in states], sums) == (["已完成"], ["4,580元"])
