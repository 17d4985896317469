from itertools import chain

from support.factories import BODY, notice, rendered

from noticeboard.model.register import Register
from noticeboard.pages.base import BLANKED, home_view, notice_page, site_pages, with_text
from noticeboard.search.documents import contact_lines, search_documents
from noticeboard.search.scan import Block
from noticeboard.text.paging import PER_PAGE


def test_every_address_once() -> None:
    register = Register(
        notice(f"2024/n{number}", unit=f"单位{number}") for number in range(2 * PER_PAGE + 1)
    )
    uris = [page.uri for page in chain(*site_pages(register))]
    assert len(uris) == len(set(uris))
    assert {
        "notices/index.md",
        "notices/page/2.md",
        "notices/page/3.md",
        "notices/2024/index.md",
        "notices/2024/page/3.md",
        "contacts/index.md",
        "contacts/page/3.md",
        "search.md",
        "notices/2024/n0.md",
    } <= set(uris)
    assert "notices/page/4.md" not in uris


def test_lists_hold_twenty_and_together_all() -> None:
    register = Register(notice(f"2024/n{number}") for number in range(45))
    lists = [
        page
        for page in chain(*site_pages(register))
        if page.uri.startswith("notices/page/") or page.uri == "notices/index.md"
    ]
    parts = [page.view["notices"] for page in lists]
    assert [len(part) for part in parts] == [20, 20, 5]  # type: ignore[arg-type]
    assert [n.id for part in parts for n in part] == [n.id for n in register.notices]  # type: ignore[attr-defined]


def test_an_empty_register_still_has_its_pages() -> None:
    pages = {page.uri: page for page in chain(*site_pages(Register([])))}
    assert set(pages) == {
        "notices/index.md",
        "contacts/index.md",
        "contribute/rules.md",
        "search.md",
        "about/verify.md",
        "data.md",
    }
    assert home_view(Register([]))["total"] == 0


def test_search_sees_title_unit_issuer_text_and_contact() -> None:
    made = notice(body=BODY, contact__address="示例路1号", contact__postcode="999999")
    register = Register([made])
    (document,) = search_documents(register, rendered(register))
    assert tuple(document.blocks[:3]) == (
        Block("title", "中共示例区示范局党组关于巡察整改进展情况的通报"),
        Block("unit", "示范局党组"),
        Block("unit", "中共示例区示范局党组"),
    )
    assert Block("heading", "（一）健全制度") in document.blocks
    assert Block("body", "建立台账。") in document.blocks
    assert [block.text for block in document.blocks[-4:]] == [
        "0999-8123456 工作日 9:00—17:00",
        "shifanju@example.com",
        "示例路1号",
        "999999",
    ]
    assert (document.url, document.published, document.status) == (
        "notices/2024/shifanju/",
        "2024-12-02",
        "in_force",
    )


def test_contact_lines_leave_out_what_is_empty() -> None:
    made = notice(contact__email=None, contact__phones=[{"number": "0999-8123456"}])
    assert list(contact_lines(made)) == ["0999-8123456"]


def test_the_description_is_the_summary_or_the_opening() -> None:
    one, two, empty = notice("2024/a", summary="摘要"), notice("2024/b"), notice("2024/c", body="")
    register = Register([one, two, empty])
    texts = rendered(register)
    made = {n.id: with_text(notice_page(n, register), texts[n.id]) for n in register.notices}
    assert made["2024/a"].description == "摘要"
    assert made["2024/b"].description.startswith("根据区委统一部署")
    assert len(made["2024/b"].description) <= 120
    assert made["2024/c"].description == BLANKED
