"""What is a person's name at the end of a text, and how long it is."""

from __future__ import annotations

import pytest

from noticeboard.rules.names import name_at_end


@pytest.mark.parametrize(
    ("before", "length"),
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
def test_the_length_of_a_name(before: str, length: int) -> None:
    assert name_at_end(before) == length


@pytest.mark.parametrize(
    "before",
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
def test_what_is_no_name(before: str) -> None:
    assert name_at_end(before) == 0
