from itertools import chain

from support.factories import notice, rendered

from noticeboard.model.register import Register
from noticeboard.pages.lists import home_context, register_pages
from noticeboard.text.paging import PER_PAGE


def test_every_page_has_its_own_address() -> None:
    register = Register(
        notice(f"2024/n{number}", unit=f"单位{number}") for number in range(2 * PER_PAGE + 1)
    )
    uris = [page.uri for page in chain(*register_pages(register))]
    assert len(uris) == len(set(uris))
    assert {
        "notices/index.md",
        "notices/page/2.md",
        "notices/page/3.md",
        "notices/2024/index.md",
        "notices/2024/page/3.md",
        "contacts/index.md",
        "contacts/page/3.md",
        "follow.md",
        "search.md",
        "notices/2024/n0.md",
    } <= set(uris)
    assert "notices/page/4.md" not in uris


def test_lists_are_paginated_and_complete() -> None:
    register = Register(notice(f"2024/n{number}") for number in range(45))
    lists = [
        page
        for page in chain(*register_pages(register))
        if page.uri.startswith("notices/page/") or page.uri == "notices/index.md"
    ]
    parts = [page.context["notices"] for page in lists]
    assert [len(part) for part in parts] == [20, 20, 5]  # type: ignore[arg-type]
    assert [n.id for part in parts for n in part] == [n.id for n in register.notices]  # type: ignore[attr-defined]


def test_an_empty_register_has_its_single_pages_and_lists() -> None:
    pages = {page.uri: page for page in chain(*register_pages(Register([])))}
    assert set(pages) == {
        "notices/index.md",
        "contacts/index.md",
        "contribute/rules.md",
        "follow.md",
        "search.md",
        "about/verify.md",
        "data.md",
    }
    assert home_context(Register([]))["total"] == 0


def test_a_small_board_shows_the_notices_themselves() -> None:
    few = [notice(f"2024/n{number}") for number in range(4)]
    bodies = rendered(Register(few))
    shown = home_context(Register(few), bodies)["few"]
    assert isinstance(shown, list)
    assert [one.notice.id for one in shown] == [one.id for one in Register(few).notices]
    assert all(one.beginning.startswith("根据区委统一部署") for one in shown)
    more = home_context(Register([*few, notice("2024/n4")]), bodies)
    assert (more["few"], more["is_small"]) == ([], False)
