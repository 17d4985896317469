import pytest
from pydantic import ValidationError
from support.factories import front

from noticeboard.model.field_types import check_kind
from noticeboard.model.notice import FrontMatter


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
def test_an_invalid_value_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        FrontMatter.model_validate(front(**{field: value}))
