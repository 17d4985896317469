"""Personal names at the end of a text."""

from __future__ import annotations

import pytest

from noticeboard.rules.privacy.person_names import trailing_name_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("王某", 2),
        ("王某某", 3),
        ("王××", 3),
        ("李建国", 3),
        ("欧阳某某", 4),
        ("欧阳建国", 4),
        ("经办人李建国", 3),
        ("经办人：欧阳建国", 4),
        ("由李建国", 3),
        ("上报干部王某", 2),
        ("经查，李示范", 3),
    ],
)
def test_length_of_a_trailing_name(text: str, length: int) -> None:
    assert trailing_name_length(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "王",
        "明确",
        "居民身份",
        "第一建国",
        "某单位李建国",
        "群众查询",
        "凭单位",
        "群众方便",
        "本单位",
        "经办人 全体",
    ],
)
def test_other_words_are_no_name(text: str) -> None:
    assert trailing_name_length(text) == 0
