from support.factories import BODY, notice, rendered

from noticeboard.model.register import Register
from noticeboard.search.documents import Block, contact_lines, search_documents


def test_a_document_has_title_unit_issuer_text_and_contact() -> None:
    only = notice(body=BODY, contact__address="示例路1号", contact__postcode="999999")
    register = Register([only])
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


def test_contact_lines_omit_empty_fields() -> None:
    only = notice(contact__email=None, contact__phones=[{"number": "0999-8123456"}])
    assert list(contact_lines(only)) == ["0999-8123456"]
