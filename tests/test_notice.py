import pytest
from made import front, notice
from pydantic import ValidationError

from noticeboard.notice import FrontMatter, Notice, check_kind


def test_it_is_immutable() -> None:
    with pytest.raises(ValidationError):
        notice().title = "别的"  # type: ignore[misc]


def test_id_gives_year_and_slug() -> None:
    made = notice("2024/shifanju-2")
    assert (made.year, made.slug, made.regions) == (
        "2024",
        "shifanju-2",
        ("示例省", "示例市", "示例区"),
    )


@pytest.mark.parametrize(
    "kind", ["常规巡察", "常规", "提级交叉巡察", "巡察“回头看”", "回头看", "机动巡视", "交叉巡察"]
)
def test_kinds_combine(kind: str) -> None:
    assert check_kind(kind) == kind


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("inspection__kind", "突击"),
        ("inspection__authority", "区政府"),
        ("contact__email", "a@b"),
        ("contact__email", "中文@example.com"),
        ("contact__postcode", "4300"),
        ("region", "示例省//示例区"),
        ("region", "示例省 / 示例区"),
        ("follow_up_of", "2023"),
        ("follow_up_of", "2023/Abc"),
        ("follow_up_of", "2023/index"),
        ("attachments", [{"file": "../a.pdf"}]),
        ("source", {"url": "javascript:alert(1)"}),
        ("source", {"sha256": "A" * 64}),
        ("progress", {"problems": "-1"}),
        ("progress", {"problems": "二十五"}),
        ("title", "两\n行"),
        ("published", "2024-02-30"),
    ],
)
def test_a_wrong_value_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        FrontMatter.model_validate(front(**{field: value}))


def test_status_and_last_change() -> None:
    plain = notice()
    assert (plain.status, str(plain.last_change)) == ("in_force", "2024-12-02")
    corrected = notice(corrections=[{"date": "2025-01-05", "note": "改正号码"}])
    assert (corrected.status, str(corrected.last_change)) == ("corrected", "2025-01-05")
    withdrawn = notice(withdrawn={"date": "2025-02", "reason": "内容有误"})
    assert (withdrawn.status, str(withdrawn.last_change)) == ("withdrawn", "2025-02")


def test_contact_is_newer_only_when_verified_later() -> None:
    assert not notice().contact_is_newer
    assert not notice(contact__verified="2024-12-02").contact_is_newer
    assert notice(contact__verified="2024-12-03").contact_is_newer


def test_an_attachment_may_be_a_name_alone() -> None:
    made = notice(attachments=["附件1.pdf", {"file": "b.xlsx", "title": "清单"}])
    assert [(a.file, a.title) for a in made.attachments] == [
        ("附件1.pdf", None),
        ("b.xlsx", "清单"),
    ]


def test_every_field_has_a_chinese_title_and_description() -> None:
    schema = Notice.model_json_schema()
    own = {"id", "path", "body", "body_line"}
    for model in (schema, *schema["$defs"].values()):
        for name, field in model["properties"].items():
            if name in own:
                continue
            assert not field["title"].isascii(), name
            assert not field["description"].isascii(), name
