from dataclasses import replace
from itertools import chain

from support.factories import notice

from noticeboard.build.page_fingerprints import PageFingerprints
from noticeboard.incremental.digests import digest
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage
from noticeboard.pages.browse import group_pages
from noticeboard.pages.lists import register_pages


def fingerprints(*notices: Notice) -> dict[str, bytes]:
    return {notice.id: digest(notice.model_dump_json()) for notice in notices}


def pages(*notices: Notice) -> dict[str, tuple[SitePage, bytes]]:
    register = Register(notices)
    keys = PageFingerprints(fingerprints(*notices), b"")
    every = chain(*register_pages(register), *group_pages(NoticeGroups(register)))
    return {page.url: (page, keys.of(page)) for page in every if page.bulk}


def changed(
    before: dict[str, tuple[SitePage, bytes]], after: dict[str, tuple[SitePage, bytes]]
) -> set[str]:
    return {url for url in before if before[url][1] != after[url][1]}


ONE = notice("2024/a", unit="甲局党组")
TWO = notice("2023/b", unit="乙局党组", published="2023-12-01", inspection__start="2023-01",
             inspection__end="2023-02", inspection__feedback="2023-03")  # fmt: skip


def test_equal_values_have_equal_keys() -> None:
    again = [Notice.model_validate(notice.model_dump()) for notice in (ONE, TWO)]
    assert changed(pages(ONE, TWO), pages(*again)) == set()


def test_a_new_title_reaches_the_pages_that_show_it() -> None:
    other = ONE.model_copy(update={"title": "另一个标题"})
    touched = changed(pages(ONE, TWO), pages(other, TWO))
    assert "notices/2024/a/" in touched
    assert "notices/2024/" in touched
    assert not any("2023" in url or "yi-ju" in url for url in touched)
    assert any("jia-ju" in url for url in touched)


def test_everything_that_a_page_shows_counts() -> None:
    page = next(page for page in chain(*register_pages(Register([ONE]))) if page.notice)
    known = fingerprints(ONE)
    with_files = replace(page, context={**page.context, "files": ("1 KB",)})
    results = {
        PageFingerprints(known, b"").of(page),
        PageFingerprints(known, b"").of(with_files),
        PageFingerprints(known, b"another template").of(page),
        PageFingerprints({ONE.id: b"other"}, b"").of(page),
        PageFingerprints(known, b"").of(replace(page, title="x")),
    }
    assert len(results) == 5
