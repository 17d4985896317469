from dataclasses import replace
from itertools import chain

from support.factories import notice

from noticeboard.build.fingerprint import PageKeys
from noticeboard.incremental.cache import key
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage, site_pages
from noticeboard.pages.browse import group_pages


def digests(*notices: Notice) -> dict[str, bytes]:
    return {made.id: key(made.model_dump_json()) for made in notices}


def pages(*notices: Notice) -> dict[str, tuple[SitePage, bytes]]:
    register = Register(notices)
    keys = PageKeys(digests(*notices), b"")
    made = chain(*site_pages(register), *group_pages(NoticeGroups(register)))
    return {page.url: (page, keys.of(page, {})) for page in made if page.many}


def changed(
    before: dict[str, tuple[SitePage, bytes]], after: dict[str, tuple[SitePage, bytes]]
) -> set[str]:
    return {url for url in before if before[url][1] != after[url][1]}


ONE = notice("2024/a", unit="甲局党组")
TWO = notice("2023/b", unit="乙局党组", published="2023-12-01", inspection__start="2023-01",
             inspection__end="2023-02", inspection__feedback="2023-03")  # fmt: skip


def test_equal_values_have_equal_keys() -> None:
    again = [Notice.model_validate(made.model_dump()) for made in (ONE, TWO)]
    assert changed(pages(ONE, TWO), pages(*again)) == set()


def test_a_new_title_reaches_the_pages_that_show_it() -> None:
    other = ONE.model_copy(update={"title": "另一个标题"})
    touched = changed(pages(ONE, TWO), pages(other, TWO))
    assert "notices/2024/a/" in touched
    assert "notices/2024/" in touched
    assert not any("2023" in url or "yi-ju" in url for url in touched)
    assert any("jia-ju" in url for url in touched)


def test_what_stands_beside_counts_too() -> None:
    page = next(page for page in chain(*site_pages(Register([ONE]))) if page.notice)
    known = digests(ONE)
    made = {
        PageKeys(known, b"").of(page, {}),
        PageKeys(known, b"").of(page, {"files": ("1 KB",)}),
        PageKeys(known, b"another template").of(page, {}),
        PageKeys({ONE.id: b"other"}, b"").of(page, {}),
        PageKeys(known, b"").of(replace(page, title="x"), {}),
    }
    assert len(made) == 5
