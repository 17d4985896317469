import pytest
from pydantic import ValidationError
from support.factories import notice

from noticeboard.model.notice import Notice


def test_a_notice_is_immutable() -> None:
    with pytest.raises(ValidationError):
        notice().title = "别的"  # type: ignore[misc]


def test_year_and_slug_come_from_the_id() -> None:
    record = notice("2024/shifanju-2")
    assert (record.year, record.slug, record.regions) == (
        "2024",
        "shifanju-2",
        ("示例省", "示例市", "示例区"),
    )


def test_status_and_last_change() -> None:
    plain = notice()
    assert (plain.status, str(plain.last_change)) == ("in_force", "2024-12-02")
    corrected = notice(corrections=[{"date": "2025-01-05", "note": "改正号码"}])
    assert (corrected.status, str(corrected.last_change)) == ("corrected", "2025-01-05")
    withdrawn = notice(withdrawn={"date": "2025-02", "reason": "内容有误"})
    assert (withdrawn.status, str(withdrawn.last_change)) == ("withdrawn", "2025-02")


def test_a_contact_is_newer_only_when_verified_later() -> None:
    assert not notice().contact_is_newer
    assert not notice(contact__verified="2024-12-02").contact_is_newer
    assert notice(contact__verified="2024-12-03").contact_is_newer


def test_an_attachment_may_be_only_a_name() -> None:
    record = notice(attachments=["附件1.pdf", {"file": "b.xlsx", "title": "清单"}])
    assert [(a.file, a.title) for a in record.attachments] == [
        ("附件1.pdf", None),
        ("b.xlsx", "清单"),
    ]


def test_every_field_has_a_chinese_title_and_description() -> None:
    schema = Notice.model_json_schema()
    derived = {"id", "path", "body", "body_line"}
    for model in (schema, *schema["$defs"].values()):
        for name, field in model["properties"].items():
            if name in derived:
                continue
            assert not field["title"].isascii(), name
            assert not field["description"].isascii(), name
