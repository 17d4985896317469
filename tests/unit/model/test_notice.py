from datetime import date

import pytest
from pydantic import ValidationError
from support.factories import FRONT, notice

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


def test_corrections_and_withdrawals_change_status_and_last_change() -> None:
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


def test_one_or_several_have_one_representation() -> None:
    one, several = notice(), notice(unit=["甲局党组", "乙局党组"])
    assert (one.unit, str(one.unit)) == (("示范局党组",), "示范局党组")
    assert str(several.unit) == "甲局党组、乙局党组"
    assert len(one.inspections) == 1
    assert one.inspections[0].group == ("区委第一巡察组",)


def test_the_newest_feedback_counts_and_may_be_unknown() -> None:
    first = {**FRONT["inspection"], "feedback": "2022-06-15"}
    assert str(notice(inspection=[FRONT["inspection"], first]).feedback) == "2024-06-15"
    assert notice(inspection__feedback=None).feedback is None


def test_a_scheduled_notice_becomes_public_on_its_day() -> None:
    scheduled = notice("2030/a", published="2030-06-01", scheduled="true")
    assert not scheduled.is_public(date(2030, 5, 31))
    assert scheduled.is_public(date(2030, 6, 1))
    assert not notice(draft="true").is_public(date(2030, 6, 1))
